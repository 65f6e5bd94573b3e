#include <doctest/doctest.h>

#include <thread>

#include "net/client.h"
#include "service/commands/sign_in_answer.h"

using namespace social311;
using namespace social311::service;
using namespace std::chrono_literals;
using Kind = SignInAnswer::Kind;

namespace {

SignInAnswer read(const QueryPairs& query) {
  return read_sign_in_answer(query, "right");
}

HttpResponse get(const std::string& url) {
  net::start_http_threads(2);
  const auto answer = net::make_http_client()->send({.url = url});
  REQUIRE(answer);
  return *answer;
}

}  // namespace

TEST_CASE("a sign-in's code counts only with the state it began with") {
  CHECK(read({{"code", "c-1"}, {"state", "right"}}).kind == Kind::code);
  CHECK(read({{"code", "c-1"}, {"state", "right"}}).code == "c-1");
  for (const char* state : {"", "wrong", "righ", "right "}) {
    CAPTURE(state);
    const auto answer = read({{"code", "c-1"}, {"state", state}});
    CHECK(answer.kind == Kind::foreign);
    CHECK(answer.code.empty());
  }
  CHECK(read({{"code", "c-1"}}).kind == Kind::foreign);
  CHECK(read_sign_in_answer({{"code", "c-1"}, {"state", ""}}, "").kind == Kind::foreign);
}

TEST_CASE("a refusal is told in a sentence and a stranger's refusal ends nothing") {
  const auto denied = read({{"error", "access_denied"}, {"state", "right"}});
  CHECK(denied.kind == Kind::denied);
  CHECK(denied.sentence.find("declined") != std::string::npos);
  const auto other =
      read({{"error", "invalid_scope"}, {"error_description", "no\x1b[31m"}, {"state", "right"}});
  CHECK(other.kind == Kind::denied);
  CHECK(other.sentence.find("invalid_scope") != std::string::npos);
  CHECK(other.sentence.find('\x1b') == std::string::npos);
  CHECK(read({{"error", "access_denied"}, {"state", "wrong"}}).kind == Kind::foreign);
}

TEST_CASE("what holds neither code nor error is no answer") {
  CHECK(read({}).kind == Kind::useless);
  CHECK(read({{"state", "right"}}).kind == Kind::useless);
  CHECK(read({{"code", std::string(5000, 'x')}, {"state", "right"}}).kind == Kind::useless);
}

TEST_CASE("a pasted address is read whole or from its question mark on") {
  for (const char* line : {"http://127.0.0.1:8312/callback?state=right&code=a%2Fb+c",
                           "state=right&code=a%2Fb+c", "  ?code=a%2Fb+c&state=right#_=_ \r"}) {
    CAPTURE(line);
    const auto answer = read_pasted_answer(line, "right");
    CHECK(answer.kind == Kind::code);
    CHECK(answer.code == "a/b c");
  }
  CHECK(read_pasted_answer("", "right").kind == Kind::useless);
  CHECK(read_pasted_answer("c-1", "right").kind == Kind::useless);
}

TEST_CASE("the listener takes one answer and tells every other one why not") {
  auto started = SignInListener::start(0);
  REQUIRE(started);
  SignInListener& listener = **started;
  listener.expect("right");
  const std::string at = listener.redirect_uri();
  CHECK(at.starts_with("http://127.0.0.1:"));
  CHECK(get(at + "?code=stolen&state=wrong").status == 403);
  CHECK(get(at).status == 400);
  CHECK(get(at.substr(0, at.rfind('/')) + "/other?code=c&state=right").status == 404);
  CHECK_FALSE(listener.wait(0ms, {}));
  const auto page = get(at + "?code=c-1&state=right");
  CHECK(page.status == 200);
  CHECK(page.header("Content-Security-Policy").find("default-src 'none'") != std::string::npos);
  CHECK(page.body.find("c-1") == std::string::npos);
  CHECK(get(at + "?code=c-2&state=right").status == 409);
  const auto answer = listener.wait(0ms, {});
  REQUIRE(answer);
  CHECK(answer->code == "c-1");
}

TEST_CASE("a sign-in that nobody answers ends when it is told to stop") {
  auto started = SignInListener::start(0);
  REQUIRE(started);
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE((*started)->wait(1h, stop.get_token()));
}

TEST_CASE("a page of words escapes what a network said") {
  const auto page = sign_in_page(400, "<script>alert(1)</script>");
  CHECK(page.body.find("<script>") == std::string::npos);
  CHECK(page.body.find("&lt;script&gt;") != std::string::npos);
}
