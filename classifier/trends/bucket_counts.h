// Posts and different authors a topic, neighbourhood and network in five minutes: what is kept for
// charts and for the next start.
#pragma once

#include <array>
#include <cstdint>
#include <map>
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

// Short hashes of different authors: most buckets have one, which needs no memory of its own.
class BucketAuthors {
 public:
  void add(std::uint32_t author, std::size_t most);
  std::size_t size() const { return more_.empty() ? count_ : more_.size(); }

 private:
  std::array<std::uint32_t, 3> first_{};
  std::uint32_t count_ = 0;
  std::vector<std::uint32_t> more_{};  // all of them, sorted, once they are more than `first_`
};

// The last two days, at most 400,000 counts: under 64 MiB, and four bytes for each person beyond
// the third of a count; what is older is forgotten.
class BucketCounts {
 public:
  struct Count {
    BucketKey key{};
    int posts = 0;
    bool changed = false;
    BucketAuthors authors{};  // at most 2,000
  };

  void add(const BucketKey& key, std::uint64_t author);  // key.bucket: any moment within
  void put_back(Instant to) { newest_ = bucket_of(to); }
  // Calls `one` for each bucket that changed since the last call.
  template <typename One>
  void take(const One& one) {
    for (const BucketKey& key : changed_) {
      Count* const count = find(key);
      if (count == nullptr || !count->changed) continue;
      count->changed = false;
      one(*count);
    }
    changed_.clear();
  }

 private:
  // All counts of one five minutes: next to each other, as most posts fall into the newest.
  struct Bucket {
    std::vector<Count> counts{};
    std::vector<std::uint32_t> slots{};  // a flat table: 0 = free, else one more than the number

    std::size_t place(const BucketKey& key) const;  // of the key, or the free slot for it
    void grow();
  };
  Count& count_of(const BucketKey& key);
  Count* find(const BucketKey& key);
  void close_newest();
  void forget_old();

  std::map<Instant, Bucket> buckets_{};
  Bucket* last_ = nullptr;  // the bucket that was wanted last, of `last_at_`
  Instant last_at_{};
  std::size_t size_ = 0;
  std::vector<BucketKey> changed_{};
  Instant newest_{};
};

}  // namespace social311::classifier::trends
