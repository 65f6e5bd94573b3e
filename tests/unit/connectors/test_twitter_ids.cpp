#include <doctest/doctest.h>

#include "connectors/twitter/ids.h"

using namespace social311;
using namespace social311::connectors::twitter;

TEST_CASE("X7 ids of 18 and 19 digits are compared by value") {
  CHECK(newer_id("1000000000000000000", "999999999999999999"));
  CHECK_FALSE(newer_id("999999999999999999", "1000000000000000000"));
  CHECK(newer_id("2000000000000000001", "2000000000000000000"));  // equal as doubles
  CHECK_FALSE(newer_id("2000000000000000000", "2000000000000000000"));
  CHECK(newer_id("9223372036854775808", "9223372036854775807"));  // beyond a signed 64-bit number
}

TEST_CASE("what is no id of X is never newer") {
  CHECK_FALSE(is_id(""));
  CHECK_FALSE(is_id("0"));
  CHECK_FALSE(is_id("012"));
  CHECK_FALSE(is_id("12a"));
  CHECK_FALSE(is_id("-12"));
  CHECK_FALSE(is_id("12345678901234567890"));
  CHECK_FALSE(newer_id("abc", "1"));
  CHECK_FALSE(newer_id("2", ""));
  CHECK(newest_of("", "7") == "7");
  CHECK(newest_of("10", "9") == "10");
}

TEST_CASE("an id holds the moment it was made at") {
  // X docs, x-ids.mdx: ms = (id >> 22) + 1288834974657
  const Instant instant = *parse_iso8601("2026-11-21T12:00:00.500Z");
  const std::string id = first_id_at(instant);
  CHECK(instant_of(id) == instant);
  CHECK(instant_of(std::to_string(std::stoull(id) + (1ULL << 22) - 1)) == instant);
  CHECK(instant_of(std::to_string(std::stoull(id) - 1)) == instant - Milliseconds(1));
  CHECK_FALSE(instant_of("20").has_value());  // of 2006: the old ids hold no time
  CHECK(first_id_at(Instant{}) == "1");
}

TEST_CASE("stepping back goes by the time in the id") {
  const Instant instant = *parse_iso8601("2026-11-21T12:00:00Z");
  const std::string back = step_back(first_id_at(instant), std::chrono::seconds(90));
  CHECK(instant_of(back) == instant - std::chrono::seconds(90));
  CHECK(step_back("20", std::chrono::seconds(90)) == "20");
  CHECK(step_back("29700859248", std::chrono::hours(1)) == "1");
}
