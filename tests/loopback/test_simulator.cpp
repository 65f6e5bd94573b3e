// The simulated network over real sockets: what a client sees when it misbehaves.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <sstream>
#include <thread>

#include "core/json.h"
#include "net/client.h"
#include "raw_client.h"
#include "simulator/in_process.h"

using namespace social311;
using namespace social311::simulator;
using social311::test::RawClient;

namespace {

SystemClock clock_of_the_system;

std::unique_ptr<InProcessSimulator> started(SimulatorOptions options = {}) {
  auto simulator = InProcessSimulator::start(std::move(options), clock_of_the_system);
  REQUIRE(simulator.ok());
  return std::move(*simulator);
}

std::string reply_request(std::uint64_t target, const std::string& text) {
  const std::string body = R"({"text":")" + text + R"(","reply":{"in_reply_to_tweet_id":")" +
                           std::to_string(target) + R"("}})";
  return "POST /2/tweets HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer demo-access\r\n"
         "Content-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

const std::string me =
    "GET /2/users/me HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer demo-access\r\n\r\n";

std::size_t replies_under(InProcessSimulator& simulator, std::uint64_t target) {
  std::size_t count = 0;
  simulator.network().with_world([&](World& world) { count = world.replies_to(target).size(); });
  return count;
}

}  // namespace

TEST_CASE("the simulator answers on a kept connection, pipelined requests too") {
  auto simulator = started();
  RawClient client(simulator->port());
  REQUIRE(client.send(me + me));
  for (int i = 0; i < 2; ++i) {
    const auto answer = client.read_answer();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 200);
    CHECK(answer->header("x-rate-limit-remaining") == std::to_string(74 - i));
    CHECK(answer->header("date").ends_with(" GMT"));
  }
  REQUIRE(client.send(me));
  CHECK(client.read_answer()->status == 200);
}

TEST_CASE("a simulated reset gives no byte and the post may be there all the same") {
  auto simulator = started();
  const auto target = simulator->post("ana", "@Denver311 a hole");
  simulator->fail_next("POST", "/2/tweets", Outcome::posted_reset);
  simulator->fail_next("POST", "/2/tweets", Outcome::reset);
  for (const std::size_t expected : {1U, 1U}) {
    RawClient client(simulator->port());
    client.send(reply_request(target, "case 1"));
    CHECK(client.read_to_end().empty());
    CHECK(replies_under(*simulator, target) == expected);
  }
}

TEST_CASE("a simulated hang holds the connection until the peer leaves or the simulator stops") {
  SimulatorOptions options;
  options.hang = std::chrono::hours(1);
  auto simulator = started(options);
  const auto target = simulator->post("ana", "@Denver311 a hole");
  simulator->fail_next("POST", "/2/tweets", Outcome::posted_hang);
  RawClient client(simulator->port());
  client.send(reply_request(target, "case 1"));
  CHECK_FALSE(client.closed_within(std::chrono::milliseconds(200)));
  CHECK(replies_under(*simulator, target) == 1);
  simulator->stop();
  CHECK(client.closed_within(std::chrono::seconds(5)));
}

TEST_CASE("a simulated truncation promises more than it sends") {
  auto simulator = started();
  const auto target = simulator->post("ana", "@Denver311 a hole");
  simulator->fail_next("POST", "/2/tweets", Outcome::posted_truncated);
  RawClient client(simulator->port());
  client.send(reply_request(target, "case 1"));
  const std::string bytes = client.read_to_end();
  REQUIRE(bytes.starts_with("HTTP/1.1 201 Created\r\n"));
  const std::size_t at = bytes.find("Content-Length: ");
  const std::size_t promised = std::stoul(bytes.substr(at + 16));
  const std::string body = bytes.substr(bytes.find("\r\n\r\n") + 4);
  CHECK(body.size() < promised);
  CHECK_FALSE(JsonValue::parse(body).ok());
  CHECK(replies_under(*simulator, target) == 1);
}

TEST_CASE("a simulated drip arrives whole in the end") {
  auto simulator = started();
  simulator->fail_next("GET", "/_nothing", Outcome::drip);
  simulator->fail_next("GET", "/2/users/by/username/ana", Outcome::drip);
  RawClient client(simulator->port());
  client.send(
      "GET /2/users/by/username/ana HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
      "demo-access\r\n\r\n");
  const auto answer = client.read_answer();
  REQUIRE(answer.has_value());
  CHECK(JsonValue::parse(answer->body).ok());
}

TEST_CASE("requests that are none are refused and the connection ends") {
  auto simulator = started();
  for (const std::string& bytes : std::vector<std::string>{
           "nonsense\r\n\r\n", "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
           "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", std::string(20'000, 'x')}) {
    RawClient client(simulator->port());
    client.send(bytes);
    const auto answer = client.read_answer();
    REQUIRE(answer.has_value());
    CHECK(answer->status >= 400);
    CHECK(client.closed_within(std::chrono::seconds(5)));
  }
  CHECK(social311::test::ask(simulator->port(), me)->status == 200);
}

TEST_CASE("many residents and one service at once lose nothing") {
  auto simulator = started();
  std::vector<std::thread> residents;
  for (int i = 0; i < 8; ++i) {
    residents.emplace_back([&simulator, i] {
      for (int j = 0; j < 25; ++j) {
        const std::string body = R"({"author":{"handle":"r)" + std::to_string(i) +
                                 R"("},"text":"@Denver311 )" + std::to_string(j) + "\"}";
        social311::test::ask(simulator->port(),
                             "POST /_control/posts HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                             "application/json\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" +
                                 body);
      }
    });
  }
  for (std::thread& one : residents) one.join();
  std::size_t seen = 0;
  simulator->network().with_world(
      [&](World& world) { seen = world.mentioning("2244994945").size(); });
  CHECK(seen == 200);
}

TEST_CASE("the program's own client reads and posts on the simulator") {
  auto simulator = started();
  const auto target = simulator->post("ana", "@Denver311 un bache & más");
  auto http = net::make_http_client();
  HttpRequest read;
  read.url = simulator->base_url() + "/2/users/2244994945/mentions?expansions=author_id";
  read.headers["Authorization"] = "Bearer demo-access";
  const auto page = http->send(read);
  REQUIRE(page.ok());
  CHECK(JsonValue::parse(page->body)->operator[]("data").at(0)["text"].text() ==
        "@Denver311 un bache &amp; más");
  HttpRequest write = read;
  write.method = "POST";
  write.effect = HttpEffect::write;
  write.url = simulator->base_url() + "/2/tweets";
  write.headers["Content-Type"] = "application/json";
  write.body =
      R"({"text":"caso 1","reply":{"in_reply_to_tweet_id":")" + std::to_string(target) + R"("}})";
  CHECK(http->send(write)->status == 201);
  simulator->fail_next("POST", "/2/tweets", Outcome::posted_truncated);
  write.body =
      R"({"text":"caso 2","reply":{"in_reply_to_tweet_id":")" + std::to_string(target) + R"("}})";
  const auto cut = http->send(write);
  CHECK_FALSE(cut.ok());
  CHECK(replies_under(*simulator, target) == 2);
}

TEST_CASE("the simulator says where it listens and stops when asked") {
  std::ostringstream out;
  std::ostringstream err;
  std::stop_source stop;
  stop.request_stop();
  CHECK(run_simulator({}, stop.get_token(), out, err) == 0);
  CHECK(out.str().find("simulator http://127.0.0.1:") != std::string::npos);
  CHECK(out.str().find("seed 1\n") != std::string::npos);
  auto taken = started();
  SimulatorOptions options;
  options.port = taken->port();
  CHECK(run_simulator(options, {}, out, err) == 1);
  CHECK(err.str().find(std::to_string(taken->port())) != std::string::npos);
}

TEST_CASE("a scenario plays by itself on a running simulator") {
  const std::string path = "/tmp/simulator-loopback-scenario-" + std::to_string(::getpid());
  std::FILE* file = std::fopen(path.c_str(), "w");
  REQUIRE(file != nullptr);
  std::fputs(
      "{\"at_s\":0,\"ref\":\"a\",\"author\":{\"handle\":\"ana\"},\"text\":\"@{city} a hole\"}\n",
      file);
  std::fclose(file);
  SimulatorOptions options;
  options.scenario_file = path;
  auto simulator = started(options);
  std::size_t seen = 0;
  for (int turn = 0; turn < 500 && seen == 0; ++turn) {
    simulator->network().with_world(
        [&](World& world) { seen = world.mentioning("2244994945").size(); });
    if (seen == 0)
      clock_of_the_system.sleep_until(clock_of_the_system.now() + Milliseconds(10), {});
  }
  CHECK(seen == 1);
  std::remove(path.c_str());
}
