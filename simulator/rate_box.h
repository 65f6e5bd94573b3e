// Counters that start anew when their window is over. Not thread-safe.
#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "core/clock.h"

namespace social311::simulator {

struct RateState {
  int limit = 0;
  int remaining = 0;
  Instant resets_at{};
  bool allowed = true;  // false: this call is one too many
};

class RateBox {
 public:
  RateState take(const std::string& name, int limit, Milliseconds window, Instant now,
                 int points = 1) {
    Open& open = opened(name, window, now);
    RateState state{.limit = limit, .resets_at = open.since + window};
    state.allowed = open.used + points <= limit;
    if (state.allowed) open.used += points;
    state.remaining = std::max(0, limit - open.used);
    return state;
  }
  void exhaust(const std::string& name, int limit, Milliseconds window, Instant now) {
    opened(name, window, now).used = limit;
  }
  void reset() { open_.clear(); }

 private:
  struct Open {
    Instant since{};
    int used = 0;
  };
  Open& opened(const std::string& name, Milliseconds window, Instant now) {
    Open& open = open_[name];
    if (open.used == 0 || now >= open.since + window) open = {.since = now, .used = 0};
    return open;
  }
  std::map<std::string, Open> open_;
};

}  // namespace social311::simulator
