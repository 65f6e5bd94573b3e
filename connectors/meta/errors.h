// What the Graph API's refusals mean. Code and subcode decide, never the words of the message: they
// change, and they are translated. HTTP 200 may carry an error, a code may be a string.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/network.h"
#include "core/http.h"
#include "core/json.h"
#include "core/result.h"

namespace social311::connectors::meta {

struct GraphError {
  int code = 0;
  int subcode = 0;
  std::string type{};
  std::string message{};
  std::string trace{};  // fbtrace_id: what Meta's support asks for
  bool transient = false;
};
// Of `{"error":{…}}`; empty when there is none.
std::optional<GraphError> read_error(const JsonValue& body);

enum class ErrorClass {
  passing,        // back off; of a read only
  too_much,       // code 1: less of everything, then like `passing`
  rate,           // wait, the whole account and use case
  window_closed,  // too late for a message
  permission,     // lapsed, removed, the role is missing, or Meta paused the app (the same code)
  missing_scope,  // 190 without subcode: a scope was never granted
  token,          // ended, revoked: a new one is needed
  password,       // the token ended with the person's password
  wrong_token,    // a person's token where the Page's is needed
  our_bug,        // a bare id, an unknown path
  wrote_anyway,   // the write happened in spite of the refusal
  gone,           // the object is deleted, or never was
  bad_request,    // a parameter or a field
  retired_tag,    // a message tag that is no more
  no_person,      // no such user, no profile
  blocked,        // for abuse: no writes until a person decided
  duplicate,      // the same text, twice in a row
  unavailable,    // the person cannot be written to
};
ErrorClass class_of(const GraphError& error, int http_status);
const char* name_of(ErrorClass what);
inline constexpr std::string_view gone_code = "100/33";  // PublishOutcome::platform_code of `gone`

// Whether a write's platform_code says that a permission is missing, rather than the token bad.
bool is_permission(std::string_view platform_code);

// A response that is an error: by its body, else by its status alone. `wait` = how long to stay
// away where the network or our own counting says so.
Fault fault_of(const HttpResponse& response, const std::optional<GraphError>& error,
               std::optional<Milliseconds> wait);
// The same for a write.
PublishOutcome outcome_of(const HttpResponse& response, const std::optional<GraphError>& error,
                          std::optional<Milliseconds> wait);

}  // namespace social311::connectors::meta
