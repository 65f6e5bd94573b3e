#include <doctest/doctest.h>

#include <algorithm>

#include "casebridge/incident.h"
#include "incident_city.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;
using namespace std::chrono_literals;

namespace {

Location spot(double lat, double lon, const char* kind = "address") {
  Location out;
  out.kind = kind;
  out.text = "1437 Bannock St";
  out.lat = lat;
  out.lon = lon;
  return out;
}

Report pothole() {
  Report out;
  out.topic = "pothole_street";
  out.location = spot(39.7392, -104.9903);
  out.at = at("2026-03-02T16:00:00Z");
  out.kind_words = "pothole";
  out.text = "deep pothole in the bike lane at 1437 Bannock St";
  return out;
}

OpenMatter open_case(Report first) {
  return {"26-000001", std::move(first), {}, {}};
}

IncidentPolicy trusted() {
  IncidentPolicy out;
  out.automatic = true;
  out.record = {500, 2};
  return out;
}

struct Score {
  int candidates = 0;
  int right = 0;
  int repeats = 0;  // reports whose trouble was already open
  int suggested = 0;
};

// Each report meets the open cases before it; it joins nothing, so that one mistake makes no other.
Score play(std::uint64_t seed) {
  IncidentCity city(seed);
  const auto reports = city.reports(1'500);
  Score score;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    std::vector<OpenMatter> open;
    bool repeats = false;
    for (std::size_t j = 0; j < i; ++j) {
      if (reports[i].report.at - reports[j].report.at > 14 * 24h) continue;
      repeats = repeats || reports[j].trouble == reports[i].trouble;
      open.push_back({std::to_string(reports[j].trouble), reports[j].report, {}, {}});
    }
    const IncidentPolicy policy = trusted();
    const auto matches = match_incidents(policy, reports[i].report, open);
    const std::string truth = std::to_string(reports[i].trouble);
    score.repeats += repeats ? 1 : 0;
    const bool told = std::any_of(matches.begin(), matches.end(), [&](const IncidentMatch& match) {
      return match.number == truth && match.advice != Advice::ask_resident;
    });
    score.suggested += repeats && told ? 1 : 0;
    if (matches.empty() || matches.front().advice != Advice::join_by_itself) continue;
    ++score.candidates;
    score.right += matches.front().number == truth ? 1 : 0;
  }
  return score;
}

}  // namespace

TEST_CASE("two reports of one kind at one place soon after each other are one matter") {
  Report later = pothole();
  later.at += 24h;
  later.location = spot(39.73925, -104.9903);  // 5 m
  later.text = "still that deep hole in the bike lane";
  const auto matches = match_incidents(trusted(), later, {open_case(pothole())});
  REQUIRE(matches.size() == 1);
  CHECK(matches[0].number == "26-000001");
  CHECK(matches[0].advice == Advice::join_by_itself);
  CHECK(matches[0].why == "6 m away, a day apart, 3 telling words in common");
}

TEST_CASE("nothing joins by itself before a service's own record proves it") {
  IncidentPolicy policy;
  policy.automatic = true;
  policy.record = {20, 0};
  Report later = pothole();
  CHECK(match_incidents(policy, later, {open_case(pothole())})[0].advice == Advice::suggest);
  policy.record = {90, 0};
  CHECK(match_incidents(policy, later, {open_case(pothole())})[0].advice == Advice::join_by_itself);
  policy.automatic = false;
  CHECK(match_incidents(policy, later, {open_case(pothole())})[0].advice == Advice::suggest);
}

TEST_CASE("an emergency is suggested and never joined by itself") {
  Report later = pothole();
  later.priority = Priority::emergency;
  CHECK(match_incidents(trusted(), later, {open_case(pothole())})[0].advice == Advice::suggest);
  Report first = pothole();
  first.priority = Priority::emergency;
  CHECK(match_incidents(trusted(), pothole(), {open_case(first)})[0].advice == Advice::suggest);
}

TEST_CASE("near is asked, far is nothing, and neither crosses kinds") {
  Report later = pothole();
  later.location = spot(39.7405, -104.9903);  // 145 m
  const auto asked = match_incidents(trusted(), later, {open_case(pothole())});
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].advice == Advice::ask_resident);
  later.location = spot(39.7422, -104.9903);  // 334 m
  CHECK(match_incidents(trusted(), later, {open_case(pothole())}).empty());
  Report other = pothole();
  other.topic = "streetlight";
  CHECK(match_incidents(trusted(), other, {open_case(pothole())}).empty());
}

TEST_CASE("an unknown place, a street or an area matches nothing") {
  for (const char* kind : {"street", "area", ""}) {
    Report later = pothole();
    later.location = spot(39.7392, -104.9903, kind);
    CHECK(match_incidents(trusted(), later, {open_case(pothole())}).empty());
    CHECK(match_incidents(trusted(), pothole(), {open_case(later)}).empty());
  }
  Report later = pothole();
  later.location.reset();
  CHECK(match_incidents(trusted(), later, {open_case(pothole())}).empty());
  CHECK(match_incidents(trusted(), pothole(), {open_case(later)}).empty());
}

TEST_CASE("a place without coordinates is the same place only by its name") {
  Report first = pothole();
  first.location->lat.reset();
  CHECK(match_incidents(trusted(), pothole(), {open_case(first)}).size() == 1);
  first.location->text = "1439 Bannock St";
  CHECK(match_incidents(trusted(), pothole(), {open_case(first)}).empty());
}

TEST_CASE("a closed case and one of last month are no candidates") {
  OpenMatter closed = open_case(pothole());
  closed.closed_at = at("2026-03-02T18:00:00Z");
  CHECK(match_incidents(trusted(), pothole(), {closed}).empty());
  Report late = pothole();
  late.at += 15 * 24h;
  CHECK(match_incidents(trusted(), late, {open_case(pothole())}).empty());
}

TEST_CASE("cases of one incident are suggested once, by the case that leads") {
  OpenMatter second = open_case(pothole());
  second.number = "26-000002";
  second.incident = "26-000001";
  const auto matches = match_incidents(trusted(), pothole(), {open_case(pothole()), second});
  REQUIRE(matches.size() == 1);
  CHECK(matches[0].number == "26-000001");
}

TEST_CASE("few decisions prove little") {
  CHECK(proven_precision({0, 0}) == 0);
  CHECK(proven_precision({10, 0}) < 0.75);
  CHECK(proven_precision({1'000, 10}) > 0.98);
  CHECK(proven_precision({50, 50}) == doctest::Approx(0.404).epsilon(0.01));
}

TEST_CASE("distances are those of the ground") {
  // One degree of latitude is 111.195 km on a sphere of the mean radius.
  CHECK(distance_m(39, -105, 40, -105) == doctest::Approx(111'195).epsilon(0.0001));
  CHECK(distance_m(39.7392, -104.9903, 39.7392, -104.9903) == 0);
  CHECK(distance_m(0, 179.9999, 0, -179.9999) < 30);
}

TEST_CASE("in a seeded city automatic candidates are right and most repeats are found") {
  Score all;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Score score = play(seed);
    all.candidates += score.candidates;
    all.right += score.right;
    all.repeats += score.repeats;
    all.suggested += score.suggested;
  }
  const double precision = static_cast<double>(all.right) / all.candidates;
  const double recall = static_cast<double>(all.right) / all.repeats;
  MESSAGE("incident candidates: precision "
          << precision << ", recall " << recall << ", suggested at all "
          << static_cast<double>(all.suggested) / all.repeats << " of " << all.repeats
          << " repeats");
  CHECK(precision >= 0.95);
  CHECK(recall >= 0.80);
}
