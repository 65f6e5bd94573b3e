#include "casebridge/local_time.h"

#include <date/tz.h>

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

Instant moment_of(const std::string& timezone, chrono::year_month_day date, int minute_of_day) {
  const auto local = library_date(date) + chrono::minutes{minute_of_day};
  // One rule for both ends of an interval keeps neighbouring intervals neighbours over a clock
  // change.
  const auto at = date::locate_zone(timezone)->to_sys(local, date::choose::latest);
  return Instant{chrono::duration_cast<Milliseconds>(at.time_since_epoch())};
}

}  // namespace social311::casebridge
