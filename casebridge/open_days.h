// The open spans of a calendar, day by day. Internal to the room: what city.h and calendar.h ask is
// answered from here.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "casebridge/calendar.h"
#include "casebridge/city.h"

namespace social311::casebridge {

bool ever_opens(const BusinessHours& hours);

// Walks from the local day of `from` on. Borrows `hours`.
class OpenDays {
 public:
  // A calendar that opens at all opens within a week of its last holiday. A deadline further away
  // than this is a typing error, and a loop over days must have an end.
  static constexpr int most_days = 366 * 200;

  OpenDays(const BusinessHours& hours, Instant from);
  // The spans of the next day, in order; empty when the walk is over.
  std::optional<std::vector<Span>> next_day();

 private:
  std::vector<Span> spans_of(std::chrono::sys_days day) const;
  bool is_holiday(std::chrono::sys_days day) const;

  const BusinessHours& hours_;
  std::chrono::sys_days day_;
  std::vector<std::chrono::sys_days> holidays_{};
  int walked_ = 0;
};

}  // namespace social311::casebridge
