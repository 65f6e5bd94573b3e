// The scan for comments. There is no list of all comments of a Page: its posts are asked whether
// they have new ones, and those that do are read, fifty a request, replies included.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "connectors/facebook/parse.h"
#include "connectors/meta/walk.h"
#include "connectors/meta/watch.h"

namespace social311::connectors::facebook {

class CommentsWalk final : public meta::Walk {
 public:
  CommentsWalk(meta::Graph& graph, meta::Watchlist& list, std::string page_id, const PageAsk& ask);
  Result<Page> step(Instant now) override;
  bool done() const override;

 private:
  Result<Page> list_more(Instant now);
  Result<Page> read_some(Instant now);
  void watch(const std::vector<meta::Watched>& posts);
  std::optional<Fault> take(const std::string& post, meta::EdgeReader& edge,
                            const Result<meta::Reply>& reply, Instant now, Page& page);
  void conclude(Page& page, Instant now);

  meta::Graph& graph_;
  meta::Watchlist& list_;
  std::string page_id_;
  Instant since_;
  bool all_;  // read every post
  meta::EdgeReader feed_;
  std::map<std::string, meta::Watched> found_{};
  std::map<std::string, meta::Watched> read_{};
  std::deque<std::pair<std::string, meta::EdgeReader>> edges_{};
  std::optional<Page> first_page_{};
  std::string clipped_{};
  bool began_ = false;
  std::int64_t told_comments_ = 0;
  bool saw_comment_ = false;
};

}  // namespace social311::connectors::facebook
