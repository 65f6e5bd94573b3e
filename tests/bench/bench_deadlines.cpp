// Due moments a second on one core: a calendar with a year of holidays, clocks with and without
// pauses, targets from minutes to months. Beside it the day-by-day walk, which is what there is
// without a compiled calendar, so that the ratio means something on any machine.
//   ninja -C build/release bench_deadlines && build/release/bin/bench_deadlines
#include <chrono>
#include <cstdio>
#include <vector>

#include "casebridge/calendar.h"
#include "casebridge/deadline.h"
#include "core/random.h"

using namespace social311;
using namespace social311::casebridge;
using namespace std::chrono_literals;

namespace {

BusinessHours hours() {
  BusinessHours out;
  out.timezone = "America/Denver";
  for (int day = 1; day <= 5; ++day) out.week[day] = {{7 * 60, 12 * 60}, {13 * 60, 19 * 60}};
  const std::chrono::sys_days first = std::chrono::year{2026} / 1 / 1;
  for (int i = 0; i < 14; ++i) out.holidays.emplace_back(first + std::chrono::days{i * 26});
  return out;
}

struct Asked {
  Target target{};
  CaseClock clock{};
};

std::vector<Asked> questions(Instant begin, int count, bool with_pauses) {
  SeededRandom random(311);
  std::vector<Asked> out;
  for (int i = 0; i < count; ++i) {
    Asked one;
    one.target.span = std::chrono::minutes{15 + static_cast<int>(random.below(600 * 60))};
    one.clock.started_at =
        begin + std::chrono::seconds{static_cast<int>(random.below(200 * 86'400))};
    if (with_pauses) {
      const Instant from =
          one.clock.started_at + std::chrono::minutes{static_cast<int>(random.below(4'000))};
      one.clock.pauses.push_back(
          {from, from + std::chrono::minutes{static_cast<int>(random.below(10'000))}, "waits"});
    }
    out.push_back(std::move(one));
  }
  return out;
}

template <typename One>
double rate(const std::vector<Asked>& asked, const One& one) {
  std::int64_t sum = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (const Asked& each : asked) sum += one(each).time_since_epoch().count();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (sum == 0) std::puts("nothing was reckoned");
  return static_cast<double>(asked.size()) / took.count();
}

Instant begin_of_year() {
  return Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}.time_since_epoch()};
}

}  // namespace

int main() {
  constexpr double goal = 100'000;
  const BusinessHours desk = hours();
  const Instant begin = begin_of_year();
  const Calendar calendar(desk, begin);
  const auto compiled = [&](const Asked& one) {
    return due_at(calendar, one.target, one.clock).value_or(Instant{});
  };
  const auto walked = [&](const Asked& one) {
    return add_business_time(desk, one.clock.started_at, one.target.span).value_or(Instant{});
  };
  const double plain = rate(questions(begin, 500'000, false), compiled);
  const double paused = rate(questions(begin, 500'000, true), compiled);
  const double slow = rate(questions(begin, 2'000, false), walked);
  std::printf("due moments a second: %.0f, with a pause %.0f, day by day %.0f\n", plain, paused,
              slow);
  std::printf("ratio to the walk: %.0f; goal %.0f: %.1f times it\n", plain / slow, goal,
              plain / goal);
  return plain >= goal && paused >= goal ? 0 : 1;
}
