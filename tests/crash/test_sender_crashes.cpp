// The sender's proof, over a real PostgreSQL, the real HTTP client and five simulated networks:
// whatever becomes of a request and wherever the sender is killed, every reply stands on its
// network once, or not at all and is said not to. A naive sender doubles in the same world.
// tests/end_to_end/test_sender.py runs these cases and judges their lines.
#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <mutex>
#include <thread>

#include "core/text.h"
#include "simulator/faults.h"
#include "tests/crash/sender_drill.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;
using simulator::Outcome;

namespace {

constexpr const char* points[] = {"send.recovering",
                                  "send.before_recovery_commit",
                                  "send.before_claim_commit",
                                  "send.claimed",
                                  "send.request_out",
                                  "send.answered",
                                  "send.before_end_commit",
                                  "send.ended",
                                  "send.own_read",
                                  "send.before_look_commit"};

constexpr Outcome outcomes[] = {Outcome::ok,
                                Outcome::posted_500,
                                Outcome::only_500,
                                Outcome::posted_hang,
                                Outcome::hang,
                                Outcome::posted_reset,
                                Outcome::reset,
                                Outcome::reset_applied_later,
                                Outcome::too_many,
                                Outcome::bad_request,
                                Outcome::duplicate,
                                Outcome::posted_truncated,
                                Outcome::posted_odd_format,
                                Outcome::slow};

// Every end a write can have, and reads that fail, lag, repeat and come in another order. A used up
// monthly cap is left out: it makes a reply wait for a day.
constexpr const char* weather =
    "write.posted_500=0.07,write.only_500=0.05,write.posted_hang=0.05,write.hang=0.03,"
    "write.posted_reset=0.07,write.reset=0.05,write.reset_applied_later=0.04,write.too_many=0.02,"
    "write.bad_request=0.02,write.duplicate=0.02,write.posted_truncated=0.05,"
    "write.posted_odd_format=0.02,write.slow=0.02,write.unauthorized=0.01,write.blocked=0.005,"
    "write.error_in_200=0.02,write.permission_lost=0.005,write.no_credits=0.005,"
    "write.token_expired=0.01,write.rate_exhausted=0.01,"
    "read.unavailable=0.05,read.reset=0.04,read.truncated=0.04,read.stale=0.1,read.hang=0.01,"
    "read.drip=0.02,read.slow=0.01,read.shifted=0.03,read.reordered=0.03,read.empty_page=0.02,"
    "read.looping=0.01,read.missing_author=0.02,read.date_skew=0.02,read.too_many=0.005";

std::string given(const char* name, const char* other) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): never set here
  return value && *value ? value : other;
}

// A line for who runs this, at once: what is done need not be done again.
void report(const DrillResult& result) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  std::ofstream(given("SOCIAL311_RESULT", "/dev/stdout"), std::ios::app)
      << result.json() << std::endl;
}

// Several at once: they mostly wait.
void run_all(const std::vector<DrillPlan>& plans) {
  std::atomic<std::size_t> next{0};
  std::mutex trouble_lock;
  std::string trouble;
  const auto work = [&] {
    for (std::size_t i = next++; i < plans.size(); i = next++) {
      try {
        report(SenderDrill(plans[i]).run());
      } catch (const std::exception& broken) {
        const std::lock_guard lock(trouble_lock);
        trouble += plans[i].name + ": " + broken.what() + "\n";
      }
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int i = std::stoi(given("SOCIAL311_AT_ONCE", "4")); i > 0; --i) workers.emplace_back(work);
  }
  CHECK(trouble == "");
}

DrillPlan plan_of(std::uint64_t seed, Sender sender) {
  SeededRandom chance(seed);
  DrillPlan plan{.name = (sender == Sender::naive ? "naive " : "seed ") + std::to_string(seed),
                 .seed = seed,
                 .sender = sender,
                 .faults = weather};
  // What a naive sender forgets with a lost connection it never takes up again.
  if (sender == Sender::naive) plan.patience = 60s;
  const auto lives = 2 + chance.below(4);
  for (std::uint64_t i = 0; i < lives; ++i)
    plan.crashes.push_back("random:" + std::to_string(chance.below(1'000'000)) + ":" +
                           std::to_string(5 + chance.below(40)));
  plan.kills = static_cast<int>(chance.below(5));
  return plan;
}

// "1-20,25"
std::vector<std::uint64_t> seeds() {
  std::vector<std::uint64_t> all;
  const auto words = given("SOCIAL311_SEEDS", "311");
  for (const auto& range : split(words, ',')) {
    const auto ends = split(range, '-');
    const auto last = std::stoull(std::string(ends.back()));
    for (auto seed = std::stoull(std::string(ends.front())); seed <= last; ++seed)
      all.push_back(seed);
  }
  return all;
}

}  // namespace

TEST_CASE("child: a sender that may be killed" * doctest::skip()) {
  _exit(run_drill_child());
}

TEST_CASE("drill: seeds of the sender" * doctest::skip()) {
  ScratchCluster::shared();
  const bool naive = !given("SOCIAL311_NAIVE", "").empty();
  std::vector<DrillPlan> plans;
  for (const auto seed : seeds())
    plans.push_back(plan_of(seed, naive ? Sender::naive : Sender::careful));
  const std::jthread restarts(restart_database);
  run_all(plans);
}

TEST_CASE("drill: every outcome at every crash point of the sender" * doctest::skip()) {
  ScratchCluster::shared();  // its server must not end with a worker
  std::vector<DrillPlan> plans;
  std::uint64_t seed = 1;
  for (const auto* point : points)
    for (const auto outcome : outcomes)
      plans.push_back({.name = std::string(point) + " " + simulator::name_of(outcome),
                       .seed = seed++,
                       .replies_a_network = 1,
                       .first = {outcome},
                       .crashes = {std::string(point) + ":" + std::to_string(1 + seed % 3)}});
  run_all(plans);
}
