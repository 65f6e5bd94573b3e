// Which posts and media are worth asking for comments: there is no list of all comments of an
// account.
//
// What one looked like when its comments were last read is kept in memory only: a restart costs
// one scan of everything. The signs are hints (one comment deleted and one added leave the count
// equal), so every few cycles all of the last 30 days are read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "connectors/network.h"

namespace social311::connectors::meta {

// A post or medium as far as its comments are concerned.
struct Watched {
  std::string id{};
  std::int64_t comments = -1;  // summary.total_count; -1 = not told
  Instant changed_at{};        // updated_time, where there is one

  bool operator==(const Watched&) const = default;
};
// Cycles between two scans of everything; and each post that is watched puts the next one off by
// so much, since every post is a call that counts.
inline constexpr int full_scan_every = 10;
inline constexpr std::chrono::seconds full_scan_pause{6};
inline constexpr std::chrono::hours full_scan_after{6};  // at the latest
inline constexpr std::size_t most_watched = 5'000;       // posts

// What is known of the watched posts between two walks.
class Watchlist final {
 public:
  // Whether the walk that begins now must read every post. What the walk before learnt counts only
  // when its first page is known to be stored, which the watermark shows.
  bool begin(const PageAsk& ask);
  bool unchanged(const Watched& post) const;
  // A walk read these to their ends.
  void learn(std::map<std::string, Watched> read, const Page* first_page, Instant now, bool full);
  // Full scans in a row in which posts told of comments and none could be read: the sign of a token
  // that may not read them.
  int blind_walks() const { return blind_walks_; }
  void note_sight(bool blind) { blind_walks_ = blind ? blind_walks_ + 1 : 0; }

 private:
  std::map<std::string, Watched> known_{};
  std::map<std::string, Watched> pending_{};
  std::string pending_newest_id_{};
  std::optional<Instant> pending_newest_at_{};
  int cycles_ = 0;
  Instant full_at_{};
  Instant pending_full_at_{};
  int blind_walks_ = 0;
};

}  // namespace social311::connectors::meta
