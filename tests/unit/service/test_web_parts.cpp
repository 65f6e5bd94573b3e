#include <doctest/doctest.h>

#include "service/web/sign_in.h"

using namespace social311;
using namespace social311::service;
using namespace std::chrono_literals;

TEST_CASE("a brake allows its tries, then refuses, then refills over the hour") {
  GuessBrake brake(10);
  Instant now{std::chrono::hours(500'000)};
  for (int i = 0; i < 10; ++i) CHECK(brake.allow("ana", now));
  CHECK_FALSE(brake.allow("ana", now));
  CHECK(brake.allow("another name has its own tries", now));
  CHECK_FALSE(brake.allow("ana", now + 1min));
  CHECK(brake.allow("ana", now + 8min));
  CHECK_FALSE(brake.allow("ana", now + 8min));
}

TEST_CASE("a try that was right does not count") {
  GuessBrake brake(2);
  const Instant now{std::chrono::hours(500'000)};
  for (int i = 0; i < 20; ++i) {
    CHECK(brake.allow("ana", now));
    brake.forgive("ana");
  }
  CHECK(brake.allow("ana", now));
  CHECK(brake.allow("ana", now));
  CHECK_FALSE(brake.allow("ana", now));
}

TEST_CASE("a clock that jumps back gives no tries away") {
  GuessBrake brake(2);
  Instant now{std::chrono::hours(500'000)};
  CHECK(brake.allow("ana", now));
  CHECK(brake.allow("ana", now - 10h));
  CHECK_FALSE(brake.allow("ana", now - 10h));
}

TEST_CASE("a route catches its segments and tells another method from no path") {
  Routes routes;
  routes.add("GET", "/cases/{}", Power::read, [](const ApiCall&) { return no_content(); });
  routes.add("POST", "/cases/{}/close", Power::act, [](const ApiCall&) { return no_content(); });
  const auto found = routes.find("GET", "/cases/26-000001");
  REQUIRE(found.route != nullptr);
  CHECK(found.path == std::vector<std::string>{"26-000001"});
  CHECK(routes.find("POST", "/cases/26-000001").other_method);
  CHECK(routes.find("GET", "/cases").route == nullptr);
  CHECK_FALSE(routes.find("GET", "/cases").other_method);
  CHECK(routes.find("GET", "/cases/").route == nullptr);
  CHECK(routes.find("POST", "/cases/26-000001/close").route != nullptr);
}

TEST_CASE("who may act and who may only read") {
  for (const char* role : {"agent", "approver", "supervisor", "admin"})
    CHECK(may(role, Power::act));
  for (const char* role : {"viewer", "auditor", "", "king"}) CHECK_FALSE(may(role, Power::act));
  CHECK(may("viewer", Power::read));
  for (const char* role : {"approver", "supervisor", "admin"}) CHECK(may(role, Power::approve));
  for (const char* role : {"viewer", "auditor", "agent", ""})
    CHECK_FALSE(may(role, Power::approve));
}

TEST_CASE("a problem names its type and never needs escaping by hand") {
  const auto reply = problem(409, "changed", "It \"changed\"", "line\nbreak");
  CHECK(reply.status == 409);
  CHECK(reply.headers.at("Content-Type") == "application/problem+json");
  const auto json = JsonValue::parse(reply.body);
  REQUIRE(json);
  CHECK((*json)["type"].text() == "/problems/changed");
  CHECK((*json)["detail"].text() == "line\nbreak");
}
