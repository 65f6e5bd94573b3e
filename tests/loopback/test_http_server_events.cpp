// Server-sent events: they arrive, they are kept alive, and no reader costs memory without bound.
#include <doctest/doctest.h>

#include <future>

#include "net/event_queue.h"
#include "tests/loopback/server_helpers.h"

using namespace social311;
using namespace social311::test;
using std::chrono::milliseconds;

namespace {

// A server whose only answer is a stream; hands each sink to the test.
class StreamServer {
 public:
  explicit StreamServer(net::ServerOptions options = impatient())
      : server_(std::move(options), [this](const auto&) {
          return net::ServerReply{.events = [this](std::shared_ptr<net::EventSink> sink) {
            const std::lock_guard lock(mutex_);
            sinks_.push_back(std::move(sink));
            arrived_.notify_all();
          }};
        }) {}

  int port() const { return server_.port(); }
  EchoServer& server() { return server_; }
  std::shared_ptr<net::EventSink> take_sink() {
    std::unique_lock lock(mutex_);
    REQUIRE(arrived_.wait_for(lock, RawClient::patience, [&] { return !sinks_.empty(); }));
    auto sink = std::move(sinks_.front());
    sinks_.erase(sinks_.begin());
    return sink;
  }

 private:
  std::mutex mutex_{};
  std::condition_variable arrived_{};
  std::vector<std::shared_ptr<net::EventSink>> sinks_{};
  EchoServer server_;
};

bool becomes_closed(const net::EventSink& sink) {
  const auto until = std::chrono::steady_clock::now() + RawClient::patience;
  while (sink.open() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  return !sink.open();
}

}  // namespace

TEST_CASE("an event is written line by line and cannot forge another one") {
  CHECK(net::event_text("7", "case", "{\"a\":1}") == "id: 7\nevent: case\ndata: {\"a\":1}\n\n");
  CHECK(net::event_text("", "", "x") == "data: x\n\n");
  CHECK(net::event_text("1\n2", "a\r\nid: 9", "l1\nl2\r\nl3\rl4") ==
        "id: 12\nevent: aid: 9\ndata: l1\ndata: l2\ndata: l3\ndata: l4\n\n");
  CHECK(net::event_text("1", "e", "") == "id: 1\nevent: e\ndata: \n\n");
}

TEST_CASE("a queue over its limit closes and forgets, and what is under way counts") {
  using Added = net::EventQueue::Added;
  net::EventQueue queue(10);
  CHECK(queue.add("12345") == Added::first);
  CHECK(queue.add("123") == Added::behind_others);
  CHECK(queue.take() == "12345123");
  CHECK(queue.add("12") == Added::first);
  queue.written();
  CHECK(queue.add("12345678") == Added::behind_others);
  CHECK(queue.add("1") == Added::full);
  CHECK_FALSE(queue.open());
  CHECK(queue.overflowed());
  CHECK(queue.add("") == Added::closed);
  CHECK(queue.take().empty());
}

TEST_CASE("events reach the reader in order, with the headers of a stream") {
  StreamServer server;
  RawClient reader(server.port());
  REQUIRE(reader.send(get_text("/api/v1/events")));
  const std::string head = reader.read_until("\r\n\r\n");
  CHECK(head.find("Content-Type: text/event-stream") != std::string::npos);
  CHECK(head.find("Cache-Control: no-store") != std::string::npos);
  CHECK(head.find("Content-Length") == std::string::npos);
  CHECK(head.find("X-Request-Id: ") != std::string::npos);
  const auto sink = server.take_sink();
  for (int i = 0; i < 100; ++i) CHECK(sink->send(std::to_string(i), "tick", "{}"));
  sink->close();
  CHECK_FALSE(sink->open());
  CHECK_FALSE(sink->send("x", "tick", "{}"));
  const std::string all = reader.read_to_end();  // what was queued before close() still comes
  std::size_t at = 0;
  for (int i = 0; i < 100; ++i) {
    at = all.find("id: " + std::to_string(i) + "\nevent: tick\ndata: {}\n\n", at);
    REQUIRE(at != std::string::npos);
  }
}

TEST_CASE("comment lines keep a silent stream alive beyond every time limit") {
  StreamServer server;
  RawClient reader(server.port());
  REQUIRE(reader.send(get_text("/")));
  const auto sink = server.take_sink();
  for (int i = 0; i < 20; ++i) REQUIRE(reader.read_until(":\n\n").ends_with(":\n\n"));
  CHECK(sink->open());
  CHECK(sink->send("1", "late", "x"));
  CHECK(reader.read_until("data: x\n\n").ends_with("data: x\n\n"));
}

TEST_CASE("a reader that is too slow is dropped and costs no memory") {
  net::ServerOptions options;  // patient: it is the queue that ends it
  StreamServer server(options);
  RawClient reader(server.port(), 4096);
  REQUIRE(reader.send(get_text("/")));
  const auto sink = server.take_sink();
  const std::string event(1000, 'x');
  int sent = 0;
  while (sent < 100'000 && sink->send("1", "e", event)) ++sent;
  CHECK(sent >= 60);     // the queue of 64 KiB was there
  CHECK(sent < 10'000);  // and little more
  CHECK_FALSE(sink->open());
  (void)reader.read_to_end();  // the connection ends
  CHECK(reader.closed_within(milliseconds(0)));
}

TEST_CASE("a reader that takes nothing for the write limit is dropped though the queue has room") {
  auto options = impatient();
  options.event_queue_bytes = 8u << 20;
  StreamServer server(options);
  RawClient reader(server.port(), 4096);
  REQUIRE(reader.send(get_text("/")));
  const auto sink = server.take_sink();
  REQUIRE(sink->send("1", "e", std::string(7u << 20, 'x')));
  CHECK(becomes_closed(*sink));
}

TEST_CASE("a slow reader does not hold up another one") {
  StreamServer server;
  RawClient slow(server.port(), 4096);
  REQUIRE(slow.send(get_text("/")));
  const auto slow_sink = server.take_sink();
  RawClient quick(server.port());
  REQUIRE(quick.send(get_text("/")));
  const auto quick_sink = server.take_sink();
  while (slow_sink->send("1", "e", std::string(1000, 'x'))) continue;
  CHECK(quick_sink->send("2", "e", "news"));
  CHECK(quick.read_until("data: news\n\n").ends_with("data: news\n\n"));
}

TEST_CASE("a reader that leaves is noticed, and one that talks too much is cut") {
  StreamServer server;
  {
    RawClient reader(server.port());
    REQUIRE(reader.send(get_text("/")));
    REQUIRE_FALSE(reader.read_until("\r\n\r\n").empty());
    const auto sink = server.take_sink();
    CHECK(sink->open());
    reader.finish_sending();
    CHECK(becomes_closed(*sink));
  }
  RawClient talker(server.port());
  REQUIRE(talker.send(get_text("/")));
  const auto sink = server.take_sink();
  for (int i = 0; i < 1000 && talker.send(std::string(65536, 'x')); ++i) continue;
  CHECK(becomes_closed(*sink));
}

TEST_CASE("dropping the sink or throwing while it is opened ends the stream") {
  StreamServer dropping;
  RawClient reader(dropping.port());
  REQUIRE(reader.send(get_text("/")));
  dropping.take_sink().reset();
  CHECK(reader.closed_within(RawClient::patience));
  EchoServer throwing({}, [](const auto&) {
    return net::ServerReply{.events = [](std::shared_ptr<net::EventSink>) { throw 311; }};
  });
  RawClient other(throwing.port());
  REQUIRE(other.send(get_text("/")));
  CHECK(other.closed_within(RawClient::patience));
}

TEST_CASE("HEAD opens no stream") {
  StreamServer server;
  RawClient client(server.port());
  REQUIRE(client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  CHECK(client.read_to_end().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a sink outlives its server harmlessly, and many threads may use one") {
  std::shared_ptr<net::EventSink> sink;
  {
    StreamServer server;
    RawClient reader(server.port());
    REQUIRE(reader.send(get_text("/")));
    sink = server.take_sink();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) (void)sink->send("1", "e", "x");
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  CHECK_FALSE(sink->open());
  CHECK_FALSE(sink->send("1", "e", "x"));
  sink->close();
}
