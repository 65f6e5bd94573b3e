// A flat hash table from words to small lists of numbers. The one table behind rules, languages and
// streets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace social311::classifier {

// FNV-1a, byte by byte.
inline constexpr std::uint64_t hash_seed = 0xcbf29ce484222325u;
inline std::uint64_t hash_step(std::uint64_t hash, char c) {
  return (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
}

// Of a whole word, sixteen bytes at a time and without a branch on its length: words are short, and
// a guess gone wrong costs as much as the hash. `padded`: sixteen bytes beyond the word may be
// read.
inline std::uint64_t hash_of_padded(const char* word, std::size_t size) {
  static constexpr std::array<std::uint64_t, 9> first_bytes{0,
                                                            0xFF,
                                                            0xFFFF,
                                                            0xFFFFFF,
                                                            0xFFFFFFFF,
                                                            0xFFFFFFFFFF,
                                                            0xFFFFFFFFFFFF,
                                                            0xFFFFFFFFFFFFFF,
                                                            0xFFFFFFFFFFFFFFFF};
  const auto load = [](const char* from, std::size_t bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, 8);
    return value & first_bytes[bytes < 8 ? bytes : 8];
  };
  const auto mix = [](std::uint64_t hash) {
    hash *= 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 32);
  };
  std::uint64_t hash = hash_seed + size;
  for (;; word += 16, size -= 16) {
    const std::uint64_t low = load(word, size);
    const std::uint64_t high = load(word + 8, size > 8 ? size - 8 : 0);
    hash = mix(hash ^ low ^ ((high << 29) | (high >> 35)));
    hash = mix(hash + high);
    if (size <= 16) return hash;
  }
}
inline std::uint64_t hash_of(std::string_view word) {
  if (word.size() > 48)
    return hash_of_padded((std::string(word) + std::string(16, ' ')).data(), word.size());
  std::array<char, 64> padded;  // NOLINT: only what is written is looked at
  std::memcpy(padded.data(), word.data(), word.size());
  std::memset(padded.data() + word.size(), 0, 16);
  return hash_of_padded(padded.data(), word.size());
}

// Without a call for the short words that nearly all are.
inline bool same_letters(const char* a, const char* b, std::size_t size) {
  const auto differ = [&](std::size_t at, auto block) {
    auto other = block;
    std::memcpy(&block, a + at, sizeof block);
    std::memcpy(&other, b + at, sizeof other);
    return block != other;
  };
  if (size > 16) return std::memcmp(a, b, size) == 0;
  if (size >= 8) return !differ(0, std::uint64_t{}) && !differ(size - 8, std::uint64_t{});
  if (size >= 4) return !differ(0, std::uint32_t{}) && !differ(size - 4, std::uint32_t{});
  for (std::size_t i = 0; i < size; ++i)
    if (a[i] != b[i]) return false;
  return true;
}

template <typename Value>
class WordTable {
 public:
  struct Span {
    const Value* first = nullptr;
    const Value* last = nullptr;
    const Value* begin() const { return first; }
    const Value* end() const { return last; }
    bool empty() const { return first == last; }
  };

  WordTable() = default;
  explicit WordTable(const std::map<std::string, std::vector<Value>>& lists) {
    std::size_t size = 16;
    while (size < lists.size() * 2) size *= 2;
    slots_.resize(lists.empty() ? 0 : size);
    if (lists.empty()) return;
    filter_.assign(slots_.size() / 8, 0);
    filter_mask_ = filter_.size() * 64 - 1;
    for (const auto& [word, values] : lists) insert(word, values);
  }

  bool empty() const { return slots_.empty(); }
  Span find(std::string_view word) const { return find(hash_of(word), word); }

  // False for most words that the table has not.
  bool may_have(std::uint64_t hash) const {
    const std::size_t bit = filter_bit(hash);
    return ((filter_[bit / 64] >> (bit % 64)) & 1u) != 0;
  }

  Span find(std::uint64_t hash, std::string_view word) const {
    if (!may_have(hash)) return {};
    for (std::size_t at = place(hash); slots_[at].size != 0; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.hash == hash && is_word(slot, word)) {
        return {values_.data() + slot.values, values_.data() + slot.values + slot.size};
      }
    }
    return {};
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t word = 0;  // into words_
    std::uint32_t length = 0;
    std::uint32_t values = 0;
    std::uint32_t size = 0;  // 0 = free
  };

  std::size_t place(std::uint64_t hash) const {
    return static_cast<std::size_t>((hash ^ (hash >> 32)) & (slots_.size() - 1));
  }
  // Eight bits a slot: most words of a text are no word of the table, and the slots do not fit the
  // nearest cache.
  std::size_t filter_bit(std::uint64_t hash) const {
    return static_cast<std::size_t>((hash ^ (hash >> 29)) & filter_mask_);
  }
  bool is_word(const Slot& slot, std::string_view word) const {
    return slot.length == word.size() &&
           same_letters(words_.data() + slot.word, word.data(), word.size());
  }

  void insert(const std::string& word, const std::vector<Value>& values) {
    const std::uint64_t hash = hash_of(word);
    std::size_t at = place(hash);
    while (slots_[at].size != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {
        hash, static_cast<std::uint32_t>(words_.size()), static_cast<std::uint32_t>(word.size()),
        static_cast<std::uint32_t>(values_.size()), static_cast<std::uint32_t>(values.size())};
    const std::size_t bit = filter_bit(hash);
    filter_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    words_ += word;
    values_.insert(values_.end(), values.begin(), values.end());
  }

  std::vector<Slot> slots_;
  std::vector<std::uint64_t> filter_ = std::vector<std::uint64_t>(1);  // of an empty table: no
  std::size_t filter_mask_ = 0;
  std::vector<Value> values_;
  std::string words_;
};

}  // namespace social311::classifier
