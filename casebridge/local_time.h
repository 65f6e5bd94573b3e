// Between moments and a city's wall clock. Internal to the room: the one place that speaks to the
// time zone library. An unknown zone throws std::runtime_error; load_city() complains about it
// first.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"

namespace social311::casebridge {

struct LocalMoment {
  std::chrono::year_month_day date{};
  int iso_weekday = 1;  // 1 = Monday … 7 = Sunday
  int hour = 0;
  int minute = 0;
};

bool zone_exists(const std::string& timezone);
LocalMoment local_moment(const std::string& timezone, Instant at);
// Every moment of that date at which the clock shows from_min up to to_min, as spans with open
// ends: two where the clock goes back over the interval, none where it skips it.
std::vector<std::pair<Instant, Instant>> spans_of(const std::string& timezone,
                                                  std::chrono::year_month_day date, int from_min,
                                                  int to_min);
int iso_weekday(std::chrono::year_month_day date);

}  // namespace social311::casebridge
