// The words, pairs and pieces of words that stand in several labelled posts, by number: what
// weights are learned for besides the rules.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "classifier/learning/grams.h"
#include "classifier/learning/logistic.h"
#include "classifier/learning/weights.h"

namespace social311::classifier {

// First count() every post, then choose(), then the rest. `grams`: of that text.
class Vocabulary {
 public:
  void count(const MatchText& text, const std::vector<Gram>& grams);
  void choose();
  // The chosen grams as features, numbered from `from` on.
  void add_to(SparseRow& row, const std::vector<Gram>& grams, std::size_t from) const;
  std::size_t size() const { return names_.size(); }
  // Rare grams are learned as larger than they stand in a text; the file's weights make up for it.
  // `weights`: size() of them. The heaviest first.
  std::vector<NamedWeight> worth_keeping(const double* weights) const;

 private:
  struct Entry {
    std::string name{};
    std::uint32_t posts = 0;
    bool piece = false;
  };
  std::unordered_map<std::uint64_t, Entry> entries_{};
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_{};
  std::vector<std::string> names_{};
  std::vector<float> scales_{};
  double texts_ = 0;
};

}  // namespace social311::classifier
