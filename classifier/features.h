// The features and signs that the decision weighs, with their built-in weights (docs/rules.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace social311::classifier {

// How something is said. Each has a file features/<name>.rules.
enum class Feature : std::uint8_t {
  request,
  report,
  problem,
  duration,
  question,
  complaint,
  not_fixed,
  location_word,
  public_body,
  first_person,
  urgent,
  emergency,
  negation,
  past_tense,
  news,
  joke,
  sports,
  advertising,
  politics,
  commerce,
  smalltalk,
  entertainment,
  thanks,
  praise,
  abuse,
};
inline constexpr std::size_t feature_count = 25;

// What is known of a post besides the words of the feature files.
enum class Signal : std::uint8_t {
  bias,
  topic,
  topic_request,
  place,
  to_city,
  to_others,
  reply,
  repost,
  media,
  link,
  question_mark,
  short_text,
  hashtags,
  title,
};
inline constexpr std::size_t signal_count = 14;

inline constexpr std::size_t weighed_count = feature_count + signal_count;

constexpr std::size_t index_of(Feature feature) {
  return static_cast<std::size_t>(feature);
}
constexpr std::size_t index_of(Signal signal) {
  return feature_count + static_cast<std::size_t>(signal);
}

struct WeighedName {
  std::string_view name{};
  double weight = 0;  // built in
};
// Features first, then signals, in the order of the enums.
const std::array<WeighedName, weighed_count>& weighed_names();
std::optional<std::size_t> weighed_index(std::string_view name);
std::optional<Feature> feature_named(std::string_view name);
std::string_view name_of(Feature feature);

using Weights = std::array<double, weighed_count>;
using Strengths = std::array<double, weighed_count>;
Weights built_in_weights();

}  // namespace social311::classifier
