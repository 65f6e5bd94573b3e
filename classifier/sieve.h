// Says which sentences of a post are worth reading: those in which a term of a small rule set may
// stand. One look at the bytes as they came: where words begin and how. What only a reading can
// settle (letters from outside ASCII, words in disguise) passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

// Whole sentences of a post. Read alone they bring the hits that the post brings, in the same
// order, two in one sentence where they were in one.
class Excerpt {
 public:
  std::string_view text() const { return whole_ ? post_ : std::string_view(own_); }
  bool empty() const { return text().empty(); }
  // The byte of the post at byte `at` of text().
  std::size_t place_in_post(std::size_t at) const;

 private:
  friend class Sieve;
  struct Piece {
    std::size_t at = 0;    // in own_
    std::size_t from = 0;  // in the post
  };
  void take_all(std::string_view post);
  void take_none(std::string_view post);
  void take(std::size_t begin, std::size_t end);

  std::string_view post_{};
  bool whole_ = false;
  std::string own_{};
  std::vector<Piece> pieces_{};
};

// Immutable after construction, safe to share between threads.
class Sieve {
 public:
  Sieve() = default;  // lets everything pass
  explicit Sieve(const Sought& sought);

  // What read_text() and TermIndex::find() must see of a post to find all there is. `post` lives
  // longer than the excerpt.
  void sift(std::string_view post, Excerpt& excerpt) const;

 private:
  class Reader;
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
  bool is_sought(const char* padded, std::size_t size) const;

  // Beyond this many, nearly every sentence has one, and looking twice only costs.
  static constexpr std::size_t most_sought = 150;

  bool closed_ = false;  // whether anything is held back at all
  bool names_ = false;
  Beginnings beginnings_{};
  Beginnings followers_{};
  std::vector<std::size_t> open_sizes_{};  // ascending
  WordTable<char> words_{};
  WordTable<char> openings_{};
};

}  // namespace social311::classifier
