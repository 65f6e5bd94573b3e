#include <date/tz.h>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "casebridge/city.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;
namespace chrono = std::chrono;
using chrono::hours;
using chrono::minutes;

namespace {

struct Addition {
  const char* what;
  const char* from;
  minutes span;
  const char* expected;
};

void check_additions(const BusinessHours& calendar, const std::vector<Addition>& table) {
  for (const Addition& row : table) {
    CAPTURE(row.what);
    const auto got = add_business_time(calendar, at(row.from), row.span);
    REQUIRE(got.has_value());
    CHECK(to_iso8601(*got) == row.expected);
    CHECK(business_time_between(calendar, at(row.from), *got) == row.span);
  }
}

// Steps of a quarter of an hour, none of them inside 01:00..02:00, which a clock shows twice in
// autumn: there "the local time lies in an interval" and "between the interval's two moments"
// differ by design.
int edge() {
  const int quarter = *rc::gen::inRange(0, 97);
  return quarter >= 4 && quarter < 8 ? 480 : quarter * 15;
}

BusinessHours any_calendar() {
  BusinessHours out;
  out.timezone = *rc::gen::element<std::string>("America/Denver", "UTC", "Europe/Madrid");
  for (int day = 1; day <= 7; ++day) {
    std::vector<int> edges{edge(), edge(), edge(), edge()};
    std::sort(edges.begin(), edges.end());
    for (std::size_t i = 0; i < 4; i += 2) {
      if (edges[i] < edges[i + 1] && *rc::gen::inRange(0, 4) != 0) {
        out.week[day].push_back({edges[i], edges[i + 1]});
      }
    }
  }
  out.week[3].assign({{9 * 60, 17 * 60}});  // it opens once a week at least
  const int holidays = *rc::gen::inRange(0, 4);
  for (int i = 0; i < holidays; ++i) {
    out.holidays.emplace_back(chrono::sys_days{chrono::year{2026} / 3 / 1} +
                              chrono::days{*rc::gen::inRange(0, 30)});
  }
  return out;
}

// Around both clock changes of 2026, on quarters of an hour.
Instant any_quarter() {
  const Instant start = *rc::gen::element(at("2026-03-01T00:00:00Z"), at("2026-10-20T00:00:00Z"));
  return start + minutes{15} * *rc::gen::inRange(0, 96 * 30);
}

// The definition, read the other way round: a moment is open when the wall clock that it shows is.
bool open_by_the_wall_clock(const BusinessHours& calendar, Instant moment) {
  const auto local = date::locate_zone(calendar.timezone)->to_local(moment);
  const auto day = date::floor<date::days>(local);
  const chrono::sys_days same_day{day.time_since_epoch()};
  const auto minute = chrono::floor<minutes>(local - day).count();
  for (const auto holiday : calendar.holidays) {
    if (chrono::sys_days{holiday} == same_day) return false;
  }
  const auto found = calendar.week.find(static_cast<int>(chrono::weekday{same_day}.iso_encoding()));
  if (found == calendar.week.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const OpenInterval& open) {
    return open.from_min <= minute && minute < open.to_min;
  });
}

}  // namespace

TEST_CASE("open time runs over nights, weekends and the desk's last minute") {
  check_additions(
      office_hours(),
      {{"within a day", "2026-03-02T15:00:00Z", hours{2}, "2026-03-02T17:00:00Z"},
       {"a whole day ends when the desk closes", "2026-03-02T14:00:00Z", hours{12},
        "2026-03-03T02:00:00Z"},
       {"one minute more is the next morning", "2026-03-02T14:00:00Z", minutes{721},
        "2026-03-03T14:01:00Z"},
       {"Friday evening to Monday", "2026-03-07T01:00:00Z", hours{2}, "2026-03-09T14:00:00Z"},
       {"asked on Sunday", "2026-03-01T20:00:00Z", minutes{30}, "2026-03-02T14:30:00Z"},
       {"zero changes nothing", "2026-03-01T20:00:00Z", minutes{0}, "2026-03-01T20:00:00Z"}});
}

TEST_CASE("open time over the two clock changes of Denver") {
  BusinessHours always = office_hours();
  for (int day = 1; day <= 7; ++day) always.week[day] = {{0, 24 * 60}};
  check_additions(
      always,
      {{"23 hours make that Sunday", "2026-03-08T07:00:00Z", hours{23}, "2026-03-09T06:00:00Z"},
       {"25 hours make that Sunday", "2026-11-01T06:00:00Z", hours{25}, "2026-11-02T07:00:00Z"}});
  check_additions(office_hours(), {{"7 a.m. is an hour earlier in UTC", "2026-03-07T01:30:00Z",
                                    hours{1}, "2026-03-09T13:30:00Z"},
                                   {"and an hour later in autumn", "2026-10-31T00:30:00Z", hours{1},
                                    "2026-11-02T14:30:00Z"}});
}

TEST_CASE("an interval inside the hour that the clock skips is no time at all") {
  BusinessHours night = office_hours();
  night.week = {{7, {{2 * 60, 3 * 60}}}};
  const auto got = add_business_time(night, at("2026-03-07T12:00:00Z"), minutes{30});
  REQUIRE(got.has_value());
  CHECK(to_iso8601(*got) == "2026-03-15T08:30:00Z");  // a week later
  CHECK(business_time_between(night, at("2026-03-07T12:00:00Z"), at("2026-03-09T12:00:00Z")) ==
        minutes{0});
}

TEST_CASE("neighbouring intervals never count the doubled hour twice") {
  BusinessHours split = office_hours();
  split.week = {{7, {{0, 90}, {90, 24 * 60}}}};
  CHECK(business_time_between(split, at("2026-11-01T00:00:00Z"), at("2026-11-03T00:00:00Z")) ==
        hours{25});
}

TEST_CASE("several intervals a day and holidays") {
  BusinessHours lunch = office_hours();
  for (auto& [day, open] : lunch.week) open = {{8 * 60, 12 * 60}, {13 * 60, 17 * 60}};
  lunch.holidays = {chrono::year{2026} / 7 / 3};
  check_additions(lunch, {{"over lunch", "2026-07-01T17:30:00Z", hours{1}, "2026-07-01T19:30:00Z"},
                          {"over the holiday Friday", "2026-07-02T22:00:00Z", hours{2},
                           "2026-07-06T15:00:00Z"}});
  CHECK_FALSE(is_open(lunch, at("2026-07-03T16:00:00Z")));
  CHECK_FALSE(is_open(lunch, at("2026-07-01T18:30:00Z")));
  CHECK(is_open(lunch, at("2026-07-01T19:00:00Z")));
  CHECK_FALSE(is_open(lunch, at("2026-07-01T23:00:00Z")));  // the end does not belong
}

TEST_CASE("a calendar that never opens has no deadline and no opening") {
  BusinessHours never = office_hours();
  never.week = {{1, {}}};
  CHECK_FALSE(add_business_time(never, at("2026-03-02T15:00:00Z"), minutes{1}).has_value());
  CHECK_FALSE(next_opening(never, at("2026-03-02T15:00:00Z")).has_value());
  CHECK_FALSE(is_open(never, at("2026-03-02T15:00:00Z")));
  never.week.clear();
  CHECK_FALSE(next_opening(never, at("2026-03-02T15:00:00Z")).has_value());
  CHECK(business_time_between(never, at("2026-03-02T15:00:00Z"), at("2027-03-02T15:00:00Z")) ==
        minutes{0});
}

TEST_CASE("a span beyond all calendars is no deadline instead of an endless walk") {
  CHECK_FALSE(add_business_time(office_hours(), at("2026-03-02T15:00:00Z"), minutes::max()));
  CHECK_FALSE(add_business_time(office_hours(), at("2026-03-02T15:00:00Z"), hours{24 * 366 * 199}));
}

TEST_CASE("the next opening is now while the desk is open") {
  CHECK(next_opening(office_hours(), at("2026-03-02T15:00:00Z")) == at("2026-03-02T15:00:00Z"));
  CHECK(next_opening(office_hours(), at("2026-03-07T20:00:00Z")) == at("2026-03-09T13:00:00Z"));
}

TEST_CASE("an unknown time zone is a broken configuration") {
  BusinessHours nowhere = office_hours();
  nowhere.timezone = "Mars/Olympus";
  CHECK_THROWS_AS(is_open(nowhere, at("2026-03-02T15:00:00Z")), std::runtime_error);
}

TEST_CASE("property: open quarters of an hour counted one by one give the same deadline") {
  const bool held = rc::check([] {
    const BusinessHours calendar = any_calendar();
    const Instant from = any_quarter();
    const int quarters = *rc::gen::inRange(1, 120);
    int left = quarters;
    Instant walked = from;
    while (left > 0) {
      left -= open_by_the_wall_clock(calendar, walked) ? 1 : 0;
      walked += minutes{15};
    }
    const auto got = add_business_time(calendar, from, minutes{15} * quarters);
    RC_ASSERT(got.has_value());
    RC_ASSERT(to_iso8601(*got) == to_iso8601(walked));
    RC_ASSERT(is_open(calendar, from) == open_by_the_wall_clock(calendar, from));
  });
  CHECK(held);
}

TEST_CASE("property: adding and measuring undo each other from minutes to years") {
  const bool held = rc::check([] {
    const BusinessHours calendar = any_calendar();
    const Instant from = any_quarter() + Milliseconds{*rc::gen::inRange(0, 900'000)};
    const minutes first{*rc::gen::element(1, 59, 720, 10'000, 60 * 24 * 40)};
    const minutes second{*rc::gen::inRange(1, 5'000)};
    const auto one = add_business_time(calendar, from, first);
    const auto two = add_business_time(calendar, from, first + second);
    RC_ASSERT(one.has_value());
    RC_ASSERT(two.has_value());
    RC_ASSERT(*one > from);
    RC_ASSERT(*two > *one);
    RC_ASSERT(business_time_between(calendar, from, *one) == first);
    RC_ASSERT(add_business_time(calendar, *one, second) == two);
    RC_ASSERT(is_open(calendar, *one - Milliseconds{1}));  // the last moment was an open one
  });
  CHECK(held);
}
