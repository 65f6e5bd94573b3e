// Texts for residents with {{slots}}: checked when a city is loaded, filled when a reply is
// composed. Internal to the room, and the one place that knows the mustache library.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/toml.h"

namespace social311::casebridge {

// What a template may name. None of them holds the resident's words, address or phone number: what
// a template cannot name cannot leak into a public reply.
//   case      the reply's marker, which contains the case number
//   city      the city's name
//   handle    the resident's handle, without @
//   agency    the division's name, or "311"
//   service   what the case is about, in the reply's language
//   due       "by Thursday, March 5, 5 p.m."; "" without a target
//   opening   "Monday at 7 a.m."; "" while the desk is open
//   after_hours  the line for what cannot wait; "" while the desk is open or where there is none
//   question  the one question; "" when nothing is missing
//   text      what a person wrote (answer, closing, notice, handover)
// {{#slot}}…{{/slot}} is kept when the slot is not empty, {{^slot}}…{{/slot}} when it is.
const std::vector<std::string>& known_slots();

using Slots = std::map<std::string, std::string>;

// Empty when the text can be filled: tags whole, sections closed, slots known. `file` is for
// positions.
std::vector<Complaint> check_template(std::string_view text, const std::string& file);
bool names_slot(std::string_view text, std::string_view slot);
// Plain text, nothing escaped; blanks folded, no blank line twice. Only for a text without
// complaints.
std::string fill(const std::string& text, const Slots& slots);

}  // namespace social311::casebridge
