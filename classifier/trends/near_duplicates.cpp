#include "classifier/trends/near_duplicates.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

constexpr auto gone_after = 12h;
constexpr std::size_t least_words = 5;
constexpr double alike = 0.7;  // about three of four pairs of words in common
constexpr std::uint32_t empty_slot = std::numeric_limits<std::uint32_t>::max();

std::uint64_t mixed(std::uint64_t value) {
  value ^= value >> 33;
  value *= 0xFF51AFD7ED558CCDu;
  value ^= value >> 33;
  value *= 0xC4CEB9FE1A85EC53u;
  return value ^ (value >> 33);
}

// Slots that no pair fell into take the next filled one's value, moved by the distance.
void fill_empty(TextSignature& text) {
  const auto filled = text.least;
  for (std::size_t i = 0; i < TextSignature::slots; ++i) {
    for (std::size_t step = 1; text.least[i] == empty_slot; ++step) {
      const std::uint32_t other = filled[(i + step) % TextSignature::slots];
      if (other != empty_slot)
        text.least[i] = (other + static_cast<std::uint32_t>(step) * 0x9E3779B9u) & 0x7FFFFFFFu;
    }
  }
}

}  // namespace

double TextSignature::likeness(const TextSignature& other) const {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < slots; ++i) equal += least[i] == other.least[i] ? 1u : 0u;
  return static_cast<double>(equal) / static_cast<double>(slots);
}

TextSignature signature_of(const std::vector<std::uint64_t>& words) {
  TextSignature text;
  if (words.size() < least_words) return text;
  text.usable = true;
  text.least.fill(empty_slot);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::uint64_t pair = mixed(words[i] * 3u + words[i + 1]);
    std::uint32_t& slot = text.least[pair % TextSignature::slots];
    slot = std::min(slot, static_cast<std::uint32_t>(pair >> 33));
  }
  fill_empty(text);
  return text;
}

NearDuplicates::NearDuplicates() {
  for (auto& table : tables_) table.resize(table_size);
}

std::uint16_t NearDuplicates::place(const TextSignature& text, std::size_t band) {
  const std::uint64_t both = (std::uint64_t{text.least[3 * band]} << 32) | text.least[3 * band + 1];
  return static_cast<std::uint16_t>(mixed(both ^ mixed(text.least[3 * band + 2] + band)) %
                                    table_size);
}

NearDuplicates::Places NearDuplicates::fetch_places(const TextSignature& text) const {
  Places places{};
  if (!text.usable) return places;
  for (std::size_t band = 0; band < bands; ++band) {
    places[band] = place(text, band);
    __builtin_prefetch(&tables_[band][places[band]], 1);
  }
  return places;
}

void NearDuplicates::fetch_clusters(const Places& places) const {
  for (std::size_t band = 0; band < bands; ++band)
    if (const std::uint32_t found = tables_[band][places[band]])
      __builtin_prefetch(&clusters_[found - 1], 1);
}

TextCluster& NearDuplicates::make(const TextSignature& text, const Places& places, Instant at) {
  if (clusters_.size() < most_clusters) clusters_.emplace_back();
  while (clusters_.size() == most_clusters && clusters_[next_].repeated) {
    clusters_[next_].repeated = false;
    next_ = (next_ + 1) % most_clusters;
  }
  const std::size_t here = std::min(next_, clusters_.size() - 1);
  next_ = (here + 1) % most_clusters;
  TextCluster& made = clusters_[here];
  made.text = text;
  made.number = ++made_;
  made.last = at;
  for (std::size_t band = 0; band < bands; ++band)
    tables_[band][places[band]] = static_cast<std::uint32_t>(here) + 1;
  return made;
}

TextCluster* NearDuplicates::find(const TextSignature& text, const Places& places, Instant at) {
  if (!text.usable) return nullptr;
  std::uint32_t tried = 0;
  for (std::size_t band = 0; band < bands; ++band) {
    const std::uint32_t found = tables_[band][places[band]];
    if (found == 0 || found == tried) continue;
    tried = found;
    TextCluster& cluster = clusters_[found - 1];
    if (cluster.text.likeness(text) < alike || at - cluster.last > gone_after) continue;
    cluster.last = std::max(cluster.last, at);
    cluster.repeated = true;
    return &cluster;
  }
  return &make(text, places, at);
}

}  // namespace social311::classifier::trends
