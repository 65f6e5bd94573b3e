// The attack list of a public server: malformed, smuggling, oversized, slow and too many.
#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <future>

#include "core/random.h"
#include "tests/loopback/server_helpers.h"

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

// How much the server took before it cut; the kernel's buffers on both sides are part of it.
std::size_t sent_before_cut(RawClient& client, std::string_view piece, std::size_t most) {
  std::size_t sent = 0;
  while (sent < most && client.send(piece)) sent += piece.size();
  return sent;
}

bool serves(int port) {
  const auto answer = ask(port, get_text("/fine"));
  return answer && answer->status == 200 && answer->body == "GET /fine ";
}

const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace

TEST_CASE("malformed requests are refused, reach no handler, and nothing behind them is read") {
  struct Case {
    const char* what;
    std::string bytes;
    int status;
  };
  const auto chunked = [](const std::string& body) {
    return "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
  };
  const auto post = [](const std::string& fields) {
    return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
  };
  const auto path = [](const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  const Case cases[] = {
      {"chunk of size -1", chunked("-1\r\nabc\r\n0\r\n\r\n"), 400},
      {"chunk of size -2", chunked("-2\r\n"), 400},
      {"chunk beyond 64 bits", chunked("fffffffffffffffff\r\n"), 400},
      {"chunk of all bits", chunked("ffffffffffffffff\r\n"), 413},
      {"chunk without a size", chunked("\r\nabc\r\n"), 400},
      {"chunk extension", chunked("3;a=b\r\nabc\r\n0\r\n\r\n"), 400},
      {"chunk longer than its size", chunked("3\r\nabcdef\r\n0\r\n\r\n"), 400},
      {"two lengths, different", post("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello!",
       400},
      {"two lengths, alike", post("Content-Length: 5\r\nContent-Length: 5\r\n") + "hello", 400},
      {"a list of lengths", post("Content-Length: 5, 5\r\n") + "hello", 400},
      {"negative length", post("Content-Length: -5\r\n"), 400},
      {"length with a plus", post("Content-Length: +5\r\n") + "hello", 400},
      {"length in hex", post("Content-Length: 0x5\r\n") + "hello", 400},
      {"length and chunked",
       post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {"chunked and length",
       post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n", 400},
      {"xchunked", post("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n", 501},
      {"identity", post("Transfer-Encoding: identity\r\n"), 501},
      {"chunked, identity", post("Transfer-Encoding: chunked, identity\r\n"), 501},
      {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {"chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"chunked beside xchunked", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n"),
       400},
      {"empty encoding", post("Transfer-Encoding:\r\n"), 501},
      {"chunked in HTTP/1.0", "POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"blank before the colon", post("Transfer-Encoding : chunked\r\n"), 400},
      {"blank before the name", post("X: 1\r\n Transfer-Encoding: chunked\r\n"), 0},
      {"bare line feeds", "GET /x HTTP/1.1\nHost: a\n\n", 400},
      {"one bare line feed", "GET /x HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
      {"bare carriage return in a value", post("X: a\rTransfer-Encoding: chunked\r\n"), 400},
      {"NUL in a value", post(std::string("X: a\0b\r\n", 8)), 400},
      {"no name", post(": x\r\n"), 400},
      {"no colon", post("nonsense\r\n"), 400},
      {"no Host", "GET /x HTTP/1.1\r\n\r\n", 400},
      {"two Hosts", "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"empty Host", "GET /x HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"Host with a path", "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"Host with a user", "GET /x HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
      {"absolute form", "GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"authority form", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"star for GET", path("*"), 400},
      {"no slash", path("x"), 400},
      {"bad escape", path("/%zz"), 400},
      {"cut escape", path("/%2"), 400},
      {"escaped NUL", path("/a%00b"), 400},
      {"escaped line break", path("/a%0d%0aX:1"), 400},
      {"not UTF-8", path("/%ff"), 400},
      {"overlong slash", path("/%c0%af"), 400},
      {"half a surrogate", path("/%ed%a0%80"), 400},
      {"raw byte", path("/\xc3\xb1"), 400},
      {"fragment", path("/a#b"), 400},
      {"climbing", path("/a/../../etc/passwd"), 400},
      {"climbing, escaped", path("/a/%2e%2e/%2e%2e/etc"), 400},
      {"climbing, slash escaped", path("/a/..%2f..%2fetc"), 400},
      {"climbing, backslash", path("/a/..%5c..%5cetc"), 400},
      {"bad escape in the query", path("/x?a=%z1"), 400},
      {"NUL in the query", path("/x?a=%00"), 400},
      {"query not UTF-8", path("/x?a=%ff"), 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"HTTP/1.2", "GET /x HTTP/1.2\r\nHost: a\r\n\r\n", 400},
      {"HTTP/0.9", "GET /x\r\n\r\n", 400},
      {"TLS to the plain port",
       std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400},
      {"TRACE", "TRACE /x HTTP/1.1\r\nHost: a\r\nX-Secret: geheim\r\n\r\n", 501},
      {"unknown method", "BREW /x HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"small method", "get /x HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"another expectation", post("Expect: 200-maybe\r\n"), 417},
      {"two authorizations", post("Authorization: a\r\nAuthorization: b\r\n"), 400},
  };
  EchoServer server;
  for (const Case& row : cases) {
    CAPTURE(std::string(row.what));
    RawClient client(server.port());
    REQUIRE(client.send(row.bytes + hidden));
    client.finish_sending();
    const std::string all = client.read_to_end();
    CAPTURE(all);
    if (row.status == 0) continue;  // folded lines: read as one value or refused, below
    CHECK(all.starts_with("HTTP/1.1 " + std::to_string(row.status) + " "));
    CHECK(all.find("X-Request-Id: ") != std::string::npos);
    CHECK(all.find("Connection: close") != std::string::npos);
    CHECK(all.find("geheim") == std::string::npos);
    CHECK(all.find("HTTP/1.1", 9) == std::string::npos);  // one answer, no second
  }
  for (const net::ServerCall& call : server.calls())
    CHECK(call.headers.count("Transfer-Encoding") == 0);
  CHECK(serves(server.port()));
}

TEST_CASE("only the configured hosts are answered for") {
  net::ServerOptions options;
  options.hosts = {"311.Example.gov", "::1"};
  EchoServer server(options);
  const auto status_for = [&](const std::string& host) {
    return ask(server.port(), "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")->status;
  };
  CHECK(status_for("311.example.gov") == 200);
  CHECK(status_for("311.EXAMPLE.gov:8311") == 200);
  CHECK(status_for("[::1]:8311") == 200);
  CHECK(status_for("evil.example") == 421);
  CHECK(status_for("311.example.gov.evil.example") == 421);
  CHECK(status_for("127.0.0.1") == 421);
  CHECK(ask(server.port(), "GET / HTTP/1.0\r\n\r\n")->status == 400);
}

TEST_CASE("no padding of a header makes a body run as a request") {
  EchoServer server;
  const int paddings = 200;
  for (int i = 0; i < paddings; ++i) {
    CAPTURE(i);
    // Odd bytes at every place a read may end, and in front of the lengths.
    const auto size = static_cast<std::size_t>(i < 100 ? i : 1300 + i * 30);
    std::string padding(size, 'p');
    if (!padding.empty())
      padding[size / 2] = i % 3 == 0 ? '\t' : static_cast<char>(0x80 + i % 0x7f);
    padding += i % 2 == 0 ? "\xff" : "\t\x80";
    const std::string request = "POST /outer HTTP/1.1\r\nHost: a\r\nX-Pad: " + padding +
                                "\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n";
    RawClient client(server.port());
    // Cut where the padding ends, so that the server reads in two pieces.
    REQUIRE(client.send(request.substr(0, size + 40)));
    REQUIRE(client.send(request.substr(size + 40) + hidden));
    const auto answer = client.read_answer();
    REQUIRE(answer);
    CHECK(answer->body == "POST /outer " + hidden);
  }
  CHECK(server.calls().size() == paddings);
}

TEST_CASE("a header without an end is cut at its limit") {
  EchoServer server;
  const std::size_t before = resident_mib();
  RawClient client(server.port());
  REQUIRE(client.send("GET / HTTP/1.1\r\nHost: a\r\nX: "));
  CHECK(sent_before_cut(client, std::string(65536, 'x'), 300u << 20) < 16u << 20);
  CHECK(resident_mib() < before + 64);
  const auto told = ask(server.port(), "GET / HTTP/1.1\r\nX: " + std::string(9000, 'x'));
  REQUIRE(told);
  CHECK(told->status == 431);
  CHECK(serves(server.port()));
}

TEST_CASE("too many headers and too long a target are refused") {
  EchoServer server;
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 20'000; ++i) many += "X: y\r\n";
  CHECK(ask(server.port(), many + "\r\n")->status == 431);
  CHECK(ask(server.port(), get_text("/" + std::string(10u << 20, 'x')))->status == 431);
  CHECK(ask(server.port(), get_text("/" + std::string(7000, 'x')))->status == 200);
}

TEST_CASE("a gigabyte is refused when it is announced, and chunks when they pass the limit") {
  EchoServer server;
  const std::size_t before = resident_mib();
  RawClient client(server.port());
  REQUIRE(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1073741824\r\n\r\n"));
  CHECK(sent_before_cut(client, std::string(65536, 'x'), 1u << 30) < 16u << 20);
  const auto answer = client.read_answer();
  REQUIRE(answer);
  CHECK(answer->status == 413);
  RawClient chunks(server.port());
  REQUIRE(chunks.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
  CHECK(sent_before_cut(chunks, "10000\r\n" + std::string(65536, 'x') + "\r\n", 1u << 30) <
        16u << 20);
  CHECK(chunks.read_answer()->status == 413);
  CHECK(resident_mib() < before + 64);
  CHECK(server.calls().empty());
}

TEST_CASE("a body of exactly the limit is taken and one byte more is not") {
  net::ServerOptions options;
  options.body_bytes = 1000;
  EchoServer server(options);
  const auto send = [&](std::size_t size) {
    return ask(server.port(), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " +
                                  std::to_string(size) + "\r\n\r\n" + std::string(size, 'x'));
  };
  CHECK(send(1000)->status == 200);
  CHECK(send(1001)->status == 413);
}

TEST_CASE("idle, slow and half connections are closed while others are served") {
  EchoServer server(impatient());
  std::vector<RawClient> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back(server.port());
    if (i % 4 == 1) REQUIRE(clients.back().send("GET / HTTP/1.1\r\nHo"));
    if (i % 4 == 2)
      REQUIRE(clients.back().send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"));
    if (i % 4 == 3) {  // answered once, then idle
      REQUIRE(clients.back().send(get_text("/")));
      REQUIRE(clients.back().read_answer());
    }
  }
  CHECK(serves(server.port()));
  for (RawClient& client : clients) CHECK(client.closed_within(milliseconds(5000)));
  CHECK(server.calls().size() == 26);
}

TEST_CASE("each time limit acts by itself") {
  struct Case {
    const char* what;
    milliseconds net::ServerOptions::*limit;
    std::string bytes;
    std::size_t answers;  // that come before the silence
  };
  const Case cases[] = {
      {"header", &net::ServerOptions::header_timeout, "GET / HTTP/1.1\r\nHo", 0},
      {"body", &net::ServerOptions::body_timeout,
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc", 0},
      {"idle", &net::ServerOptions::idle_timeout, get_text("/"), 1},
      {"second header", &net::ServerOptions::header_timeout, get_text("/") + "GET / HT", 1},
  };
  for (const Case& row : cases) {
    CAPTURE(std::string(row.what));
    net::ServerOptions options;
    options.header_timeout = options.body_timeout = options.idle_timeout = std::chrono::hours(1);
    options.*row.limit = milliseconds(200);
    EchoServer server(options);
    RawClient client(server.port());
    REQUIRE(client.send(row.bytes));
    for (std::size_t i = 0; i < row.answers; ++i) REQUIRE(client.read_answer());
    CHECK(client.closed_within(RawClient::patience));
    CHECK(server.calls().size() == row.answers);
  }
}

TEST_CASE("a header that drips in time a byte is closed all the same") {
  EchoServer server(impatient());
  RawClient client(server.port());
  const auto start = steady_clock::now();
  bool open = true;
  while (open && steady_clock::now() - start < std::chrono::seconds(10)) {
    open = client.send("x") && !client.closed_within(milliseconds(20));
  }
  CHECK_FALSE(open);
}

TEST_CASE("a reader that does not take its answer is cut") {
  const std::string large(64u << 20, 'y');
  EchoServer server(impatient(), [&](const auto&) { return net::ServerReply{.body = large}; });
  RawClient client(server.port(), 4096);
  REQUIRE(client.send(get_text("/")));
  REQUIRE(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  // stop() returns early only when no connection is left: the write limit ends this one.
  const auto start = steady_clock::now();
  server.server().stop(std::chrono::seconds(20));
  CHECK(steady_clock::now() - start < std::chrono::seconds(10));
  CHECK(client.read_to_end().size() < large.size());
}

TEST_CASE("at the cap the longest waiting connection makes room, so nobody is locked out") {
  net::ServerOptions options;
  options.max_connections = 20;
  options.max_connections_per_client = 20;
  EchoServer server(options);
  std::vector<RawClient> idle;
  for (int i = 0; i < 60; ++i) {
    idle.emplace_back(server.port());
    if (i % 10 == 0) CHECK(serves(server.port()));
  }
  CHECK(serves(server.port()));
  CHECK(idle.front().closed_within(RawClient::patience));
}

TEST_CASE("when all connections are busy a further one is told to come back") {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  net::ServerOptions options;
  options.max_connections_per_client = 3;
  EchoServer server(options, [&](const auto&) {
    released.wait();
    return net::ServerReply{};
  });
  std::vector<RawClient> busy;
  for (std::size_t i = 0; i < 3; ++i) {
    busy.emplace_back(server.port());
    REQUIRE(busy.back().send(get_text("/")));
  }
  REQUIRE(server.wait_for_calls(3));
  RawClient further(server.port());
  const auto refusal = further.read_answer();
  REQUIRE(refusal);
  CHECK(refusal->status == 503);
  CHECK(refusal->header("Retry-After") == "1");
  CHECK(refusal->header("X-Request-Id").size() == 16);
  release.set_value();
  for (RawClient& client : busy) CHECK(client.read_answer()->status == 200);
}

namespace {

// Takes every free descriptor of the process until it is dropped.
class NoDescriptors {
 public:
  NoDescriptors() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &normal_) == 0);
    const int highest = ::dup(0);
    taken_.push_back(highest);
    rlimit tight = normal_;
    tight.rlim_cur = static_cast<rlim_t>(highest) + 20;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &tight) == 0);
    for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) taken_.push_back(fd);
  }
  ~NoDescriptors() {
    for (const int fd : taken_) ::close(fd);
    (void)::setrlimit(RLIMIT_NOFILE, &normal_);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit normal_{};
  std::vector<int> taken_{};
};

milliseconds processor_time() {
  rusage used{};
  (void)::getrusage(RUSAGE_SELF, &used);
  return milliseconds((used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
                      (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000);
}

}  // namespace

TEST_CASE("when descriptors run out the server waits without burning the processor and recovers") {
  EchoServer server;
  RawClient client;  // its descriptor is taken before there is none left
  {
    const NoDescriptors none;
    const auto before = processor_time();
    client.connect(server.port());
    REQUIRE(client.send(get_text("/late")));
    CHECK_FALSE(client.closed_within(milliseconds(1000)));
    CHECK(server.calls().empty());
    CHECK(processor_time() - before < milliseconds(400));
  }
  const auto answer = client.read_answer();
  REQUIRE(answer);
  CHECK(answer->body == "GET /late ");
}

TEST_CASE("a storm of connects and resets leaves nothing behind") {
  EchoServer server;
  for (int i = 0; i < 500; ++i) {
    RawClient client(server.port());
    if (i % 3 == 1) (void)client.send(get_text("/"));
    if (i % 3 == 2) (void)client.send("GET / HT");
    const linger hard{1, 0};
    (void)::setsockopt(client.descriptor(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  }
  CHECK(serves(server.port()));
  server.server().stop(std::chrono::seconds(5));
}

TEST_CASE("two thousand seeded requests of random and mutated bytes do no harm") {
  EchoServer server(impatient());
  SeededRandom random(20260302);
  const std::string good =
      "POST /api/v1/session?x=%20 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\nCookie: "
      "a=b\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = i % 3 == 0 ? random.bytes(1 + random.below(400)) : good;
    if (i % 3 != 0) {
      for (std::uint64_t flips = 1 + random.below(6); flips > 0; --flips) {
        const auto at = static_cast<std::size_t>(random.below(bytes.size()));
        switch (random.below(3)) {
          case 0:
            bytes[at] = static_cast<char>(random.below(256));
            break;
          case 1:
            bytes.erase(at, 1 + random.below(8));
            break;
          default:
            bytes.insert(at, random.bytes(1 + random.below(8)));
        }
      }
    }
    RawClient client(server.port());
    (void)client.send(bytes);
    client.finish_sending();
    if (i % 50 == 0) (void)client.read_to_end();
  }
  CHECK(serves(server.port()));
}
