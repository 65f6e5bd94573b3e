// Rules to measure with: the sample city's own, and as many more as are wanted, made by a seeded
// generator from the words of texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "classifier/rule_set.h"

namespace social311::bench {

// A rule line's query and its terms, each one alternative of the rule.
struct MadeRule {
  std::string line{};  // as it stands in a .rules file, without its weight
  std::vector<classifier::Term> terms{};
};

// The sample city's rules that are one expression each: words, phrases, #tags and /expressions/,
// alone or joined by OR. Other engines know no NEAR, no stem() and no signs.
std::vector<MadeRule> own_rules(const std::string& folder);

// `count` rules: half of them (at most) own, evenly picked, the others generated: two to six
// alternatives, each with a word that stands in `texts`, drawn by how rare it is: words, phrases,
// beginnings and expressions with a literal word.
std::vector<MadeRule> make_rules(std::size_t count, const std::vector<MadeRule>& own,
                                 const std::vector<std::string>& texts, std::uint64_t seed);

// The rules as the classifier builds them, one owner each.
classifier::RuleSet rule_set_of(const std::vector<MadeRule>& rules);

}  // namespace social311::bench
