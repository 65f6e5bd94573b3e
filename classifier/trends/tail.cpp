#include "classifier/trends/tail.h"

#include <algorithm>
#include <cmath>

namespace social311::classifier::trends {
namespace {

constexpr double least_mean = 1e-9;
constexpr double longest_walk = 100'000.0;  // counts beyond it are not worth an exact answer

bool sensible(const ExpectedCount& expected) {
  return std::isfinite(expected.mean) && std::isfinite(expected.shape) && expected.shape > 0.0;
}

}  // namespace

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
