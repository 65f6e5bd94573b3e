// A small city for the tests of this room: two services, office hours, texts in English and
// Spanish.
#pragma once

#include <string>

#include "casebridge/city.h"
#include "core/clock.h"
#include "core/length.h"

namespace social311::casebridge {

inline Instant at(const char* iso) {
  return parse_iso8601(iso).value();
}

inline BusinessHours office_hours() {
  BusinessHours hours;
  hours.timezone = "America/Denver";
  for (int day = 1; day <= 5; ++day) hours.week[day] = {{7 * 60, 19 * 60}};
  return hours;
}

inline Service service(const std::string& topic, const std::string& code) {
  Service out;
  out.topic = topic;
  out.code = code;
  out.name_en = "Matter " + code;
  out.name_es = "Asunto " + code;
  out.question_en = "Where exactly is it?";
  out.question_es = "¿Dónde está exactamente?";
  return out;
}

inline City sample_city() {
  City city;
  city.name = "Denver";
  city.languages = {"en", "es"};
  city.hours = office_hours();
  city.divisions = {{"street_maintenance", "Street Maintenance", "Transportation", ""}};
  Service pothole = service("pothole_street", "POTHOLE");
  pothole.division = "street_maintenance";
  pothole.target_hours = 36;
  city.services["pothole_street"] = pothole;
  Service dmv = service("dmv", "DMV");
  dmv.needs_location = false;
  city.services["dmv"] = dmv;
  Service other = service("other", "OTHER");
  other.target_hours = 24;
  other.needs_location = false;
  city.services["other"] = other;
  city.partner_ids = {"twitter/77"};
  return city;
}

inline LengthRule bytes_up_to(std::size_t limit) {
  return {limit, 0, [](std::string_view text) { return text.size(); }};
}

}  // namespace social311::casebridge
