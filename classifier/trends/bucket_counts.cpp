#include "classifier/trends/bucket_counts.h"

#include <algorithm>

namespace social311::classifier::trends {
namespace {

constexpr auto kept_for = std::chrono::hours(48);
constexpr std::size_t most_buckets = 400'000;
constexpr std::size_t most_authors = 2'000;

}  // namespace

Instant bucket_of(Instant at) {
  return std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<300>>>(at);
}

// 28 bits of time, 10 of topic, 13 of place, 8 of network: Names gives out no larger numbers.
std::uint64_t BucketCounts::packed(const BucketKey& key) {
  const auto time = static_cast<std::uint64_t>(key.bucket.time_since_epoch() / bucket_span);
  return (time << 36) | (std::uint64_t{key.topic} << 26 & 0xFFC000000u) |
         (std::uint64_t{key.place & 0x1FFFu} << 8) | key.network;
}

void BucketCounts::forget_old() {
  while (!of_bucket_.empty() &&
         (of_bucket_.begin()->first < newest_ - kept_for || counts_.size() > most_buckets)) {
    for (const std::uint64_t old : of_bucket_.begin()->second) counts_.erase(old);
    of_bucket_.erase(of_bucket_.begin());
  }
  if (changed_.size() < 2 * most_buckets) return;
  std::erase_if(changed_, [this](std::uint64_t key) { return !counts_.contains(key); });
}

void BucketCounts::add(const BucketKey& moment, std::uint64_t author) {
  BucketKey key = moment;
  key.bucket = bucket_of(moment.bucket);
  if (key.bucket < newest_ - kept_for) return;
  const std::uint64_t where = packed(key);
  Count& count = counts_[where];
  if (count.posts++ == 0) {
    count.key = key;
    of_bucket_[key.bucket].push_back(where);
  }
  const auto brief = static_cast<std::uint32_t>(author >> 32);
  const auto at = std::lower_bound(count.authors.begin(), count.authors.end(), brief);
  const bool known = at != count.authors.end() && *at == brief;
  if (!known && count.authors.size() < most_authors) count.authors.insert(at, brief);
  if (!count.changed) changed_.push_back(where);
  count.changed = true;
  if (key.bucket <= newest_) return;
  newest_ = key.bucket;
  forget_old();
}

}  // namespace social311::classifier::trends
