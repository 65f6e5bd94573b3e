// The error table, row by row: which failures may be sent again without looking. The library's
// words are pinned here, so that an update cannot move a row quietly.
#include <doctest/doctest.h>

#include <cerrno>
#include <functional>

#include "net/client_fault.h"
#include "tests/loopback/client_helpers.h"

using namespace social311;
using namespace social311::test;

namespace {

void check_fault(const Result<HttpResponse>& answer, Reach reach, const std::string& words) {
  REQUIRE_FALSE(answer.ok());
  CAPTURE(answer.fault().message);
  CHECK(answer.fault().reach == reach);
  CHECK(answer.fault().message.find(words) != std::string::npos);
  CHECK(answer.fault().message.find("geheim") == std::string::npos);
}

HttpRequest secret_post(const std::string& base) {
  auto request = post(base + "/geheim?token=geheim", "geheim", short_limits());
  request.headers["Authorization"] = "Bearer geheim";
  return request;
}

}  // namespace

TEST_CASE("a refused port: nothing was sent") {
  const RefusedPort port;
  const auto client = net::make_http_client();
  const auto answer = client->send(secret_post(port.url("")));
  check_fault(answer, Reach::not_sent, "no connection: refused or unreachable");
  CHECK(answer.fault().kind == FaultKind::retry_later);
  CHECK(answer.fault().message.starts_with("POST 127.0.0.1:" + std::to_string(port.port()) + ": "));
}

TEST_CASE("a full backlog: nothing was sent") {
  const FullBacklog port;
  const auto client = net::make_http_client();
  check_fault(client->send(secret_post(port.url(""))), Reach::not_sent,
              "no connection within the time limit");
}

TEST_CASE("a TLS port that stays silent: nothing was sent") {
  ScriptedServer server;
  server.then_ignore();
  const auto client = net::make_http_client();
  check_fault(client->send(secret_post(server.https_url())), Reach::not_sent,
              "no TLS handshake within the time limit");
}

TEST_CASE("a TLS port that speaks something else: nothing was sent") {
  ScriptedServer server;
  server.then_hang_up_at_once();
  const auto client = net::make_http_client();
  check_fault(client->send(secret_post(server.https_url())), Reach::not_sent,
              "the TLS handshake failed");
  CHECK(server.requests().empty());
}

TEST_CASE("a name without an address: nothing was sent") {
  const auto client = net::make_http_client();
  auto request = secret_post("https://social311.invalid");
  request.limits.total = std::chrono::seconds(20);  // a lookup may take its time; no limit ends it
  check_fault(client->send(request), Reach::not_sent, "could not be resolved");
}

TEST_CASE("a server that reads and stays silent: unknown") {
  ScriptedServer server;
  server.then_silence();
  const auto client = net::make_http_client();
  check_fault(client->send(secret_post(server.url())), Reach::unknown,
              "no answer within the time limit");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a connection closed before the answer: unknown") {
  ScriptedServer server;
  server.then_hang_up();
  const auto client = net::make_http_client();
  check_fault(client->send(secret_post(server.url())), Reach::unknown,
              "closed before an answer came");
}

TEST_CASE("a connection reset before the answer: unknown") {
  ScriptedServer server;
  server.then_reset();
  const auto client = net::make_http_client();
  check_fault(client->send(secret_post(server.url())), Reach::unknown,
              "reset before an answer came");
}

TEST_CASE("a server that never reads a large body: unknown") {
  ScriptedServer server;
  server.then_ignore();
  const auto client = net::make_http_client();
  auto request = secret_post(server.url());
  request.body.assign(32u << 20, 'x');
  check_fault(client->send(request), Reach::unknown, "while the request was being sent");
}

TEST_CASE(
    "an answer that is cut, malformed or too large leaves a write unknown and to be looked up") {
  struct Case {
    const char* what;
    std::function<void(ScriptedServer&)> script;
    const char* words;
  };
  const Case cases[] = {
      {"cut body", [](auto& s) { s.then_cut({.body = "0123456789"}, 4); }, "no whole answer"},
      {"cut chunk",
       [](auto& s) {
         s.then_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc");
       },
       "no whole answer"},
      {"no last chunk",
       [](auto& s) {
         s.then_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
       },
       "no whole answer"},
      {"chunk without a size",
       [](auto& s) {
         s.then_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");
       },
       "chunks are malformed"},
      {"not HTTP", [](auto& s) { s.then_raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"); }, "not HTTP"},
      {"interim status at last", [](auto& s) { s.then_raw("HTTP/1.1 100 Continue\r\n\r\n"); },
       "no final one"},
      {"status 999", [](auto& s) { s.then_raw("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"); },
       "no final one"},
      {"length that is no number",
       [](auto& s) {
         s.then_raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nabcde");
       },
       "Content-Length"},
      {"too large", [](auto& s) { s.then({.body = std::string(3000, 'x')}); },
       "larger than 1000 bytes"},
  };
  const auto client = net::make_http_client();
  for (const Case& row : cases) {
    CAPTURE(row.what);
    for (const HttpEffect effect : {HttpEffect::write, HttpEffect::read}) {
      CAPTURE(static_cast<int>(effect));
      ScriptedServer server;
      row.script(server);
      auto request = secret_post(server.url());
      request.effect = effect;
      request.limits.body_bytes = 1000;
      const auto answer = client->send(request);
      check_fault(answer, Reach::unknown, row.words);
      if (effect == HttpEffect::write) CHECK(answer.fault().kind == FaultKind::retry_later);
    }
  }
}

TEST_CASE("the table itself: only a failed lookup, connect or handshake counts as not sent") {
  struct Case {
    const char* what;
    int code;
    Reach reach;
  };
  const Case cases[] = {
      {"Error resolving address", 1, Reach::not_sent},
      {"Failed to resolve address", 0, Reach::not_sent},
      {"Failed to connect to any resolved endpoint", EHOSTUNREACH, Reach::not_sent},
      {"Request canceled by user.", ETIMEDOUT, Reach::not_sent},
      {"Request canceled by user.", ECANCELED, Reach::unknown},
      {"Error in SSL handshake", ETIMEDOUT, Reach::not_sent},
      {"Error in SSL handshake", 167772294, Reach::not_sent},
      {"Failed to write request headers", EHOSTUNREACH, Reach::unknown},
      {"Failed to write request body", EHOSTUNREACH, Reach::unknown},
      {"Failed to read HTTP status line", ETIMEDOUT, Reach::unknown},
      {"Failed to read HTTP status line", ECONNABORTED, Reach::unknown},
      {"Failed to read HTTP status line", ECONNRESET, Reach::unknown},
      {"Failed to read response body", ECONNRESET, Reach::unknown},
      {"Failed to connect to any resolved proxy endpoint", EHOSTUNREACH, Reach::unknown},
      {"", 0, Reach::unknown},
      {"a sentence of a later version", 5, Reach::unknown},
  };
  for (const Case& row : cases) {
    CAPTURE(row.what);
    CAPTURE(row.code);
    const Fault fault = net::fault_of("POST a.example", HttpEffect::write, row.what, row.code);
    CHECK(fault.reach == row.reach);
    CHECK(fault.kind == FaultKind::retry_later);
    CHECK(fault.message.starts_with("POST a.example: "));
  }
  const auto read = net::fault_of("GET a.example", HttpEffect::read, "Invalid HTTP status line", 0);
  CHECK(read.kind == FaultKind::garbled);
}

TEST_CASE("a long series of failing calls leaves no unobserved exception behind") {
  const RefusedPort refused;
  const auto client = net::make_http_client();
  const HttpLimits limits{.inactivity = std::chrono::milliseconds(50),
                          .total = std::chrono::milliseconds(100),
                          .body_bytes = 100};
  int failed = 0;
  for (int i = 0; i < 20; ++i) {
    ScriptedServer server;
    server.then_hang_up().then_reset().then_silence().then_hang_up_at_once();
    server.then_cut({.body = std::string(80, 'x')}, 5).then_stall({.body = "abc"}, 1);
    server.then({.body = std::string(100000, 'x')}).then_raw("nonsense\r\n\r\n");
    for (int step = 0; step < 8; ++step) {
      const auto request =
          step % 2 == 0 ? get(server.url("/"), limits) : post(server.url("/"), "{}", limits);
      failed += client->send(request).ok() ? 0 : 1;
    }
    failed += client->send(get(refused.url(), limits)).ok() ? 0 : 1;
  }
  CHECK(failed == 180);
  ScriptedServer good;
  good.then({});
  CHECK(client->send(get(good.url("/"))).ok());
}
