// Time that runs faster by a factor, the same in every process of a drill: what takes minutes in
// production takes seconds, and a kill does not move the clock.
#pragma once

#include <algorithm>

#include "core/clock.h"

namespace social311::tests {

class ScaledClock final : public Clock {
 public:
  // `begun` is the real moment at which this clock showed `start`.
  ScaledClock(Instant start, Instant begun, int factor)
      : start_(start), begun_(begun), factor_(factor) {}

  Instant now() const override { return start_ + (real_.now() - begun_) * factor_; }
  std::chrono::steady_clock::time_point steady() const override {
    return std::chrono::steady_clock::time_point(real_.steady().time_since_epoch() * factor_);
  }
  // At least a few real milliseconds: a loop that looks every 250 scaled ones would eat the
  // machine.
  bool sleep_until(Instant instant, std::stop_token stop) override {
    const auto span = std::max<Milliseconds>((instant - now()) / factor_, shortest_sleep);
    return real_.sleep_until(real_.now() + span, std::move(stop));
  }
  int factor() const { return factor_; }

 private:
  static constexpr Milliseconds shortest_sleep{100};

  mutable SystemClock real_{};
  Instant start_;
  Instant begun_;
  int factor_;
};

}  // namespace social311::tests
