#include <doctest/doctest.h>

#include <set>

#include "casebridge/bridge.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;

TEST_CASE("a case number has the city's year and six digits") {
  CHECK(case_number(office_hours(), at("2026-03-02T15:00:00Z"), 123) == "26-000123");
  CHECK(case_number(office_hours(), at("2027-01-01T06:59:59Z"), 1) == "26-000001");
  CHECK(case_number(office_hours(), at("2027-01-01T07:00:00Z"), 1) == "27-000001");
  CHECK(case_number(office_hours(), at("2105-06-01T07:00:00Z"), 1234567) == "05-1234567");
}

TEST_CASE("markers of one case never repeat and hold no look-alikes") {
  std::set<std::string> seen;
  for (std::int64_t sequence = 0; sequence < 70'000; ++sequence) {
    const std::string marker = reply_marker("26-000123", sequence);
    REQUIRE(marker.substr(0, 10) == "26-000123-");
    REQUIRE(marker.size() >= 12);
    REQUIRE(marker.substr(10).find_first_of("BGIOQSZ0125689") == std::string::npos);
    REQUIRE(seen.insert(marker).second);
  }
}
