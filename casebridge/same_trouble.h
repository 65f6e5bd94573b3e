// The one question of an incident: "is yours the same as …?", what it may say of another resident's
// report in public, and what the answer says. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "casebridge/city.h"
#include "core/clock.h"
#include "core/finding.h"

namespace social311::casebridge {

struct OtherReport {
  Location place{};
  Instant at{};
  bool in_public = true;  // said where everybody reads; otherwise only how far away it is is told
  double distance_m = 0;
};
// At most 120 graphemes, so that it fits beside a case number. Names a crossing, a landmark or a
// block of the other report, never its house number; nothing of a private one.
std::string same_question(const City& city, const std::string& topic, const OtherReport& other,
                          const std::string& language);

// A crossing or a landmark as it stands, an address as its block ("the 1400 block of Bannock St"),
// "" for anything else.
std::string public_place(const Location& place, const std::string& language);

enum class YesNo { yes, no };
// What a short answer begins with or is made of; empty where it says neither, or both.
std::optional<YesNo> read_yes_no(std::string_view text);

}  // namespace social311::casebridge
