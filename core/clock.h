// Time as a parameter. Loops take a Clock&; pure functions take a plain Instant.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace social311 {

// A moment in UTC, to the millisecond: the resolution the networks and the database share.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

// "2026-03-02T15:04:05.678Z"; whole seconds are written without a fraction.
std::string to_iso8601(Instant instant);

// RFC 3339: date, 'T' or ' ', time, optional fraction (cut to milliseconds), 'Z' or +hh:mm.
// Empty for anything else, impossible dates and years outside 1970..2200 included.
std::optional<Instant> parse_iso8601(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  // For measuring spans: never jumps with the wall clock.
  virtual std::chrono::steady_clock::time_point steady() const = 0;
  // Returns at `instant`, or at once when `stop` is requested. False when it was stopped.
  virtual bool sleep_until(Instant instant, std::stop_token stop) = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
  std::chrono::steady_clock::time_point steady() const override;
  bool sleep_until(Instant instant, std::stop_token stop) override;
};

// Moves only when told to; wakes the sleepers whose time has come. Thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override;
  std::chrono::steady_clock::time_point steady() const override;
  bool sleep_until(Instant instant, std::stop_token stop) override;
  void advance(Milliseconds span);

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any moved_;
  Instant now_;
};

}  // namespace social311
