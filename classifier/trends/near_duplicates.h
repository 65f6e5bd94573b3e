// One text pushed again and again, word for word or nearly so. Fixed memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/clock.h"

namespace social311::classifier::trends {

// MinHash of a text's pairs of neighbouring words: the share of equal slots of two signatures is
// about the share of pairs that the texts have in common.
struct TextSignature {
  static constexpr std::size_t slots = 16;
  std::array<std::uint32_t, slots> least{};
  bool usable = false;  // too short texts are alike by chance ("so cold today")

  double likeness(const TextSignature& other) const;
};
// `words`: hashes of the words in their order, without names, links and numbers.
TextSignature signature_of(const std::vector<std::uint64_t>& words);

// Posts with one text.
struct TextCluster {
  TextSignature text{};
  std::uint64_t number = 0;  // the cluster's own; a place in memory is used again
  Instant last{};
  bool repeated = false;  // since its place was last wanted
};

// At most 16,384 clusters; what nobody repeated is forgotten first. 5 tables of 64 K places for
// finding them: under 4 MiB however long the stream is.
class NearDuplicates {
 public:
  static constexpr std::size_t bands = 5;  // of three slots
  // Where a text is looked up.
  using Places = std::array<std::uint16_t, bands>;

  NearDuplicates();
  // Fetches the memory that find() wants, in two steps.
  Places fetch_places(const TextSignature& text) const;
  void fetch_clusters(const Places& places) const;
  // The cluster the text belongs to, made when there is none; null for a text too short. A text
  // that nobody repeated for `gone_after` is a new one. The pointer lives until the next call.
  TextCluster* find(const TextSignature& text, Instant at) {
    return find(text, fetch_places(text), at);
  }
  TextCluster* find(const TextSignature& text, const Places& places, Instant at);

 private:
  static constexpr std::size_t most_clusters = 16'384;
  static constexpr std::size_t table_size = std::size_t{1} << 16;

  static std::uint16_t place(const TextSignature& text, std::size_t band);
  TextCluster& make(const TextSignature& text, const Places& places, Instant at);

  std::vector<TextCluster> clusters_{};
  std::size_t next_ = 0;
  std::uint64_t made_ = 0;
  std::array<std::vector<std::uint32_t>, bands> tables_{};  // cluster + 1, 0 = none
};

}  // namespace social311::classifier::trends
