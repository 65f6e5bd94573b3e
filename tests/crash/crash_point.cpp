#include "tests/crash/crash_point.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <optional>

#include "core/crash_point.h"
#include "core/random.h"
#include "core/text.h"

namespace social311 {
namespace {

struct Plan {
  std::string point{};
  int visit = 0;
  std::optional<SeededRandom> chance{};
  std::uint64_t permille = 0;
};

Plan plan_of(const std::string& text) {
  const auto words = split(text, ':');
  if (words.size() == 3 && words[0] == "random")
    return {.chance = SeededRandom(std::stoull(std::string(words[1]))),
            .permille = std::stoull(std::string(words[2]))};
  if (words.size() == 2)
    return {.point = std::string(words[0]), .visit = std::stoi(std::string(words[1]))};
  return {};
}

Plan& plan() {
  static Plan one = [] {
    const char* text = std::getenv(tests::crash_variable);
    return plan_of(text ? text : "");
  }();
  return one;
}

}  // namespace

bool tests::crash_is_due(const char* name) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  Plan& mine = plan();
  const bool by_chance = mine.chance && mine.chance->below(1000) < mine.permille;
  const bool by_name = mine.point == name && --mine.visit == 0;
  return by_chance || by_name;
}

void tests::die() {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

void crash_point(const char* name) {
  if (tests::crash_is_due(name)) tests::die();
}

}  // namespace social311
