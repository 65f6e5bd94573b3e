#include "tests/crash/crash_point.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
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

void crash_point(const char* name) {
  Plan& mine = plan();
  const bool by_chance = mine.chance && mine.chance->below(1000) < mine.permille;
  const bool by_name = mine.point == name && --mine.visit == 0;
  if (by_chance || by_name) kill(getpid(), SIGKILL);
}

}  // namespace social311
