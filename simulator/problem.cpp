#include "simulator/problem.h"

#include "core/json.h"

namespace social311::simulator {

WireReply json_reply(int status, std::string body) {
  WireReply reply{.status = status};
  reply.headers = {{"content-type", "application/json; charset=utf-8"}};
  reply.body = std::move(body);
  return reply;
}

WireReply problem_reply(int status, std::string body) {
  WireReply reply = json_reply(status, std::move(body));
  reply.headers = {{"content-type", "application/problem+json"}};
  return reply;
}

namespace {

// X's documents know two forms of failure: problems of nine listed types, and {code, message}. The
// problems that X really sends beside those nine (about:blank, usage-capped, credits-depleted, …)
// therefore go out as application/json with code and message added: valid by the document, and what
// was recorded of them is there unchanged.
WireReply unlisted_problem(int status, const std::string& title, const std::string& detail,
                           JsonWriter& body) {
  body.member("code", status).member("message", detail.empty() ? title : detail);
  return json_reply(status, body.str());
}

}  // namespace

WireReply invalid_request(Vocabulary vocabulary, const std::string& parameter,
                          const std::vector<std::string>& values, const std::string& message) {
  JsonWriter body;
  body.object().key("errors").list().object().key("parameters").object();
  if (!parameter.empty()) {
    body.key(parameter).list();
    for (const std::string& value : values) body.value(value);
    body.end();
  }
  body.end().member("message", message).end().end();
  body.member("title", "Invalid Request");
  body.member("detail", "One or more parameters to your request was invalid.");
  body.member("type", names_of(vocabulary).problems + "invalid-request");
  body.member("code", 400).member("message", message);  // valid in the other form as well
  return problem_reply(400, body.str());
}

WireReply plain_problem(int status, const std::string& title, const std::string& detail) {
  JsonWriter body;
  body.object().member("title", title).member("detail", detail).member("type", "about:blank");
  body.member("status", status);
  return unlisted_problem(status, title, detail, body);
}

WireReply typed_problem(Vocabulary vocabulary, int status, const std::string& title,
                        const std::string& detail, const std::string& type) {
  JsonWriter body;
  body.object().member("title", title).member("detail", detail).member("status", status);
  body.member("type", names_of(vocabulary).problems + type);
  return unlisted_problem(status, title, detail, body);
}

WireReply usage_capped(Vocabulary vocabulary) {
  JsonWriter body;
  const std::string detail = "Usage cap exceeded: Monthly product cap";
  body.object().member("title", "UsageCapExceeded").member("detail", detail);
  body.member("period", "Monthly").member("scope", "Product");
  body.member("type", names_of(vocabulary).problems + "usage-capped");
  return unlisted_problem(429, "UsageCapExceeded", detail, body);
}

WireReply unavailable_page() {
  WireReply reply{.status = 503};
  reply.headers = {{"content-type", "text/html; charset=utf-8"}};
  reply.body =
      "<!DOCTYPE html>\n<html><head><title>Over capacity</title></head>"
      "<body><h1>Something is technically wrong.</h1><p>We will fix it.</p></body></html>\n";
  return reply;
}

PartialError not_found(std::string parameter, std::string value, std::string resource_type) {
  PartialError error;
  error.detail = "Could not find " + resource_type + " with " + parameter + ": [" + value + "].";
  error.parameter = std::move(parameter);
  error.value = std::move(value);
  error.resource_type = std::move(resource_type);
  error.title = "Not Found Error";
  return error;
}

}  // namespace social311::simulator
