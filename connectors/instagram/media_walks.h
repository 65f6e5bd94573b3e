// Media of others: those that tag the account, and those with a hashtag.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "connectors/instagram/hashtags.h"
#include "connectors/instagram/parse.h"
#include "connectors/meta/walk.h"

namespace social311::connectors::instagram {

// Told of every medium that was found: it cannot be read again by its id.
using Found = std::function<void(const std::string& id)>;

class TagsWalk final : public meta::Walk {
 public:
  TagsWalk(meta::Graph& graph, Self self, const PageAsk& ask, Found found);
  Result<Page> step(Instant now) override;
  bool done() const override { return edge_.done(); }

 private:
  meta::Graph& graph_;
  Self self_;
  Instant since_;
  meta::EdgeReader edge_;
  Found found_;
};

// The newest media with a hashtag, 24 hours back, in no strict order. Their cursor keeps its value
// while it advances: only a page without a new id ends the walk.
class HashtagWalk final : public meta::Walk {
 public:
  HashtagWalk(meta::Graph& graph, Vault& vault, Self self, std::string tag, const PageAsk& ask,
              Found found);
  Result<Page> step(Instant now) override;
  bool done() const override { return edge_ && edge_->done(); }

 private:
  std::optional<Fault> begin(Instant now);
  std::optional<Fault> find_id(Instant now);
  void note_end(Instant now);

  meta::Graph& graph_;
  Vault& vault_;
  Self self_;
  std::string tag_;
  Instant since_;
  std::optional<meta::EdgeReader> edge_{};
  LedgerEntry entry_{};
  std::string clipped_{};
  Found found_;
};

}  // namespace social311::connectors::instagram
