// A descent over edges that fan out (posts, then the comments of each). Meta's cursors die with the
// item they name, so they live inside one walk only, and a walk lives here: PageAsk::next merely
// names it. After a restart, or when a walk was forgotten, the caller begins again from its
// watermark, which costs calls and loses nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "connectors/meta/graph.h"
#include "connectors/network.h"

namespace social311::connectors::meta {

// Items older than the watermark are taken again this far back: they come out of order and late.
inline constexpr std::chrono::hours overlap{24};
// Posts that are watched for comments.
inline constexpr std::chrono::hours watch_window{30 * 24};
inline constexpr int most_pages_of_an_edge = 100;

// From when on a walk keeps posts. On the very first look there is no overlap: what was said before
// the account was connected stays history.
Instant lower_bound(const PageAsk& ask);

class Walk {
 public:
  virtual ~Walk() = default;
  // One page. After a fault the same step can be taken again.
  virtual Result<Page> step(Instant now) = 0;
  virtual bool done() const = 0;
};

// One edge that is read down page by page.
class EdgeReader final {
 public:
  explicit EdgeReader(Ask ask) : ask_(std::move(ask)) {}

  const Ask& ask() const { return ask_; }
  bool done() const { return done_; }
  int pages() const { return pages_; }
  // Takes one answer. Ends at a missing `next`, on `stop` (see `finish`), at a page without a new
  // id and at the page cap; the last two say so in `capped`. Fault: `next` is not to be followed.
  std::optional<Fault> take(const JsonValue& body, std::string_view base);
  void finish() { done_ = true; }
  const std::string& capped() const { return capped_; }

 private:
  bool brings_new(const JsonValue& body);

  Ask ask_;
  std::set<std::uint64_t> seen_{};
  int pages_ = 0;
  bool done_ = false;
  std::string capped_{};
};

// The walks that are under way, the newest few. One caller at a time.
class WalkBook final {
 public:
  using Begin = std::function<std::unique_ptr<Walk>()>;
  // Fault rejected: `next` names no walk that is known.
  Result<Page> go(const PageAsk& ask, const Begin& begin);

 private:
  struct Entry {
    std::uint64_t number = 0;
    std::string listen{};
    int step = 0;
    std::unique_ptr<Walk> walk{};
  };
  Entry* find(const PageAsk& ask);

  std::deque<Entry> entries_{};
  std::uint64_t last_number_ = 0;
};

// Sorts newest first, drops what is older than `since` and repeats, sets the page's ids and times.
void frame(Page& page, Instant since);
// What the usage headers told, and a drift of the version.
void add_pace(const Graph& graph, Budget budget, Page& page);

}  // namespace social311::connectors::meta
