#include "classifier/trends/series.h"

#include <algorithm>
#include <cmath>

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

// Chosen in the middle of wide plateaus; the table stands in docs/trends.md.
constexpr double small_counts = 2.0;  // added before logarithms: 0, 1 and 2 posts are alike
constexpr double least_days = 2.0;    // known days before anything is told
constexpr double memory_days = 21.0;  // after that, old days fade
constexpr double prior_days = 3.0;    // so many days' worth of belief in prior_spread
constexpr double prior_spread = 0.5;  // of the logarithm of a day's largest reading
constexpr double least_spread = 0.2;  // quiet series: counting noise alone is about this
constexpr double outlier = 4.0;       // one day moves the law by at most so many spreads
// Readings over a window count a little less: their rows overlap, so chance has fewer real tries
// a day but longer runs, and each reading more is one more way to be wrong.
constexpr double odd_hour_weight = 0.9;
constexpr double swell_weight = 0.8;
constexpr double volley_weight = 0.9;
constexpr double rows_an_hour = 12.0;
constexpr double borrowed_rows = 36.0;  // an hour never seen borrows from the other kind of day
constexpr double usual_reach = 3.0;
constexpr double rows_before_reach = 24.0;
constexpr auto whole_day = 6h;      // a day with readings over less than this teaches nothing
constexpr auto longest_pause = 1h;  // a longer one empties the windows
constexpr int believed_rows = 12;
constexpr auto quiet = 24h;
const double least_rarity = std::log(3.0);  // once in three days is not worth a word
const double clear_growth = std::log(4.0);
const double most_rarity = std::log(365.0);  // three weeks cannot tell a year from ten
constexpr double even_odds_days = 7.0;
constexpr double gumbel_scale = 0.7797;  // sqrt(6) / pi: from standard deviation to scale
constexpr double euler_gamma = 0.57722;  // mean of the standard Gumbel law

double logarithm(double count) {
  return std::log(count + small_counts);
}

// 0..23 on working days, 24..47 on weekends.
std::size_t hour_of_week(Instant when) {
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const unsigned weekday = std::chrono::weekday(day).iso_encoding();
  const auto hour = std::chrono::floor<std::chrono::hours>(when - day).count();
  return static_cast<std::size_t>(hour) + (weekday >= 6 ? 24u : 0u);
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

void UsualCount::Share::add(double value, double memory_rows) {
  sum += value;
  rows += 1.0;
  if (rows <= memory_rows) return;
  sum *= 1.0 - 1.0 / memory_rows;
  rows *= 1.0 - 1.0 / memory_rows;
}

double UsualCount::at(Instant when) const {
  const std::size_t bin = hour_of_week(when);
  const auto borrow = [](const Share& own, double from) {
    return (own.sum + borrowed_rows * from) / (own.rows + borrowed_rows);
  };
  return borrow(hours_[bin], borrow(hours_[(bin + 24) % 48], all_.mean()));
}

void UsualCount::learn(Instant when, double value) {
  const bool known = all_.rows > rows_before_reach;
  const double counted = known ? std::min(value, usual_reach * (at(when) + 1.0)) : value;
  hours_[hour_of_week(when)].add(counted, rows_an_hour * memory_days);
  all_.add(counted, 24.0 * rows_an_hour * memory_days);
}

double Episodes::told(Instant at, double rarity) {
  if (rarity <= least_rarity) return 0.0;
  rarity = std::min(rarity, most_rarity);
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
  half_hour_.clear();
  half_hour_usual_.clear();
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

std::optional<double> Series::odd_hour(Instant at, double value) {
  half_hour_.push(value);
  half_hour_usual_.push(usual_.at(at));
  usual_.learn(at, value);
  if (!half_hour_.full()) return std::nullopt;
  return odd_hour_.judge(at, logarithm(half_hour_.mean()) - logarithm(half_hour_usual_.mean()));
}

std::optional<double> Series::swell(Instant at, double value) {
  six_hours_.push(value);
  if (!six_hours_.full()) return std::nullopt;
  return swell_.judge(at, logarithm(six_hours_.lower_median()));
}

std::optional<double> Series::volley(Instant at, double logarithm_now) {
  if (previous_) one_hour_.push(std::abs(logarithm_now - *previous_));
  previous_ = logarithm_now;
  if (!one_hour_.full()) return std::nullopt;
  return volley_.judge(at, one_hour_.mean());
}

double Series::rarity(Instant at, double value) {
  const double now = logarithm(value);
  const double burst_rarity = burst_.judge(at, now).value_or(0.0);
  return std::max({burst_rarity, odd_hour_weight * odd_hour(at, value).value_or(0.0),
                   swell_weight * swell(at, value).value_or(0.0),
                   volley_weight * volley(at, now).value_or(0.0)});
}

double Series::score(Instant at, double value) {
  if (!std::isfinite(value) || value < 0.0 || !in_order(at)) return 0.0;
  const double told = episodes_.told(at, rarity(at, value));
  if (told <= 0.0) return 0.0;
  return 1.0 / (1.0 + even_odds_days * std::exp(-told));
}

}  // namespace social311::classifier::trends
