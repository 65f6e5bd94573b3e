// What the answers of all networks have in common: dates, waits, and the ends of a write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/network.h"
#include "core/clock.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::connectors {

// RFC 9110, 5.6.7, the fixed form only: "Sat, 21 Nov 2026 21:13:13 GMT". X wrote "UTC" for years.
std::optional<Instant> http_date(std::string_view text);
// The network's clock minus ours, to the second; 0 without a readable Date header.
Milliseconds skew_of(const HttpResponse& response, Instant now);

// A header that holds whole numbers; empty when it is absent, negative or no number.
std::optional<int> count_of(const HttpResponse& response, std::string_view header);
std::optional<Instant> epoch_of(const HttpResponse& response, std::string_view header);

constexpr Milliseconds shortest_wait{1'000};
constexpr Milliseconds longest_wait{15 * 60 * 1'000};  // the window of X; nobody's is longer
constexpr Milliseconds unnamed_wait{60 * 1'000};       // a refusal that names no moment
// How long to stay away after a 429: Retry-After first, else the moment in `reset_header` (epoch
// seconds). Kept within shortest_wait and longest_wait: a reset may lie in the past or be nonsense.
Milliseconds wait_after(const HttpResponse& response, std::string_view reset_header, Instant now);

Fault fault(FaultKind kind, std::string message, std::optional<Milliseconds> retry_after = {});

// The ends of a write.
PublishOutcome refused(std::string code, std::string message);
PublishOutcome not_sent(std::string message, std::optional<Milliseconds> retry_after = {});
PublishOutcome parked(std::string code, std::string message);  // not sent, and a person must act
PublishOutcome unknown(std::string message);
// Of a write that got no whole answer: `not_sent` only where it provably never left.
PublishOutcome end_without_answer(const Fault& fault);
// Of a read that had to succeed before a write: whatever went wrong, nothing was written.
PublishOutcome end_before_write(const Fault& fault);

// For networks that say nothing of a post that is gone: what was asked for (and could be asked for)
// and is not among the posts was deleted.
Reread rest_is_deleted(const std::vector<std::string>& asked, std::vector<Post> posts);

// base_url without the slash at its end.
std::string base_of(const Account& account);
// Empty when the account has no such credential.
const Secret& credential(const Account& account, const std::string& name);

}  // namespace social311::connectors
