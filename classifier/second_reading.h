// A second reading of posts that are written to be read by people only, or that look so: "p0th0le",
// "p o t h o l e", "p.o.t.h.o.l.e", "poootholes", words with emoji between them.
#pragma once

#include <cstdint>

#include "classifier/match_text.h"

namespace social311::classifier {

// Writes the sentences in which anything is disguised once more, as plain words, behind the parts
// of hashtags; nothing otherwise. The first reading stays as it is, so nothing that was found is
// lost, and every span of the second lies on the words it came from. `main_tokens`: of the text
// itself. `sentence`: the first free number.
void write_second_reading(MatchText& into, std::size_t main_tokens, std::uint32_t sentence);

// The letter that a digit is drawn like, 0 for those that look like none.
constexpr char letter_drawn_like(char digit) {
  switch (digit) {
    case '0':
      return 'o';
    case '1':
      return 'i';
    case '3':
      return 'e';
    case '4':
      return 'a';
    case '5':
      return 's';
    case '7':
      return 't';
    default:
      return 0;
  }
}

}  // namespace social311::classifier
