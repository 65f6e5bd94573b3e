// How the loop is closed, as the city wants it (closing.toml): whether residents are asked if they
// are content, which photographs may be linked, what a reviewed case is judged by. And what an
// answer to the survey says. Pure.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/toml.h"

namespace social311::casebridge {

struct SurveyPolicy {
  bool asks = false;                   // a city that says nothing asks nobody
  std::chrono::hours after{24};        // after closing, by the wall clock
  std::chrono::days quiet{30};         // one resident is not asked again within
  std::vector<std::string> not_for{};  // topics
};

struct Criterion {  // of the quality matrix
  std::string id{};
  std::string name_en{};
  std::string name_es{};
  int weight = 1;
};

struct ClosingPolicy {
  SurveyPolicy survey{};
  std::vector<std::string> photo_hosts{};  // https only; empty = no links to photographs
  std::vector<Criterion> criteria{};       // empty = no quality reviews
  double satisfied_goal = 0.85;            // share of 4 and 5
  double quality_goal = 75;                // of 100
};

// Complains in the table about what is wrong; checks topics against `topics`.
ClosingPolicy read_closing(TomlTable root, const std::vector<std::string>& topics);

// Never after an emergency, and not for topics that the city leaves out.
bool asks_survey(const ClosingPolicy& policy, const Case& about);

// Why a link to a photograph may not be published; "" = it may.
std::string photo_refusal(const ClosingPolicy& policy, std::string_view url);

// Marks by criterion (yes | partly | no | not_applicable) as a score of 100, by weight. Empty when
// a criterion or a mark is unknown, one is missing, or none applies.
std::optional<int> quality_score(const ClosingPolicy& policy,
                                 const std::map<std::string, std::string>& marks);

// The number of an answer: "4", "5 thanks", "4/5", "4 out of 5", "cinco", five stars. Empty where
// there is none or more than one; "1437 Bannock" and "2 weeks ago" are none.
std::optional<int> survey_score(std::string_view text);

}  // namespace social311::casebridge
