// What a word in a known conversation means: thanks, or that the matter is not done. Internal to
// the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casebridge/city.h"
#include "core/finding.h"

namespace social311::casebridge {

bool is_gratitude(const Finding& finding);
// One of the city's phrases stands in the text, as whole words; case, accents and curly apostrophes
// do not count, and in "not really fixed" one word may stand between two of a phrase.
bool says_not_fixed(const City& city, std::string_view text);
// What a city without phrases of its own gets: English and Spanish.
const std::vector<std::string>& default_not_fixed();

}  // namespace social311::casebridge
