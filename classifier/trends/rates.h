// What is usual: posts of a topic in a neighbourhood at an hour of the week. Pure, fixed memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "classifier/trends/flat_map.h"
#include "classifier/trends/tail.h"
#include "core/clock.h"

namespace social311::classifier::trends {

// Topics and places as small numbers, given out by the caller; place 0 = unknown.
using TopicNumber = std::uint16_t;
using PlaceNumber = std::uint16_t;

// Weekly seasons for the whole city, shrunk towards the same hour of other days and these towards
// the mean; a topic's share of an hour, shrunk towards its share of all hours; a neighbourhood's
// share of a topic, shrunk towards its share of all posts. Where little is known the expected
// count's shape is small. Weeks fade: six of them count half.
class SeasonalRates {
 public:
  void learn(TopicNumber topic, PlaceNumber place, Instant at, double weight);

  // Posts in the city within an hour like this one.
  double city_an_hour(Instant at) const;
  double city_a_day() const { return 24.0 * mean_hour(); }
  // Share of the city's posts at this hour.
  ExpectedCount topic(TopicNumber topic, Instant at, double city_posts) const;
  ExpectedCount cell(TopicNumber topic, PlaceNumber place, Instant at, double city_posts) const;
  double hours() const { return hours_seen_; }
  // The clock was put back: hours from there on are new ones.
  void put_back(Instant to);

 private:
  static constexpr std::size_t week = 168;
  struct Hour {
    double posts = 0.0;
    double seen = 0.0;  // how many such hours, faded
  };
  using Season = std::array<float, week>;

  static std::size_t hour_of_week(Instant at);
  double mean_hour() const { return mean_hour_; }
  double topic_share(TopicNumber topic) const;
  double place_share(PlaceNumber place) const;
  void begin_hour(std::int64_t hour);
  void close_hour();

  std::array<Hour, week> city_{};
  std::vector<Season> topics_{};
  std::vector<double> topic_posts_{};
  std::vector<double> place_posts_{};
  FlatMap<double> cells_{};
  double posts_ = 0.0;
  double placed_posts_ = 0.0;
  double hours_seen_ = 0.0;
  double mean_hour_ = 0.0;
  // The hour that is going on counts once it is whole.
  std::int64_t open_hour_ = 0;
  double open_posts_ = 0.0;
  std::vector<float> open_topics_{};
};

}  // namespace social311::classifier::trends
