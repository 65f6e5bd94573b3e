#include "classifier/learning/logistic.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <utility>

namespace social311::classifier {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double sigmoid(double z) {
  return z >= 0 ? 1 / (1 + std::exp(-z)) : std::exp(z) / (1 + std::exp(z));
}

// log(1 + e^z) without overflow.
double softplus(double z) {
  return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z));
}

// What is to be made small: the surprise at the labels, and the distance from the prior.
class Objective {
 public:
  Objective(const Regression& form, const std::vector<SparseRow>& rows,
            const std::vector<int>& labels, const std::vector<std::uint32_t>& use)
      : form_(form), rows_(rows), labels_(labels), use_(use), sums_(form.classes) {}

  double operator()(const Vector& weights, Vector& gradient) {
    double loss = penalty(weights, gradient);
    for (const std::uint32_t row : use_) loss += surprise(weights, row, gradient);
    return loss;
  }

 private:
  double penalty(const Vector& weights, Vector& gradient) const {
    double loss = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double away = weights[i] - form_.prior[i];
      const double strength = form_.penalty[i % form_.features];
      loss += 0.5 * strength * away * away;
      gradient[i] = strength * away;
    }
    return loss;
  }

  double surprise(const Vector& weights, std::uint32_t row, Vector& gradient) {
    sums_of(form_, weights, rows_[row], sums_);
    const int label = labels_[row];
    double loss = 0;
    if (form_.classes == 1) {
      loss = softplus(label == 1 ? -sums_[0] : sums_[0]);
      sums_[0] = sigmoid(sums_[0]) - label;
    } else {
      loss = normalise(static_cast<std::size_t>(label));
    }
    for (std::size_t c = 0; c < form_.classes; ++c)
      spread(rows_[row], sums_[c], c * form_.features, gradient);
    return loss;
  }

  // Sums become probabilities, less 1 for the right class.
  double normalise(std::size_t label) {
    const double top = *std::max_element(sums_.begin(), sums_.end());
    double total = 0;
    for (double& sum : sums_) total += sum = std::exp(sum - top);
    for (double& sum : sums_) sum /= total;
    const double loss = -std::log(std::max(sums_[label], 1e-300));
    sums_[label] -= 1;
    return loss;
  }

  static void spread(const SparseRow& row, double error, std::size_t from, Vector& gradient) {
    for (std::size_t i = 0; i < row.features.size(); ++i)
      gradient[from + row.features[i]] += error * static_cast<double>(row.values[i]);
  }

  const Regression& form_;
  const std::vector<SparseRow>& rows_;
  const std::vector<int>& labels_;
  const std::vector<std::uint32_t>& use_;
  Vector sums_;
};

// Limited-memory BFGS (Nocedal): the last steps stand for the curvature.
class Descent {
 public:
  Descent(Objective& objective, Vector start)
      : objective_(objective), at_(std::move(start)), gradient_(at_.size()) {}

  Vector run() {
    loss_ = objective_(at_, gradient_);
    const double first = std::sqrt(dot(gradient_, gradient_));
    for (int turn = 0; turn < most_turns; ++turn) {
      if (std::sqrt(dot(gradient_, gradient_)) <= close_enough * std::max(1.0, first)) break;
      if (!step()) break;
    }
    return std::move(at_);
  }

 private:
  static constexpr int most_turns = 200;
  static constexpr double close_enough = 5e-4;
  static constexpr std::size_t memory = 8;

  struct Past {
    Vector moved{};
    Vector turned{};
    double scale = 0;
  };

  bool step() {
    const Vector way = direction();
    const double slope = dot(way, gradient_);
    if (!(slope < 0)) return false;
    double length = past_.empty() ? 1 / std::max(1.0, std::sqrt(-slope)) : 1;
    Vector next(at_.size());
    Vector next_gradient(at_.size());
    for (int tries = 0; tries < 30; ++tries, length /= 2) {
      for (std::size_t i = 0; i < at_.size(); ++i) next[i] = at_[i] + length * way[i];
      const double loss = objective_(next, next_gradient);
      if (loss > loss_ + 1e-4 * length * slope) continue;
      const bool worth_it = loss_ - loss > 1e-9 * std::abs(loss_);
      remember(next, next_gradient);
      loss_ = loss;
      return worth_it;
    }
    return false;
  }

  Vector direction() const {
    Vector way = gradient_;
    Vector shares(past_.size());
    for (std::size_t i = past_.size(); i-- > 0;) {
      shares[i] = dot(past_[i].moved, way) * past_[i].scale;
      for (std::size_t k = 0; k < way.size(); ++k) way[k] -= shares[i] * past_[i].turned[k];
    }
    if (!past_.empty()) {
      const Past& last = past_.back();
      const double size = 1 / (last.scale * dot(last.turned, last.turned));
      for (double& value : way) value *= size;
    }
    for (std::size_t i = 0; i < past_.size(); ++i) {
      const double share = shares[i] - dot(past_[i].turned, way) * past_[i].scale;
      for (std::size_t k = 0; k < way.size(); ++k) way[k] += share * past_[i].moved[k];
    }
    for (double& value : way) value = -value;
    return way;
  }

  void remember(Vector& next, Vector& next_gradient) {
    Past past{Vector(at_.size()), Vector(at_.size()), 0};
    for (std::size_t i = 0; i < at_.size(); ++i) {
      past.moved[i] = next[i] - at_[i];
      past.turned[i] = next_gradient[i] - gradient_[i];
    }
    const double curve = dot(past.moved, past.turned);
    at_.swap(next);
    gradient_.swap(next_gradient);
    if (curve <= 1e-12) return;
    past.scale = 1 / curve;
    past_.push_back(std::move(past));
    if (past_.size() > memory) past_.pop_front();
  }

  Objective& objective_;
  Vector at_;
  Vector gradient_;
  double loss_ = 0;
  std::deque<Past> past_{};
};

}  // namespace

void sums_of(const Regression& form, const std::vector<double>& weights, const SparseRow& row,
             std::vector<double>& sums) {
  sums.assign(form.classes, 0);
  for (std::size_t c = 0; c < form.classes; ++c) {
    const double* own = weights.data() + c * form.features;
    double sum = 0;
    for (std::size_t i = 0; i < row.features.size(); ++i)
      sum += own[row.features[i]] * static_cast<double>(row.values[i]);
    sums[c] = sum;
  }
}

std::vector<double> fit(const Regression& form, const std::vector<SparseRow>& rows,
                        const std::vector<int>& labels, const std::vector<std::uint32_t>& use) {
  Objective objective(form, rows, labels, use);
  return Descent(objective, form.prior).run();
}

Calibration calibrate(const std::vector<double>& sums, const std::vector<int>& labels) {
  std::vector<SparseRow> rows;
  std::vector<std::uint32_t> use(sums.size());
  std::iota(use.begin(), use.end(), 0u);
  rows.reserve(sums.size());
  for (const double sum : sums) rows.push_back({{0, 1}, {static_cast<float>(sum), 1}});
  // Drawn to "leave as it is": a handful of labels shall not stretch anything.
  const Regression form{1, 2, {1.0, 1.0}, {1.0, 0.0}};
  const std::vector<double> found = fit(form, rows, labels, use);
  return {std::clamp(found[0], 0.2, 5.0), found[1]};
}

}  // namespace social311::classifier
