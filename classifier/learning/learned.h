// The learned weights at work on one post.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "classifier/learning/grams.h"
#include "classifier/learning/weights.h"

namespace social311::classifier {

// What one gram adds to a sum.
struct GramShare {
  const Gram* gram = nullptr;
  double share = 0;
};

// Immutable after construction, safe to share between threads.
class Learned {
 public:
  Learned() = default;
  Learned(const LearnedWeights& weights, const std::vector<TopicInfo>& topics);

  bool empty() const { return slots_.empty() && matters_.empty() && routes_.empty(); }
  bool routes() const { return !routes_.empty(); }

  // What is added to the sum of the decision's features. `matters`: by topic, what its rules say.
  double request_sum(const std::vector<Gram>& grams, const std::vector<double>& matters) const;
  double matter_weight(std::size_t topic) const;
  // By topic. The learned topics share what is certain; a topic without labels keeps the score of
  // its rules, as far as none of the learned ones is sure.
  std::vector<double> topic_scores(const std::vector<Gram>& grams,
                                   const std::vector<double>& matters) const;
  // The grams behind a request, or behind a topic; largest share first.
  std::vector<GramShare> request_shares(const std::vector<Gram>& grams) const;
  // What else adds to a topic: its bias, and what the rules of topics say.
  std::vector<std::pair<std::string, double>> route_lines(std::uint32_t topic,
                                                          const std::vector<TopicInfo>& topics,
                                                          const std::vector<double>& matters) const;
  std::vector<GramShare> topic_shares(const std::vector<Gram>& grams, std::uint32_t topic) const;

 private:
  static constexpr std::uint32_t free_slot = 0xFFFFFFFF;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t place = free_slot;  // into weights_, times columns_
  };
  struct Route {
    std::uint32_t topic = 0;
    double bias = 0;
    std::vector<double> matters{};
  };

  const float* find(std::uint64_t hash) const;
  void make_room(std::size_t words);
  float* place_of(std::uint64_t hash);
  std::vector<GramShare> shares(const std::vector<Gram>& grams, std::size_t column) const;
  std::vector<double> route_sums(const std::vector<Gram>& grams,
                                 const std::vector<double>& matters) const;

  std::vector<Slot> slots_{};
  std::vector<float> weights_{};
  std::size_t columns_ = 1;  // a request, then the routes
  std::vector<double> matters_{};
  std::vector<Route> routes_{};
  std::size_t topics_ = 0;
  std::size_t other_ = 0;  // = topics_ where there is none
};

}  // namespace social311::classifier
