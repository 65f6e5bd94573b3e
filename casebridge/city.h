// The city as the bridge sees it: hours, agencies, service targets, texts for residents. Read once
// from the rules folder (hours.toml, agencies.toml, services.toml, templates/), immutable
// afterwards.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casebridge/closing.h"
#include "casebridge/incident.h"
#include "casebridge/knowledge.h"
#include "casebridge/menu.h"
#include "core/case.h"
#include "core/clock.h"
#include "core/toml.h"

namespace social311::casebridge {

struct OpenInterval {  // minutes of the local day, end exclusive
  int from_min = 0;
  int to_min = 0;
};

struct BusinessHours {
  std::string timezone = "UTC";
  std::map<int, std::vector<OpenInterval>> week{};      // 1 = Monday … 7 = Sunday (ISO 8601)
  std::vector<std::chrono::year_month_day> holidays{};  // local dates, closed all day
};

// How cases go between divisions (casebridge/transfer.h).
struct TransferPolicy {
  int accept_hours = 4;  // open hours of the receiver until it accepts or refuses
  int flag_from = 3;     // the how-manieth transfer of a case is shown to a supervisor
  enum class Tell { nothing, status_page } tell = Tell::status_page;  // the most a resident learns
};

struct Division {
  enum class Kind { division, outside };  // outside: a utility, a neighbouring city
  std::string id{};                       // "solid_waste"
  std::string name{};                     // "Solid Waste Management"
  std::string agency{};                   // "Transportation and Infrastructure"
  std::string phone{};                    // "" = none of its own
  std::string contact{};                  // a page or address for staff; "" = none
  std::string queue{};                    // what its people call their list
  Kind kind = Kind::division;
  std::string hours = "desk";         // name of its calendar; City::hours_of reads it
  std::optional<int> accept_hours{};  // instead of the policy's
};

// What a service wants to know besides the place: an attribute of its definition (Open311 GeoReport
// v2, GET service definition). Asked one at a time, the private ones never in public.
struct FactValue {
  std::string key{};
  std::string name_en{};
  std::string name_es{};
  std::vector<std::string> words{};  // phrases that mean it, besides its names
};
struct Fact {
  enum class Type { text, number, single, multiple, datetime };
  std::string code{};  // "WHEREIST"
  Type type = Type::text;
  bool required = false;
  bool is_private = false;
  std::string question_en{};
  std::string question_es{};
  std::vector<FactValue> values{};  // of single and multiple
};
const char* name_of(Fact::Type type);  // Open311's: "string" "number" "singlevaluelist" …

struct Service {  // by topic id
  std::string topic{};
  std::string code{};  // service code, "POTHOLE"
  std::string name_en{};
  std::string name_es{};
  std::optional<std::string> division{};
  std::optional<int>
      target_hours{};  // business hours from opening to the deadline; none = no target
  std::optional<int> answer_hours{};   // to the first answer of a person; none = the city's
  std::optional<int> partner_hours{};  // for posts of partners, instead of target_hours
  int reopen_days = 14;  // after closing: a word in the thread reopens; later it is a new case
  bool needs_location = true;
  std::vector<Fact> facts{};  // in the order in which they are asked
  IncidentRule incident{};
  bool automatic_joins = false;  // where the record of its suggestions proves it
  std::string question_en{};     // the one question asked when a fact is missing
  std::string question_es{};
  std::string
      after_hours_en{};  // the line for matters that cannot wait, told while the desk is closed
  std::string after_hours_es{};
};

struct City {
  std::string name{};
  std::vector<std::string> languages{"en"};          // the first is the default
  BusinessHours hours{};                             // of the desk
  std::map<std::string, BusinessHours> calendars{};  // further ones, by name
  std::optional<int> answer_hours{};  // to a person's first answer, where a service says nothing
  double warn_share = 0.75;           // of a target: used up, people on duty are told
  std::vector<Division> divisions{};
  TransferPolicy transfers{};
  std::map<std::string, Service> services{};       // by topic id
  std::map<std::string, std::string> templates{};  // "receipt.en" → text with {{slots}}
  std::vector<std::string>
      partner_ids{};                // "network/id" of council and partner accounts: priority line
  std::vector<Article> articles{};  // what the desk answers by itself
  Menu menu{};                      // of topics, for private messages; without entries: none
  ClosingPolicy closing{};          // surveys, photographs, quality reviews
  std::vector<std::string>
      not_fixed{};  // words that reopen a closed case; empty = the built-in ones

  const Division* division(const std::string& id) const;
  // Of a division; the desk's where it has none of its own, or is unknown.
  const BusinessHours& hours_of(const std::string& division_id) const;
  const Service& service(const std::string& topic) const;  // unknown topics get that of "other"
};

struct LoadedCity {
  std::optional<City> city{};
  std::vector<Complaint> complaints{};
};
// The form of the files: docs/city.md. Every fault of every file is gathered; a city comes without
// complaints only.
LoadedCity load_city(const std::string& rules_directory, const std::string& name,
                     const std::string& timezone, const std::vector<std::string>& languages);

// hours.toml alone, from its text: for trying other hours out. `file` is for positions.
struct LoadedHours {
  std::optional<BusinessHours> hours{};
  std::vector<Complaint> complaints{};
};
LoadedHours load_hours(const std::string& text, const std::string& file,
                       const std::string& timezone);

// The first moment by which `span` of open time has passed since `from`, over holidays, weekends
// and DST changes; `from` itself for a span of zero or less. Empty when the calendar never opens or
// the moment lies more than 200 years ahead. These functions throw std::runtime_error for a time
// zone that does not exist (load_city complains about it).
std::optional<Instant> add_business_time(const BusinessHours& hours, Instant from,
                                         std::chrono::minutes span);
// Open time between two moments, whole minutes; zero when `to` is not after `from`.
std::chrono::minutes business_time_between(const BusinessHours& hours, Instant from, Instant to);
// The city's calendar year at a moment: case numbers start again each year.
int local_year(const BusinessHours& hours, Instant at);
bool is_open(const BusinessHours& hours, Instant at);
// `from` itself while the desk is open. Empty when it never opens.
std::optional<Instant> next_opening(const BusinessHours& hours, Instant from);
// "March 5, 2026" / "5 de marzo de 2026" in the city's zone.
std::string say_day(const BusinessHours& hours, Instant at, const std::string& language);
// "by Thursday, March 5, 5 p.m." / "a más tardar el jueves 5 de marzo a las 5 p. m." in the city's
// zone.
std::string say_by(const BusinessHours& hours, Instant at, const std::string& language);

}  // namespace social311::casebridge
