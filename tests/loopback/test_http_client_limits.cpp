// Limits of time and size against servers that drip, stall and flood.
#include <doctest/doctest.h>

#include <fstream>

#include "net/deadline_watch.h"
#include "tests/loopback/client_helpers.h"

using namespace social311;
using namespace social311::test;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

std::size_t resident_mib() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  statm >> all >> resident;
  return resident * 4096 >> 20;
}

struct Timed {
  Result<HttpResponse> answer;
  milliseconds took;
};

Timed timed(HttpClient& client, const HttpRequest& request) {
  const auto start = steady_clock::now();
  auto answer = client.send(request);
  return {std::move(answer), std::chrono::duration_cast<milliseconds>(steady_clock::now() - start)};
}

constexpr HttpLimits dripping{.inactivity = milliseconds(600), .total = milliseconds(900)};

}  // namespace

TEST_CASE("the total limit ends a body that drips for ever though each piece comes in time") {
  ScriptedServer dripper;
  std::string chunks;
  for (int i = 0; i < 200; ++i) chunks += "1\r\nx\r\n";
  dripper.then_drip({.headers = {{"Transfer-Encoding", "chunked"}}, .body = chunks},
                    {.bytes = 6, .pause = milliseconds(100)});
  const auto client = net::make_http_client();
  const auto [answer, took] = timed(*client, post(dripper.url("/"), "{}", dripping));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().kind == FaultKind::retry_later);
  CHECK(answer.fault().reach == Reach::unknown);
  CHECK(answer.fault().message.find("900 ms") != std::string::npos);
  CHECK(took >= milliseconds(850));
  CHECK(took < milliseconds(5000));
}

TEST_CASE("a header that drips is ended") {
  ScriptedServer server;
  server.then_drip({.headers = {{"X", std::string(2000, 'x')}}},
                   {.part = DripPart::head, .bytes = 5, .pause = milliseconds(50)});
  const auto client = net::make_http_client();
  const auto [answer, took] = timed(*client, get(server.url("/"), dripping));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().kind == FaultKind::retry_later);
  CHECK(took < milliseconds(5000));
}

TEST_CASE("legs that are each slow but in time do not add up beyond the total") {
  ScriptedServer server;  // the head is whole after 1.5 s, the body never comes
  server.then_drip({.headers = {{"Content-Length", "100"}}},
                   {.part = DripPart::head, .bytes = 30, .pause = milliseconds(1500)});
  const auto client = net::make_http_client();
  const auto [answer, took] =
      timed(*client,
            get(server.url("/"), {.inactivity = milliseconds(2000), .total = milliseconds(2000)}));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().message.find("2000 ms") != std::string::npos);
  CHECK(took >= milliseconds(1900));
  CHECK(took < milliseconds(3400));  // inactivity alone would end it after 3.5 s
}

TEST_CASE("a body that stalls is ended by inactivity long before the total") {
  ScriptedServer server;
  server.then_stall({.body = std::string(1000, 'x')}, 10);
  const auto client = net::make_http_client();
  const auto [answer, took] =
      timed(*client,
            get(server.url("/"), {.inactivity = milliseconds(300), .total = milliseconds(30000)}));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().message.find("stalled") != std::string::npos);
  CHECK(took >= milliseconds(250));
  CHECK(took < milliseconds(10000));
}

TEST_CASE("a slow answer within its limits is taken") {
  ScriptedServer server;
  server.then_drip({.body = "0123456789"}, {.bytes = 5, .pause = milliseconds(150)});
  const auto client = net::make_http_client();
  const auto answer = client->send(get(server.url("/"), {.inactivity = milliseconds(5000)}));
  REQUIRE(answer.ok());
  CHECK(answer->body == "0123456789");
}

TEST_CASE("half a gigabyte is refused after the limit and never held") {
  ScriptedServer server;
  server.then_flood(512u << 20);
  const auto client = net::make_http_client();
  const std::size_t before = resident_mib();
  const auto [answer, took] = timed(*client, get(server.url("/"), {.total = milliseconds(60000)}));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().kind == FaultKind::garbled);
  CHECK(answer.fault().message.find("larger than 8388608") != std::string::npos);
  CHECK(resident_mib() < before + 128);
  CHECK(took < milliseconds(30000));
}

TEST_CASE("a body of exactly the limit is taken and one byte more is not") {
  ScriptedServer server;
  server.then({.body = std::string(5000, 'x')}).then({.body = std::string(5001, 'x')});
  const auto client = net::make_http_client();
  HttpLimits limits;
  limits.body_bytes = 5000;
  const auto fits = client->send(get(server.url("/"), limits));
  REQUIRE(fits.ok());
  CHECK(fits->body.size() == 5000);
  const auto over = client->send(get(server.url("/"), limits));
  REQUIRE_FALSE(over.ok());
  CHECK(over.fault().kind == FaultKind::garbled);
}

TEST_CASE("an answer shorter than its Content-Length is a fault and never a shorter body") {
  ScriptedServer server;
  server.then_cut({.headers = {{"Content-Length", "100"}}, .body = "0123456789"}, 10);
  const auto client = net::make_http_client();
  const auto answer = client->send(get(server.url("/")));
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.fault().reach == Reach::unknown);
}

TEST_CASE("what stands behind the announced length does not become part of the body") {
  ScriptedServer server;
  server.then({.headers = {{"Content-Length", "5"}},
               .body = "0123456789",
               .afterwards = Afterwards::close});
  const auto client = net::make_http_client();
  const auto answer = client->send(get(server.url("/")));
  REQUIRE(answer.ok());
  CHECK(answer->body == "01234");
}

TEST_CASE("a watched deadline acts once, in order, and not at all when its guard is gone") {
  net::DeadlineWatch watch;
  std::mutex mutex;
  std::condition_variable changed;
  std::string acts;
  const auto act = [&](char name) {
    return [&, name] {
      const std::lock_guard lock(mutex);
      acts += name;
      changed.notify_all();
    };
  };
  const auto now = steady_clock::now();
  const net::DeadlineWatch::Guard second(watch, now + milliseconds(60), act('b'));
  { const net::DeadlineWatch::Guard gone(watch, now + milliseconds(40), act('x')); }
  const net::DeadlineWatch::Guard first(watch, now + milliseconds(20), act('a'));
  std::unique_lock lock(mutex);
  CHECK(changed.wait_for(lock, std::chrono::seconds(10), [&] { return acts.size() >= 2; }));
  CHECK(acts == "ab");
}
