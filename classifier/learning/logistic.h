// Logistic regression with a penalty, for one yes/no question or for one of several classes.
// Deterministic: the same rows give the same weights on every machine of one kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace social311::classifier {

// One post as the regression sees it: the features that speak, by number.
struct SparseRow {
  std::vector<std::uint32_t> features{};
  std::vector<float> values{};
};

struct Regression {
  std::size_t classes = 1;  // 1: yes or no; more: exactly one of them
  std::size_t features = 0;
  // By feature. A weight is drawn towards its prior, the harder the larger its penalty.
  std::vector<double> penalty{};
  std::vector<double> prior{};  // classes × features, class by class
};

// Weights, class by class. `rows` and `labels` (the class; 0 or 1 for yes/no) run side by side;
// `use` picks the rows to learn from.
std::vector<double> fit(const Regression& form, const std::vector<SparseRow>& rows,
                        const std::vector<int>& labels, const std::vector<std::uint32_t>& use);

// The weighed sum of one row, by class.
void sums_of(const Regression& form, const std::vector<double>& weights, const SparseRow& row,
             std::vector<double>& sums);

// Stretches sums so that they become honest probabilities (Platt): sum → slope · sum + offset.
struct Calibration {
  double slope = 1;
  double offset = 0;
};
Calibration calibrate(const std::vector<double>& sums, const std::vector<int>& labels);

}  // namespace social311::classifier
