// Whether phrases stand in a text, as people write: whole words, case and accents do not count.
// Internal to the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace social311::casebridge {

using Words = std::vector<std::string>;

// Folded words without accents; an apostrophe joins ("isn't" = "isnt").
Words words_of(std::string_view text);
// The phrase's words in order, at most one other word between two of them.
bool contains(const Words& text, const Words& phrase);
// The same with nothing between.
bool contains_exactly(const Words& text, const Words& phrase);
// "two", "dos": zero to twelve, in English and Spanish, folded.
std::optional<int> spelled_number(const std::string& word);

}  // namespace social311::casebridge
