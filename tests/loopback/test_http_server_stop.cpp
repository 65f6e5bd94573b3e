// The end of the public server: nothing new, what runs is finished, what streams is closed.
#include <doctest/doctest.h>

#include <future>

#include "tests/loopback/server_helpers.h"

using namespace social311;
using namespace social311::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

// A server whose handler waits until the test lets it go.
class Gate {
 public:
  Gate()
      : server_({}, [this](const net::ServerCall& call) {
          if (call.path == "/wait") released_.wait();
          return net::ServerReply{.body = "done"};
        }) {}
  ~Gate() { open(); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  void open() {
    if (!opened_.exchange(true)) release_.set_value();
  }
  EchoServer& server() { return server_; }
  int port() const { return server_.port(); }

 private:
  std::promise<void> release_{};
  std::shared_future<void> released_ = release_.get_future().share();
  std::atomic<bool> opened_ = false;
  EchoServer server_;
};

}  // namespace

TEST_CASE("stop lets a running request finish, closes idle ones and takes no new one") {
  Gate gate;
  RawClient idle(gate.port());
  REQUIRE(idle.send(get_text("/")));
  REQUIRE(idle.read_answer());
  RawClient running(gate.port());
  REQUIRE(running.send(get_text("/wait")));
  REQUIRE(gate.server().wait_for_calls(2));
  std::thread stopper([&] { gate.server().server().stop(seconds(20)); });
  CHECK(idle.closed_within(RawClient::patience));
  CHECK_THROWS(RawClient(gate.port()));
  gate.open();
  const auto answer = running.read_answer();
  REQUIRE(answer);
  CHECK(answer->body == "done");
  CHECK(answer->header("Connection") == "close");
  stopper.join();
}

TEST_CASE("stop gives up on a request that does not finish when the grace is over") {
  Gate gate;
  RawClient running(gate.port());
  REQUIRE(running.send(get_text("/wait")));
  REQUIRE(gate.server().wait_for_calls(1));
  const auto start = steady_clock::now();
  gate.server().server().stop(milliseconds(200));
  CHECK(steady_clock::now() - start >= milliseconds(200));
  CHECK(steady_clock::now() - start < seconds(5));
  CHECK(running.closed_within(RawClient::patience));
}

TEST_CASE("stop is quick when nothing runs, and may be called again") {
  EchoServer server;
  std::vector<RawClient> idle;
  for (int i = 0; i < 20; ++i) {
    idle.emplace_back(server.port());
    REQUIRE(idle.back().send(get_text("/")));
    REQUIRE(idle.back().read_answer());
  }
  const auto start = steady_clock::now();
  server.server().stop(seconds(20));
  server.server().stop(seconds(20));
  CHECK(steady_clock::now() - start < seconds(5));
  for (RawClient& client : idle) CHECK(client.closed_within(RawClient::patience));
}

TEST_CASE("a request half sent may still come in while the server drains") {
  EchoServer server;
  RawClient client(server.port());
  REQUIRE(client.send(
      "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
  REQUIRE(client.read_answer()->status == 100);
  std::thread stopper([&] { server.server().stop(seconds(20)); });
  CHECK(client.send("hello"));
  const auto answer = client.read_answer();
  REQUIRE(answer);
  CHECK(answer->body == "POST /x hello");
  stopper.join();
}

TEST_CASE("stop ends event streams and their sinks") {
  std::promise<std::shared_ptr<net::EventSink>> opened;
  EchoServer server({}, [&](const auto&) {
    return net::ServerReply{
        .events = [&](std::shared_ptr<net::EventSink> sink) { opened.set_value(std::move(sink)); }};
  });
  RawClient reader(server.port());
  REQUIRE(reader.send(get_text("/")));
  const auto sink = opened.get_future().get();
  const auto start = steady_clock::now();
  server.server().stop(seconds(20));
  CHECK(steady_clock::now() - start < seconds(5));
  CHECK_FALSE(sink->open());
  CHECK(reader.closed_within(RawClient::patience));
}

TEST_CASE("a port is free again for the next server") {
  net::ServerOptions options;
  for (int i = 0; i < 5; ++i) {
    EchoServer server(options);
    options.port = server.port();
    CHECK(ask(server.port(), get_text("/"))->status == 200);
  }
}
