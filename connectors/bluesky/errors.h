// What Bluesky's refusals mean. Errors are always {"error","message"}; an expired token is a 400.
#pragma once

#include <string>
#include <string_view>

#include "connectors/network.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::connectors::bluesky {

inline constexpr std::string_view reset_header = "RateLimit-Reset";

struct Refusal {
  std::string name{};  // "ExpiredToken", "" where the body is none of theirs
  std::string message{};
};
Refusal read_refusal(std::string_view body);

enum class TokenTrouble { none, expired, invalid };
TokenTrouble token_trouble(const HttpResponse& response);

// A response whose status is not 200, token trouble included (denied).
Fault fault_of(const HttpResponse& response, Instant now);
// Of an answer to putRecord; token trouble parks.
PublishOutcome outcome_of(const HttpResponse& response, const std::string& expected_uri,
                          Instant now);

}  // namespace social311::connectors::bluesky
