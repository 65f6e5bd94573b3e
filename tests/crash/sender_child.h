// The sender as a process of its own that may be killed anywhere: the product's run_send over the
// product's HTTP client and a real database; or the naive control in its place. What it needs to
// know stands in its environment.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"

namespace social311::tests {

enum class Sender { careful, naive };

struct DrillChild {
  Sender sender = Sender::careful;
  std::string database{};  // url
  std::string network{};   // base address of the simulator
  std::string folder{};    // for the sender's lock files
  std::string crash_at{};  // crash_point.h
  std::uint64_t seed = 0;  // of what goes wrong before a byte leaves
  Instant start{};         // ScaledClock
  Instant begun{};
  int factor = 1;
  int settle_s = 0;
};

// Its variables, beside those this process has.
std::vector<std::string> environment_of(const DrillChild& child);
int run_drill_child();  // in the child

}  // namespace social311::tests
