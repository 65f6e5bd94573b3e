// Private to the sieve: a closer look at what may be a sought word in another writing. Where it
// cannot settle that, it says yes: reading will.
#pragma once

#include <string_view>
#include <vector>

#include "classifier/byte_classes.h"
#include "classifier/match_text.h"
#include "classifier/sieve_letters.h"
#include "classifier/sought_words.h"

namespace social311::classifier {

// Of one post, from its beginning to its end; lives no longer than its text.
class SieveDoubts {
 public:
  SieveDoubts(const SoughtWords& sought, std::string_view post, const LowerText& text)
      : sought_(sought), post_(post), text_(text) {}

  // Whether the sign, the foreign letter or the odd word at `at` wants reading.
  bool wants_reading(std::size_t at) { return at >= seen_ && look(at); }
  // A letter that stands three times and more in its word.
  bool may_be_drawn_out(std::size_t at) const;

 private:
  const char* letters() const { return text_.letters(); }
  bool look(std::size_t at);
  bool negation(std::size_t at, std::size_t bytes) const;
  bool foreign(std::size_t at);
  Decoded decoded(std::size_t at) const;
  bool picture(std::size_t at);
  bool may_spell(std::size_t at, std::size_t bytes) const;
  bool accented_word(std::size_t at);
  char32_t accent_at(std::size_t at) const;
  std::size_t name_end(std::size_t at) const;
  bool parts(std::size_t begin, std::size_t end);
  bool is_one_word(std::size_t begin, std::size_t end) const;
  bool shortened(std::size_t begin, std::size_t end, std::size_t kept) const;
  bool odd_word(std::size_t at);
  bool rewritten(std::size_t begin, std::size_t end) const;

  const SoughtWords& sought_;
  std::string_view post_;
  const LowerText& text_;
  std::size_t seen_ = 0;  // up to here nothing odd wants another look
  std::vector<Range> parts_{};
};

}  // namespace social311::classifier
