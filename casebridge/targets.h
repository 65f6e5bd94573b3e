// What a case is measured against, and under which name that policy is kept with the case: a target
// that changes later changes nothing for cases that run. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "casebridge/city.h"
#include "casebridge/deadline.h"
#include "core/case.h"

namespace social311::casebridge {

struct Targets {
  std::optional<Target> response{};    // a person's first answer
  std::optional<Target> resolution{};  // the matter itself

  bool operator==(const Targets&) const = default;
};

// Danger to life: an hour of the wall clock for both. The line of partners, whatever the priority:
// the shorter of their own target and everybody's, and nobody answers a partner later than that.
enum class Line { everybody, partners };
Targets targets_for(const City& city, const std::string& topic, Priority priority,
                    Line line = Line::everybody);

// Of council members and staff, by the network's own id (rules.toml, partner_ids).
bool is_partner(const City& city, const std::string& network, const std::string& author_id);
Line line_of(const City& city, const Resident& resident);

// Hours as JSON and back, for keeping: the same hours give the same text. Empty where the text is
// none of ours.
std::string write_hours(const BusinessHours& hours);
std::optional<BusinessHours> read_hours(std::string_view json);
// Every service's targets as JSON, for keeping.
std::string write_targets(const City& city);
// The name of a kept text: twelve hexadecimal digits.
std::string version_of(std::string_view text);

}  // namespace social311::casebridge
