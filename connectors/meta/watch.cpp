#include "connectors/meta/watch.h"

#include <algorithm>

namespace social311::connectors::meta {

bool Watchlist::begin(const PageAsk& ask) {
  if (!ask.until_id.empty() || ask.until_at) return true;  // a gap is filled: nothing is settled
  const bool stored = pending_newest_id_.empty() || ask.since_id == pending_newest_id_ ||
                      (ask.since_at && pending_newest_at_ && *ask.since_at >= *pending_newest_at_);
  if (stored) {
    for (auto& [id, post] : pending_) known_[id] = post;
    full_at_ = std::max(full_at_, pending_full_at_);
  }
  pending_.clear();
  pending_full_at_ = Instant{};
  while (known_.size() > most_watched) known_.erase(known_.begin());
  const auto since_full = ask.now - full_at_;
  const auto pause = full_scan_pause * static_cast<std::int64_t>(known_.size());
  const bool due =
      (++cycles_ >= full_scan_every && since_full >= pause) || since_full >= full_scan_after;
  if (due) cycles_ = 0;
  return due || !stored;
}

bool Watchlist::unchanged(const Watched& post) const {
  const auto found = known_.find(post.id);
  return found != known_.end() && found->second == post && post.comments >= 0;
}

void Watchlist::learn(std::map<std::string, Watched> read, const Page* first_page, Instant now,
                      bool full) {
  pending_ = std::move(read);
  pending_newest_id_ = first_page == nullptr ? "" : first_page->newest_id;
  pending_newest_at_ = first_page == nullptr ? std::nullopt : first_page->newest_at;
  if (full) pending_full_at_ = now;
}

}  // namespace social311::connectors::meta
