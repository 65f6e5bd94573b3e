// How much of a budget the calls have used, as the usage headers tell: percentages a business (or
// Page) and use case, throttled at 100 of any. They are absent until there were enough calls, and
// there is no Retry-After.
// Source: Meta docs, graph-api/overview/rate-limiting.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/network.h"
#include "core/clock.h"
#include "core/http.h"

namespace social311::connectors::meta {

// What a call is charged to. `app` is spent by calls with a user's or app's token, and stands for
// everything when it is used up.
enum class Budget { pages, messenger, instagram, app };

struct Used {
  double share = 0;                // 1 = throttled; the largest of the counts
  std::chrono::minutes regain{0};  // estimated_time_to_regain_access
};
// Per (id, type); the app's own is ("", "app"), the Page's old one ("", "pages").
using Usage = std::map<std::pair<std::string, std::string>, Used>;

// Of X-App-Usage, X-Page-Usage and X-Business-Use-Case-Usage. What cannot be read is left out.
Usage read_usage(const HttpHeaders& headers);

// The fullest of those that a budget draws from; empty when no header told.
std::optional<Used> fullest(const Usage& usage, Budget budget);
std::optional<Used> fullest(const Usage& usage);

// How long a throttled budget is left alone: what the network says, else longer each time.
constexpr std::chrono::minutes longest_regain{24 * 60};
Milliseconds wait_of(const std::optional<Used>& used, int refusals_in_a_row);

}  // namespace social311::connectors::meta
