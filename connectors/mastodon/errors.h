// What Mastodon's refusals mean. The words are in the account's language: only the status decides.
#pragma once

#include <optional>
#include <string>

#include "connectors/network.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::connectors::mastodon {

// X-RateLimit-Reset is a moment in ISO 8601, of the server's clock; empty when absent or no moment.
// Never further away than longest_wait: a server must not be able to silence an account.
std::optional<Instant> reset_of(const HttpResponse& response, Instant now);
// How long to stay away after a 429.
Milliseconds wait_of(const HttpResponse& response, Instant now);

// A response whose status is not 200.
Fault fault_of(const HttpResponse& response, Instant now);
// Of an answer to POST /api/v1/statuses.
PublishOutcome outcome_of(const HttpResponse& response, Instant now);

}  // namespace social311::connectors::mastodon
