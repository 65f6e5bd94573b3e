// The scan for comments on the account's own media: media that show a new count, fifty a request,
// with their replies. Meta shows the newest fifty comments at most where it gives no further page:
// what is older and not read yet is lost then, and said so.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>

#include "connectors/instagram/parse.h"
#include "connectors/meta/walk.h"
#include "connectors/meta/watch.h"

namespace social311::connectors::instagram {

class CommentsWalk final : public meta::Walk {
 public:
  CommentsWalk(meta::Graph& graph, meta::Watchlist& list, Self self, const PageAsk& ask);
  Result<Page> step(Instant now) override;
  bool done() const override;

 private:
  struct Edge {
    Under under{};
    meta::EdgeReader reader;
  };
  Result<Page> list_more(Instant now);
  Result<Page> read_some(Instant now);
  std::optional<Fault> take(Edge& edge, const Result<meta::Reply>& reply, Instant now, Page& page);
  void take_list(Edge& edge, const meta::Reply& reply, Instant now, Page& page);
  void lose(std::string why);

  meta::Graph& graph_;
  meta::Watchlist& list_;
  Self self_;
  Instant since_;
  Instant watermark_;
  bool all_;
  meta::EdgeReader media_;
  std::map<std::string, meta::Watched> found_{};
  std::set<std::string> troubled_{};
  std::deque<Edge> edges_{};
  std::optional<Page> first_page_{};
  std::string clipped_{};
  bool began_ = false;
};

}  // namespace social311::connectors::instagram
