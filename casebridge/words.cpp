#include "casebridge/words.h"

#include <array>
#include <chrono>

#include "casebridge/local_time.h"

namespace social311::casebridge {
namespace {

namespace chrono = std::chrono;

enum class Tongue { english, spanish };

Tongue tongue_of(const std::string& language) {
  return language == "es" ? Tongue::spanish : Tongue::english;
}

std::string weekday_word(int iso, Tongue tongue) {
  static constexpr std::array english{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday"};
  static constexpr std::array spanish{"lunes",   "martes", "miércoles", "jueves",
                                      "viernes", "sábado", "domingo"};
  const auto at = static_cast<std::size_t>(iso - 1);
  return tongue == Tongue::spanish ? spanish.at(at) : english.at(at);
}

std::string month_word(chrono::month month, Tongue tongue) {
  static constexpr std::array english{"January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December"};
  static constexpr std::array spanish{"enero",      "febrero", "marzo",     "abril",
                                      "mayo",       "junio",   "julio",     "agosto",
                                      "septiembre", "octubre", "noviembre", "diciembre"};
  const std::size_t at = static_cast<unsigned>(month) - 1u;
  return tongue == Tongue::spanish ? spanish.at(at) : english.at(at);
}

std::string hour_word(const LocalMoment& moment, Tongue tongue) {
  std::string out = std::to_string(moment.hour % 12 == 0 ? 12 : moment.hour % 12);
  if (moment.minute != 0) out += (moment.minute < 10 ? ":0" : ":") + std::to_string(moment.minute);
  const bool morning = moment.hour < 12;
  if (tongue == Tongue::spanish) return out + (morning ? " a. m." : " p. m.");
  return out + (morning ? " a.m." : " p.m.");
}

// "5 p.m." · "a las 5 p. m.", "a la 1 p. m."
std::string at_hour_spanish(const LocalMoment& moment) {
  return (moment.hour % 12 == 1 ? "a la " : "a las ") + hour_word(moment, Tongue::spanish);
}

std::string day_and_month(const LocalMoment& moment, Tongue tongue) {
  const std::string day = std::to_string(static_cast<unsigned>(moment.date.day()));
  const std::string month = month_word(moment.date.month(), tongue);
  return tongue == Tongue::spanish ? day + " de " + month : month + " " + day;
}

std::string deadline(const LocalMoment& moment, Tongue tongue, const std::string& year) {
  const std::string weekday = weekday_word(moment.iso_weekday, tongue);
  const std::string day = day_and_month(moment, tongue);
  if (tongue == Tongue::spanish) {
    return "a más tardar el " + weekday + " " + day + (year.empty() ? "" : " de " + year) + " " +
           at_hour_spanish(moment);
  }
  return "by " + weekday + ", " + day + (year.empty() ? "" : ", " + year) + ", " +
         hour_word(moment, tongue);
}

// Seven days on, the weekday alone would mean today.
bool weekday_is_enough(const LocalMoment& then, const LocalMoment& now) {
  return chrono::sys_days{then.date} - chrono::sys_days{now.date} < chrono::days{7};
}

}  // namespace

std::string say_by(const BusinessHours& hours, Instant at, const std::string& language) {
  return deadline(local_moment(hours.timezone, at), tongue_of(language), "");
}

std::string say_day(const BusinessHours& hours, Instant at, const std::string& language) {
  const LocalMoment moment = local_moment(hours.timezone, at);
  const Tongue tongue = tongue_of(language);
  const std::string year = std::to_string(static_cast<int>(moment.date.year()));
  return day_and_month(moment, tongue) + (tongue == Tongue::spanish ? " de " : ", ") + year;
}

std::string say_deadline(const BusinessHours& hours, Instant at, Instant now,
                         const std::string& language) {
  const LocalMoment then = local_moment(hours.timezone, at);
  const bool same_year = then.date.year() == local_moment(hours.timezone, now).date.year();
  return deadline(then, tongue_of(language),
                  same_year ? "" : std::to_string(static_cast<int>(then.date.year())));
}

std::string say_opening(const BusinessHours& hours, Instant now, const std::string& language) {
  const auto opening = next_opening(hours, now);
  if (!opening || *opening == now) return "";
  const LocalMoment then = local_moment(hours.timezone, *opening);
  const LocalMoment today = local_moment(hours.timezone, now);
  const Tongue tongue = tongue_of(language);
  const bool near = weekday_is_enough(then, today);
  const std::string weekday = weekday_word(then.iso_weekday, tongue);
  if (tongue == Tongue::spanish) {
    if (then.date == today.date) return "hoy " + at_hour_spanish(then);
    return "el " + weekday + (near ? "" : " " + day_and_month(then, tongue)) + " " +
           at_hour_spanish(then);
  }
  if (then.date == today.date) return "today at " + hour_word(then, tongue);
  return weekday + (near ? "" : ", " + day_and_month(then, tongue) + ",") + " at " +
         hour_word(then, tongue);
}

}  // namespace social311::casebridge
