// From whole numbers to small values in one piece of memory: for tables that are asked for every
// post and from which nothing is taken out singly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace social311::classifier::trends {

// Not for the key 2^64 - 1. Pointers live until the next key is added.
template <typename Value>
class FlatMap {
 public:
  const Value* find(std::uint64_t key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place(key)];
    return slot.key == key + 1 ? &slot.value : nullptr;
  }
  // The value of the key, made when there is none.
  Value& operator[](std::uint64_t key) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(key)];
    used_ += slot.key == 0 ? 1u : 0u;
    slot.key = key + 1;
    return slot.value;
  }
  template <typename One>
  void each(const One& one) {
    for (Slot& slot : slots_)
      if (slot.key != 0) one(slot.value);
  }
  std::size_t size() const { return used_; }
  void clear() { slots_.clear(), used_ = 0; }

 private:
  struct Slot {
    std::uint64_t key = 0;  // one more than it is, 0 = free
    Value value{};
  };
  // Of the key, or the free slot where it belongs.
  std::size_t place(std::uint64_t key) const {
    const std::size_t last = slots_.size() - 1;
    std::size_t at = (key * 0x9E3779B97F4A7C15u >> 32) & last;
    while (slots_[at].key != 0 && slots_[at].key != key + 1) at = (at + 1) & last;
    return at;
  }
  void grow() {
    std::vector<Slot> old = std::exchange(slots_, {});
    slots_.resize(old.empty() ? std::size_t{16} : 2 * old.size());
    for (Slot& slot : old)
      if (slot.key != 0) slots_[place(slot.key - 1)] = std::move(slot);
  }

  std::vector<Slot> slots_{};
  std::size_t used_ = 0;
};

}  // namespace social311::classifier::trends
