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

void BucketAuthors::add(std::uint32_t author, std::size_t most) {
  if (more_.empty()) {
    const auto end = first_.begin() + count_;
    if (std::find(first_.begin(), end, author) != end) return;
    if (count_ < first_.size()) {
      first_[count_++] = author;
      return;
    }
    more_.assign(first_.begin(), first_.end());
    std::sort(more_.begin(), more_.end());
  }
  const auto at = std::lower_bound(more_.begin(), more_.end(), author);
  const bool known = at != more_.end() && *at == author;
  if (!known && more_.size() < most) more_.insert(at, author);
}

std::size_t BucketCounts::Bucket::place(const BucketKey& key) const {
  const std::uint64_t what =
      (std::uint64_t{key.topic} << 24) | (std::uint64_t{key.place} << 8) | key.network;
  const std::size_t last = slots.size() - 1;
  for (std::size_t at = (what * 0x9E3779B97F4A7C15u >> 32) & last;; at = (at + 1) & last) {
    if (slots[at] == 0) return at;
    const BucketKey& other = counts[slots[at] - 1].key;
    if (other.topic == key.topic && other.place == key.place && other.network == key.network)
      return at;
  }
}

void BucketCounts::Bucket::grow() {
  slots.assign(slots.empty() ? std::size_t{16} : 2 * slots.size(), 0);
  for (std::size_t i = 0; i < counts.size(); ++i)
    slots[place(counts[i].key)] = static_cast<std::uint32_t>(i + 1);
}

BucketCounts::Count* BucketCounts::find(const BucketKey& key) {
  const auto bucket = buckets_.find(key.bucket);
  if (bucket == buckets_.end()) return nullptr;
  const std::uint32_t number = bucket->second.slots[bucket->second.place(key)];
  return number == 0 ? nullptr : &bucket->second.counts[number - 1];
}

BucketCounts::Count& BucketCounts::count_of(const BucketKey& key) {
  if (last_ == nullptr || last_at_ != key.bucket) {
    last_ = &buckets_[key.bucket];
    last_at_ = key.bucket;
  }
  if (2 * (last_->counts.size() + 1) > last_->slots.size()) last_->grow();
  std::uint32_t& number = last_->slots[last_->place(key)];
  if (number == 0) {
    last_->counts.emplace_back().key = key;
    number = static_cast<std::uint32_t>(last_->counts.size());
    ++size_;
  }
  return last_->counts[number - 1];
}

// Little comes to it from now on.
void BucketCounts::close_newest() {
  const auto bucket = buckets_.find(newest_);
  if (bucket != buckets_.end()) bucket->second.counts.shrink_to_fit();
}

void BucketCounts::forget_old() {
  while (!buckets_.empty() &&
         (buckets_.begin()->first < newest_ - kept_for || size_ > most_buckets)) {
    size_ -= buckets_.begin()->second.counts.size();
    buckets_.erase(buckets_.begin());
    last_ = nullptr;
  }
  if (changed_.size() < 2 * most_buckets) return;
  std::erase_if(changed_, [this](const BucketKey& key) { return find(key) == nullptr; });
}

void BucketCounts::add(const BucketKey& moment, std::uint64_t author) {
  BucketKey key = moment;
  key.bucket = bucket_of(moment.bucket);
  if (key.bucket < newest_ - kept_for) return;
  Count& count = count_of(key);
  ++count.posts;
  count.authors.add(static_cast<std::uint32_t>(author >> 32), most_authors);
  if (!count.changed) changed_.push_back(key);
  count.changed = true;
  if (key.bucket <= newest_) return;
  close_newest();
  newest_ = key.bucket;
  forget_old();
}

}  // namespace social311::classifier::trends
