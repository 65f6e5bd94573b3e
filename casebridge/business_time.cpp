// Open time: what lies inside the intervals of the week, on days that are no holidays. For single
// questions; whoever asks often keeps a Calendar.
#include "casebridge/calendar.h"
#include "casebridge/city.h"

namespace social311::casebridge {

namespace {

// No years in memory: every answer is found day by day.
Calendar walking(const BusinessHours& hours, Instant at) {
  return {hours, at, 0};
}

}  // namespace

std::optional<Instant> add_business_time(const BusinessHours& hours, Instant from,
                                         std::chrono::minutes span) {
  if (span > std::chrono::days{366 * 200}) return std::nullopt;  // milliseconds would overflow
  return walking(hours, from).add(from, span);
}

std::chrono::minutes business_time_between(const BusinessHours& hours, Instant from, Instant to) {
  return std::chrono::floor<std::chrono::minutes>(walking(hours, from).between(from, to));
}

std::optional<Instant> next_opening(const BusinessHours& hours, Instant from) {
  return walking(hours, from).next_opening(from);
}

bool is_open(const BusinessHours& hours, Instant at) {
  return walking(hours, at).is_open(at);
}

}  // namespace social311::casebridge
