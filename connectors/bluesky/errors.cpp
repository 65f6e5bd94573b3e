#include "connectors/bluesky/errors.h"

#include <algorithm>
#include <array>

#include "connectors/answers.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::bluesky {
namespace {

bool is_about_account(const std::string& name) {
  constexpr std::array<std::string_view, 5> names{"AccountTakedown", "AccountDeactivated",
                                                  "AccountSuspended", "AuthFactorTokenRequired",
                                                  "AuthenticationRequired"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string describe(const HttpResponse& response, const Refusal& refusal) {
  std::string out = "Bluesky answered " + std::to_string(response.status);
  if (!refusal.name.empty()) out += " " + quoted(refusal.name, 60);
  if (!refusal.message.empty()) out += ": " + quoted(refusal.message, 300);
  return out;
}

}  // namespace

Refusal read_refusal(std::string_view body) {
  const auto parsed = JsonValue::parse(body);
  if (!parsed) return {};
  return {(*parsed)["error"].text_or(""), (*parsed)["message"].text_or("")};
}

TokenTrouble token_trouble(const HttpResponse& response) {
  if (response.status != 400 && response.status != 401) return TokenTrouble::none;
  const std::string name = read_refusal(response.body).name;
  if (name == "ExpiredToken") return TokenTrouble::expired;
  if (name == "InvalidToken" || name == "AuthMissing") return TokenTrouble::invalid;
  return TokenTrouble::none;
}

Fault fault_of(const HttpResponse& response, Instant now) {
  const Refusal refusal = read_refusal(response.body);
  const std::string words = describe(response, refusal);
  const int status = response.status;
  if (status == 429)
    return fault(FaultKind::retry_later, words, wait_after(response, reset_header, now));
  const bool account = status == 401 || status == 403 || is_about_account(refusal.name);
  if (account || token_trouble(response) != TokenTrouble::none)
    return fault(FaultKind::denied, words + "; check identifier and app_password of the account");
  if (status >= 500 || status == 408) return fault(FaultKind::retry_later, words);
  if (status >= 300 && status < 400)
    return fault(FaultKind::rejected, words + "; redirects are not followed: check base_url");
  return fault(FaultKind::rejected, words);
}

namespace {

PublishOutcome outcome_of_put(const HttpResponse& response, const std::string& expected_uri) {
  const auto parsed = JsonValue::parse(response.body);
  if (!parsed || (*parsed)["uri"].text_or("") != expected_uri)
    return unknown("Bluesky took the reply but its answer does not name it");
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::sent;
  out.remote_id = expected_uri;
  return out;
}

PublishOutcome judged(const HttpResponse& response, const std::string& expected_uri, Instant now) {
  const Refusal refusal = read_refusal(response.body);
  const std::string words = describe(response, refusal);
  if (response.status == 200) return outcome_of_put(response, expected_uri);
  if (response.status == 429) return not_sent(words, wait_after(response, reset_header, now));
  if (token_trouble(response) != TokenTrouble::none || is_about_account(refusal.name))
    return parked(refusal.name, words + "; check identifier and app_password of the account");
  // The lexicon's own check of the record, made before anything is written.
  if (response.status == 400 && refusal.name == "InvalidRequest")
    return refused(refusal.name, words);
  PublishOutcome out = unknown(words);
  out.platform_code = refusal.name;
  return out;
}

}  // namespace

PublishOutcome outcome_of(const HttpResponse& response, const std::string& expected_uri,
                          Instant now) {
  PublishOutcome out = judged(response, expected_uri, now);
  out.http_status = response.status;
  return out;
}

}  // namespace social311::connectors::bluesky
