#include "connectors/meta/errors.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/answers.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

constexpr std::int64_t most_code = 100'000'000;
constexpr Milliseconds unnamed_rate_wait = std::chrono::minutes(5);

// A number, or the same written as a string.
int whole(const JsonValue& value) {
  if (const auto number = value.number(0, most_code)) return static_cast<int>(*number);
  const std::string text = value.text_or("");
  int out = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, out);
  return text.empty() || error != std::errc() || stopped != end || out < 0 ? 0 : out;
}

struct Row {
  int code = 0;
  int subcode = 0;  // 0 = any other
  ErrorClass what = ErrorClass::bad_request;
};

// Rows with a subcode stand before the row of their code alone.
constexpr std::array<Row, 46> rows{{
    {1, 99, ErrorClass::permission},
    {1, 0, ErrorClass::too_much},
    {2, 2018344, ErrorClass::permission},
    {2, 0, ErrorClass::passing},
    {3, 0, ErrorClass::permission},
    {4, 0, ErrorClass::rate},
    {10, 2018278, ErrorClass::window_closed},
    {10, 2534022, ErrorClass::window_closed},
    {10, 0, ErrorClass::permission},
    {12, 0, ErrorClass::our_bug},
    {17, 0, ErrorClass::rate},
    {20, 1772107, ErrorClass::wrote_anyway},
    {32, 0, ErrorClass::rate},
    {100, 33, ErrorClass::gone},
    {100, 2018001, ErrorClass::no_person},
    {100, 2018218, ErrorClass::no_person},
    {100, 1893061, ErrorClass::retired_tag},
    {100, 0, ErrorClass::bad_request},
    {102, 0, ErrorClass::token},
    {104, 0, ErrorClass::token},
    {190, 460, ErrorClass::password},
    {190, 458, ErrorClass::token},
    {190, 459, ErrorClass::token},
    {190, 463, ErrorClass::token},
    {190, 464, ErrorClass::token},
    {190, 467, ErrorClass::token},
    {190, 492, ErrorClass::token},
    {341, 0, ErrorClass::rate},
    {368, 0, ErrorClass::blocked},
    {506, 0, ErrorClass::duplicate},
    {551, 0, ErrorClass::unavailable},
    {613, 0, ErrorClass::rate},
    {1705, 0, ErrorClass::wrong_token},
    {2500, 0, ErrorClass::our_bug},
    {80000, 0, ErrorClass::rate},
    {80001, 0, ErrorClass::rate},
    {80002, 0, ErrorClass::rate},
    {80003, 0, ErrorClass::rate},
    {80004, 0, ErrorClass::rate},
    {80005, 0, ErrorClass::rate},
    {80006, 0, ErrorClass::rate},
    {80007, 0, ErrorClass::rate},
    {80008, 0, ErrorClass::rate},
    {80009, 0, ErrorClass::rate},
    {80014, 0, ErrorClass::rate},
    {20, 0, ErrorClass::bad_request},
}};

const Row* row_of(const GraphError& error) {
  const auto* const found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) {
    return row.code == error.code && (row.subcode == 0 || row.subcode == error.subcode);
  });
  return found == rows.end() ? nullptr : found;
}

ErrorClass class_by_status(int status) {
  if (status == 429) return ErrorClass::rate;
  if (status >= 500 || status == 408) return ErrorClass::passing;
  if (status == 401) return ErrorClass::token;
  if (status == 403) return ErrorClass::permission;
  return ErrorClass::bad_request;
}

// What a person is to do. Every class of trouble with the credentials has words of its own: a
// new sign-in does not bring back a scope, and a scope does not help against a changed password.
const char* advice(ErrorClass what) {
  switch (what) {
    case ErrorClass::permission:
      return "a permission or a role on the Page is missing or has lapsed, or Meta has paused the "
             "app: "
             "look at the app's alerts and permissions in Meta's dashboard and at the Page's "
             "settings, and grant it again (the token may stay)";
    case ErrorClass::missing_scope:
      return "the token was made without a scope it needs: make a new one and tick every "
             "permission that docs/meta.md names (signing in again with the same ones does not "
             "help)";
    case ErrorClass::password:
      return "the password of the person behind the token was changed: let that person, or better "
             "a system user of the city's business, make a new token";
    case ErrorClass::token:
      return "the token has ended or was revoked: make a new one and put it into the account's "
             "credentials_file";
    case ErrorClass::wrong_token:
      return "this is a person's token: take the Page's own, page_access_token";
    case ErrorClass::blocked:
      return "Meta blocks the account's writing for abuse: stop, read the Page's Quality tab, and "
             "decide; trying again makes it longer";
    case ErrorClass::window_closed:
      return "the person wrote too long ago for a message: answer in public, or by a private reply "
             "to a comment of theirs";
    case ErrorClass::our_bug:
      return "this is a fault of this program: please report it";
    default:
      return "";
  }
}

std::string code_text(const GraphError& error) {
  std::string out = std::to_string(error.code);
  if (error.subcode != 0) out += "/" + std::to_string(error.subcode);
  return out;
}

std::string describe(const HttpResponse& response, const std::optional<GraphError>& error,
                     ErrorClass what) {
  std::string out = "Meta answered " + std::to_string(response.status);
  if (!error) return out + " without a readable reason";
  out += " with error " + code_text(*error);
  if (!error->message.empty()) out += ": " + quoted(error->message, 300);
  if (!error->trace.empty()) out += " (fbtrace_id " + quoted(error->trace, 40) + ")";
  if (*advice(what) != '\0') out += "; " + std::string(advice(what));
  return out;
}

bool is_about_the_account(ErrorClass what) {
  return what == ErrorClass::permission || what == ErrorClass::missing_scope ||
         what == ErrorClass::password || what == ErrorClass::token ||
         what == ErrorClass::wrong_token;
}

ErrorClass judge(const HttpResponse& response, const std::optional<GraphError>& error) {
  return error ? class_of(*error, response.status) : class_by_status(response.status);
}

PublishOutcome ended(ErrorClass what, const std::string& code, std::string words,
                     std::optional<Milliseconds> wait) {
  if (what == ErrorClass::rate) return not_sent(std::move(words), wait.value_or(unnamed_rate_wait));
  if (is_about_the_account(what)) return parked(code, std::move(words));
  if (what == ErrorClass::blocked) {
    PublishOutcome out = not_sent(std::move(words));
    out.park_writes = true;
    return out;
  }
  if (what == ErrorClass::passing || what == ErrorClass::too_much ||
      what == ErrorClass::wrote_anyway || what == ErrorClass::duplicate)
    return unknown(std::move(words));
  return refused(code, std::move(words));
}

}  // namespace

std::optional<GraphError> read_error(const JsonValue& body) {
  const JsonValue error = body["error"];
  if (!error.is_object()) return std::nullopt;
  GraphError out;
  out.code = whole(error["code"]);
  out.subcode = whole(error["error_subcode"]);
  out.type = repair_utf8(error["type"].text_or(""));
  out.message = repair_utf8(error["message"].text_or(""));
  out.trace = repair_utf8(error["fbtrace_id"].text_or(""));
  out.transient = error["is_transient"].flag().value_or(false);
  return out;
}

ErrorClass class_of(const GraphError& error, int http_status) {
  const Row* row = row_of(error);
  if (row != nullptr && row->what != ErrorClass::bad_request) return row->what;
  if (error.code == 190) return error.subcode == 0 ? ErrorClass::missing_scope : ErrorClass::token;
  // Meta's pause of an app comes as a plain 200 too (recorded): only its words would tell.
  if (error.code >= 200 && error.code <= 299) return ErrorClass::permission;
  if (error.transient || http_status >= 500) return ErrorClass::passing;
  if (row != nullptr) return row->what;
  return error.code == 0 ? class_by_status(http_status) : ErrorClass::bad_request;
}

bool is_permission(std::string_view platform_code) {
  GraphError error;
  const char* const end = platform_code.data() + platform_code.size();
  const auto [stopped, problem] = std::from_chars(platform_code.data(), end, error.code);
  if (problem != std::errc()) return false;
  if (stopped != end && *stopped == '/') std::from_chars(stopped + 1, end, error.subcode);
  const ErrorClass what = class_of(error, 0);
  return what == ErrorClass::permission || what == ErrorClass::missing_scope;
}

const char* name_of(ErrorClass what) {
  static constexpr std::array<const char*, 18> names{
      "passing",     "too_much",    "rate",        "window_closed", "permission",   "missing_scope",
      "token",       "password",    "wrong_token", "our_bug",       "wrote_anyway", "gone",
      "bad_request", "retired_tag", "no_person",   "blocked",       "duplicate",    "unavailable"};
  return names[static_cast<std::size_t>(what)];
}

Fault fault_of(const HttpResponse& response, const std::optional<GraphError>& error,
               std::optional<Milliseconds> wait) {
  const ErrorClass what = judge(response, error);
  std::string words = describe(response, error, what);
  if (what == ErrorClass::rate)
    return fault(FaultKind::retry_later, std::move(words), wait.value_or(unnamed_rate_wait));
  if (what == ErrorClass::passing || what == ErrorClass::too_much)
    return fault(FaultKind::retry_later, std::move(words), wait);
  if (is_about_the_account(what)) return fault(FaultKind::denied, std::move(words));
  if (response.status >= 300 && response.status < 400)
    words += "; redirects are not followed: check base_url";
  return fault(FaultKind::rejected, std::move(words));
}

// Only what Meta names as a refusal is one: everything else may have been written.
PublishOutcome outcome_of(const HttpResponse& response, const std::optional<GraphError>& error,
                          std::optional<Milliseconds> wait) {
  const ErrorClass what = judge(response, error);
  const std::string code = error ? code_text(*error) : std::string();
  std::string words = describe(response, error, what);
  const bool named = error && error->code != 0;
  const bool plain = response.status == 429 || response.status == 401;
  PublishOutcome out =
      named || plain ? ended(what, code, std::move(words), wait) : unknown(std::move(words));
  out.platform_code = code;
  out.http_status = response.status;
  return out;
}

}  // namespace social311::connectors::meta
