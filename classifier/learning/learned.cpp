#include "classifier/learning/learned.h"

#include <algorithm>
#include <cmath>

namespace social311::classifier {
namespace {

constexpr double least_share = 1e-4;

double weighed(const std::vector<double>& weights, const std::vector<double>& matters) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * matters[i];
  return sum;
}

}  // namespace

Learned::Learned(const LearnedWeights& weights, const std::vector<TopicInfo>& topics)
    : columns_(1 + weights.routes.size()), matters_(weights.matters), topics_(topics.size()) {
  const auto other = std::find_if(topics.begin(), topics.end(),
                                  [](const TopicInfo& topic) { return topic.id == "other"; });
  other_ = static_cast<std::size_t>(other - topics.begin());
  std::size_t words = weights.words.size();
  for (const LearnedRoute& route : weights.routes) words += route.words.size();
  make_room(words);
  for (const NamedWeight& word : weights.words)
    *place_of(gram_hash(word.name)) = static_cast<float>(word.weight);
  for (std::size_t i = 0; i < weights.routes.size(); ++i) {
    const LearnedRoute& route = weights.routes[i];
    routes_.push_back({route.topic, route.bias, route.matters});
    for (const NamedWeight& word : route.words)
      place_of(gram_hash(word.name))[1 + i] = static_cast<float>(word.weight);
  }
}

void Learned::make_room(std::size_t words) {
  if (words == 0) return;
  std::size_t size = 16;
  while (size < words * 2) size *= 2;
  slots_.resize(size);
}

float* Learned::place_of(std::uint64_t hash) {
  std::size_t at = static_cast<std::size_t>(hash ^ (hash >> 32)) & (slots_.size() - 1);
  while (slots_[at].place != free_slot && slots_[at].hash != hash)
    at = (at + 1) & (slots_.size() - 1);
  if (slots_[at].place == free_slot) {
    slots_[at] = {hash, static_cast<std::uint32_t>(weights_.size() / columns_)};
    weights_.resize(weights_.size() + columns_, 0.0F);
  }
  return weights_.data() + slots_[at].place * columns_;
}

const float* Learned::find(std::uint64_t hash) const {
  if (slots_.empty()) return nullptr;
  std::size_t at = static_cast<std::size_t>(hash ^ (hash >> 32)) & (slots_.size() - 1);
  for (; slots_[at].place != free_slot; at = (at + 1) & (slots_.size() - 1))
    if (slots_[at].hash == hash) return weights_.data() + slots_[at].place * columns_;
  return nullptr;
}

double Learned::request_sum(const std::vector<Gram>& grams,
                            const std::vector<double>& matters) const {
  double sum = weighed(matters_, matters);
  for (const Gram& gram : grams)
    if (const float* weights = find(gram.hash))
      sum += static_cast<double>(weights[0]) * static_cast<double>(gram.strength);
  return sum;
}

double Learned::matter_weight(std::size_t topic) const {
  return matters_.empty() ? 0 : matters_[topic];
}

std::vector<double> Learned::route_sums(const std::vector<Gram>& grams,
                                        const std::vector<double>& matters) const {
  std::vector<double> sums;
  for (const Route& route : routes_) sums.push_back(route.bias + weighed(route.matters, matters));
  for (const Gram& gram : grams) {
    const float* weights = find(gram.hash);
    if (weights == nullptr) continue;
    for (std::size_t i = 0; i < sums.size(); ++i)
      sums[i] += static_cast<double>(weights[1 + i]) * static_cast<double>(gram.strength);
  }
  return sums;
}

std::vector<double> Learned::topic_scores(const std::vector<Gram>& grams,
                                          const std::vector<double>& matters) const {
  std::vector<double> sums = route_sums(grams, matters);
  const double top = *std::max_element(sums.begin(), sums.end());
  double total = 0;
  for (double& sum : sums) total += sum = std::exp(sum - top);
  std::vector<double> out(topics_, -1);
  for (std::size_t i = 0; i < routes_.size(); ++i) out[routes_[i].topic] = sums[i] / total;
  const double open = other_ < topics_ && out[other_] >= 0 ? out[other_] : 1;
  double strongest = 0;
  for (std::size_t i = 0; i < topics_; ++i) {
    if (out[i] >= 0) continue;
    out[i] = matters[i] * open;
    strongest = std::max(strongest, matters[i]);
  }
  if (other_ < topics_) out[other_] *= 1 - strongest;
  return out;
}

std::vector<GramShare> Learned::shares(const std::vector<Gram>& grams, std::size_t column) const {
  std::vector<GramShare> out;
  for (const Gram& gram : grams) {
    const float* weights = find(gram.hash);
    if (weights == nullptr) continue;
    const double share = static_cast<double>(weights[column]) * static_cast<double>(gram.strength);
    if (std::abs(share) >= least_share) out.push_back({&gram, share});
  }
  std::stable_sort(out.begin(), out.end(), [](const GramShare& a, const GramShare& b) {
    return std::abs(a.share) > std::abs(b.share);
  });
  return out;
}

std::vector<GramShare> Learned::request_shares(const std::vector<Gram>& grams) const {
  return shares(grams, 0);
}

std::vector<std::pair<std::string, double>> Learned::route_lines(
    std::uint32_t topic, const std::vector<TopicInfo>& topics,
    const std::vector<double>& matters) const {
  std::vector<std::pair<std::string, double>> out;
  for (const Route& route : routes_) {
    if (route.topic != topic) continue;
    out.emplace_back("bias", route.bias);
    for (std::size_t i = 0; i < route.matters.size(); ++i)
      if (matters[i] > 0) out.emplace_back("matter " + topics[i].id, route.matters[i] * matters[i]);
  }
  return out;
}

std::vector<GramShare> Learned::topic_shares(const std::vector<Gram>& grams,
                                             std::uint32_t topic) const {
  for (std::size_t i = 0; i < routes_.size(); ++i)
    if (routes_[i].topic == topic) return shares(grams, 1 + i);
  return {};
}

}  // namespace social311::classifier
