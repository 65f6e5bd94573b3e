// When a case is due, and why then: targets in open or wall time, pauses while we wait for somebody
// else, transfers with a clock of their own, and an account of every stretch between. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "casebridge/calendar.h"
#include "core/clock.h"

namespace social311::casebridge {

// Danger to life goes by the wall clock, everything else by the desk's hours.
enum class Basis { open_time, wall_time };
const char* name_of(Basis basis);  // "open_time" "wall_time"

struct Target {
  std::chrono::minutes span{};
  Basis basis = Basis::open_time;

  bool operator==(const Target&) const = default;
};

// Time that is not held against the desk. Pauses may overlap and come in any order.
struct Pause {
  Instant from{};
  std::optional<Instant> to{};  // empty: it lasts
  std::string why{};            // "waiting for the resident's answer"

  bool operator==(const Pause&) const = default;
};

struct CaseClock {
  Instant started_at{};
  std::vector<Pause> pauses{};
  std::optional<Instant> stopped_at{};  // answered, closed, handed on
};

// Empty while a pause lasts, and where the target can never be reached: the calendar never opens.
std::optional<Instant> due_at(const Calendar& calendar, const Target& target,
                              const CaseClock& clock);

struct Stretch {
  enum class Kind { counted, closed, paused };
  Instant from{};
  Instant to{};
  Kind kind = Kind::counted;
  std::string why{};  // of a pause

  bool operator==(const Stretch&) const = default;
};
const char* name_of(Stretch::Kind kind);

// The answer to "why this moment?": the stretches lie end to end from the start of the clock to
// `until` (its stop, else `now`); counted, closed and paused time add up to all of it.
struct Explained {
  std::vector<Stretch> stretches{};
  Milliseconds counted{0};
  Milliseconds paused{0};
  Milliseconds closed{0};
  Milliseconds left{0};  // of the target; negative = so much open time too late
  std::optional<Instant> due_at{};
  bool breached = false;  // `until` lies after the due moment
};
Explained explain(const Calendar& calendar, const Target& target, const CaseClock& clock,
                  Instant now);

// When people on duty are told that a deadline comes near: `share` of the target's time is used up
// (0 < share < 1). A moment of open time for open-time targets: nobody is told at midnight. Empty
// where due_at is.
std::optional<Instant> warn_at(const Calendar& calendar, const Target& target,
                               const CaseClock& clock, double share);

// What another calendar would do to clocks that run: the two due moments of each.
struct WhatIf {
  std::optional<Instant> as_it_is{};
  std::optional<Instant> as_it_would_be{};
};
std::vector<WhatIf> what_if(const Calendar& now, const Calendar& then, const Target& target,
                            const std::vector<CaseClock>& clocks);

}  // namespace social311::casebridge
