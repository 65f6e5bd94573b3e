// Learns the weights of detection and routing from labelled posts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "classifier/classifier.h"
#include "core/exchange.h"

namespace social311::classifier {

// Figures by cross-validation: each post was judged by weights that never saw it or its like.
struct DetectionFigures {
  std::size_t posts = 0;
  std::size_t requests = 0;
  double area = 0;  // under the ROC curve
  double f1 = 0;    // at `threshold`
  double threshold = 0;
  double rules_area = 0;  // of the rules without learned weights, on the same posts
};
struct RoutingFigures {
  std::size_t posts = 0;
  std::size_t topics = 0;
  double accuracy = 0;
  double macro_f1 = 0;
};
struct Training {
  std::string weights{};  // the file's text (docs/rules.md)
  std::optional<DetectionFigures> detection{};
  std::optional<RoutingFigures> routing{};
  std::vector<std::string> notes{};  // what could not be learned, and why
};

inline constexpr int training_folds = 5;

// `rules` are without learned weights. Deterministic: the same rules and posts, in any order, give
// the same weights. Fault (rejected): nothing can be learned from these labels; says what is
// missing. Memory grows with the posts.
Result<Training> train(const Classifier& rules, const std::vector<LabelledPost>& posts,
                       Instant now);

}  // namespace social311::classifier
