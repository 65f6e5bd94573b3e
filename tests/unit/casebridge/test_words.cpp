#include <doctest/doctest.h>

#include "casebridge/words.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;

TEST_CASE("a deadline is said in calendar words of the city's zone") {
  struct Row {
    const char* moment;
    const char* language;
    const char* expected;
  };
  const Row rows[] = {
      {"2026-03-06T00:00:00Z", "en", "by Thursday, March 5, 5 p.m."},
      {"2026-03-06T00:00:00Z", "es", "a más tardar el jueves 5 de marzo a las 5 p. m."},
      {"2026-07-04T15:30:00Z", "en", "by Saturday, July 4, 9:30 a.m."},
      {"2026-07-04T19:05:00Z", "es", "a más tardar el sábado 4 de julio a la 1:05 p. m."},
      {"2026-07-04T18:00:00Z", "en", "by Saturday, July 4, 12 p.m."},
      {"2026-07-04T06:00:00Z", "en", "by Saturday, July 4, 12 a.m."},
      {"2026-03-06T00:00:00Z", "vi", "by Thursday, March 5, 5 p.m."},
  };
  for (const Row& row : rows) {
    CAPTURE(row.moment);
    CHECK(say_by(office_hours(), at(row.moment), row.language) == row.expected);
  }
}

TEST_CASE("a deadline of another year names the year") {
  const auto now = at("2026-12-28T18:00:00Z");
  CHECK(say_deadline(office_hours(), at("2027-01-05T00:00:00Z"), now, "en") ==
        "by Monday, January 4, 2027, 5 p.m.");
  CHECK(say_deadline(office_hours(), at("2027-01-05T00:00:00Z"), now, "es") ==
        "a más tardar el lunes 4 de enero de 2027 a las 5 p. m.");
  CHECK(say_deadline(office_hours(), at("2026-12-31T00:00:00Z"), now, "en") ==
        "by Wednesday, December 30, 5 p.m.");
}

TEST_CASE("the next opening is said as a neighbour would") {
  CHECK(say_opening(office_hours(), at("2026-03-06T18:00:00Z"), "en") == "");  // open
  CHECK(say_opening(office_hours(), at("2026-03-06T13:00:00Z"), "en") == "today at 7 a.m.");
  CHECK(say_opening(office_hours(), at("2026-03-06T13:00:00Z"), "es") == "hoy a las 7 a. m.");
  CHECK(say_opening(office_hours(), at("2026-03-07T20:00:00Z"), "en") == "Monday at 7 a.m.");
  CHECK(say_opening(office_hours(), at("2026-03-07T20:00:00Z"), "es") == "el lunes a las 7 a. m.");
}

TEST_CASE("an opening more than a week away names its date") {
  BusinessHours closed = office_hours();
  for (unsigned day = 23; day <= 31; ++day) {
    closed.holidays.push_back(std::chrono::year{2026} / 12 / std::chrono::day{day});
  }
  const auto now = at("2026-12-23T20:00:00Z");
  CHECK(say_opening(closed, now, "en") == "Friday, January 1, at 7 a.m.");
  CHECK(say_opening(closed, now, "es") == "el viernes 1 de enero a las 7 a. m.");
}
