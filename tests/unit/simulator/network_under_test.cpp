#include "network_under_test.h"

#include <stdexcept>

#include "core/http.h"
#include "simulator/wire_parse.h"

namespace social311::simulator::test {

namespace {

std::string bearer(const std::string& as) {
  if (as.empty()) return "";
  const bool tweet = as.starts_with("tweet");
  const AppCredentials app = demo_credentials(tweet ? Vocabulary::tweet : Vocabulary::post);
  return "Bearer " + (as.ends_with("app") ? app.bearer_token : app.access_token).reveal();
}

WireRequest request_to(const std::string& method, const std::string& target,
                       const std::string& body) {
  const std::string head =
      method + " " + target +
      " HTTP/1.1\r\nHost: 127.0.0.1:9\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n";
  const ReadState state = read_request(head + body, 16'384, 1u << 20);
  if (!state.complete) throw std::runtime_error("the test's own request is not valid: " + target);
  return state.request;
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return "";
}

std::vector<std::string> Answer::ids() const {
  std::vector<std::string> found;
  for (const JsonValue& item : body["data"].items()) found.push_back(item["id"].text_or("?"));
  return found;
}

std::string Answer::problem() const {
  const std::string type = body["type"].text_or("");
  return type.substr(type.rfind('/') + 1);
}

NetworkUnderTest::NetworkUnderTest(SimulatorOptions options)
    : clock(*parse_iso8601("2026-03-02T15:00:00Z")) {
  auto made = SimulatedNetwork::make(std::move(options), clock);
  if (!made) throw std::runtime_error(made.fault().message);
  network = std::move(*made);
}

Answer NetworkUnderTest::send(WireRequest request) {
  Answer answer;
  answer.reply = network->handle(request);
  answer.status = answer.reply.status;
  const auto parsed = JsonValue::parse(answer.reply.body);
  if (parsed) answer.body = *parsed;
  return answer;
}

Answer NetworkUnderTest::get(const std::string& target, const std::string& as) {
  WireRequest request = request_to("GET", target, "");
  if (!as.empty()) request.headers["Authorization"] = bearer(as);
  return send(std::move(request));
}

Answer NetworkUnderTest::create(const std::string& json, const std::string& as) {
  WireRequest request = request_to("POST", "/2/tweets", json);
  if (!as.empty()) request.headers["Authorization"] = bearer(as);
  request.headers["Content-Type"] = "application/json";
  return send(std::move(request));
}

Answer NetworkUnderTest::reply(std::uint64_t target, const std::string& text,
                               const std::string& as) {
  JsonWriter body;
  body.object().member("text", text).key("reply").object();
  body.member("in_reply_to_tweet_id", std::to_string(target));
  return create(body.str(), as);
}

Answer NetworkUnderTest::remove(const std::string& target, const std::string& as) {
  WireRequest request = request_to("DELETE", target, "");
  if (!as.empty()) request.headers["Authorization"] = bearer(as);
  return send(std::move(request));
}

Answer NetworkUnderTest::control(const std::string& method, const std::string& path,
                                 const std::string& json) {
  WireRequest request = request_to(method, "/_control" + path, json);
  request.headers["Content-Type"] = "application/json";
  return send(std::move(request));
}

Answer NetworkUnderTest::form(const std::string& path, const std::string& body,
                              const std::string& authorization) {
  WireRequest request = request_to("POST", path, body);
  request.headers["Content-Type"] = "application/x-www-form-urlencoded";
  if (!authorization.empty()) request.headers["Authorization"] = authorization;
  return send(std::move(request));
}

std::uint64_t NetworkUnderTest::post(const std::string& handle, const std::string& text,
                                     NewPost more) {
  PublicPost given;
  given.author.handle = handle;
  given.post = std::move(more);
  given.post.text = text;
  const auto id = network->publish(std::move(given));
  if (!id) throw std::runtime_error(id.fault().message);
  return *id;
}

std::vector<std::string> NetworkUnderTest::mentions(const std::string& query) {
  return get(mentions_path(query)).ids();
}

std::vector<std::string> NetworkUnderTest::search(const std::string& query,
                                                  const std::string& more) {
  return get("/2/tweets/search/recent?query=" + percent_encode(query) + more).ids();
}

std::string mentions_path(const std::string& query) {
  return std::string("/2/users/") + city_id + "/mentions" + (query.empty() ? "" : "?" + query);
}

SimulatorOptions without_search_tail() {
  SimulatorOptions options;
  options.search_tail = Milliseconds(0);
  return options;
}

std::vector<std::string> as_text(std::initializer_list<std::uint64_t> ids) {
  std::vector<std::string> texts;
  for (const std::uint64_t id : ids) texts.push_back(std::to_string(id));
  return texts;
}

}  // namespace social311::simulator::test
