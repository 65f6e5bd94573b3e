// Whether two ways of writing a place mean one: "14th and Grant" and "Grant St & 14th Ave", "1437
// Bannock" and "1437 N. Bannock Street". For places that nobody has coordinates of. Pure.
#pragma once

#include <string>
#include <string_view>

namespace social311::casebridge {

// The words that make the place, sorted, without kinds of street, directions and little words; ""
// = nothing is left. sql/migrations/0012_incidents.sql has the same as place_key(): a test
// compares.
std::string place_key(std::string_view place);

// The same key, and neither a kind of street nor a direction that speaks against it ("Bannock St",
// "Bannock Ct").
bool same_place(std::string_view a, std::string_view b);

}  // namespace social311::casebridge
