// Cross-validation: how strong the penalty shall be, and what weights say of posts that they never
// saw.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "classifier/learning/logistic.h"

namespace social311::classifier {

struct Examples {
  std::vector<SparseRow> rows{};
  std::vector<int> labels{};
  std::vector<int> folds{};  // equal texts share one
};

struct Validated {
  double strength = 0;                      // the penalty that told unseen posts best
  std::vector<std::vector<double>> sums{};  // by row: what weights say that never saw it
};

// `form_with(strength)` is the regression under that penalty. Several threads.
Validated validate(const Examples& examples, int folds, const std::vector<double>& strengths,
                   const std::function<Regression(double)>& form_with);

// Area under the ROC curve, ties as half.
double area_under_curve(const std::vector<double>& scores, const std::vector<int>& labels);

struct Threshold {
  double value = 1;
  double f1 = 0;
};
// Where scores from `value` on are taken as yes with the best F1.
Threshold best_threshold(const std::vector<double>& scores, const std::vector<int>& labels);
// The highest threshold that still finds this share of the yes.
double threshold_of_recall(const std::vector<double>& scores, const std::vector<int>& labels,
                           double recall);

}  // namespace social311::classifier
