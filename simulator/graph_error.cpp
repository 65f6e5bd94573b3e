#include "simulator/graph_error.h"

#include "core/digest.h"
#include "core/json.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

std::string trace_of(const std::string& message) {
  return "A" + base64url(sha256(message)).substr(0, 22);
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c >= ' ') out += c;
  }
  return out;
}

}  // namespace

std::string graph_error_body(const GraphError& error) {
  JsonWriter body;
  body.object().key("error").object().member("message", error.message);
  body.member("type", error.type).member("code", error.code);
  if (error.subcode != 0) body.member("error_subcode", error.subcode);
  if (error.transient) body.member("is_transient", true);
  body.member("fbtrace_id", trace_of(error.message));
  return body.str();
}

WireReply graph_error(const GraphError& error) {
  WireReply reply = json_reply(error.status, graph_error_body(error));
  reply.headers.emplace_back(
      "WWW-Authenticate",
      "OAuth \"Facebook Platform\" \"invalid_request\" \"" + escaped(error.message) + "\"");
  return reply;
}

WireReply graph_refuse(int code, const std::string& message, int subcode) {
  return graph_error(
      {.message = "(#" + std::to_string(code) + ") " + message, .code = code, .subcode = subcode});
}

WireReply unsupported_request(const std::string& verb, const std::string& id) {
  return graph_error(
      {.message = "Unsupported " + verb + " request. Object with ID '" + id +
                  "' does not exist, cannot be loaded due to missing permissions, or does not "
                  "support this operation",
       .type = "GraphMethodException",
       .code = 100,
       .subcode = 33});
}

WireReply unknown_path(const std::string& rest) {
  return graph_error({.message = "Unknown path components: /" + rest, .code = 2500});
}

WireReply no_such_field(const std::string& field, const std::string& node) {
  return graph_refuse(
      100, "Tried accessing nonexisting field (" + field + ") on node type (" + node + ")");
}

GraphError graph_fault(Outcome outcome) {
  switch (outcome) {
    case Outcome::bad_request:
      return {.message = "(#100) Invalid parameter", .code = 100};
    case Outcome::duplicate:
      return {.message = "(#506) Duplicate status message", .code = 506};
    case Outcome::blocked:
      return {.message = "The action attempted has been deemed abusive or is otherwise disallowed",
              .code = 368};
    case Outcome::posted_odd_format:
      return {.message = "This API call does not support the requested response format",
              .code = 20,
              .subcode = 1772107};
    case Outcome::too_many:
      return {.status = 403, .message = "(#4) Application request limit reached", .code = 4};
    case Outcome::usage_capped:
      return {.status = 403,
              .message = "(#200) Access to this data is temporarily disabled for non-active apps",
              .code = 200};
    case Outcome::permission_lost:
    case Outcome::no_credits:
      return {.status = 403,
              .message = "(#10) Application does not have permission for this action",
              .code = 10};
    case Outcome::token_expired:
      return {.message = "Error validating access token: Session has expired.",
              .code = 190,
              .subcode = 463};
    case Outcome::unauthorized:
      return {.message =
                  "Error validating access token: The session has been invalidated because "
                  "the user changed their password",
              .code = 190,
              .subcode = 460};
    case Outcome::reduce_data:
      return {
          .status = 500,
          .message = "Please reduce the amount of data you're asking for, then retry your request",
          .code = 1};
    default:
      return {.status = 500,
              .message = "An unexpected error has occurred. Please retry your request later.",
              .code = 2,
              .transient = true};
  }
}

}  // namespace social311::simulator
