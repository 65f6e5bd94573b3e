// Says which sentences of a post are worth reading: those in which a term of a small rule set may
// stand. One look at the bytes as they came: where words begin and how. What only a reading can
// settle (letters from outside ASCII, words in disguise) passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/sought_words.h"

namespace social311::classifier {

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
  bool closed_ = false;  // whether anything is held back at all
  SoughtWords sought_{};
};

}  // namespace social311::classifier
