#include "classifier/learning/vocabulary.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace social311::classifier {
namespace {

constexpr std::uint32_t rarest_word = 2;  // posts in which a word stands, to be learned
constexpr std::uint32_t rarest_piece = 3;
constexpr std::size_t most_grams = 60'000;
constexpr double negligible = 0.015;  // a weight that is not worth its line
constexpr double piece_share = 0.7;   // a piece of a word says less than the word

bool is_piece(const Gram& gram) {
  return gram.kind == Gram::Kind::opening || gram.kind == Gram::Kind::inside ||
         gram.kind == Gram::Kind::ending;
}

bool is_piece_name(const std::string& name) {
  return name.front() == '*' || name.back() == '*';
}

}  // namespace

void Vocabulary::count(const MatchText& text, const std::vector<Gram>& grams) {
  texts_ += 1;
  for (const Gram& gram : grams) {
    Entry& entry = entries_[gram.hash];
    if (++entry.posts == 1) entry.piece = is_piece(gram);
    if (entry.posts == rarest_word) entry.name = name_of(text, gram);
  }
}

void Vocabulary::choose() {
  std::vector<std::pair<std::int64_t, std::string>> ranked;  // most posts first, then by name
  for (const auto& [hash, entry] : entries_)
    if (entry.posts >= (entry.piece ? rarest_piece : rarest_word))
      ranked.emplace_back(-static_cast<std::int64_t>(entry.posts), entry.name);
  std::sort(ranked.begin(), ranked.end());
  if (ranked.size() > most_grams) ranked.resize(most_grams);
  entries_.clear();
  for (auto& [posts, name] : ranked) {
    numbers_.emplace(gram_hash(name), static_cast<std::uint32_t>(names_.size()));
    const double rare = std::log(1 + texts_ / -static_cast<double>(posts));
    scales_.push_back(static_cast<float>(rare * (is_piece_name(name) ? piece_share : 1.0)));
    names_.push_back(std::move(name));
  }
}

void Vocabulary::add_to(SparseRow& row, const std::vector<Gram>& grams, std::size_t from) const {
  for (const Gram& gram : grams) {
    const auto found = numbers_.find(gram.hash);
    if (found == numbers_.end()) continue;
    row.features.push_back(static_cast<std::uint32_t>(from) + found->second);
    row.values.push_back(gram.strength * scales_[found->second]);
  }
}

std::vector<NamedWeight> Vocabulary::worth_keeping(const double* weights) const {
  std::vector<NamedWeight> out;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const double weight = weights[i] * static_cast<double>(scales_[i]);
    if (std::abs(weight) >= negligible) out.push_back({names_[i], weight});
  }
  std::stable_sort(out.begin(), out.end(), [](const NamedWeight& a, const NamedWeight& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  return out;
}

}  // namespace social311::classifier
