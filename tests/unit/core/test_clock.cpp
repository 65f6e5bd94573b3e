#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <future>
#include <thread>

#include "core/clock.h"

using namespace social311;
using namespace std::chrono_literals;

namespace {

Instant at(std::int64_t unix_ms) {
  return Instant(Milliseconds(unix_ms));
}

}  // namespace

TEST_CASE("an instant is written with Z and a fraction only where there is one") {
  CHECK(to_iso8601(at(0)) == "1970-01-01T00:00:00Z");
  CHECK(to_iso8601(at(1'772'463'845'678)) == "2026-03-02T15:04:05.678Z");
  CHECK(to_iso8601(at(1'772'463'845'000)) == "2026-03-02T15:04:05Z");
  CHECK(to_iso8601(at(1'772'463'845'007)) == "2026-03-02T15:04:05.007Z");
}

TEST_CASE("times of the networks are read to the millisecond in UTC") {
  const struct {
    const char* text;
    std::int64_t unix_ms;
  } rows[] = {
      {"2026-03-02T15:04:05.678Z", 1'772'463'845'678},
      {"2026-03-02t15:04:05z", 1'772'463'845'000},
      {"2026-03-02 15:04:05Z", 1'772'463'845'000},
      {"2026-03-02T08:04:05-07:00", 1'772'463'845'000},
      {"2026-03-02T20:34:05+05:30", 1'772'463'845'000},
      {"2026-03-02T15:04:05.6Z", 1'772'463'845'600},
      {"2026-03-02T15:04:05.678999999Z", 1'772'463'845'678},
      {"2024-02-29T00:00:00Z", 1'709'164'800'000},
      {"2016-12-31T23:59:60Z", 1'483'228'799'000},
      {"1970-01-01T00:00:00Z", 0},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto read = parse_iso8601(row.text);
    REQUIRE(read.has_value());
    CHECK(read->time_since_epoch().count() == row.unix_ms);
  }
}

TEST_CASE("what is no time is refused, impossible dates included") {
  for (const char* text : {"",
                           "2026",
                           "2026-03-02",
                           "2026-03-02T15:04:05",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T15:60:05Z",
                           "2026-03-02T15:04:61Z",
                           "2026-03-02T15:04Z",
                           "2026-03-02T15:04:05.Z",
                           "2026-03-02T15:04:05+0700",
                           "2026-03-02T15:04:05+24:00",
                           "2026-03-02T15:04:05+07:60",
                           "1969-12-31T23:59:59Z",
                           "2201-01-01T00:00:00Z",
                           "2026-03-02T15:04:05Z ",
                           " 2026-03-02T15:04:05Z",
                           "2026-3-2T15:04:05Z",
                           "-026-03-02T15:04:05Z",
                           "2026-03-02T15:04:05ZZ",
                           "Mon Mar 02 15:04:05 +0000 2026",
                           "1772463845"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso8601(text).has_value());
  }
}

TEST_CASE("every instant of the accepted years reads back as it was written") {
  const auto survives = [] {
    const auto last = std::chrono::sys_days(std::chrono::year(2200) / 12 / 31);
    const auto days = std::chrono::floor<std::chrono::days>(last).time_since_epoch();
    const auto most = std::chrono::duration_cast<Milliseconds>(days).count();
    const Instant instant = at(*rc::gen::inRange<std::int64_t>(0, most));
    RC_ASSERT(parse_iso8601(to_iso8601(instant)) == instant);
  };
  CHECK(rc::check(survives));
}

TEST_CASE("a sleeper wakes when the clock passes its instant") {
  ManualClock clock(at(1'000));
  std::promise<bool> woke;
  auto result = woke.get_future();
  std::jthread sleeper(
      [&](std::stop_token stop) { woke.set_value(clock.sleep_until(at(5'000), stop)); });
  clock.advance(3'999ms);
  CHECK(clock.now() == at(4'999));
  clock.advance(1ms);
  CHECK(result.get());
}

TEST_CASE("a sleeper that is stopped says so and does not wait for the clock") {
  ManualClock clock(at(0));
  std::promise<bool> woke;
  auto result = woke.get_future();
  std::jthread sleeper(
      [&](std::stop_token stop) { woke.set_value(clock.sleep_until(at(5'000), stop)); });
  sleeper.request_stop();
  CHECK_FALSE(result.get());
}

TEST_CASE("a past instant is no sleep, on any clock") {
  ManualClock manual(at(5'000));
  CHECK(manual.sleep_until(at(5'000), {}));
  SystemClock system;
  CHECK(system.sleep_until(system.now() - 1h, {}));
}

TEST_CASE("a stopped sleep on the system's clock ends, however far the instant is") {
  SystemClock clock;
  std::stop_source source;
  source.request_stop();
  CHECK_FALSE(clock.sleep_until(Instant::max(), source.get_token()));
  std::promise<bool> woke;
  auto result = woke.get_future();
  std::jthread sleeper(
      [&](std::stop_token stop) { woke.set_value(clock.sleep_until(Instant::max(), stop)); });
  sleeper.request_stop();
  CHECK_FALSE(result.get());
}

TEST_CASE("the manual clock's steady time moves with it") {
  ManualClock clock(at(1'000));
  const auto before = clock.steady();
  clock.advance(250ms);
  CHECK(clock.steady() - before == 250ms);
}
