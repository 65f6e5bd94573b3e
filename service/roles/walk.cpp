#include "service/roles/walk.h"

#include <algorithm>

#include "core/crash_point.h"
#include "service/roles/estimate.h"
#include "service/roles/walk_pages.h"

namespace social311::service {
namespace {

using connectors::Page;
using connectors::PageAsk;
using GapEnd = sql::KeepPage::GapEnd;

// Connectors step back behind the lower bound for what is indexed late. In a burst that overlap may
// be hundreds of pages that are known already: a live walk reads this many of them, a fill one.
constexpr int overlap_pages = 3;

// A list that ends after fewer posts than this share of the network's reach was not cut off by it,
// even where new posts pushed most of the list out while it was read.
constexpr int least_share_of_reach = 8;

// Newest first, down under an open gap.
class Descent {
 public:
  Descent(const WalkParts& parts, const sql::Feed& feed, PageAsk ask)
      : pages_(parts, feed, std::move(ask)) {}

  WalkEnd from_the_top();
  WalkEnd inside(const sql::Gap& gap);

 private:
  enum class Bottom { reached, cut_off, unknown };

  void keep_first(const Page& page);
  bool keep_further(const Page& page);
  sql::Gap gap_below(const Page& page);
  void descend(Page page);
  void finish(sql::KeepPage& row);
  bool has_reach() const;
  void look_for_lower(const Page& page);
  bool at_end(const Page& page) const;
  Bottom bottom();

  WalkPages pages_;
  bool filling_ = false;
  int pages_below_ = 0;  // with a post at or below the lower id: the network reaches down to it
  std::optional<Instant> gap_lo_at_{};
  std::int64_t most_in_gap_ = 1'000'000'000'000;  // a gap does not grow while it is filled
};

bool Descent::has_reach() const {
  return pages_.parts().network.capabilities().reach && pages_.feed().listen == "mentions";
}

void Descent::look_for_lower(const Page& page) {
  const std::string& lo = pages_.ask().since_id;
  if (lo.empty()) return;
  const auto& network = pages_.parts().network;
  const bool seen = std::any_of(page.posts.begin(), page.posts.end(), [&](const Post& post) {
    return post.id == lo || network.newer(lo, post.id);
  });
  if (seen) ++pages_below_;
}

bool Descent::at_end(const Page& page) const {
  return page.next.empty() || pages_below_ >= (filling_ ? 1 : overlap_pages);
}

// A network that keeps only its newest N items ends its list there without a word. Connectors step
// back behind the lower bound, so a list that went down far enough shows a post at or below it;
// where that one is gone, one more call asks for anything below.
Descent::Bottom Descent::bottom() {
  if (!has_reach() || pages_below_ > 0) return Bottom::reached;
  const int reach = *pages_.parts().network.capabilities().reach;
  if (!filling_ && pages_.end().seen < reach / least_share_of_reach) return Bottom::reached;
  const std::string lo = pages_.ask().since_id;
  if (lo.empty()) return pages_.end().seen < reach * 9 / 10 ? Bottom::reached : Bottom::cut_off;
  const auto below = pages_.read({.listen = pages_.feed().listen, .until_id = lo});
  if (!below) return Bottom::unknown;
  return below->posts.empty() && below->next.empty() ? Bottom::cut_off : Bottom::reached;
}

sql::Gap Descent::gap_below(const Page& page) {
  const sql::Feed& feed = pages_.feed();
  sql::Gap gap;
  gap.feed_id = feed.feed_id;
  gap.lo_id = feed.newest_id;
  gap.ask_at = pages_.ask().since_at;
  gap.lo_at = gap.ask_at;
  if (feed.covered_to)
    gap.lo_at = std::max(*feed.covered_to, feed.newest_at.value_or(*feed.covered_to));
  gap.hi_id = page.oldest_id;
  gap.hi_at = page.oldest_at;
  gap.estimate =
      posts_between(pages_.unread_from(), page.oldest_at, pages_.density(), pages_.density_below());
  return gap;
}

// The walk is at its end: how dense the feed was is kept for the next estimate.
void Descent::finish(sql::KeepPage& row) {
  row.complete = true;
  const auto before = pages_.feed().covered_to;
  const Instant to = pages_.lag_before(pages_.started());
  if (!before || to <= *before) return;
  const double seconds = std::chrono::duration<double>(to - *before).count();
  const bool lost = row.gap_end == GapEnd::lost || row.lost_reason;
  const auto fresh =
      static_cast<double>(pages_.end().added) + static_cast<double>(row.posts.size());
  row.density = lost ? pages_.density() : fresh / seconds;
}

void Descent::keep_first(const Page& page) {
  sql::KeepPage row = pages_.frame(page);
  row.newest_id = page.newest_id;
  row.newest_at = page.newest_at;
  pages_.cover(row, pages_.lag_before(pages_.started()));
  row.lost_estimate =
      posts_between(pages_.unread_from(), page.oldest_at, pages_.density(), pages_.density_below());
  if (at_end(page)) {
    finish(row);
  } else if (pages_below_ == 0) {  // else what follows is overlap, and known but for what came late
    row.open_gap = gap_below(page);
    gap_lo_at_ = pages_.unread_from();
  }
  pages_.keep(row);
  pages_.end().complete = row.complete;
}

// False: whether the bottom was reached could not be found out now, the gap stays.
bool Descent::keep_further(const Page& page) {
  sql::KeepPage row = pages_.frame(page);
  row.gap_id = pages_.gap_id;
  if (!page.oldest_id.empty()) {
    row.gap_hi_id = page.oldest_id;
    row.gap_hi_at = page.oldest_at;
    if (page.posts.size() > 1)
      row.gap_estimate = std::min(
          most_in_gap_,
          posts_between(gap_lo_at_, page.oldest_at, pages_.density(), pages_.density_below()));
  }
  const Bottom end = at_end(page) ? bottom() : Bottom::unknown;
  if (end != Bottom::unknown) row.gap_end = end == Bottom::cut_off ? GapEnd::lost : GapEnd::filled;
  if (end == Bottom::cut_off && !row.lost_reason)
    row.lost_reason = "the network keeps only the newest " +
                      std::to_string(*pages_.parts().network.capabilities().reach) +
                      "; a search for the account's name reaches further back";
  if (end != Bottom::unknown && !filling_) finish(row);
  pages_.keep(row);
  pages_.end().complete = end != Bottom::unknown;
  return end != Bottom::unknown || !at_end(page);
}

void Descent::descend(Page page) {
  while (!pages_.end().complete && !pages_.must_stop() && !pages_.goes_in_circles(page)) {
    pages_.ask().next = page.next;
    auto further = pages_.read_next();
    if (!further) return;
    look_for_lower(*further);
    if (!keep_further(*further)) return;
    page = std::move(*further);
  }
}

// An empty page with a further one below it says nothing of the newest id yet: nothing is kept
// until a page with posts came, so a crash before it starts again from the old cursor.
WalkEnd Descent::from_the_top() {
  auto page = pages_.read_next();
  while (page && page->posts.empty() && !page->next.empty() && !pages_.goes_in_circles(*page)) {
    pages_.ask().next = page->next;
    page = pages_.read_next();
  }
  if (!page || pages_.end().circles) return pages_.end();
  look_for_lower(*page);
  keep_first(*page);
  descend(std::move(*page));
  return pages_.end();
}

WalkEnd Descent::inside(const sql::Gap& gap) {
  filling_ = true;
  pages_.gap_id = gap.gap_id;
  gap_lo_at_ = gap.lo_at;
  most_in_gap_ = gap.estimate;
  auto page = pages_.read_next();
  if (!page) return pages_.end();
  CRASHPOINT("gap.page_read");
  look_for_lower(*page);
  if (keep_further(*page)) descend(std::move(*page));
  return pages_.end();
}

// Oldest page first: each page is its posts and the cursor above them in one transaction, so what
// is not read yet lies above the cursor wherever this stops, and there is no gap to write down.
WalkEnd walk_up(WalkPages pages) {
  for (auto page = pages.read_next(); page; page = pages.read_next()) {
    sql::KeepPage row = pages.frame(*page);
    row.newest_id = page->newest_id;
    row.newest_at = page->newest_at;
    row.complete = page->next.empty();
    const Instant end = pages.lag_before(pages.started());
    if (row.complete) pages.cover(row, end);
    if (!row.complete && page->newest_at) pages.cover(row, std::min(*page->newest_at, end));
    pages.keep(row);
    pages.end().complete = row.complete;
    if (row.complete || pages.must_stop() || pages.goes_in_circles(*page)) break;
    pages.ask().next = page->next;
  }
  return pages.end();
}

class UnorderedWalk {
 public:
  UnorderedWalk(const WalkParts& parts, const sql::Feed& feed, PageAsk ask,
                const std::optional<Unfinished>& unfinished)
      : pages_(parts, feed, std::move(ask)) {
    if (!unfinished) return;
    pages_.ask() = unfinished->ask;
    pages_.started_at(unfinished->started);
    newest_id_ = unfinished->newest_id;
    newest_at_ = unfinished->newest_at;
  }
  WalkEnd run();

 private:
  void note_newest(const Page& page);
  void keep(const Page& page);

  WalkPages pages_;
  std::string newest_id_{};
  std::optional<Instant> newest_at_{};
};

void UnorderedWalk::note_newest(const Page& page) {
  if (!page.newest_at || (newest_at_ && *page.newest_at <= *newest_at_)) return;
  newest_id_ = page.newest_id;
  newest_at_ = page.newest_at;
}

void UnorderedWalk::keep(const Page& page) {
  sql::KeepPage row = pages_.frame(page);
  row.complete = page.next.empty();
  if (row.complete) {
    row.newest_id = newest_id_;
    row.newest_at = newest_at_;
    pages_.cover(row, pages_.lag_before(pages_.started()));
  }
  if (row.lost_reason)
    row.lost_estimate = posts_between(pages_.unread_from(), page.oldest_at, pages_.density(),
                                      pages_.density_below());
  pages_.keep(row);
  pages_.end().complete = row.complete;
}

WalkEnd UnorderedWalk::run() {
  for (auto page = pages_.read_next(); page; page = pages_.read_next()) {
    note_newest(*page);
    keep(*page);
    pages_.ask().next = page->next;
    if (pages_.end().complete || pages_.must_stop() || pages_.goes_in_circles(*page)) break;
  }
  WalkEnd& end = pages_.end();
  const bool goes_on = !end.complete && !end.circles && !pages_.ask().next.empty() &&
                       (!end.fault || end.fault->kind == FaultKind::retry_later);
  if (goes_on) end.unfinished = Unfinished{pages_.ask(), pages_.started(), newest_id_, newest_at_};
  return end;
}

}  // namespace

WalkEnd walk_feed(const WalkParts& parts, const sql::Feed& feed,
                  const std::optional<Unfinished>& unfinished) {
  PageAsk ask;
  ask.listen = feed.listen;
  ask.since_id = feed.newest_id;
  ask.since_at =
      feed.newest_at ? feed.newest_at : std::optional<Instant>(parts.clock.now() - first_look_back);
  const auto& can = parts.network.capabilities();
  if (!can.pages_in_order) return UnorderedWalk(parts, feed, ask, unfinished).run();
  if (can.pages_forward && !feed.newest_id.empty()) return walk_up(WalkPages(parts, feed, ask));
  return Descent(parts, feed, ask).from_the_top();
}

WalkEnd fill_gap(const WalkParts& parts, const sql::Feed& feed, const sql::Gap& gap) {
  PageAsk ask;
  ask.listen = feed.listen;
  ask.since_id = gap.lo_id;
  ask.since_at = gap.ask_at ? gap.ask_at : gap.lo_at;
  ask.until_id = gap.hi_id;
  ask.until_at = gap.hi_at;
  return Descent(parts, feed, ask).inside(gap);
}

}  // namespace social311::service
