#include "connectors/twitter/errors.h"

#include <algorithm>
#include <array>

#include "connectors/answers.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/messages.h"
#include "connectors/twitter/parse.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::string_view reset_header = "x-rate-limit-reset";

std::string last_segment(std::string_view type) {
  if (type == "about:blank") return {};
  return std::string(type.substr(type.rfind('/') + 1));
}

constexpr std::chrono::hours longest_day{24};

// X counts its caps by days of UTC and does not say when this one ends: the reset header of the
// same answer belongs to the window, which is healthy. One refused call a day costs nothing and
// finds out.
Milliseconds until_next_day(Instant now) {
  return std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1) - now;
}

// A write has two more limits, of 24 hours; where one of them is used up its reset counts.
Milliseconds write_wait(const HttpResponse& response, Instant now) {
  Milliseconds wait = wait_after(response, reset_header, now);
  for (const std::string limit : {"x-user-limit-24hour", "x-app-limit-24hour"}) {
    if (count_of(response, limit + "-remaining") != 0) continue;
    const auto reset = epoch_of(response, limit + "-reset");
    if (reset)
      wait = std::max(wait, std::min(Milliseconds(*reset - now), Milliseconds(longest_day)));
  }
  return wait;
}

bool is_usage_cap(const Problem& problem) {
  return problem.kind == "usage-capped" || problem.title == "UsageCapExceeded";
}

// Trouble of the app or its tokens: nothing the reply could do better.
bool is_about_credentials(const Problem& problem) {
  constexpr std::array<std::string_view, 3> kinds{"unsupported-authentication", "client-forbidden",
                                                  "oauth1-permissions"};
  return std::find(kinds.begin(), kinds.end(), problem.kind) != kinds.end();
}

bool is_duplicate(const Problem& problem) {
  const std::string words = to_lower_ascii(problem.detail + " " + problem.title);
  return problem.code == 187 || words.find("duplicate") != std::string::npos;
}

std::string name_of(const Problem& problem) {
  if (!problem.kind.empty()) return problem.kind;
  if (problem.code != 0) return std::to_string(problem.code);
  return problem.title;
}

std::string describe(const HttpResponse& response, const Problem& problem) {
  std::string out = "X answered " + std::to_string(response.status);
  if (!problem.readable) return out + " without a readable reason";
  if (!name_of(problem).empty()) out += " " + quoted(name_of(problem), 60);
  if (!problem.detail.empty()) out += ": " + quoted(problem.detail, 300);
  return out;
}

std::string cap_message(const HttpResponse& response, const Problem& problem) {
  return describe(response, problem) +
         "; the plan's monthly cap is used up: raise it or wait until it resets (tried again "
         "tomorrow)";
}

std::string credit_message(const HttpResponse& response, const Problem& problem) {
  return describe(response, problem) + "; the app's credits are used up: buy credits for it";
}

std::string token_message(const HttpResponse& response, const Problem& problem) {
  return describe(response, problem) +
         "; check the app's permissions and authorise the account again";
}

}  // namespace

Problem read_problem(std::string_view body) {
  Problem out;
  auto parsed = JsonValue::parse(body);
  if (!parsed || !parsed->is_object()) return out;
  const JsonValue& root = *parsed;
  const JsonValue first = root["errors"].at(0);
  out.title = root["title"].text_or("");
  out.kind = last_segment(root["type"].text_or(""));
  out.detail = root["detail"].text_or("");
  const std::string message = first["message"].text_or(root["message"].text_or(""));
  if (!message.empty() && out.kind == "invalid-request") out.detail = message;  // the telling one
  if (out.detail.empty()) out.detail = message;
  const JsonValue code = first["code"].absent() ? root["code"] : first["code"];
  out.code = static_cast<int>(code.number(0, 1'000'000).value_or(0));
  out.readable = !out.title.empty() || !out.kind.empty() || !out.detail.empty() || out.code != 0;
  return out;
}

Fault fault_of(const HttpResponse& response, Instant now) {
  const Problem problem = read_problem(response.body);
  const std::string words = describe(response, problem);
  const int status = response.status;
  if (status == 402 || problem.kind == "credits-depleted")
    return fault(FaultKind::denied, credit_message(response, problem));
  if (status == 429 && is_usage_cap(problem))
    return fault(FaultKind::denied, cap_message(response, problem), until_next_day(now));
  if (status == 429)
    return fault(FaultKind::retry_later, words, wait_after(response, reset_header, now));
  if (status == 401 || status == 403)
    return fault(FaultKind::denied, token_message(response, problem));
  if (status >= 500 || status == 408) return fault(FaultKind::retry_later, words);
  if (status >= 300 && status < 400)
    return fault(FaultKind::rejected, words + "; redirects are not followed: check base_url");
  return fault(FaultKind::rejected, words);
}

namespace {

PublishOutcome capped(std::string message, Instant now) {
  PublishOutcome out = parked("usage-capped", std::move(message));
  out.retry_after = until_next_day(now);
  return out;
}

PublishOutcome outcome_of_created(const HttpResponse& response) {
  auto id = parse_created(response.body);
  if (!id) id = parse_message_sent(response.body);
  if (!id) return unknown("X took the reply but its answer names no id");
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::sent;
  out.remote_id = *id;
  return out;
}

// X docs: a reply that nobody summoned, or that is not allowed, is a 403 problem and has no effect.
// A 403 that is no problem document came from something in between and says nothing.
PublishOutcome outcome_of_403(const Problem& problem, const std::string& words) {
  if (is_duplicate(problem)) {
    PublishOutcome out = unknown(words + "; an earlier attempt may have worked");
    out.platform_code = "duplicate-content";
    return out;
  }
  if (is_about_credentials(problem)) return parked(problem.kind, words);
  if (!problem.detail.empty() && problem.title == "Forbidden")
    return refused(name_of(problem), words);
  return unknown(words);
}

PublishOutcome judged(const HttpResponse& response, Instant now) {
  const Problem problem = read_problem(response.body);
  const std::string words = describe(response, problem);
  switch (response.status) {
    case 200:
    case 201:
      return outcome_of_created(response);
    case 400:
      return problem.kind == "invalid-request" ? refused(problem.kind, words) : unknown(words);
    case 401:
      return parked("unauthorized", token_message(response, problem));
    case 402:
      return parked(name_of(problem), credit_message(response, problem));
    case 403:
      return outcome_of_403(problem, words);
    case 429:
      if (is_usage_cap(problem)) return capped(cap_message(response, problem), now);
      return not_sent(words, write_wait(response, now));
    default:
      return unknown(words);
  }
}

}  // namespace

// Taking back what is gone already is taking it back.
PublishOutcome outcome_of_removal(const HttpResponse& response, Instant now) {
  PublishOutcome out;
  const Problem problem = read_problem(response.body);
  const auto parsed = JsonValue::parse(response.body);
  const bool deleted = parsed && (*parsed)["data"]["deleted"].flag().value_or(false);
  if ((response.status == 200 && deleted) || response.status == 404 ||
      (response.status == 200 && problem.kind == "resource-not-found")) {
    out.kind = PublishOutcome::Kind::sent;
  } else if (response.status == 200) {
    out = unknown("X answered but did not say that the post was deleted");
  } else {
    out = judged(response, now);
  }
  out.http_status = response.status;
  return out;
}

PublishOutcome outcome_of(const HttpResponse& response, Instant now) {
  PublishOutcome out = judged(response, now);
  out.http_status = response.status;
  return out;
}

std::optional<std::string> oldest_since_id(const HttpResponse& response) {
  if (response.status != 400) return std::nullopt;
  constexpr std::string_view mark = "'since_id' that is larger than ";
  const std::string detail = read_problem(response.body).detail;
  const std::size_t at = detail.find(mark);
  if (at == std::string::npos) return std::nullopt;
  const std::size_t start = at + mark.size();
  const std::size_t end = std::min(detail.find_first_not_of("0123456789", start), detail.size());
  const std::string id = detail.substr(start, end - start);
  return is_id(id) ? std::optional(id) : std::nullopt;
}

}  // namespace social311::connectors::twitter
