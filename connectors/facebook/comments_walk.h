// The scan for comments. There is no list of all comments of a Page: its posts are asked whether
// they have new ones, and those that do are read, fifty a request, replies included.
//
// What a post looked like when its comments were last read is kept in memory only: a restart costs
// one scan of everything. The signs are hints (one comment deleted and one added leave the count
// equal), so every few cycles all posts of the last 30 days are read.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "connectors/facebook/parse.h"
#include "connectors/meta/walk.h"

namespace social311::connectors::facebook {

inline constexpr int full_scan_every = 10;               // cycles
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
  // Since when has it been known that posts show comments by their count, but no comment can be
  // read? The sign of a token that may not read them.
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

class CommentsWalk final : public meta::Walk {
 public:
  CommentsWalk(meta::Graph& graph, Watchlist& list, std::string page_id, const PageAsk& ask);
  Result<Page> step(Instant now) override;
  bool done() const override;

 private:
  Result<Page> list_more(Instant now);
  Result<Page> read_some(Instant now);
  void watch(const std::vector<Watched>& posts);
  std::optional<Fault> take(const std::string& post, meta::EdgeReader& edge,
                            const Result<meta::Reply>& reply, Instant now, Page& page);
  void conclude(Page& page, Instant now);

  meta::Graph& graph_;
  Watchlist& list_;
  std::string page_id_;
  Instant since_;
  bool all_;  // read every post
  meta::EdgeReader feed_;
  std::map<std::string, Watched> found_{};
  std::map<std::string, Watched> read_{};
  std::deque<std::pair<std::string, meta::EdgeReader>> edges_{};
  std::optional<Page> first_page_{};
  std::string clipped_{};
  bool began_ = false;
  std::int64_t told_comments_ = 0;
  bool saw_comment_ = false;
};

}  // namespace social311::connectors::facebook
