// What goes on the wire and what comes back when everybody behaves.
#include <doctest/doctest.h>

#include <thread>

#include "net/client_check.h"
#include "tests/loopback/client_helpers.h"

using namespace social311;
using namespace social311::test;

TEST_CASE("a read brings back status, headers and body") {
  ScriptedServer server;
  server.then({.status = 201, .headers = {{"X-Rate-Limit-Reset", "1700000000"}}, .body = "héllo"});
  const auto client = net::make_http_client();
  const auto answer = client->send(get(server.url("/2/tweets?ids=1")));
  REQUIRE(answer.ok());
  CHECK(answer->status == 201);
  CHECK(answer->body == "héllo");
  CHECK(answer->header("x-rate-limit-reset") == "1700000000");
  REQUIRE(server.requests().size() == 1);
  CHECK(server.requests()[0].method == "GET");
  CHECK(server.requests()[0].target == "/2/tweets?ids=1");
}

TEST_CASE("path and query reach the wire byte by byte, for a signature covers them") {
  const char* targets[] = {
      "/",
      "/2/tweets/search/recent?query=%28pothole%20OR%20%22street%20light%22%29&max_results=100",
      "/xrpc/app.bsky.feed.getPosts?uris=at%3A%2F%2Fdid%3Aplc%3Aabc%2Fapp.bsky.feed.post%2F3k",
      "/a/b/?empty=&tilde=~._-&plus=a%2Bb",
      "/api/v1/notifications?types%5B%5D=mention&limit=40",
      "/v21.0/17841400/tags?fields=id%2Ctext&after=",
  };
  ScriptedServer server;
  server.otherwise([](const auto&) { return Answer{}; });
  const auto client = net::make_http_client();
  for (const char* target : targets) {
    CAPTURE(target);
    REQUIRE(client->send(get(server.url(target))).ok());
    CHECK(server.requests().back().target == target);
  }
}

TEST_CASE("a write sends its body, its length and nothing it was not asked to") {
  ScriptedServer server;
  server.then({.status = 201, .body = "{}"});
  const auto client = net::make_http_client({.user_agent = "social311/0.1"});
  auto request = post(server.url("/2/tweets"), R"({"text":"¡Gracias!"})");
  request.headers["Authorization"] = "Bearer t";
  REQUIRE(client->send(request).ok());
  const auto asked = server.requests().at(0);
  CHECK(asked.method == "POST");
  CHECK(asked.body == request.body);
  CHECK(asked.header("content-type") == "application/json");
  CHECK(asked.header("content-length") == std::to_string(request.body.size()));
  CHECK(asked.header("authorization") == "Bearer t");
  CHECK(asked.header("user-agent") == "social311/0.1");
  CHECK(asked.header("host") == "127.0.0.1:" + std::to_string(server.port()));
  CHECK(asked.header("accept-encoding").empty());
  CHECK(asked.header("transfer-encoding").empty());
}

TEST_CASE("a write without a body says that its length is nought") {
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    CAPTURE(method);
    ScriptedServer server;
    server.then({.status = 204, .headers = {{"Content-Length", "0"}}});
    const auto client = net::make_http_client();
    const auto answer =
        client->send({.method = method, .url = server.url("/x"), .effect = HttpEffect::write});
    REQUIRE(answer.ok());
    CHECK(answer->status == 204);
    CHECK(server.requests().at(0).header("content-length") == "0");
  }
}

TEST_CASE("every status is a value") {
  ScriptedServer server;
  const auto client = net::make_http_client();
  for (const int status : {200, 204, 301, 304, 400, 401, 403, 404, 429, 500, 503, 599}) {
    CAPTURE(status);
    server.then({.status = status, .headers = {{"Location", "/elsewhere"}}});
    const auto answer = client->send(get(server.url("/")));
    REQUIRE(answer.ok());
    CHECK(answer->status == status);
  }
  CHECK(server.requests().size() == 12);
}

TEST_CASE("a body without a Content-Type is not lost") {
  ScriptedServer server;
  server.then({.body = "12345"});
  const auto client = net::make_http_client();
  const auto answer = client->send(get(server.url("/")));
  REQUIRE(answer.ok());
  CHECK(answer->body == "12345");
}

TEST_CASE("a body of any type and charset comes back as its bytes") {
  ScriptedServer server;
  const std::string bytes("\x89PNG\0\xff\xfe", 7);
  server.then({.headers = {{"Content-Type", "image/png"}}, .body = bytes});
  server.then({.headers = {{"Content-Type", "text/html; charset=klingon"}}, .body = bytes});
  const auto client = net::make_http_client();
  for (int i = 0; i < 2; ++i) {
    const auto answer = client->send(get(server.url("/")));
    REQUIRE(answer.ok());
    CHECK(answer->body == bytes);
  }
}

TEST_CASE("a chunked answer and one that ends with the connection are read whole") {
  ScriptedServer server;
  server.then_raw(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n "
      "world\r\n0\r\n\r\n");
  server.then_raw("HTTP/1.1 200 OK\r\n\r\nuntil the end");
  const auto client = net::make_http_client();
  const auto chunked = client->send(get(server.url("/")));
  REQUIRE(chunked.ok());
  CHECK(chunked->body == "hello world");
  const auto ended = client->send(get(server.url("/")));
  REQUIRE(ended.ok());
  CHECK(ended->body == "until the end");
}

TEST_CASE("reads of one base share a connection and writes do not") {
  ScriptedServer server;
  server.otherwise([](const auto&) { return json_answer("{}"); });
  const auto client = net::make_http_client();
  for (int i = 0; i < 40; ++i) REQUIRE(client->send(get(server.url("/r"))).ok());
  // A connection goes back to the pool a moment after its answer: the next read may be faster.
  const std::size_t by_reads = server.connections();
  CHECK(by_reads < 40);
  for (int i = 0; i < 5; ++i) REQUIRE(client->send(post(server.url("/w"))).ok());
  CHECK(server.connections() == by_reads + 5);
}

TEST_CASE("the client is shared by many threads at once") {
  ScriptedServer server;
  server.otherwise([](const RecordedRequest& asked) { return Answer{.body = asked.target}; });
  const auto client = net::make_http_client();
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const std::string target = "/" + std::to_string(t) + "/" + std::to_string(i);
        const auto request = i % 4 == 0 ? post(server.url(target)) : get(server.url(target));
        const auto answer = client->send(request);
        right += answer.ok() && answer->body == target ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 160);
}

TEST_CASE("a request that could do harm is refused before anything is sent") {
  struct Case {
    const char* what;
    HttpRequest request;
    const char* says;
  };
  const Case cases[] = {
      {"plain http outward", get("http://api.example.org/2/tweets?token=geheim"), "https"},
      {"a host that only looks like loopback", get("http://127.0.0.1.example.org/"), "https"},
      {"no address", get("api.example.org/x"), "absolute"},
      {"another scheme", get("file:///etc/passwd"), "absolute"},
      {"a user name", get("https://geheim@api.example.org/"), "absolute"},
      {"line break in a value",
       {.url = "https://a.example/", .headers = {{"X", "a\r\nY: geheim"}}},
       "control"},
      {"line feed alone",
       {.url = "https://a.example/", .headers = {{"X", "a\ngeheim"}}},
       "control"},
      {"NUL in a value",
       {.url = "https://a.example/", .headers = {{"X", std::string("a\0b", 3)}}},
       "control"},
      {"line break in a name",
       {.url = "https://a.example/", .headers = {{"X\r\nY", "geheim"}}},
       "malformed"},
      {"empty name", {.url = "https://a.example/", .headers = {{"", "geheim"}}}, "malformed"},
      {"own length", {.url = "https://a.example/", .headers = {{"content-length", "5"}}}, "own"},
      {"own host", {.url = "https://a.example/", .headers = {{"Host", "b.example"}}}, "own"},
      {"packed answers",
       {.url = "https://a.example/", .headers = {{"Accept-Encoding", "gzip"}}},
       "own"},
      {"expectation",
       {.url = "https://a.example/", .headers = {{"Expect", "100-continue"}}},
       "own"},
      {"line break in the method", {.method = "GET\r\nX", .url = "https://a.example/"}, "method"},
      {"small method", {.method = "get", .url = "https://a.example/"}, "method"},
  };
  const auto client = net::make_http_client();
  for (const Case& row : cases) {
    CAPTURE(row.what);
    const auto answer = client->send(row.request);
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.fault().kind == FaultKind::rejected);
    CHECK(answer.fault().reach == Reach::not_sent);
    CHECK(answer.fault().message.find(row.says) != std::string::npos);
    CHECK(answer.fault().message.find("geheim") == std::string::npos);
  }
}

TEST_CASE("characters that an address must escape are refused without showing the address") {
  ScriptedServer server;
  const auto client = net::make_http_client();
  for (const std::string target :
       {"/a?q=\"geheim\"", "/geheim<b>", "/geheim%zz", "/geheim%4", "/a|geheim", "/a?f[]=geheim"}) {
    CAPTURE(target);
    const auto answer = client->send(get(server.url(target)));
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.fault().kind == FaultKind::rejected);
    CHECK(answer.fault().message.find("geheim") == std::string::npos);
  }
  CHECK(server.requests().empty());
}

TEST_CASE("a redirect is a value and carries nothing to the second server") {
  ScriptedServer first;
  ScriptedServer second;
  const auto client = net::make_http_client();
  for (const int status : {301, 302, 303, 307, 308}) {
    CAPTURE(status);
    first.then_redirect(second.url("/stolen"), status).then_redirect(second.url("/stolen"), status);
    auto read = get(first.url("/"));
    read.headers["Authorization"] = "Bearer geheim";
    const auto answer = client->send(read);
    REQUIRE(answer.ok());
    CHECK(answer->status == status);
    CHECK(answer->header("Location") == second.url("/stolen"));
    const auto written = client->send(post(first.url("/")));
    REQUIRE(written.ok());
    CHECK(written->status == status);
  }
  CHECK(second.connections() == 0);
  CHECK(first.requests().size() == 10);
}
