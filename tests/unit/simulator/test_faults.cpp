#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "network_under_test.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

std::size_t replies_under(NetworkUnderTest& x, std::uint64_t target) {
  std::size_t count = 0;
  x.network->with_world([&](World& world) { count = world.replies_to(target).size(); });
  return count;
}

std::vector<Outcome> outcomes(const SimulatorOptions& options, int requests) {
  NetworkUnderTest x(options);
  const auto target = x.mention("x");
  for (int i = 0; i < requests; ++i) {
    x.reply(target, "case " + std::to_string(i));
    x.get(mentions_path());
  }
  std::vector<Outcome> found;
  for (const LoggedRequest& one : x.network->log()) found.push_back(one.outcome);
  return found;
}

}  // namespace

TEST_CASE("each end of a write does to the network what its name says") {
  struct Case {
    Outcome outcome;
    std::size_t replies;  // at once
    std::size_t later;    // after the span of "applied later"
    int status;
    Delivery delivery;
  };
  for (const Case& one : std::vector<Case>{
           {Outcome::ok, 1, 1, 201, Delivery::whole},
           {Outcome::posted_500, 1, 1, 500, Delivery::whole},
           {Outcome::only_500, 0, 0, 500, Delivery::whole},
           {Outcome::posted_hang, 1, 1, 201, Delivery::hang},
           {Outcome::hang, 0, 0, 200, Delivery::hang},
           {Outcome::posted_reset, 1, 1, 201, Delivery::reset},
           {Outcome::reset, 0, 0, 200, Delivery::reset},
           {Outcome::reset_applied_later, 0, 1, 200, Delivery::reset},
           {Outcome::too_many, 0, 0, 429, Delivery::whole},
           {Outcome::bad_request, 0, 0, 400, Delivery::whole},
           {Outcome::duplicate, 0, 0, 403, Delivery::whole},
           {Outcome::posted_truncated, 1, 1, 201, Delivery::truncate},
       }) {
    CAPTURE(name_of(one.outcome));
    NetworkUnderTest x;
    const auto target = x.mention("x");
    x.network->script({.method = "POST", .path = "/2/tweets", .outcomes = {one.outcome}});
    const Answer answer = x.reply(target, "case 1");
    CHECK(answer.reply.delivery == one.delivery);
    if (one.delivery == Delivery::whole) CHECK(answer.status == one.status);
    CHECK(replies_under(x, target) == one.replies);
    x.pass(Milliseconds(2'000));
    CHECK(replies_under(x, target) == one.later);
    CHECK(x.reply(target, "case 2").status == 201);  // the script is used up
  }
}

TEST_CASE("a write that is applied later meets the rules of that moment") {
  NetworkUnderTest x;
  const auto target = x.mention("x");
  x.network->script({.method = "POST", .outcomes = {Outcome::reset_applied_later}});
  x.reply(target, "case 1");
  CHECK(x.reply(target, "case 1").status == 201);  // the second try is there first
  x.pass(Milliseconds(2'000));
  CHECK(replies_under(x, target) == 1);
  CHECK(x.control("GET", "/stats").body["writes_to_come"].number(0, 9) == 0);
}

TEST_CASE("scripted faults meet the requests they are meant for, in order") {
  NetworkUnderTest x;
  x.control(
      "POST", "/faults",
      R"({"method":"GET","path":"/2/users/*","outcomes":["unavailable","ok","unavailable"]})");
  CHECK(x.get("/2/tweets?ids=1").status == 200);
  CHECK(x.get("/2/users/me").status == 503);
  CHECK(x.get("/2/users/me").status == 200);
  CHECK(x.get(mentions_path()).status == 503);
  CHECK(x.get(mentions_path()).status == 200);
  x.control("POST", "/faults", R"({"outcome":"unavailable","count":2})");
  CHECK(x.control("GET", "/stats").body["faults_waiting"].number(0, 9) == 2);
  CHECK(x.get("/2/users/me").status == 503);
  x.control("DELETE", "/faults", "{}");
  CHECK(x.get("/2/users/me").status == 200);
  CHECK(x.control("POST", "/faults", R"({"outcome":"nonsense"})").status == 400);
}

TEST_CASE("one seed gives one sequence and another seed another") {
  SimulatorOptions options;
  options.faults = *parse_fault_weights("drill");
  options.seed = 311;
  const auto first = outcomes(options, 80);
  CHECK(outcomes(options, 80) == first);
  options.seed = 312;
  CHECK(outcomes(options, 80) != first);
  for (const char* method : {"POST", "GET"}) {
    FaultBox one(1, options.faults);
    FaultBox two(2, options.faults);
    int alike = 0;
    for (int i = 0; i < 200; ++i) {
      alike += one.next(method, "/2/tweets", FaultBox::Drawn::yes) ==
                       two.next(method, "/2/tweets", FaultBox::Drawn::yes)
                   ? 1
                   : 0;
    }
    CHECK(alike < 200);
  }
}

TEST_CASE("reads do not change what the writes draw") {
  SimulatorOptions options;
  options.faults = *parse_fault_weights("drill");
  FaultBox alone(5, options.faults);
  FaultBox mixed(5, options.faults);
  for (int i = 0; i < 200; ++i) {
    mixed.next("GET", "/2/users/me", FaultBox::Drawn::yes);
    CHECK(alone.next("POST", "/2/tweets", FaultBox::Drawn::yes) ==
          mixed.next("POST", "/2/tweets", FaultBox::Drawn::yes));
  }
}

TEST_CASE("outcomes come as often as they weigh") {
  const FaultWeights drill = *parse_fault_weights("drill");
  FaultBox box(99, drill);
  std::map<Outcome, int> counts;
  constexpr int draws = 20'000;
  for (int i = 0; i < draws; ++i) ++counts[box.next("POST", "/2/tweets", FaultBox::Drawn::yes)];
  for (const auto& [name, weight] : drill.write) {
    CAPTURE(name);
    CHECK(std::abs(counts[*outcome_of(name)] - weight * draws) < 0.01 * draws);
  }
  CHECK(std::abs(counts[Outcome::ok] - 0.45 * draws) < 0.02 * draws);
}

TEST_CASE("a naive sender doubles more than a fifth of its replies under the drill") {
  // The control of every drill: a network this kind would prove nothing about a careful sender.
  SimulatorOptions options;
  options.faults = *parse_fault_weights("drill");
  options.duplicates = DuplicateFilter::off;
  options.post_limit = 100'000;
  options.token_life = std::chrono::hours(1'000);
  NetworkUnderTest x(options);
  constexpr int intents = 200;
  std::size_t doubled = 0;
  std::size_t lost = 0;
  for (int i = 0; i < intents; ++i) {
    const auto target = x.mention(std::to_string(i));
    for (int attempt = 0; attempt < 50; ++attempt) {
      const Answer answer = x.reply(target, "case " + std::to_string(i));
      x.pass(Milliseconds(2'000));
      if (answer.reply.delivery == Delivery::whole &&
          (answer.status == 201 || answer.status == 400)) {
        lost += answer.status == 400 ? 1U : 0U;
        break;
      }
    }
    doubled += replies_under(x, target) > 1 ? 1U : 0U;
  }
  CAPTURE(doubled);
  CHECK(doubled > intents / 5);
  CHECK(lost < intents / 5);
}

TEST_CASE("weights are read from text and from JSON, and nonsense is refused") {
  const auto both = parse_fault_weights("hang=0.1, write.reset=0.2");
  REQUIRE(both.ok());
  CHECK(both->write.at("hang") == doctest::Approx(0.1));
  CHECK(both->read.at("hang") == doctest::Approx(0.1));
  CHECK(both->write.at("reset") == doctest::Approx(0.2));
  CHECK_FALSE(both->read.contains("reset"));
  const auto json =
      parse_fault_weights(R"({"hang":0.1,"write":{"reset":0.2},"read":{"stale":0.3}})");
  REQUIRE(json.ok());
  CHECK(json->write == both->write);
  CHECK(json->read.at("stale") == doctest::Approx(0.3));
  CHECK(parse_fault_weights("none")->write.empty());
  for (const char* text : {"nonsense=0.1", "hang", "hang=2", "hang=-1", "hang=x", "hang=0.1x",
                           "hang=0.6,reset=0.6", "{", "{\"hang\":\"a\"}"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_fault_weights(text).ok());
  }
}

TEST_CASE("reads can be stale, shifted, empty, looping and without their author") {
  NetworkUnderTest x;
  for (int i = 0; i < 12; ++i) {
    x.pass(Milliseconds(100));
    x.mention(std::to_string(i));
  }
  const std::string path = mentions_path("max_results=5&expansions=author_id");
  const auto twisted = [&](Outcome outcome, const std::string& more = "") {
    x.network->script({.method = "GET", .outcomes = {outcome}});
    return x.get(path + more);
  };
  const Answer clean = x.get(path);
  const std::string token = "&pagination_token=" + clean.next();

  CHECK(twisted(Outcome::stale).ids().front() < clean.ids().front());
  const Answer shifted = twisted(Outcome::shifted, token);
  CHECK(shifted.ids().front() >= clean.ids().back());
  CHECK(shifted.ids().size() == 5);
  const Answer empty = twisted(Outcome::empty_page, token);
  CHECK(empty.body["data"].absent());
  CHECK(empty.body["meta"]["result_count"].number(0, 0) == 0);
  REQUIRE(!empty.next().empty());
  CHECK(x.get(path + "&pagination_token=" + empty.next()).ids() == x.get(path + token).ids());
  const Answer looping = twisted(Outcome::looping, token);
  CHECK(x.get(path + "&pagination_token=" + looping.next()).ids() == looping.ids());
  CHECK(twisted(Outcome::looping).next() != clean.next());
  const Answer orphan = twisted(Outcome::missing_author);
  CHECK(orphan.body["data"].size() == 5);
  CHECK(orphan.body["includes"]["users"].absent());
  CHECK(clean.body["includes"]["users"].size() == 1);
}

TEST_CASE("reads can be refused, cut, dripped, slowed and wrongly dated") {
  NetworkUnderTest x;
  const auto twisted = [&x](Outcome outcome) {
    x.network->script({.method = "GET", .outcomes = {outcome}});
    return x.get("/2/users/me");
  };
  const Answer page = twisted(Outcome::unavailable);
  CHECK(page.status == 503);
  CHECK(page.header("content-type").starts_with("text/html"));
  CHECK(twisted(Outcome::truncated).reply.delivery == Delivery::truncate);
  CHECK(twisted(Outcome::drip).reply.delivery == Delivery::drip);
  CHECK(twisted(Outcome::slow).reply.delay.count() > 0);
  CHECK(twisted(Outcome::reset).reply.delivery == Delivery::reset);
  CHECK(twisted(Outcome::usage_capped).problem() == "usage-capped");
  CHECK(twisted(Outcome::no_credits).status == 402);
  CHECK(twisted(Outcome::unauthorized).status == 401);
  CHECK(x.get("/2/users/me").status == 200);
  CHECK(x.get("/2/users/me").header("date") == "Mon, 02 Mar 2026 15:00:00 GMT");
  CHECK(twisted(Outcome::date_skew).header("date") == "Mon, 02 Mar 2026 16:00:00 GMT");
  CHECK(twisted(Outcome::token_expired).status == 401);
  CHECK(x.get("/2/users/me").status == 401);  // until somebody refreshes
}

TEST_CASE("an exhausted window stays exhausted until it opens again") {
  NetworkUnderTest x;
  x.network->script({.method = "GET", .outcomes = {Outcome::rate_exhausted}});
  CHECK(x.get(mentions_path()).status == 429);
  CHECK(x.get(mentions_path()).status == 429);
  x.pass(Milliseconds(900'000));
  CHECK(x.get(mentions_path()).status == 200);
}

TEST_CASE("every outcome has a name that leads back to it") {
  for (int i = 0; i <= static_cast<int>(Outcome::unauthorized); ++i) {
    const auto outcome = static_cast<Outcome>(i);
    CHECK(outcome_of(name_of(outcome)) == outcome);
    CHECK((fits_read(outcome) || fits_write(outcome)));
  }
  CHECK_FALSE(outcome_of("OK").has_value());
}
