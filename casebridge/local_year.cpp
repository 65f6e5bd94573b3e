#include <date/tz.h>

#include "casebridge/city.h"

namespace social311::casebridge {

int local_year(const BusinessHours& hours, Instant at) {
  const auto local = date::locate_zone(hours.timezone)->to_local(at);
  return static_cast<int>(date::year_month_day(date::floor<date::days>(local)).year());
}

}  // namespace social311::casebridge
