#include "service/roles/walk.h"

#include <algorithm>
#include <set>

namespace social311::service {
namespace {

using connectors::Page;
using connectors::PageAsk;

// One walk: pages from `ask` on. Down under an open gap once there is one, or up behind the cursor.
class Walk {
 public:
  Walk(const WalkParts& parts, const sql::Feed& feed, PageAsk ask)
      : parts_(parts), feed_(feed), ask_(std::move(ask)), started_(parts.clock.now()) {}

  WalkEnd from_the_top();
  WalkEnd from_the_cursor();
  WalkEnd inside(const sql::Gap& gap);

 private:
  std::optional<Page> read();
  sql::KeepPage frame(const Page& page) const;
  void keep(const sql::KeepPage& row);
  void keep_first(const Page& page);
  void keep_further(const Page& page);
  void keep_upward(const Page& page);
  void descend(Page page);
  bool below_reach() const;
  bool goes_in_circles(const Page& page);

  const WalkParts& parts_;
  const sql::Feed& feed_;
  PageAsk ask_;
  Instant started_;
  WalkEnd end_{};
  std::optional<std::int64_t> gap_id_{};
  std::set<std::string> cursors_{};
};

std::optional<Page> Walk::read() {
  if (parts_.stop.stop_requested() || end_.pages >= parts_.most_pages) return {};
  ask_.now = parts_.clock.now();
  auto page = parts_.network.read_page(ask_);
  if (!page) {
    end_.fault = page.fault();
    return {};
  }
  ++end_.pages;
  end_.seen += static_cast<int>(page->posts.size());
  if (page->remaining == 0) end_.wait_until = page->resets_at;
  return std::move(page).value();
}

sql::KeepPage Walk::frame(const Page& page) const {
  sql::KeepPage row;
  row.feed_id = feed_.feed_id;
  row.account_key = parts_.account_key;
  row.posts = page.posts;
  row.own_author_ids = parts_.own_ids;
  row.unreadable = page.unreadable;
  row.lost_reason = page.clipped;
  row.walk_started_at = started_;
  row.now = parts_.clock.now();
  return row;
}

void Walk::keep(const sql::KeepPage& row) {
  const sql::Kept kept = parts_.store.keep_page(row);
  end_.added += kept.added;
  end_.complete = row.complete;
  if (kept.gap_id) gap_id_ = kept.gap_id;
}

// A network that keeps only its newest N items cannot be read further down: the rest is lost, and
// said so.
bool Walk::below_reach() const {
  const auto reach = parts_.network.capabilities().reach;
  return reach && end_.seen >= *reach && ask_.listen == "mentions";
}

// A cursor that comes back again must not hold the feed for ever: the walk stops, its gap stays.
bool Walk::goes_in_circles(const Page& page) {
  return !page.next.empty() && !cursors_.insert(page.next).second;
}

void Walk::keep_first(const Page& page) {
  sql::KeepPage row = frame(page);
  row.newest_id = page.newest_id;
  row.newest_at = page.newest_at;
  row.complete = page.next.empty();
  if (!row.complete) {
    sql::Gap gap;
    gap.feed_id = feed_.feed_id;
    gap.lo_id = feed_.newest_id;
    gap.lo_at = ask_.since_at;
    gap.hi_id = page.oldest_id;
    gap.hi_at = page.oldest_at;
    gap.estimate =
        static_cast<std::int64_t>(page.posts.size());  // at least one more page like this one
    row.open_gap = gap;
  }
  keep(row);
}

void Walk::keep_further(const Page& page) {
  sql::KeepPage row = frame(page);
  row.gap_id = gap_id_;
  if (!page.oldest_id.empty()) {
    row.gap_hi_id = page.oldest_id;
    row.gap_hi_at = page.oldest_at;
  }
  row.complete = page.next.empty();
  if (row.complete) {
    const bool lost = below_reach();
    row.gap_end = lost ? sql::KeepPage::GapEnd::lost : sql::KeepPage::GapEnd::filled;
  }
  keep(row);
}

void Walk::descend(Page page) {
  while (!end_.complete && !end_.wait_until && !goes_in_circles(page)) {
    ask_.next = page.next;
    auto further = read();
    if (!further) return;
    keep_further(*further);
    page = std::move(*further);
  }
}

// An empty page with a further one below it says nothing of the newest id yet: nothing is kept
// until a page with posts came, so a crash before it starts again from the old cursor.
WalkEnd Walk::from_the_top() {
  auto page = read();
  while (page && page->posts.empty() && !page->next.empty() && cursors_.insert(page->next).second) {
    ask_.next = page->next;
    page = read();
  }
  if (!page) return end_;
  keep_first(*page);
  descend(std::move(*page));
  return end_;
}

// Oldest page first: each page is its posts and the cursor above them in one transaction, so what
// is not read yet lies above the cursor wherever this stops, and there is no gap to write down.
void Walk::keep_upward(const Page& page) {
  sql::KeepPage row = frame(page);
  row.newest_id = page.newest_id;
  row.newest_at = page.newest_at;
  row.complete = page.next.empty();
  keep(row);
}

WalkEnd Walk::from_the_cursor() {
  for (auto page = read(); page; page = read()) {
    keep_upward(*page);
    if (end_.complete || end_.wait_until || goes_in_circles(*page)) break;
    ask_.next = page->next;
  }
  return end_;
}

WalkEnd Walk::inside(const sql::Gap& gap) {
  gap_id_ = gap.gap_id;
  auto page = read();
  if (!page) return end_;
  keep_further(*page);
  descend(std::move(*page));
  return end_;
}

}  // namespace

WalkEnd walk_feed(const WalkParts& parts, const sql::Feed& feed) {
  PageAsk ask;
  ask.listen = feed.listen;
  ask.since_id = feed.newest_id;
  ask.since_at =
      feed.newest_at ? feed.newest_at : std::optional<Instant>(parts.clock.now() - first_look_back);
  Walk walk(parts, feed, ask);
  const bool upward = parts.network.capabilities().pages_forward && !feed.newest_id.empty();
  return upward ? walk.from_the_cursor() : walk.from_the_top();
}

WalkEnd fill_gap(const WalkParts& parts, const sql::Feed& feed, const sql::Gap& gap) {
  PageAsk ask;
  ask.listen = feed.listen;
  ask.since_id = gap.lo_id;
  ask.since_at = gap.lo_at;
  ask.until_id = gap.hi_id;
  ask.until_at = gap.hi_at;
  return Walk(parts, feed, ask).inside(gap);
}

}  // namespace social311::service
