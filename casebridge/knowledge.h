// What the desk can answer by itself: seven of ten who ask need no agency. Articles stand in
// answers.toml of the rules folder; a person sends them, the machine only suggests. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "core/toml.h"

namespace social311::casebridge {

struct Article {
  std::string id{};
  std::string topic{};  // "" = any
  std::string question_en{};
  std::string question_es{};
  std::vector<std::string> asked{};  // phrases of people who ask it, in any language
  std::string answer_en{};
  std::string answer_es{};
  std::string checked_on{};  // "2026-11-01": when somebody last saw that it is true
};

struct SuggestedAnswer {
  std::string article{};
  std::string question{};  // in the language asked for
  std::string answer{};
  double score = 0;  // [0,1]
  std::string checked_on{};
};

// Best first, at most three, none below half a match.
std::vector<SuggestedAnswer> suggest_answers(const std::vector<Article>& articles,
                                             const Finding& finding, std::string_view text,
                                             const std::string& language);

// answers.toml; a missing file is no article. `topics` are those that articles may name.
std::vector<Article> read_articles(TomlTable root, const std::vector<std::string>& topics);

}  // namespace social311::casebridge
