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
  return problem_reply(400, body.str());
}

WireReply plain_problem(int status, const std::string& title, const std::string& detail) {
  JsonWriter body;
  body.object().member("title", title).member("detail", detail).member("type", "about:blank");
  body.member("status", status);
  return problem_reply(status, body.str());
}

WireReply typed_problem(Vocabulary vocabulary, int status, const std::string& title,
                        const std::string& detail, const std::string& type) {
  JsonWriter body;
  body.object().member("title", title).member("detail", detail).member("status", status);
  body.member("type", names_of(vocabulary).problems + type);
  return problem_reply(status, body.str());
}

WireReply usage_capped(Vocabulary vocabulary) {
  JsonWriter body;
  body.object()
      .member("title", "UsageCapExceeded")
      .member("detail", "Usage cap exceeded: Monthly product cap");
  body.member("period", "Monthly").member("scope", "Product");
  body.member("type", names_of(vocabulary).problems + "usage-capped");
  return problem_reply(429, body.str());
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
