// Private to the sieve: where a post's sentences begin and end beyond doubt.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "classifier/byte_classes.h"
#include "classifier/match_text.h"
#include "classifier/sought_words.h"

namespace social311::classifier {

// Of one post; lives no longer than its text.
class SieveSentences {
 public:
  SieveSentences(const SoughtWords& sought, const LowerText& text, std::size_t size)
      : sought_(sought), text_(text), size_(size) {}

  // Where the sentence of `at` begins and ends, of those ends that are beyond doubt.
  std::size_t begin_of(std::size_t at) const {
    for (std::size_t block = at / 64 + 1; block-- > 0;) {
      for (std::uint64_t marks = ends(block); marks != 0;) {
        const auto bit = static_cast<std::size_t>(63 - std::countl_zero(marks));
        const std::size_t begin = block * 64 + bit + 2;
        if (begin <= at && is_cut(begin)) return begin;
        marks &= ~(std::uint64_t{1} << bit);
      }
    }
    return 0;
  }
  std::size_t end_of(std::size_t at) const {
    for (std::size_t block = at < 2 ? 0 : (at - 2) / 64; block < text_.blocks(); ++block) {
      for (std::uint64_t marks = ends(block); marks != 0; marks &= marks - 1) {
        const std::size_t begin = block * 64 + sieving::first_bit(marks) + 2;
        if (begin > at && is_cut(begin)) return begin;
      }
    }
    return size_;
  }

 private:
  const char* letters() const { return text_.letters(); }

  // Marks with a blank and a letter, an @ or a # behind them.
  std::uint64_t ends(std::size_t block) const {
    const ByteClasses& now = text_.block(block);
    const ByteClasses& next = text_.block(block + 1);
    return now.marks & ((now.blanks >> 1) | (next.blanks << 63)) &
           (((now.letters | now.signs) >> 2) | ((next.letters | next.signs) << 62));
  }

  // Whether a sentence certainly begins here, and no phrase goes on here that began before.
  bool is_cut(std::size_t begin) const {
    const char* const first = letters() + begin;
    // Neither sign may stand in a phrase.
    if (*first != '@' && *first != '#' && !begins_alone(first)) return false;
    return letters()[begin - 2] != '.' || ends_sentence(begin - 2);
  }
  // A word as it is written that no phrase goes on with.
  bool begins_alone(const char* word) const {
    std::size_t size = 1;
    while (size < sieving::beginning_letters && sieving::is_letter(word[size])) ++size;
    if (word[0] == word[1] || (size > 2 && word[1] == word[2])) return false;  // drawn out?
    if (sieving::is_foreign(word[size])) return false;
    // Of short ones one more word, so that nothing is spelled there.
    const char* const next = word + size + 1;
    const bool plain = size == sieving::beginning_letters ||
                       (word[size] == ' ' && sieving::is_letter(next[0]) &&
                        sieving::is_letter(next[1]) && sieving::is_letter(next[2]));
    return plain && !sought_.may_follow(sieving::beginning_of(word, size));
  }
  bool ends_sentence(std::size_t stop) const {
    const std::size_t begin = text_.word_begin(stop);
    const std::string_view word(letters() + begin, stop - begin);
    if (word.empty() || sieving::is_foreign(letters()[begin - 1])) return false;
    std::size_t at = 2;  // a letter three times: the word may be read as a shorter one
    while (at < word.size() && (word[at] != word[at - 1] || word[at] != word[at - 2])) ++at;
    return at >= word.size() && !is_abbreviation(word);
  }

  const SoughtWords& sought_;
  const LowerText& text_;
  std::size_t size_;
};

}  // namespace social311::classifier
