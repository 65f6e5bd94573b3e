#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "classifier/trends/series.h"

using namespace social311;
using classifier::trends::Series;
using namespace std::chrono_literals;

namespace {

struct Row {
  Instant at{};
  double value = 0.0;
};

const Instant start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};
constexpr auto step = 5min;
constexpr int a_day = 288;

// A small fixed generator, so that every run sees the same rows.
class Noise {
 public:
  explicit Noise(std::uint32_t seed) : state_(seed) {}
  double uniform() {
    state_ = state_ * 1664525u + 1013904223u;
    return (static_cast<double>(state_ >> 8) + 0.5) / 16777216.0;
  }
  // Poisson by counting exponential waits: plain, and fast enough for small means.
  double count(double mean) {
    double waited = -std::log(uniform());
    int events = 0;
    for (; waited < mean; ++events) waited -= std::log(uniform());
    return events;
  }

 private:
  std::uint32_t state_;
};

// Busy by day, calm by night, a third less on two days of seven.
double usual(int row, double level) {
  const double hour = (row % a_day) / 12.0;
  const double wave = 1.0 + 0.6 * std::sin((hour - 9.0) / 24.0 * 6.2832);
  return level * wave * ((row / a_day) % 7 >= 5 ? 0.65 : 1.0);
}

std::vector<Row> usual_days(int days, double level, std::uint32_t seed = 311) {
  std::vector<Row> rows;
  Noise noise(seed);
  for (int i = 0; i < days * a_day; ++i)
    rows.push_back({start + i * step, noise.count(usual(i, level))});
  return rows;
}

std::vector<double> scores(const std::vector<Row>& rows) {
  Series series;
  std::vector<double> out;
  for (const Row& row : rows) out.push_back(series.score(row.at, row.value));
  return out;
}

// Rows at or above the score of "once a week", as indices.
std::vector<int> alarms(const std::vector<double>& scored, int from = 0) {
  std::vector<int> out;
  for (int i = from; i < static_cast<int>(scored.size()); ++i)
    if (scored[static_cast<std::size_t>(i)] >= 0.5) out.push_back(i);
  return out;
}

void add(std::vector<Row>& rows, int from, int length, double more) {
  for (int i = from; i < from + length; ++i) rows[static_cast<std::size_t>(i)].value += more;
}

bool sound(const std::vector<double>& scored) {
  for (const double one : scored)
    if (!(one >= 0.0 && one <= 1.0)) return false;
  return true;
}

}  // namespace

TEST_CASE("a burst is one alarm at its first row and then the day is quiet") {
  for (const double level : {2.0, 12.0, 60.0}) {
    CAPTURE(level);
    auto rows = usual_days(21, level);
    const int from = 15 * a_day + 130;
    add(rows, from, 18, 30 + 10 * level);
    const auto scored = scores(rows);
    REQUIRE(sound(scored));
    const auto found = alarms(scored, from - a_day);
    REQUIRE(!found.empty());
    CHECK(found.front() == from);
    int same_day = 0;
    for (const int one : found) same_day += one < from + a_day ? 1 : 0;
    CHECK(same_day == 1);
  }
}

TEST_CASE("a burst at night is found although every noon is busier") {
  auto rows = usual_days(21, 20.0);
  const int from = 16 * a_day + 30;  // half past two: about eight a row
  add(rows, from, 9, 22.0);
  const auto found = alarms(scores(rows), from - a_day);
  REQUIRE(!found.empty());
  CHECK(found.front() >= from);
  CHECK(found.front() < from + 9);
}

TEST_CASE("a slow swell without any high row is found within hours") {
  auto rows = usual_days(21, 4.0);
  const int from = 16 * a_day + 30;  // at night
  add(rows, from, 120, 14.0);
  const auto found = alarms(scores(rows), from - a_day);
  REQUIRE(!found.empty());
  CHECK(found.front() > from);
  CHECK(found.front() < from + 72);
}

TEST_CASE("regular volleys are found although none of them is a record") {
  auto rows = usual_days(21, 30.0);
  auto without = rows;
  const int from = 16 * a_day;
  for (int i = from; i < from + 24; ++i)
    rows[static_cast<std::size_t>(i)].value = i % 2 == 0 ? 45.0 : 0.0;
  const auto found = alarms(scores(rows), from);
  REQUIRE(!found.empty());
  CHECK(found.front() < from + 24);
  CHECK(
      (alarms(scores(without), from).empty() || alarms(scores(without), from).front() > from + 24));
}

TEST_CASE("an episode that becomes far rarer is told again") {
  auto rows = usual_days(21, 10.0);
  const int from = 15 * a_day + 100;
  add(rows, from, 3, 30.0);
  add(rows, from + 24, 3, 300.0);
  const auto scored = scores(rows);
  const auto found = alarms(scored, from - 10);
  REQUIRE(found.size() >= 2);
  CHECK(found[0] == from);
  CHECK(found[1] == from + 24);
  CHECK(scored[static_cast<std::size_t>(found[1])] > scored[static_cast<std::size_t>(found[0])]);
}

TEST_CASE("bursts that come every day stop being news") {
  auto rows = usual_days(30, 3.0);
  Noise when(5);
  int first_week = 0;
  int last_week = 0;
  for (int day = 4; day < 30; ++day)
    add(rows, day * a_day + static_cast<int>(when.uniform() * 280), 6, 150.0);
  for (const int one : alarms(scores(rows))) {
    first_week += one >= 4 * a_day && one < 11 * a_day ? 1 : 0;
    last_week += one >= 23 * a_day ? 1 : 0;
  }
  CHECK(first_week >= 1);
  CHECK(last_week == 0);
}

TEST_CASE("usual days raise no more alarms than the score promises") {
  // 0.5 is once a week: 40 series of four weeks may have 160. Calm series stay far below it.
  int told = 0;
  for (std::uint32_t seed = 1; seed <= 40; ++seed)
    told += static_cast<int>(alarms(scores(usual_days(28, 1.0 + seed, seed))).size());
  MESSAGE("alarms in 160 usual weeks: " << told);
  CHECK(told <= 16);
}

TEST_CASE("a row's score does not depend on later rows") {
  auto rows = usual_days(9, 6.0);
  add(rows, 7 * a_day, 10, 80.0);
  const auto whole = scores(rows);
  for (const std::size_t length : {1u, 2u, 287u, 577u, 2016u, 2020u, 2500u}) {
    CAPTURE(length);
    const auto part = scores({rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(length)});
    CHECK(std::equal(part.begin(), part.end(), whole.begin()));
  }
}

TEST_CASE("constant series and zeros never raise an alarm") {
  for (const double value : {0.0, 1.0, 37.0, 1e12}) {
    CAPTURE(value);
    auto rows = usual_days(20, 1.0);
    for (Row& row : rows) row.value = value;
    for (const double one : scores(rows)) REQUIRE(one == 0.0);
  }
}

TEST_CASE("the first days are for learning") {
  auto rows = usual_days(2, 5.0);
  add(rows, 300, 10, 500.0);
  for (const double one : scores(rows)) REQUIRE(one == 0.0);
}

TEST_CASE("a missing day raises no alarm and the burst after it is still found") {
  auto rows = usual_days(24, 8.0);
  const int after = 16 * a_day + 100;
  add(rows, after + 30, 6, 150.0);
  rows.erase(rows.begin() + 15 * a_day + 100, rows.begin() + after);
  const auto scored = scores(rows);
  REQUIRE(sound(scored));
  const int resumed = 15 * a_day + 100;
  const auto found = alarms(scored, resumed - 12);
  REQUIRE(!found.empty());
  CHECK(found.front() == resumed + 30);
}

TEST_CASE("duplicate and late rows score nothing and change nothing") {
  auto rows = usual_days(10, 8.0);
  add(rows, 8 * a_day, 6, 200.0);
  const auto clean = scores(rows);
  Series series;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    REQUIRE(series.score(rows[i].at, rows[i].value) == clean[i]);
    if (i % 7 == 0) CHECK(series.score(rows[i].at, 99999.0) == 0.0);
    if (i % 11 == 3) CHECK(series.score(rows[i].at - 17h, 99999.0) == 0.0);
  }
}

TEST_CASE("rows in no order, some of them twice, raise no alarm") {
  auto rows = usual_days(14, 15.0);
  Noise noise(7);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // Within a day, as parts of a feed that are sent again; then wholly out of order.
    const std::size_t reach = i < rows.size() / 2 ? a_day : rows.size();
    const auto other = i + static_cast<std::size_t>(noise.uniform() * static_cast<double>(reach));
    std::swap(rows[i], rows[std::min(other, rows.size() - 1)]);
    if (i % 17 == 16) rows[i] = rows[i - 1];
  }
  const auto scored = scores(rows);
  CHECK(sound(scored));
  CHECK(alarms(scored).empty());
}

TEST_CASE("values that are no counts score nothing and change nothing") {
  const auto rows = usual_days(6, 8.0);
  const auto clean = scores(rows);
  Series series;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const double bad :
         {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
      REQUIRE(series.score(rows[i].at, bad) == 0.0);
    REQUIRE(series.score(rows[i].at, rows[i].value) == clean[i]);
  }
}

TEST_CASE("clock jumps raise no alarm and the series does not fall silent for good") {
  for (const auto jump :
       {std::chrono::hours(-30), std::chrono::hours(400), std::chrono::hours(-24 * 365)}) {
    CAPTURE(jump.count());
    auto rows = usual_days(30, 8.0);
    for (std::size_t i = 15 * a_day; i < rows.size(); ++i) rows[i].at += jump;
    const int burst = 22 * a_day + 120;
    add(rows, burst, 6, 200.0);
    const auto scored = scores(rows);
    REQUIRE(sound(scored));
    for (int i = 15 * a_day; i < 15 * a_day + 24; ++i)
      CHECK(scored[static_cast<std::size_t>(i)] < 0.5);
    CHECK(scored[static_cast<std::size_t>(burst)] > 0.9);
  }
}

TEST_CASE("one row from a far future does not blind the series") {
  auto rows = usual_days(14, 8.0);
  rows[5 * a_day].at += std::chrono::hours(24 * 365 * 40);
  add(rows, 12 * a_day + 60, 6, 200.0);
  const auto scored = scores(rows);
  REQUIRE(sound(scored));
  CHECK(scored[12 * a_day + 60] > 0.9);
}

TEST_CASE("counts as large as numbers go stay numbers") {
  auto rows = usual_days(8, 8.0);
  for (int i = 6 * a_day; i < 6 * a_day + 80; ++i)
    rows[static_cast<std::size_t>(i)].value = i % 2 == 0 ? std::numeric_limits<double>::max() : 0.0;
  CHECK(sound(scores(rows)));
}
