#include "casebridge/local_time.h"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

namespace social311::casebridge {
namespace {

namespace chrono = std::chrono;

// The library's own calendar types share their names with C++20's: never open both namespaces.
date::local_days library_date(chrono::year_month_day date) {
  return date::local_days{chrono::sys_days{date}.time_since_epoch()};
}

chrono::year_month_day standard_date(date::local_days day) {
  return chrono::year_month_day{chrono::sys_days{day.time_since_epoch()}};
}

date::sys_time<Milliseconds> library_instant(Instant at) {
  return date::sys_time<Milliseconds>{at.time_since_epoch()};
}

}  // namespace

bool zone_exists(const std::string& timezone) {
  try {
    return date::locate_zone(timezone) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

int iso_weekday(chrono::year_month_day date) {
  return static_cast<int>(chrono::weekday{chrono::sys_days{date}}.iso_encoding());
}

LocalMoment local_moment(const std::string& timezone, Instant at) {
  const auto local = date::locate_zone(timezone)->to_local(library_instant(at));
  const auto day = date::floor<date::days>(local);
  const auto minutes = chrono::floor<chrono::minutes>(local - day).count();
  LocalMoment out;
  out.date = standard_date(day);
  out.iso_weekday = iso_weekday(out.date);
  out.hour = static_cast<int>(minutes / 60);
  out.minute = static_cast<int>(minutes % 60);
  return out;
}

std::vector<std::pair<Instant, Instant>> spans_of(const std::string& timezone,
                                                  chrono::year_month_day date, int from_min,
                                                  int to_min) {
  const auto* zone = date::locate_zone(timezone);
  const auto midnight = library_date(date);
  const auto at_start = zone->get_info(midnight);
  const auto at_end = zone->get_info(midnight + date::days{1});
  const date::sys_info& before = at_start.first;
  const date::sys_info& after =
      at_end.result == date::local_info::ambiguous ? at_end.second : at_end.first;
  const auto moment = [&](int minute, const date::sys_info& info) {
    const auto local = (midnight + chrono::minutes{minute}).time_since_epoch();
    return Instant{chrono::duration_cast<Milliseconds>(local - info.offset)};
  };
  if (before.offset == after.offset) return {{moment(from_min, before), moment(to_min, before)}};
  const Instant change{chrono::duration_cast<Milliseconds>(after.begin.time_since_epoch())};
  std::vector<std::pair<Instant, Instant>> out;
  const auto add = [&out](Instant begin, Instant end) {
    if (begin < end) out.emplace_back(begin, end);
  };
  add(moment(from_min, before), std::min(moment(to_min, before), change));
  add(std::max(moment(from_min, after), change), moment(to_min, after));
  return out;
}

}  // namespace social311::casebridge
