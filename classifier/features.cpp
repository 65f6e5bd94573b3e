#include "classifier/features.h"

namespace social311::classifier {
namespace {

// Set by hand so that each row reads as a sentence: a matter with a verb that asks or reports is a
// request
// (-2.6 + 2.0 * .63 + 1.8 * .63 * .63 + 1.5 * .63 = .3, with a place 1.4); a matter alone is not,
// and what speaks of something else outweighs one good sign. A link says nothing either way: news
// carry one, and so does every picture on X.
constexpr std::array<WeighedName, weighed_count> table{{
    {"request", 1.5},     {"report", 1.1},         {"problem", 1.0},   {"duration", 0.6},
    {"question", 0.4},    {"complaint", 1.2},      {"not_fixed", 1.4}, {"location_word", 1.0},
    {"public_body", 0.6}, {"first_person", 0.5},   {"urgent", 0.6},    {"emergency", 1.0},
    {"negation", -1.0},   {"past_tense", -0.5},    {"news", -1.4},     {"joke", -1.3},
    {"sports", -2.2},     {"advertising", -2.0},   {"politics", -1.2}, {"commerce", -2.0},
    {"smalltalk", -1.6},  {"entertainment", -1.9}, {"thanks", -2.6},   {"praise", -2.4},
    {"abuse", 0.0},       {"bias", -2.6},          {"topic", 2.0},     {"topic_request", 1.8},
    {"place", 1.1},       {"to_city", 1.0},        {"to_others", 0.0}, {"reply", -0.1},
    {"repost", -0.7},     {"media", 0.2},          {"link", 0.0},      {"question_mark", 0.2},
    {"short", -0.3},      {"hashtags", -0.6},      {"title", 0.9},
}};

}  // namespace

const std::array<WeighedName, weighed_count>& weighed_names() {
  return table;
}

std::optional<std::size_t> weighed_index(std::string_view name) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].name == name) return i;
  }
  return std::nullopt;
}

std::optional<Feature> feature_named(std::string_view name) {
  const std::optional<std::size_t> index = weighed_index(name);
  if (!index || *index >= feature_count) return std::nullopt;
  return static_cast<Feature>(*index);
}

std::string_view name_of(Feature feature) {
  return table[index_of(feature)].name;
}

Weights built_in_weights() {
  Weights weights{};
  for (std::size_t i = 0; i < table.size(); ++i) weights[i] = table[i].weight;
  return weights;
}

}  // namespace social311::classifier
