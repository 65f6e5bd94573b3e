// What `rules train` learned: weights beside those of the decision's features. A plain TOML file
// (docs/rules.md); this is it in memory.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "classifier/classifier.h"
#include "classifier/features.h"
#include "core/toml.h"

namespace social311::classifier {

inline constexpr std::int64_t weights_format = 1;

struct NamedWeight {
  std::string name{};  // of a gram (grams.h)
  double weight = 0;
};

// What speaks for one topic among those that the labels named.
struct LearnedRoute {
  std::uint32_t topic = 0;
  double bias = 0;
  std::vector<double> matters{};  // by topic: times the score its rules give
  std::vector<NamedWeight> words{};
};

struct LearnedWeights {
  std::vector<double> matters{};     // by topic: times its rules' score, towards a request
  std::vector<NamedWeight> words{};  // towards a request
  std::vector<LearnedRoute> routes{};

  bool empty() const { return words.empty() && matters.empty() && routes.empty(); }
};

// Reads the tables [matters], [words] and [topics.…]; complaints go into the document.
LearnedWeights read_learned(TomlTable& root, const std::vector<TopicInfo>& topics);

struct WeightsFile {
  std::string heading{};  // lines of comment, without #
  std::string rules{};    // digest of the rules they were learned for
  std::vector<std::pair<std::string, double>> thresholds{};
  std::vector<double> weights{};  // by weighed_names(); empty: as the rules have them
  LearnedWeights learned{};
};
std::string write_weights(const WeightsFile& file, const std::vector<TopicInfo>& topics);

}  // namespace social311::classifier
