// How much two short texts of one topic are about the same thing. Internal to the room.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace social311::casebridge {

// The words that tell one trouble of a kind from another: folded, without accents, ends cut, and
// without what every report of the city holds (little words of English and Spanish, links, handles,
// greetings) and without those of `known`: of the place itself, of the kind of trouble.
std::set<std::string> telling_words(std::string_view text, std::string_view known);

struct Likeness {
  int shared = 0;
  int only_here = 0;
  int only_there = 0;
};
Likeness likeness(const std::set<std::string>& here, const std::set<std::string>& there);

}  // namespace social311::casebridge
