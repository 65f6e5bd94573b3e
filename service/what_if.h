// What other opening hours would do to the clocks that run: for the command and the API.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casebridge/city.h"
#include "sql/store.h"

namespace social311::service {

struct MovedDeadline {
  std::string number{};
  std::string clock{};  // response, resolution …
  std::optional<Instant> due_at{};
  std::optional<Instant> would_be{};
};
struct WhatIfAnswer {
  std::int64_t clocks = 0;  // that run, by open time, and are not paused
  std::int64_t earlier = 0;
  std::int64_t later = 0;
  std::int64_t never = 0;              // due now, and never then
  std::vector<MovedDeadline> moved{};  // the furthest moved first, at most most_shown
};
inline constexpr std::size_t most_shown = 500;

// Every running clock of the desk's hours, under the hours it was started with and under `then`.
// Clocks of agencies with a calendar of their own are left out. Changes nothing.
WhatIfAnswer what_if_hours(sql::Store& store, const casebridge::City& city,
                           const casebridge::BusinessHours& then, Instant now);
std::string write_what_if(const WhatIfAnswer& answer);  // the API's form

}  // namespace social311::service
