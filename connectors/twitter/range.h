// Which part of a feed one request asks for. X refuses ids together with times, and recent search
// refuses ids older than seven days; this is where both are kept apart.
// Source: X docs, x-api/posts/search/integrate/paginate.mdx and the refusals quoted in issue
// threads.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "connectors/network.h"
#include "connectors/twitter/oauth1.h"

namespace social311::connectors::twitter {

constexpr std::chrono::seconds overlap{90};  // indexing lags behind the order of ids
// X's window is 7 days; an hour less, so that it does not close during a walk.
constexpr std::chrono::hours search_window{7 * 24 - 1};

enum class Feed { mentions, search };

struct Range {
  bool nothing = false;  // the range lies outside what can be read: no request
  std::string since_id{};
  std::string until_id{};
  std::optional<Instant> start{};
  std::optional<Instant> end{};
  std::string token{};                   // X's next_token
  std::optional<std::string> clipped{};  // sentence, until it has been told
  int seen = 0;                          // items of the walk so far
  int page_size = 100;

  Parameters parameters(Feed feed) const;
};

// The range of a fresh ask, or the one that an earlier page's `next` carries on.
Range range_of(const PageAsk& ask, Feed feed);
// After X called `since_id` too old: everything newer than the oldest id it takes.
Range reanchored(const PageAsk& ask, const std::string& oldest);
// What Page::next holds: X's token, and what must stay the same on the further pages.
std::string carry_on(const Range& range, const std::string& token);

}  // namespace social311::connectors::twitter
