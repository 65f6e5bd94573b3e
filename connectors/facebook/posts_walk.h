// Posts on the Page and posts elsewhere that tag it. The feed is ranked: position proves nothing,
// so it is read to its end; `since` makes that a short way.
#pragma once

#include <string>

#include "connectors/facebook/parse.h"
#include "connectors/meta/walk.h"

namespace social311::connectors::facebook {

class PostsWalk final : public meta::Walk {
 public:
  PostsWalk(meta::Graph& graph, std::string page_id, const PageAsk& ask);
  Result<Page> step(Instant now) override;
  bool done() const override { return feed_.done() && tagged_.done(); }

 private:
  meta::Graph& graph_;
  std::string page_id_;
  Instant since_;
  meta::EdgeReader feed_;
  meta::EdgeReader tagged_;
  std::string clipped_{};
};

}  // namespace social311::connectors::facebook
