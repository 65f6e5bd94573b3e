// Dates as people say them, in English and Spanish; other languages get English. Internal to the
// room.
#pragma once

#include <optional>
#include <string>

#include "casebridge/city.h"
#include "core/clock.h"

namespace social311::casebridge {

// As say_by(), with the year where it is not the present one.
std::string say_deadline(const BusinessHours& hours, Instant at, Instant now,
                         const std::string& language);
// When the desk opens next: "today at 7 a.m.", "Monday at 7 a.m.", "Monday, January 4, at 7 a.m." /
// "hoy a las 7 a. m.", "el lunes a las 7 a. m.". Empty while it is open or when it never opens.
std::string say_opening(const BusinessHours& hours, Instant now, const std::string& language);

}  // namespace social311::casebridge
