// The words that terms can begin with, looked up by their first three letters, then as wholes.
// Private to the sieve.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/sieve_letters.h"
#include "classifier/word_table.h"

namespace social311::classifier {

// What a text must have one of before any term can stand in it. All in normal form, none empty.
struct Sought {
  std::vector<std::string> words{};
  std::vector<std::string>
      openings{};  // of words; shorter than three letters they hold nothing back
  std::vector<std::string> followers{};  // words of phrases, but the first
  bool names = false;                    // some term is an @name
  bool anything = false;                 // some term is found by no word
};

class SoughtWords {
 public:
  SoughtWords() = default;
  explicit SoughtWords(const Sought& sought);

  // Whether looking for them can hold anything back: they are few, and none is found by no word.
  static bool are_few(const Sought& sought);
  bool has_names() const { return names_; }
  // `beginning`: sieving::beginning_of().
  bool may_begin(std::uint32_t beginning) const { return beginnings_.has(beginning); }
  bool may_follow(std::uint32_t beginning) const { return followers_.has(beginning); }
  // Sixteen bytes beyond the word may be read.
  bool is_sought(const char* padded, std::size_t size) const;
  bool is_word(const char* padded, std::size_t size) const {
    return size > 0 && may_begin(sieving::beginning_of(padded, size)) && is_sought(padded, size);
  }

 private:
  // A bit for each of the first three letters of words.
  class Beginnings {
   public:
    void add(std::string_view word);
    bool has(std::uint32_t beginning) const {
      const std::size_t bit = (beginning * 0x9E3779B1u) >> (32 - bit_count);
      return ((bits_[bit / 64] >> (bit % 64)) & 1u) != 0;
    }

   private:
    static constexpr int bit_count = 14;
    std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>((1u << bit_count) / 64);
  };

  bool names_ = false;
  Beginnings beginnings_{};
  Beginnings followers_{};
  std::vector<std::size_t> open_sizes_{};  // ascending
  WordTable<char> words_{};
  WordTable<char> openings_{};
};

}  // namespace social311::classifier
