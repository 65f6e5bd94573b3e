#include "classifier/learning/folds.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <thread>

namespace social311::classifier {
namespace {

// The posts' places, best score first; equal scores in the order of the posts.
std::vector<std::uint32_t> ranked(const std::vector<double>& scores) {
  std::vector<std::uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
  return order;
}

double surprise(const std::vector<double>& sums, int label) {
  if (sums.size() == 1) {
    const double z = label == 1 ? -sums[0] : sums[0];
    return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z));
  }
  const double top = *std::max_element(sums.begin(), sums.end());
  double total = 0;
  for (const double sum : sums) total += std::exp(sum - top);
  return std::log(total) - (sums[static_cast<std::size_t>(label)] - top);
}

void all_at_once(std::size_t jobs, const std::function<void(std::size_t)>& job) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs; i = next++) job(i);
  };
  std::vector<std::jthread> threads;
  const std::size_t count = std::clamp(std::thread::hardware_concurrency(), 1u, 16u);
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
  work();
}

// One strength, one fold left out.
void judge_fold(const Examples& examples, int fold, const Regression& form,
                std::vector<std::vector<double>>& sums) {
  std::vector<std::uint32_t> learn;
  for (std::uint32_t row = 0; row < examples.rows.size(); ++row)
    if (examples.folds[row] != fold) learn.push_back(row);
  const std::vector<double> weights = fit(form, examples.rows, examples.labels, learn);
  for (std::uint32_t row = 0; row < examples.rows.size(); ++row)
    if (examples.folds[row] == fold) sums_of(form, weights, examples.rows[row], sums[row]);
}

}  // namespace

Validated validate(const Examples& examples, int folds, const std::vector<double>& strengths,
                   const std::function<Regression(double)>& form_with) {
  const auto count = static_cast<std::size_t>(folds);
  std::vector<std::vector<std::vector<double>>> sums(
      strengths.size(), std::vector<std::vector<double>>(examples.rows.size()));
  all_at_once(strengths.size() * count, [&](std::size_t job) {
    const std::size_t which = job / count;
    judge_fold(examples, static_cast<int>(job % count), form_with(strengths[which]), sums[which]);
  });
  std::size_t best = 0;
  double least = 0;
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    double loss = 0;
    for (std::size_t row = 0; row < examples.rows.size(); ++row)
      loss += surprise(sums[i][row], examples.labels[row]);
    if (i > 0 && loss >= least) continue;
    best = i;
    least = loss;
  }
  return {strengths[best], std::move(sums[best])};
}

double area_under_curve(const std::vector<double>& scores, const std::vector<int>& labels) {
  const std::vector<std::uint32_t> order = ranked(scores);
  const auto yes = static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  const double no = static_cast<double>(labels.size()) - yes;
  double below = no;
  double won = 0;
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    double here = 0;
    for (; to < order.size() && scores[order[to]] == scores[order[from]]; ++to)
      here += labels[order[to]];
    const double tied = static_cast<double>(to - from) - here;
    below -= tied;
    won += here * (below + tied / 2);
    from = to;
  }
  return yes > 0 && no > 0 ? won / (yes * no) : 0;
}

Threshold best_threshold(const std::vector<double>& scores, const std::vector<int>& labels) {
  const std::vector<std::uint32_t> order = ranked(scores);
  const auto yes = static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  Threshold best;
  double found = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    found += labels[order[i]];
    if (i + 1 < order.size() && scores[order[i + 1]] == scores[order[i]]) continue;
    const double f1 = 2 * found / (static_cast<double>(i + 1) + yes);
    if (f1 > best.f1) best = {scores[order[i]], f1};
  }
  return best;
}

double threshold_of_recall(const std::vector<double>& scores, const std::vector<int>& labels,
                           double recall) {
  const auto yes = static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  double found = 0;
  for (const std::uint32_t at : ranked(scores)) {
    found += labels[at];
    if (found >= recall * yes) return scores[at];
  }
  return 0;
}

}  // namespace social311::classifier
