#include "classifier/trends/tail.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace social311::classifier::trends {
namespace {

constexpr double least_mean = 1e-9;
constexpr double longest_walk = 100'000.0;  // counts beyond it are not worth an exact answer

bool sensible(const ExpectedCount& expected) {
  return std::isfinite(expected.mean) && std::isfinite(expected.shape) && expected.shape > 0.0;
}

constexpr std::size_t known_factorials = 1'024;

// Stirling's series; good to eight digits.
double log_gamma(double x) {
  double below = 1.0;
  for (; x < 8.0; x += 1.0) below *= x;
  const double part = 1.0 / x;
  constexpr double half_log_two_pi = 0.91893853320467274;
  return (x - 0.5) * std::log(x) - x + half_log_two_pi + part * (1.0 / 12.0 - part * part / 360.0) -
         (below == 1.0 ? 0.0 : std::log(below));
}

double log_factorial(std::size_t n) {
  static const auto known = [] {
    std::array<double, known_factorials> logs{};
    for (std::size_t i = 1; i < logs.size(); ++i)
      logs[i] = logs[i - 1] + std::log(static_cast<double>(i));
    return logs;
  }();
  return known[n];
}

}  // namespace

bool tail_is_above(double probability, double at_least, const ExpectedCount& expected) {
  const double from = std::floor(at_least + 1e-6);
  if (!sensible(expected) || !(from >= 1.0) || from >= static_cast<double>(known_factorials))
    return false;
  const double mean = std::max(expected.mean, least_mean);
  const double shape = expected.shape;
  const double both = std::log(shape + mean);
  const double logarithm = log_gamma(from + shape) - log_gamma(shape) -
                           log_factorial(static_cast<std::size_t>(from)) +
                           shape * (std::log(shape) - both) + from * (std::log(mean) - both);
  // From a shape of one on each further term is more than ratio times the one before it.
  const double further = shape >= 1.0 ? both - std::log(shape) : 0.0;
  constexpr double margin = 0.01;  // many times what the logarithms are wrong by
  return logarithm + further - margin > std::log(probability);
}

double tail(double at_least, const ExpectedCount& expected) {
  if (!sensible(expected) || !std::isfinite(at_least)) return 1.0;
  const double from = std::floor(at_least + 1e-6);
  const double mean = std::max(expected.mean, least_mean);
  if (from <= mean || from > longest_walk) return from <= mean ? 1.0 : 0.0;
  const double ratio = mean / (expected.shape + mean);
  // The logarithm of P(count = from), walked up from P(count = 0).
  double logarithm = -expected.shape * std::log1p(mean / expected.shape) + from * std::log(ratio);
  double product = 1.0;  // its logarithm is taken seldom
  for (double i = 0.0; i < from; i += 1.0) {
    product *= (i + expected.shape) / (i + 1.0);
    if (product > 1e-200 && product < 1e200) continue;
    logarithm += std::log(product);
    product = 1.0;
  }
  logarithm += std::log(product);
  double term = std::exp(logarithm);
  double sum = 0.0;
  for (double i = from; term > sum * 1e-6 && i < longest_walk; i += 1.0) {
    sum += term;
    term *= ratio * (i + expected.shape) / (i + 1.0);
  }
  return std::min(sum, 1.0);
}

double upper_edge(const ExpectedCount& expected, double share) {
  if (!sensible(expected)) return 0.0;
  double low = 0.0;
  double high = 1.0;
  while (high < longest_walk && tail(high + 1.0, expected) > share) low = high, high *= 2.0;
  while (high - low > 1.0) {
    const double middle = std::floor((low + high) / 2.0);
    (tail(middle + 1.0, expected) > share ? low : high) = middle;
  }
  return tail(low + 1.0, expected) > share ? high : low;
}

}  // namespace social311::classifier::trends
