#include "casebridge/targets.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;
using namespace std::chrono_literals;

TEST_CASE("danger to life has an hour of the wall clock for both targets") {
  const Targets targets = targets_for(sample_city(), "dmv", Priority::emergency);
  CHECK(targets.response == Target{1h, Basis::wall_time});
  CHECK(targets.resolution == Target{1h, Basis::wall_time});
}

TEST_CASE(
    "the first answer is due by the service's word, else the city's, never after the matter") {
  City city = sample_city();
  CHECK_FALSE(targets_for(city, "pothole_street", Priority::normal).response);
  city.answer_hours = 12;
  CHECK(targets_for(city, "pothole_street", Priority::normal).response->span == 12h);
  city.services["pothole_street"].answer_hours = 3;
  CHECK(targets_for(city, "pothole_street", Priority::normal).response->span == 3h);
  city.services["other"].target_hours = 4;
  CHECK(targets_for(city, "other", Priority::normal).response->span == 4h);
}

TEST_CASE("partners have their own target where the service has one") {
  City city = sample_city();
  city.answer_hours = 12;
  CHECK(targets_for(city, "pothole_street", Priority::partner).resolution->span == 36h);
  city.services["pothole_street"].partner_hours = 8;
  const Targets targets = targets_for(city, "pothole_street", Priority::partner);
  CHECK(targets.resolution->span == 8h);
  CHECK(targets.response->span == 8h);
  CHECK(targets_for(city, "pothole_street", Priority::urgent).resolution->span == 36h);
}

TEST_CASE("the partners' line has the shorter target whatever the priority, but danger to life") {
  City city = sample_city();
  city.answer_hours = 12;
  city.services["pothole_street"].partner_hours = 8;
  const auto of = [&](Priority priority) {
    return targets_for(city, "pothole_street", priority, Line::partners);
  };
  for (const Priority priority : {Priority::normal, Priority::urgent, Priority::partner}) {
    CHECK(of(priority).resolution->span == 8h);
    CHECK(of(priority).response->span == 8h);
  }
  CHECK(of(Priority::emergency).resolution == Target{1h, Basis::wall_time});
  city.services["pothole_street"].partner_hours =
      50;  // longer than everybody's: everybody's counts
  CHECK(of(Priority::urgent).resolution->span == 36h);
  CHECK(of(Priority::partner).resolution->span == 36h);
  CHECK(line_of(city, {"twitter", "77", "x"}) == Line::partners);
  CHECK(line_of(city, {"bluesky", "77", "x"}) == Line::everybody);
}

TEST_CASE("a service without a target has none, for whomever") {
  const Targets targets = targets_for(sample_city(), "dmv", Priority::partner);
  CHECK_FALSE(targets.resolution);
  CHECK_FALSE(targets.response);
}

TEST_CASE("hours are kept as text and come back as they were") {
  rc::check([] {
    BusinessHours hours;
    hours.timezone = *rc::gen::element<std::string>("America/Denver", "UTC", "Asia/Kolkata");
    for (int day = 1; day <= 7; ++day)
      for (int i = *rc::gen::inRange(0, 3), from = 0; i > 0; --i, from += 480)
        hours.week[day].push_back({from, from + *rc::gen::inRange(1, 480)});
    std::erase_if(hours.week, [](const auto& day) { return day.second.empty(); });
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
      hours.holidays.emplace_back(std::chrono::sys_days{std::chrono::year{2026} / 1 / 1} +
                                  std::chrono::days{*rc::gen::inRange(0, 800)});
    const std::string kept = write_hours(hours);
    const auto back = read_hours(kept);
    RC_ASSERT(back.has_value());
    RC_ASSERT(write_hours(*back) == kept);
    RC_ASSERT(back->holidays == hours.holidays);
    RC_ASSERT(version_of(kept).size() == 12U);
  });
}

TEST_CASE("other texts are no hours") {
  for (const char* text :
       {"", "[]", "{}", R"({"timezone":"UTC","week":{"8":[[0,60]]},"holidays":[]})",
        R"({"timezone":"UTC","week":{"1":[[60,0]]},"holidays":[]})",
        R"({"timezone":"UTC","week":{},"holidays":["2026-02-30"]})"})
    CHECK_FALSE(read_hours(text));
}

TEST_CASE("the version changes with a target and with the hours, and with nothing else") {
  City city = sample_city();
  const auto before = version_of(write_targets(city));
  city.services["pothole_street"].name_en = "Hole";
  CHECK(version_of(write_targets(city)) == before);
  city.services["pothole_street"].target_hours = 37;
  CHECK(version_of(write_targets(city)) != before);
  const auto hours = version_of(write_hours(city.hours));
  city.hours.week[6] = {{8 * 60, 12 * 60}};
  CHECK(version_of(write_hours(city.hours)) != hours);
}

TEST_CASE("a partner is one network's id") {
  const City city = sample_city();
  CHECK(is_partner(city, "twitter", "77"));
  CHECK_FALSE(is_partner(city, "mastodon", "77"));
  CHECK_FALSE(is_partner(city, "twitter", "7"));
}
