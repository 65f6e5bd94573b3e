#include "connectors/mastodon/errors.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/mastodon/paging.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

constexpr const char* check_token =
    "; check access_token of the account and its scopes (read, write:statuses)";

std::string describe(const HttpResponse& response) {
  std::string out = "Mastodon answered " + std::to_string(response.status);
  const auto parsed = JsonValue::parse(response.body);
  if (!parsed) return out;
  const std::string words = (*parsed)["error"].text_or("");
  return words.empty() ? out : out + ": " + quoted(words, 300);
}

PublishOutcome outcome_of_status(const HttpResponse& response) {
  const auto parsed = JsonValue::parse(response.body);
  const std::string id = parsed ? (*parsed)["id"].id().value_or("") : std::string();
  if (!is_id(id) || !(*parsed)["account"].is_object())
    return unknown("Mastodon took the reply but its answer does not name it");
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::sent;
  out.remote_id = id;
  return out;
}

// 404 and 410: the post to answer is gone; 422: the checks of the text. All are made before
// anything is written. 401 and 403 end before the request is looked at.
PublishOutcome judged(const HttpResponse& response, Instant now) {
  const std::string words = describe(response);
  const std::string code = std::to_string(response.status);
  switch (response.status) {
    case 200:
      return outcome_of_status(response);
    case 401:
    case 403:
      return parked(code, words + check_token);
    case 404:
    case 410:
    case 422:
      return refused(code, words);
    case 429:
      return not_sent(words, wait_of(response, now));
    default:
      return unknown(words);
  }
}

}  // namespace

std::optional<Instant> reset_of(const HttpResponse& response, Instant now) {
  const auto reset = parse_iso8601(response.header("X-RateLimit-Reset"));
  if (!reset) return std::nullopt;
  return std::min(*reset - skew_of(response, now), now + longest_wait);
}

Milliseconds wait_of(const HttpResponse& response, Instant now) {
  Milliseconds wait = unnamed_wait;
  if (const auto seconds = count_of(response, "Retry-After")) {
    wait = std::chrono::seconds(*seconds);
  } else if (const auto reset = reset_of(response, now)) {
    wait = *reset - now;
  }
  return std::clamp(wait, shortest_wait, longest_wait);
}

Fault fault_of(const HttpResponse& response, Instant now) {
  const std::string words = describe(response);
  const int status = response.status;
  if (status == 429) return fault(FaultKind::retry_later, words, wait_of(response, now));
  if (status == 401 || status == 403) return fault(FaultKind::denied, words + check_token);
  if (status >= 500 || status == 408) return fault(FaultKind::retry_later, words);
  if (status >= 300 && status < 400)
    return fault(FaultKind::rejected, words + "; redirects are not followed: check base_url");
  return fault(FaultKind::rejected, words);
}

PublishOutcome outcome_of(const HttpResponse& response, Instant now) {
  PublishOutcome out = judged(response, now);
  out.http_status = response.status;
  return out;
}

}  // namespace social311::connectors::mastodon
