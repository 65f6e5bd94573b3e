#include "classifier/trends/rates.h"

#include <algorithm>
#include <utility>

namespace social311::classifier::trends {
namespace {

constexpr double kept_a_week = 0.9;       // six weeks ago counts half
constexpr double own_hour = 1.0;          // so many weeks until an hour of the week is its own
constexpr double own_hour_of_day = 2.0;   // so many days until an hour of the day is
constexpr double own_topic_hour = 200.0;  // posts until a topic has a season of its own
constexpr double own_cell = 8.0;          // posts until a cell is more than topic times place
// Real rates move from day to day more than counts tell: never surer than these.
constexpr double surest_city = 12.0;
constexpr double surest_cell = 20.0;
constexpr double guessed_shape = 0.3;

template <typename T>
T& grown(std::vector<T>& list, std::size_t at) {
  if (list.size() <= at) list.resize(at + 1);
  return list[at];
}

std::uint32_t cell_key(TopicNumber topic, PlaceNumber place) {
  return (std::uint32_t{topic} << 16) | place;
}

}  // namespace

std::size_t SeasonalRates::hour_of_week(Instant at) {
  const auto hour = std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count();
  return static_cast<std::size_t>(((hour % static_cast<long>(week)) + static_cast<long>(week)) %
                                  static_cast<long>(week));
}

void SeasonalRates::close_hour() {
  if (open_posts_ <= 0.0) return;
  const auto bin = static_cast<std::size_t>(open_hour_ % static_cast<std::int64_t>(week));
  city_[bin].posts = city_[bin].posts * kept_a_week + open_posts_;
  city_[bin].seen = city_[bin].seen * kept_a_week + 1.0;
  for (std::size_t topic = 0; topic < topics_.size(); ++topic)
    topics_[topic][bin] = topics_[topic][bin] * static_cast<float>(kept_a_week) +
                          std::exchange(open_topics_[topic], 0.0F);
  open_posts_ = 0.0;
  hours_seen_ += 1.0;
  double posts = 0.0;
  double seen = 0.0;
  for (const Hour& hour : city_) posts += hour.posts, seen += hour.seen;
  mean_hour_ = posts / seen;
}

void SeasonalRates::begin_hour(std::int64_t hour) {
  close_hour();
  open_hour_ = hour;
  // What has no hour of its own fades with the whole week.
  constexpr double weeks_kept = 1.0 - (1.0 - kept_a_week) / static_cast<double>(week);
  posts_ *= weeks_kept;
  placed_posts_ *= weeks_kept;
  for (double& posts : topic_posts_) posts *= weeks_kept;
  for (double& posts : place_posts_) posts *= weeks_kept;
  cells_.each([&](double& posts) { posts *= weeks_kept; });
}

void SeasonalRates::put_back(Instant to) {
  close_hour();
  open_hour_ = std::chrono::floor<std::chrono::hours>(to).time_since_epoch().count() - 1;
}

void SeasonalRates::learn(TopicNumber topic, PlaceNumber place, Instant at, double weight) {
  const auto hour = std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count();
  // An hour without any post teaches nothing: a missing day is no quiet day.
  if (hour > open_hour_) begin_hour(hour);
  const std::size_t bin = hour_of_week(at);
  const auto small = static_cast<float>(weight);
  grown(topics_, topic);
  grown(open_topics_, std::max<std::size_t>(topic, topics_.size() - 1));
  if (hour == open_hour_) {
    open_posts_ += weight;
    open_topics_[topic] += small;
  } else if (city_[bin].seen > 0.0) {
    city_[bin].posts += weight;
    topics_[topic][bin] += small;
  }
  grown(topic_posts_, topic) += weight;
  posts_ += weight;
  if (place == 0) return;
  grown(place_posts_, place) += weight;
  placed_posts_ += weight;
  cells_[cell_key(topic, place)] += weight;
}

double SeasonalRates::city_an_hour(Instant at) const {
  const std::size_t bin = hour_of_week(at);
  double posts = 0.0;
  double seen = 0.0;
  for (std::size_t day = 0; day < 7; ++day) {
    const Hour& hour = city_[(bin + 24 * day) % week];
    posts += hour.posts;
    seen += hour.seen;
  }
  const double of_day = (posts + own_hour_of_day * mean_hour()) / (seen + own_hour_of_day);
  return (city_[bin].posts + own_hour * of_day) / (city_[bin].seen + own_hour);
}

double SeasonalRates::topic_share(TopicNumber topic) const {
  const double own = topic < topic_posts_.size() ? topic_posts_[topic] : 0.0;
  const double topics = std::max<double>(10.0, static_cast<double>(topic_posts_.size()));
  return (own + 1.0) / (posts_ + topics);
}

double SeasonalRates::place_share(PlaceNumber place) const {
  const double own = place < place_posts_.size() ? place_posts_[place] : 0.0;
  const double places = std::max<double>(20.0, static_cast<double>(place_posts_.size()));
  return (own + 1.0) / (placed_posts_ + places);
}

ExpectedCount SeasonalRates::topic(TopicNumber topic, Instant at, double city_posts) const {
  const std::size_t bin = hour_of_week(at);
  const double own = topic < topics_.size() ? static_cast<double>(topics_[topic][bin]) : 0.0;
  const double share =
      (own + own_topic_hour * topic_share(topic)) / (city_[bin].posts + own_topic_hour);
  const double known = topic < topic_posts_.size() ? topic_posts_[topic] : 0.0;
  return {city_posts * share, std::min(known + guessed_shape, surest_city)};
}

ExpectedCount SeasonalRates::cell(TopicNumber topic_number, PlaceNumber place, Instant at,
                                  double city_posts) const {
  const auto whole = topic(topic_number, at, city_posts);
  const double* const found = cells_.find(cell_key(topic_number, place));
  const double own = found == nullptr ? 0.0 : *found;
  const double all = topic_number < topic_posts_.size() ? topic_posts_[topic_number] : 0.0;
  const double prior = own_cell * place_share(place);
  const double share = (own + prior) / (all + own_cell);
  return {whole.mean * share,
          std::min({own + prior + guessed_shape, surest_cell, whole.shape + surest_city})};
}

}  // namespace social311::classifier::trends
