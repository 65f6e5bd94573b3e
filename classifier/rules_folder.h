// Reads a rules folder (docs/rules.md) into what the classifier is built from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "classifier/classifier.h"
#include "classifier/features.h"
#include "classifier/learning/weights.h"
#include "classifier/rule_set.h"
#include "core/toml.h"

namespace social311::classifier {

struct Thresholds {
  double open_case = 0.60;
  double review = 0.35;
  double topic = 0.25;
  double intent = 0.35;
};

// Owners of rules: the topics by their place in `topics`, then the features.
struct RulesFolder {
  std::string name{};
  std::string label{};                                        // `version` of rules.toml, for people
  std::string digest{};                                       // of the files' names and contents
  std::map<std::string, std::vector<std::string>> handles{};  // by network, lower case, without @
  Thresholds thresholds{};
  Weights weights = built_in_weights();
  LearnedWeights learned{};
  std::vector<TopicInfo> topics{};
  std::vector<RawRule> rules{};
  std::vector<Complaint> complaints{};

  std::uint32_t owner_of(Feature feature) const {
    return static_cast<std::uint32_t>(topics.size() + index_of(feature));
  }
};

// `weights_file`: "" or a file of `rules train`, or one with [weights] and [thresholds] alone; they
// go over those of rules.toml.
RulesFolder read_rules_folder(const std::string& folder, const std::string& weights_file);

}  // namespace social311::classifier
