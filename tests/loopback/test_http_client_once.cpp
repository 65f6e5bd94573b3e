// A write happens once. On a reused connection the library would send it again by itself.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/loopback/client_helpers.h"

using namespace social311;
using namespace social311::test;

namespace {

int repeats() {
  const char* wanted = std::getenv("SOCIAL311_REPEATS");
  return wanted == nullptr ? 50 : std::max(1, std::atoi(wanted));
}

}  // namespace

TEST_CASE("a write that was processed before the connection closed happened exactly once") {
  ScriptedServer server;
  const auto client = net::make_http_client();
  for (int i = 0; i < repeats(); ++i) {
    CAPTURE(i);
    const std::size_t before = count_method(server, "POST");
    server.then(json_answer("{}")).then_hang_up().otherwise([](const auto&) {
      return json_answer(R"({"data":{"id":"2"}})", 201);
    });
    REQUIRE(client->send(get(server.url("/warm"))).ok());
    const auto answer = client->send(post(server.url("/2/tweets")));
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.fault().kind == FaultKind::retry_later);
    CHECK(answer.fault().reach == Reach::unknown);
    CHECK(count_method(server, "POST") == before + 1);
  }
}

TEST_CASE("a write that was processed before the connection was reset happened exactly once") {
  ScriptedServer server;
  const auto client = net::make_http_client();
  server.then(json_answer("{}")).then_reset();
  REQUIRE(client->send(get(server.url("/warm"))).ok());
  const auto answer = client->send(post(server.url("/2/tweets")));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().reach == Reach::unknown);
  CHECK(count_method(server, "POST") == 1);
}

TEST_CASE("the same closing makes a shared connection send twice, so the test above can see it") {
  std::size_t most = 0;
  // A connection goes back to the pool a moment after its answer, so not every try meets a warm
  // one.
  for (int tries = 0; tries < 50 && most < 2; ++tries) {
    ScriptedServer server;
    const auto client = net::make_http_client();
    server.then(json_answer("{}")).then_hang_up().then(json_answer("{}", 201));
    REQUIRE(client->send(get(server.url("/warm"))).ok());
    auto naive = post(server.url("/2/tweets"));
    naive.effect = HttpEffect::read;  // what a shared client does with any method
    (void)client->send(naive);
    most = std::max(most, count_method(server, "POST"));
  }
  CHECK(most == 2);
}

TEST_CASE("a read on a pooled connection that the server closed is repeated once") {
  for (const Afterwards end : {Afterwards::close_silently, Afterwards::reset_silently}) {
    CAPTURE(static_cast<int>(end));
    ScriptedServer server;
    server.then({.body = "one", .afterwards = end}).then({.body = "two"});
    const auto client = net::make_http_client();
    REQUIRE(client->send(get(server.url("/a"))).ok());
    const auto answer = client->send(get(server.url("/b")));
    REQUIRE(answer.ok());
    CHECK(answer->body == "two");
    CHECK(server.requests().size() == 2);
    CHECK(server.connections() == 2);
  }
}

TEST_CASE("a read that is hung up on twice is given up, not repeated for ever") {
  ScriptedServer server;
  server.then({}).then_hang_up().then_hang_up().otherwise([](const auto&) { return Answer{}; });
  const auto client = net::make_http_client();
  REQUIRE(client->send(get(server.url("/a"))).ok());
  const auto answer = client->send(get(server.url("/b")));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().kind == FaultKind::retry_later);
  CHECK(server.requests().size() <= 3);
}

TEST_CASE("a read on a fresh connection is not repeated") {
  ScriptedServer server;
  server.then_hang_up().then({});
  const auto client = net::make_http_client();
  CHECK_FALSE(client->send(get(server.url("/a"))).ok());
  CHECK(server.requests().size() == 1);
}
