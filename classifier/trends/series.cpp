#include "classifier/trends/series.h"

#include <algorithm>
#include <cmath>

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

// Chosen in the middle of wide plateaus; the table stands in docs/trends.md.
constexpr double small_counts = 2.0;   // added before logarithms: 0, 1 and 2 posts are alike
constexpr double least_days = 2.0;     // known days before anything is told
constexpr double memory_days = 21.0;   // after that, old days fade
constexpr double prior_days = 3.0;     // so many days' worth of belief in prior_spread
constexpr double prior_spread = 0.5;   // of the logarithm of a day's largest reading
constexpr double least_spread = 0.2;   // quiet series: counting noise alone is about this
constexpr double outlier = 4.0;        // one day moves the law by at most so many spreads
constexpr double swell_weight = 0.8;   // the next three: windows overlap days, so their days are
constexpr double volley_weight = 0.9;  // fewer than they look
constexpr auto whole_day = 6h;         // a day with readings over less than this teaches nothing
constexpr auto longest_pause = 1h;     // a longer one empties the windows
constexpr int believed_rows = 12;
constexpr auto quiet = 24h;
const double least_rarity = std::log(3.0);  // once in three days is not worth a word
const double clear_growth = std::log(4.0);
constexpr double even_odds_days = 7.0;
constexpr double gumbel_scale = 0.7797;  // sqrt(6) / pi: from standard deviation to scale
constexpr double euler_gamma = 0.57722;  // mean of the standard Gumbel law

double logarithm(double count) {
  return std::log(count + small_counts);
}

}  // namespace

double ReturnPeriod::spread() const {
  const double pooled =
      (variance_ * days_ + prior_spread * prior_spread * prior_days) / (days_ + prior_days);
  return std::max(least_spread, std::sqrt(pooled));
}

void ReturnPeriod::close_day() {
  if (!open_ || last_ - first_ < whole_day) return;
  const double reach = outlier * spread();
  const double seen = days_ < 1.0 ? largest_ : std::clamp(largest_, mean_ - reach, mean_ + reach);
  days_ = std::min(days_ + 1.0, memory_days);
  const double share = 1.0 / days_;
  const double step = seen - mean_;
  mean_ += share * step;
  variance_ = (1.0 - share) * (variance_ + share * step * step);
}

std::optional<double> ReturnPeriod::judge(Instant at, double reading) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  if (!open_ || day != day_) {
    close_day();
    open_ = true;
    day_ = day;
    first_ = at;
    largest_ = reading;
  }
  last_ = at;
  largest_ = std::max(largest_, reading);
  if (days_ < least_days) return std::nullopt;
  return (reading - mean_) / (gumbel_scale * spread()) + euler_gamma;
}

template <std::size_t N>
void LastValues<N>::push(double value) {
  double* const begin = sorted_.data();
  if (size_ == N) {
    double* const old = std::lower_bound(begin, begin + size_, ring_[next_]);
    std::move(old + 1, begin + size_, old);
    --size_;
  }
  double* const place = std::upper_bound(begin, begin + size_, value);
  std::move_backward(place, begin + size_, begin + size_ + 1);
  *place = value;
  ++size_;
  ring_[next_] = value;
  next_ = (next_ + 1) % N;
}

template <std::size_t N>
double LastValues<N>::mean() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < size_; ++i) sum += sorted_[i];
  return sum / static_cast<double>(size_);
}

double Episodes::told(Instant at, double rarity) {
  if (rarity <= least_rarity) return 0.0;
  if (any_ && at - last_ < quiet && rarity < rarity_ + clear_growth) return 0.0;
  any_ = true;
  last_ = at;
  rarity_ = rarity;
  return rarity;
}

void Series::forget_recent() {
  previous_.reset();
  six_hours_.clear();
  one_hour_.clear();
}

bool Series::in_order(Instant at) {
  if (last_ && at <= *last_) {
    stale_rows_ = stale_last_ && at <= *stale_last_ ? 1 : stale_rows_ + 1;
    stale_last_ = at;
    if (stale_rows_ < believed_rows) return false;
    episodes_.shift(*last_ - at);
    forget_recent();
  } else if (last_ && at - *last_ > longest_pause) {
    forget_recent();
  }
  stale_last_.reset();
  stale_rows_ = 0;
  last_ = at;
  return true;
}

double Series::rarity(Instant at, double value) {
  const double now = logarithm(value);
  double most = burst_.judge(at, now).value_or(0.0);
  six_hours_.push(value);
  if (six_hours_.full()) {
    const auto swell = swell_.judge(at, logarithm(six_hours_.lower_median()));
    most = std::max(most, swell_weight * swell.value_or(0.0));
  }
  if (previous_) one_hour_.push(std::abs(now - *previous_));
  previous_ = now;
  if (one_hour_.full()) {
    const auto volley = volley_.judge(at, one_hour_.mean());
    most = std::max(most, volley_weight * volley.value_or(0.0));
  }
  return most;
}

double Series::score(Instant at, double value) {
  if (!std::isfinite(value) || value < 0.0 || !in_order(at)) return 0.0;
  const double told = episodes_.told(at, rarity(at, value));
  if (told <= 0.0) return 0.0;
  return 1.0 / (1.0 + even_odds_days * std::exp(-told));
}

}  // namespace social311::classifier::trends
