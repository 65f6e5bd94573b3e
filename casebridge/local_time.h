// Between moments and a city's wall clock. Internal to the room: the one place that speaks to the
// time zone library. An unknown zone throws std::runtime_error; load_city() complains about it
// first.
#pragma once

#include <chrono>
#include <string>

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
// The moment at which the zone's clock shows `minute_of_day` (0..1440) on that date. A time that
// the clock skips is the moment of the jump; one that it shows twice is the second.
Instant moment_of(const std::string& timezone, std::chrono::year_month_day date, int minute_of_day);
int iso_weekday(std::chrono::year_month_day date);

}  // namespace social311::casebridge
