// Posts and different authors a topic, neighbourhood and network in five minutes: what is kept for
// charts and for the next start.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "classifier/trends/rates.h"
#include "core/clock.h"

namespace social311::classifier::trends {

inline constexpr auto bucket_span = std::chrono::minutes(5);
Instant bucket_of(Instant at);

struct BucketKey {
  Instant bucket{};
  TopicNumber topic = 0;
  PlaceNumber place = 0;
  std::uint8_t network = 0;
};

// The last two days, at most 400,000 buckets: under 64 MiB; what is older is forgotten.
class BucketCounts {
 public:
  struct Count {
    BucketKey key{};
    int posts = 0;
    bool changed = false;
    std::vector<std::uint32_t> authors{};  // short hashes, sorted; at most 2,000
  };

  void add(const BucketKey& key, std::uint64_t author);  // key.bucket: any moment within
  void put_back(Instant to) { newest_ = bucket_of(to); }
  // Calls `one` for each bucket that changed since the last call.
  template <typename One>
  void take(const One& one) {
    for (const std::uint64_t packed : changed_) {
      const auto found = counts_.find(packed);
      if (found == counts_.end() || !found->second.changed) continue;
      found->second.changed = false;
      one(found->second);
    }
    changed_.clear();
  }

 private:
  static std::uint64_t packed(const BucketKey& key);
  void forget_old();

  std::unordered_map<std::uint64_t, Count> counts_{};
  std::map<Instant, std::vector<std::uint64_t>> of_bucket_{};
  std::vector<std::uint64_t> changed_{};
  Instant newest_{};
};

}  // namespace social311::classifier::trends
