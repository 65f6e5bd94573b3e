#include <date/tz.h>
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "casebridge/calendar.h"
#include "casebridge/deadline.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;
namespace chrono = std::chrono;
using namespace std::chrono_literals;

namespace {

// The slow reference: looks at every second by itself, and knows neither spans nor sums.
class BySecond {
 public:
  BySecond(const BusinessHours& hours, Basis basis, const CaseClock& clock)
      : hours_(hours), basis_(basis), clock_(clock), zone_(date::locate_zone(hours.timezone)) {}

  bool is_paused(Instant at) const {
    return std::any_of(clock_.pauses.begin(), clock_.pauses.end(), [at](const Pause& pause) {
      return pause.from <= at && (!pause.to || at < *pause.to);
    });
  }

  bool counts(Instant at) const { return !is_paused(at) && is_running(at); }

  bool is_running(Instant at) const {
    if (basis_ == Basis::wall_time) return true;
    const auto local = zone_->to_local(date::sys_time<Milliseconds>{at.time_since_epoch()});
    const auto day = date::floor<date::days>(local);
    const auto minute = chrono::floor<chrono::minutes>(local - day).count();
    const chrono::sys_days plain{day.time_since_epoch()};
    for (const auto holiday : hours_.holidays)
      if (chrono::sys_days{holiday} == plain) return false;
    const int weekday = static_cast<int>(chrono::weekday{plain}.iso_encoding());
    const auto found = hours_.week.find(weekday);
    if (found == hours_.week.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [minute](const OpenInterval& open) {
                         return open.from_min <= minute && minute < open.to_min;
                       });
  }

 private:
  const BusinessHours& hours_;
  Basis basis_;
  const CaseClock& clock_;
  const date::time_zone* zone_;
};

int quarter() {
  return *rc::gen::inRange(0, 97) * 15;
}

BusinessHours any_hours() {
  BusinessHours out;
  out.timezone =
      *rc::gen::element<std::string>("America/Denver", "UTC", "Europe/Madrid",
                                     "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago");
  for (int day = 1; day <= 7; ++day) {
    std::vector<int> edges{quarter(), quarter(), quarter(), quarter()};
    std::sort(edges.begin(), edges.end());
    for (std::size_t i = 0; i < 4; i += 2)
      if (edges[i] < edges[i + 1] && *rc::gen::inRange(0, 4) != 0)
        out.week[day].push_back({edges[i], edges[i + 1]});
  }
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i)
    out.holidays.emplace_back(chrono::sys_days{chrono::year{2026} / 3 / 26} +
                              chrono::days{*rc::gen::inRange(0, 12)});
  return out;
}

// Around the changes of clocks of the zones above: late March, early April, late October.
Instant any_start() {
  const Instant begin = *rc::gen::element(at("2026-03-27T00:00:00Z"), at("2026-04-03T00:00:00Z"),
                                          at("2026-03-06T00:00:00Z"), at("2026-10-23T00:00:00Z"),
                                          at("2026-10-30T00:00:00Z"));
  return begin + chrono::seconds{*rc::gen::inRange(0, 2 * 86'400)};
}

std::vector<Pause> any_pauses(Instant from) {
  std::vector<Pause> out;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    const Instant begin = from + chrono::seconds{*rc::gen::inRange(-3'600, 3 * 86'400)};
    out.push_back({begin, begin + chrono::seconds{*rc::gen::inRange(0, 86'400)}, "waits"});
  }
  return out;
}

Calendar sample_calendar() {
  return {office_hours(), at("2026-06-01T00:00:00Z")};
}

}  // namespace

TEST_CASE("every second of a clock is counted, closed or paused as a slow reference says") {
  rc::check([] {
    const BusinessHours hours = any_hours();
    const Basis basis = *rc::gen::element(Basis::open_time, Basis::wall_time);
    CaseClock clock;
    clock.started_at = any_start();
    clock.pauses = any_pauses(clock.started_at);
    const Instant now = clock.started_at + chrono::seconds{*rc::gen::inRange(0, 3 * 86'400)};
    // Some questions are answered from memory, some by walking: both must agree.
    const Calendar calendar(hours, clock.started_at, *rc::gen::element(0, 1));
    const Explained got = explain(calendar, {60min, basis}, clock, now);
    const BySecond reference(hours, basis, clock);
    Milliseconds counted{0};
    Milliseconds paused{0};
    for (Instant at = clock.started_at; at < now; at += 1s) {
      if (reference.is_paused(at)) paused += 1s;
      if (reference.counts(at)) counted += 1s;
    }
    RC_ASSERT(got.counted == counted);
    RC_ASSERT(got.paused == paused);
    RC_ASSERT(got.counted + got.paused + got.closed == now - clock.started_at);
    Instant end = clock.started_at;
    for (const Stretch& stretch : got.stretches) {
      RC_ASSERT(stretch.from == end);
      end = stretch.to;
    }
    RC_ASSERT(end == now);
  });
}

TEST_CASE("the due moment is the first by which the target has been counted") {
  rc::check([] {
    const BusinessHours hours = any_hours();
    CaseClock clock;
    clock.started_at = any_start();
    clock.pauses = any_pauses(clock.started_at);
    const chrono::minutes span{*rc::gen::inRange(1, 20 * 60)};
    const Calendar calendar(hours, clock.started_at, *rc::gen::element(0, 1));
    const auto due = due_at(calendar, {span, Basis::open_time}, clock);
    if (!due) {
      RC_ASSERT(std::all_of(hours.week.begin(), hours.week.end(),
                            [](const auto& day) { return day.second.empty(); }));
      return;
    }
    const BySecond reference(hours, Basis::open_time, clock);
    if (*due - clock.started_at > 40 * 24h) return;  // the reference would take minutes
    Milliseconds counted{0};
    Instant at = clock.started_at;
    for (; counted < span; at += 1s) counted += reference.counts(at) ? 1s : 0s;
    RC_ASSERT(at == *due);
  });
}

TEST_CASE("a pause moves the deadline by the open time it covers and no more") {
  const Calendar calendar = sample_calendar();
  CaseClock clock;
  clock.started_at = at("2026-03-02T16:00:00Z");  // Monday, 9:00 in Denver
  const Target target{4h, Basis::open_time};
  CHECK(due_at(calendar, target, clock) == at("2026-03-02T20:00:00Z"));
  // Two open hours and a night: 17:00 to 9:00.
  clock.pauses = {{at("2026-03-02T18:00:00Z"), at("2026-03-02T19:00:00Z"), "asked for the place"}};
  CHECK(due_at(calendar, target, clock) == at("2026-03-02T21:00:00Z"));
  clock.pauses = {{at("2026-03-03T02:30:00Z"), at("2026-03-03T13:00:00Z"), "the night"}};
  CHECK(due_at(calendar, target, clock) == at("2026-03-02T20:00:00Z"));
}

TEST_CASE("while a pause lasts nothing is due and the account says what is left") {
  const Calendar calendar = sample_calendar();
  CaseClock clock;
  clock.started_at = at("2026-03-02T16:00:00Z");
  clock.pauses = {{at("2026-03-02T17:00:00Z"), {}, "asked for the place"}};
  const Target target{4h, Basis::open_time};
  CHECK_FALSE(due_at(calendar, target, clock).has_value());
  const Explained told = explain(calendar, target, clock, at("2026-03-05T16:00:00Z"));
  CHECK(told.counted == 1h);
  CHECK(told.left == 3h);
  CHECK_FALSE(told.breached);
  REQUIRE(told.stretches.size() == 2);
  CHECK(told.stretches.back().kind == Stretch::Kind::paused);
  CHECK(told.stretches.back().why == "asked for the place");
  // A target that was reached before the pause stays reached.
  CHECK(due_at(calendar, {30min, Basis::open_time}, clock) == at("2026-03-02T16:30:00Z"));
}

TEST_CASE("a breach is told with the open time it is late by") {
  const Calendar calendar = sample_calendar();
  CaseClock clock;
  clock.started_at = at("2026-03-02T16:00:00Z");
  const Explained told =
      explain(calendar, {4h, Basis::open_time}, clock, at("2026-03-02T22:00:00Z"));
  CHECK(told.breached);
  CHECK(told.left == -2h);
  clock.stopped_at = at("2026-03-02T19:00:00Z");
  CHECK_FALSE(
      explain(calendar, {4h, Basis::open_time}, clock, at("2026-03-09T22:00:00Z")).breached);
}

TEST_CASE("nobody is warned of a deadline while the desk is closed") {
  rc::check([] {
    const BusinessHours hours = office_hours();
    const Calendar calendar(hours, at("2026-03-01T00:00:00Z"));
    CaseClock clock;
    clock.started_at = any_start();
    clock.pauses = any_pauses(clock.started_at);
    const Target target{chrono::minutes{*rc::gen::inRange(2, 10'000)}, Basis::open_time};
    const auto warned = warn_at(calendar, target, clock, 0.8);
    const auto due = due_at(calendar, target, clock);
    RC_ASSERT(warned.has_value());
    RC_ASSERT(*warned <= *due);
    RC_ASSERT(calendar.is_open(*warned - 1ms));  // a closing moment still finds people there
  });
}

TEST_CASE("danger to life goes by the wall clock") {
  const Calendar calendar = sample_calendar();
  CaseClock clock;
  clock.started_at = at("2026-03-07T09:00:00Z");  // Saturday night
  CHECK(due_at(calendar, {60min, Basis::wall_time}, clock) == at("2026-03-07T10:00:00Z"));
}

TEST_CASE("a calendar that never opens has no due moment and hangs nobody") {
  const Calendar calendar(BusinessHours{.timezone = "UTC"}, at("2026-01-01T00:00:00Z"));
  CaseClock clock;
  clock.started_at = at("2026-01-01T00:00:00Z");
  CHECK_FALSE(due_at(calendar, {60min, Basis::open_time}, clock).has_value());
  CHECK(explain(calendar, {60min, Basis::open_time}, clock, at("2027-01-01T00:00:00Z")).counted ==
        0ms);
}

TEST_CASE("what another calendar would change is told for each clock") {
  BusinessHours with_holiday = office_hours();
  with_holiday.holidays.push_back(chrono::year{2026} / 3 / 3);
  const Calendar as_it_is = sample_calendar();
  const Calendar would_be(with_holiday, at("2026-06-01T00:00:00Z"));
  CaseClock monday;
  monday.started_at = at("2026-03-02T16:00:00Z");
  const auto told = what_if(as_it_is, would_be, {18h, Basis::open_time},
                            {monday, CaseClock{at("2026-04-06T16:00:00Z"), {}, {}}});
  REQUIRE(told.size() == 2);
  CHECK(told[0].as_it_is == at("2026-03-03T22:00:00Z"));
  CHECK(told[0].as_it_would_be == at("2026-03-04T22:00:00Z"));
  CHECK(told[1].as_it_is == told[1].as_it_would_be);
}
