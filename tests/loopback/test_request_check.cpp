// The pure parts of the public server.
#include <doctest/doctest.h>

#include "net/connection_table.h"
#include "net/reply_text.h"
#include "net/request_check.h"

using namespace social311;
using namespace social311::net;

namespace {

RequestHead head(std::string target, std::vector<std::pair<std::string, std::string>> more = {}) {
  RequestHead made{.method = "GET", .target = std::move(target), .fields = {{"Host", "a"}}};
  made.fields.insert(made.fields.end(), more.begin(), more.end());
  return made;
}

}  // namespace

TEST_CASE("a path is decoded exactly once") {
  const auto verdict = check_head(head("/a%2525/%C3%B1+b?q=1+1%2B1&r=%26"), {});
  CHECK(verdict.status == 0);
  CHECK(verdict.path == "/a%25/ñ+b");
  CHECK(verdict.query == decltype(verdict.query){{"q", "1 1+1"}, {"r", "&"}});
}

TEST_CASE("dots inside names are no dot segments") {
  for (const char* target : {"/a..b", "/...", "/.well-known/x", "/a/b.", "/x?p=../.."}) {
    CAPTURE(std::string(target));
    CHECK(check_head(head(target), {}).status == 0);
  }
  for (const char* target : {"/..", "/a/..", "/./a", "/a/.", "/a\\..\\b"}) {
    CAPTURE(std::string(target));
    CHECK(check_head(head(target), {}).status == 400);
  }
}

TEST_CASE("an expectation counts in HTTP/1.1 only") {
  auto asked = head("/", {{"Expect", "100-Continue"}});
  CHECK(check_head(asked, {}).expectation == Expectation::continue_100);
  asked.version = HttpVersion::v1_0;
  CHECK(check_head(asked, {}).expectation == Expectation::none);
}

TEST_CASE("the client behind proxies is the last address that no trusted proxy vouches for") {
  const std::vector<std::string> proxies = {"10.0.0.1", "10.0.0.2"};
  const auto client = [&](const char* peer, const char* header) {
    return client_address(peer, header, proxies);
  };
  CHECK(client("203.0.113.7", "1.1.1.1") == "203.0.113.7");  // no proxy: a claim
  CHECK(client("10.0.0.1", "1.1.1.1, 203.0.113.7") == "203.0.113.7");
  CHECK(client("10.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.2") == "203.0.113.7");
  CHECK(client("10.0.0.1", "2001:db8::7") == "2001:db8::7");
  CHECK(client("10.0.0.1", "::ffff:203.0.113.7") == "203.0.113.7");
  CHECK(client("10.0.0.1", "") == "10.0.0.1");
  CHECK(client("10.0.0.1", "unknown") == "10.0.0.1");
  CHECK(client("10.0.0.1", "203.0.113.7, <script>") == "10.0.0.1");
  CHECK(client("10.0.0.1", "10.0.0.2") == "10.0.0.1");
}

TEST_CASE("at a cap the longest waiting connection is evicted, a busy one never") {
  ConnectionTable table({.all = 3, .each_client = 2, .exempt = {"proxy"}});
  const auto a1 = table.admit("a");
  const auto a2 = table.admit("a");
  REQUIRE(a1.id);
  REQUIRE(a2.id);
  CHECK(table.mark_busy(*a1.id));
  const auto a3 = table.admit("a");  // the client's cap: its own waiting one goes
  REQUIRE(a3.id);
  CHECK(a3.evicted == a2.id);
  CHECK_FALSE(table.mark_busy(*a2.id));  // evicted: must not act
  CHECK(table.mark_busy(*a3.id));
  CHECK_FALSE(table.admit("a").id);  // both busy
  const auto p1 = table.admit("proxy");
  REQUIRE(p1.id);
  CHECK(table.size() == 3);
  const auto b1 = table.admit("b");  // the cap of all
  CHECK(b1.evicted == p1.id);
  table.mark_waiting(*a1.id);
  const auto p2 = table.admit("proxy");
  CHECK(p2.evicted == b1.id);  // waited longer than a1, which has just begun to
  table.remove(*a1.id);
  table.remove(*a1.id);
  CHECK(table.size() == 2);
}

TEST_CASE("proxies are not bound by the cap of one client") {
  ConnectionTable table({.all = 10, .each_client = 2, .exempt = {"proxy"}});
  for (int i = 0; i < 10; ++i) CHECK_FALSE(table.admit("proxy").evicted);
  CHECK(table.admit("proxy").evicted);
}

TEST_CASE("dates are written as HTTP wants them") {
  CHECK(http_date(std::chrono::sys_seconds(std::chrono::seconds(784111777))) ==
        "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(http_date(std::chrono::sys_seconds(std::chrono::seconds(1709164800))) ==
        "Thu, 29 Feb 2024 00:00:00 GMT");
}
