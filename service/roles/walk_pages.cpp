#include "service/roles/walk_pages.h"

#include <algorithm>

#include "core/crash_point.h"

namespace social311::service {
namespace {

constexpr int most_barren_pages = 3;

}  // namespace

std::optional<connectors::Page> WalkPages::read(const connectors::PageAsk& asked) {
  const bool enough = end_.pages >= parts_.most_pages || must_stop();
  if (parts_.stop.stop_requested() || enough || !parts_.allowance.covers(end_.spent)) return {};
  connectors::PageAsk ask = asked;
  ask.now = parts_.clock.now();
  auto page = parts_.network.read_page(ask);
  sql::Spent spent{.calls = parts_.take_calls ? parts_.take_calls() : 1};
  if (page) spent += {.reads = page->spend.reads, .micro_usd = page->spend.micro_usd};
  end_.spent += spent;
  end_.unbooked += spent;
  if (!page) {
    end_.fault = page.fault();
    return {};
  }
  CRASHPOINT("walk.page_read");
  ++end_.pages;
  end_.seen += static_cast<int>(page->posts.size());
  note(*page);
  return std::move(page).value();
}

void WalkPages::note(const connectors::Page& page) {
  density_.add(page);
  if (page.remaining) end_.remaining = page.remaining;
  if (page.resets_at) end_.resets_at = page.resets_at;
  if (page.used_share) end_.used_share = std::max(end_.used_share.value_or(0), *page.used_share);
  if (page.remaining == 0) end_.wait_until = page.resets_at;
  reserved_ = page.remaining && *page.remaining <= parts_.reserve;
}

sql::KeepPage WalkPages::frame(const connectors::Page& page) const {
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

void WalkPages::keep(sql::KeepPage row) {
  row.spent = end_.unbooked;
  CRASHPOINT("walk.before_keep");
  const sql::Kept kept = parts_.store.keep_page(row);
  CRASHPOINT("walk.page_kept");
  end_.unbooked = {};
  end_.added += kept.added;
  if (kept.gap_id) gap_id = kept.gap_id;
  if (row.gap_id && (row.gap_hi_id || row.gap_end != sql::KeepPage::GapEnd::none))
    end_.gap_moved = true;
  if (!kept.lost) return;
  ++end_.lost_ranges;
  end_.lost_posts += *kept.lost;
}

bool WalkPages::brings_new(const connectors::Page& page) {
  bool any = page.posts.empty();  // an empty page may have a further one
  for (const Post& post : page.posts) any = ids_.insert(post.id).second || any;
  return any;
}

bool WalkPages::goes_in_circles(const connectors::Page& page) {
  barren_ = brings_new(page) ? 0 : barren_ + 1;
  if (page.next.empty()) return false;
  end_.circles = !cursors_.insert(page.next).second || barren_ >= most_barren_pages;
  return end_.circles;
}

Instant WalkPages::lag_before(Instant moment) const {
  return moment -
         std::min<std::chrono::seconds>(parts_.network.capabilities().overlap, longest_lag);
}

void WalkPages::cover(sql::KeepPage& row, Instant to) const {
  row.covered_to = to;
  row.covered_from = feed_.covered_to ? feed_.covered_to : ask_.since_at;
}

// On a feed that was alive until the last walk the cursor says it best: a list may show posts half
// a minute late (X, search). On a quiet one everything up to the last walk's start was read.
std::optional<Instant> WalkPages::unread_from() const {
  if (!feed_.covered_to) return feed_.newest_at ? feed_.newest_at : ask_.since_at;
  if (feed_.newest_at && *feed_.newest_at > *feed_.covered_to) return feed_.newest_at;
  return *feed_.covered_to + (started_ - lag_before(started_));
}

std::optional<double> WalkPages::density_below() const {
  return feed_.covered_to ? std::optional(feed_.density) : std::nullopt;
}

}  // namespace social311::service
