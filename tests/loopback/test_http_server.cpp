// The public server when everybody behaves.
#include <doctest/doctest.h>

#include <fcntl.h>

#include <future>
#include <set>

#include "core/json.h"
#include "net/client.h"
#include "tests/loopback/server_helpers.h"

using namespace social311;
using namespace social311::test;

TEST_CASE("a request reaches the handler decoded once and its reply comes back whole") {
  EchoServer server;
  RawClient client(server.port());
  REQUIRE(client.send(
      "POST /a%20b/%C3%B1%2541?x=1&y=a+b%26c&x=2&flag HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Length: 5\r\nCookie: a=1; session=abc; b=2\r\nX-One: 1\r\nx-one: 2\r\n\r\nhello"));
  const auto answer = client.read_answer();
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("Content-Type") == "text/plain");
  CHECK(answer->header("Connection") == "keep-alive");
  CHECK(answer->header("Server").empty());
  CHECK(answer->header("Date").ends_with(" GMT"));
  CHECK(answer->body == "POST /a b/ñ%41 hello");
  const auto call = server.calls().at(0);
  CHECK(call.query == decltype(call.query){{"x", "1"}, {"y", "a b&c"}, {"x", "2"}, {"flag", ""}});
  CHECK(call.query_value("x") == "1");
  CHECK_FALSE(call.query_value("z"));
  CHECK(call.cookie("session") == "abc");
  CHECK(call.cookie("b") == "2");
  CHECK_FALSE(call.cookie("sess"));
  CHECK(call.headers.at("X-ONE") == "1, 2");
  CHECK(call.client == "127.0.0.1");
  CHECK(call.request_id.size() == 16);
  CHECK(answer->header("X-Request-Id") == call.request_id);
}

TEST_CASE("our own client and our own server understand each other") {
  EchoServer server;
  const auto client = net::make_http_client();
  const auto answer =
      client->send({.method = "PUT",
                    .url = "http://127.0.0.1:" + std::to_string(server.port()) + "/x",
                    .body = std::string(500'000, 'x'),
                    .effect = HttpEffect::write});
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  CHECK(answer->body.size() == 500'000 + 7);
}

TEST_CASE("requests of one connection are answered one after the other, each with its own id") {
  EchoServer server;
  RawClient client(server.port());
  std::string first_id;
  for (int i = 0; i < 5; ++i) {
    REQUIRE(client.send(get_text("/" + std::to_string(i))));
    const auto answer = client.read_answer();
    REQUIRE(answer);
    CHECK(answer->body == "GET /" + std::to_string(i) + " ");
    CHECK(answer->header("X-Request-Id") != first_id);
    first_id = answer->header("X-Request-Id");
  }
}

TEST_CASE("a pipeline is answered completely and in order") {
  EchoServer server;
  RawClient client(server.port());
  std::string pipeline;
  for (int i = 0; i < 50; ++i) {
    pipeline +=
        "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  }
  REQUIRE(client.send(pipeline));
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.read_answer();
    REQUIRE(answer);
    CHECK(answer->body == "POST /" + std::to_string(i) + " abc");
  }
}

TEST_CASE("a chunked body is read and its trailers do not become headers") {
  EchoServer server;
  const auto answer = ask(
      server.port(),
      "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Social311\r\n\r\n"
      "3\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Social311: 1\r\n\r\n");
  REQUIRE(answer);
  CHECK(answer->body == "POST /x abcdefg");
  CHECK(server.calls().at(0).headers.count("X-Social311") == 0);
}

TEST_CASE("HEAD gets the lengths and never a body") {
  EchoServer server;
  RawClient client(server.port());
  REQUIRE(client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n"));
  const auto answer = client.read_answer(true);
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("Content-Length") == "8");
  REQUIRE(client.send(get_text("/y")));
  const auto next = client.read_answer();
  REQUIRE(next);
  CHECK(next->body == "GET /y ");
}

TEST_CASE("204 and 304 carry neither body nor length") {
  int status = 204;
  EchoServer server(
      {}, [&](const auto&) { return net::ServerReply{.status = status, .body = "never"}; });
  for (const int wanted : {204, 304}) {
    status = wanted;
    RawClient client(server.port());
    REQUIRE(client.send(get_text("/", "Connection: close\r\n")));
    const std::string all = client.read_to_end();
    CHECK(all.starts_with("HTTP/1.1 " + std::to_string(wanted)));
    CHECK(all.find("never") == std::string::npos);
    CHECK(all.find("Content-Length") == std::string::npos);
  }
}

TEST_CASE("OPTIONS reaches the handler, and for the whole server names the methods") {
  EchoServer server;
  const auto path = ask(server.port(), "OPTIONS /x HTTP/1.1\r\nHost: a\r\n\r\n");
  REQUIRE(path);
  CHECK(path->body == "OPTIONS /x ");
  const auto star = ask(server.port(), "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
  REQUIRE(star);
  CHECK(star->status == 204);
  CHECK(star->header("Allow").find("PATCH") != std::string::npos);
  CHECK(star->header("X-Request-Id").size() == 16);
}

TEST_CASE("whoever expects 100-continue is told to go on, once the head is fine") {
  EchoServer server;
  RawClient client(server.port());
  REQUIRE(client.send(
      "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
  const auto interim = client.read_answer();
  REQUIRE(interim);
  CHECK(interim->status == 100);
  REQUIRE(client.send("hello"));
  const auto answer = client.read_answer();
  REQUIRE(answer);
  CHECK(answer->body == "POST /x hello");
}

TEST_CASE("whoever expects 100-continue for too large a body is told the end at once") {
  EchoServer server;
  const auto answer =
      ask(server.port(),
          "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n");
  REQUIRE(answer);
  CHECK(answer->status == 413);
  CHECK(server.calls().empty());
}

TEST_CASE("HTTP/1.0 is answered and closed, or kept where it asks so") {
  EchoServer server;
  RawClient plain(server.port());
  REQUIRE(plain.send("GET /old HTTP/1.0\r\n\r\n"));
  const auto answer = plain.read_answer();
  REQUIRE(answer);
  CHECK(answer->body == "GET /old ");
  CHECK(answer->header("Connection") == "close");
  CHECK(plain.closed_within(RawClient::patience));
  RawClient kept(server.port());
  for (int i = 0; i < 2; ++i) {
    REQUIRE(kept.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    CHECK(kept.read_answer()->header("Connection") == "keep-alive");
  }
}

TEST_CASE("a handler that throws becomes 500 with the request id and no detail") {
  EchoServer server({}, [](const net::ServerCall& call) -> net::ServerReply {
    if (call.path == "/int") throw 311;
    throw std::runtime_error("password=geheim");
  });
  RawClient client(server.port());
  for (const char* path : {"/std", "/int"}) {
    REQUIRE(client.send(get_text(path)));
    const auto answer = client.read_answer();
    REQUIRE(answer);
    CHECK(answer->status == 500);
    CHECK(answer->header("Content-Type") == "application/problem+json");
    CHECK(answer->body.find("geheim") == std::string::npos);
    const auto body = JsonValue::parse(answer->body);
    REQUIRE(body.ok());
    CHECK((*body)["status"].number(0, 999) == 500);
    CHECK((*body)["request_id"].text() == answer->header("X-Request-Id"));
    CHECK(server.calls().back().request_id == answer->header("X-Request-Id"));
  }
}

TEST_CASE("a reply that would break out of its head becomes 500") {
  const net::ServerReply bad[] = {
      {.headers = {{"X", "a\r\nSet-Cookie: geheim=1"}}},
      {.headers = {{"X\r\nSet-Cookie", "geheim=1"}}},
      {.headers = {{"Location", "/\ngeheim"}}},
      {.status = 42},
      {.status = 1000},
      {.status = 101},
  };
  std::size_t which = 0;
  EchoServer server({}, [&](const auto&) { return bad[which]; });
  for (which = 0; which < std::size(bad); ++which) {
    CAPTURE(which);
    RawClient client(server.port());
    REQUIRE(client.send(get_text("/")));
    const std::string all = client.read_to_end();
    CHECK(all.starts_with("HTTP/1.1 500 "));
    CHECK(all.find("geheim") == std::string::npos);
  }
}

TEST_CASE("what a handler says about length and connection is not believed") {
  EchoServer server({}, [](const auto&) {
    return net::ServerReply{.headers = {{"Content-Length", "3"},
                                        {"Transfer-Encoding", "chunked"},
                                        {"X-Request-Id", "mine"}},
                            .body = "whole"};
  });
  RawClient client(server.port());
  REQUIRE(client.send(get_text("/")));
  const auto answer = client.read_answer();
  REQUIRE(answer);
  CHECK(answer->body == "whole");
  CHECK(answer->headers.count("Transfer-Encoding") == 0);
  CHECK(answer->header("X-Request-Id").size() == 16);
}

TEST_CASE("a large answer reaches a patient reader") {
  const std::string large(20u << 20, 'y');
  EchoServer server({}, [&](const auto&) { return net::ServerReply{.body = large}; });
  const auto answer = ask(server.port(), get_text("/"));
  REQUIRE(answer);
  CHECK(answer->body == large);
}

TEST_CASE("handlers that block do not hold up the bytes of others") {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  net::ServerOptions options;
  options.handler_threads = 4;
  EchoServer server(options, [&](const net::ServerCall& call) {
    if (call.path == "/block") released.wait();
    return net::ServerReply{.body = call.path};
  });
  std::vector<RawClient> blocked;
  for (int i = 0; i < 3; ++i) {
    blocked.emplace_back(server.port());
    REQUIRE(blocked.back().send(get_text("/block")));
  }
  for (int i = 0; i < 20; ++i) {
    const auto answer = ask(server.port(), get_text("/quick"));
    REQUIRE(answer);
    CHECK(answer->body == "/quick");
  }
  // Even with no thread left for handlers, refusals and idle clean-up go on.
  blocked.emplace_back(server.port());
  REQUIRE(blocked.back().send(get_text("/block")));
  const auto refusal = ask(server.port(), "BAD\r\n\r\n");
  REQUIRE(refusal);
  CHECK(refusal->status == 400);
  release.set_value();
  for (RawClient& client : blocked) CHECK(client.read_answer()->body == "/block");
}

TEST_CASE("the client's address comes from X-Forwarded-For behind a trusted proxy only") {
  EchoServer direct;
  REQUIRE(ask(direct.port(), get_text("/", "X-Forwarded-For: 203.0.113.9\r\n")));
  CHECK(direct.calls().at(0).client == "127.0.0.1");
  net::ServerOptions options;
  options.trusted_proxies = {"127.0.0.1"};
  EchoServer behind(options);
  REQUIRE(ask(behind.port(), get_text("/", "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n")));
  CHECK(behind.calls().at(0).client == "203.0.113.9");
}

TEST_CASE("a port that is taken is a fault that says so") {
  EchoServer server;
  net::ServerOptions options;
  options.port = server.port();
  const auto second =
      net::start_http_server(options, [](const auto&) { return net::ServerReply{}; });
  REQUIRE_FALSE(second.ok());
  CHECK(second.fault().kind == FaultKind::rejected);
  CHECK(second.fault().message.find("taken") != std::string::npos);
  options.host = "192.0.2.200";
  options.port = 0;
  const auto elsewhere =
      net::start_http_server(options, [](const auto&) { return net::ServerReply{}; });
  REQUIRE_FALSE(elsewhere.ok());
  CHECK(elsewhere.fault().message.find("no address of this machine") != std::string::npos);
}

namespace {

std::set<int> inheritable_descriptors() {
  std::set<int> open;
  for (int fd = 0; fd < 1024; ++fd) {
    const int flags = ::fcntl(fd, F_GETFD);
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0) open.insert(fd);
  }
  return open;
}

}  // namespace

TEST_CASE("no descriptor of the server is inherited by a child process") {
  const auto before = inheritable_descriptors();
  EchoServer server;
  RawClient client(server.port());
  REQUIRE(client.send(get_text("/")));
  REQUIRE(client.read_answer());
  CHECK(inheritable_descriptors() == before);
}
