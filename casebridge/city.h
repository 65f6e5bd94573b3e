// The city as the bridge sees it: hours, agencies, service targets, texts for residents. Read once from the
// rules folder (hours.toml, agencies.toml, services.toml, templates/), immutable afterwards.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/toml.h"

namespace social311::casebridge {

struct Division {
  std::string id{};      // "solid_waste"
  std::string name{};    // "Solid Waste Management"
  std::string agency{};  // "Transportation and Infrastructure"
};

struct Service {                       // by topic id
  std::string topic{};
  std::string code{};                  // service code, "POTHOLE"
  std::string name_en{};
  std::string name_es{};
  std::optional<std::string> division{};
  std::optional<int> target_hours{};   // business hours from opening to the deadline; none = no target
  bool needs_location = true;
  std::string question_en{};           // the one question asked when a fact is missing
  std::string question_es{};
};

struct OpenInterval {                  // minutes of the local day, end exclusive
  int from_min = 0;
  int to_min = 0;
};

struct BusinessHours {
  std::string timezone = "UTC";
  std::map<int, std::vector<OpenInterval>> week{};             // 1 = Monday … 7 = Sunday (ISO 8601)
  std::vector<std::chrono::year_month_day> holidays{};         // local dates, closed all day
};

struct City {
  std::string name{};
  std::vector<std::string> languages{"en"};   // the first is the default
  BusinessHours hours{};
  std::vector<Division> divisions{};
  std::map<std::string, Service> services{};  // by topic id
  std::map<std::string, std::string> templates{};  // "receipt.en" → text with {{slots}}
  std::vector<std::string> partner_ids{};     // "network/id" of council and partner accounts: priority line

  const Division* division(const std::string& id) const;
  const Service& service(const std::string& topic) const;      // unknown topics get that of "other"
};

struct LoadedCity {
  std::optional<City> city{};
  std::vector<Complaint> complaints{};
};
LoadedCity load_city(const std::string& rules_directory, const std::string& name, const std::string& timezone,
                     const std::vector<std::string>& languages);

// The moment that lies `span` of open time after `from`. Over holidays, weekends and DST changes.
// Empty when the calendar never opens.
std::optional<Instant> add_business_time(const BusinessHours& hours, Instant from, std::chrono::minutes span);
// Open time between two moments.
std::chrono::minutes business_time_between(const BusinessHours& hours, Instant from, Instant to);
// The city's calendar year at a moment: case numbers start again each year.
int local_year(const BusinessHours& hours, Instant at);
bool is_open(const BusinessHours& hours, Instant at);
std::optional<Instant> next_opening(const BusinessHours& hours, Instant from);
// "by Thursday, March 5, 5 p.m." / "a más tardar el jueves 5 de marzo a las 5 p. m." in the city's zone.
std::string say_by(const BusinessHours& hours, Instant at, const std::string& language);

}  // namespace social311::casebridge
