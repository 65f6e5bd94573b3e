// The words of a post as trends see them: what can name a topic, and what everybody always says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/match_text.h"

namespace social311::classifier::trends {

struct TrendWord {
  // Lower case, without accents, plural endings off, no # before it; a part of the read text.
  std::string_view text{};
  std::uint64_t hash = 0;  // of `text`
  std::size_t begin = 0;   // byte of the post's text
  bool telling = false;    // may name a topic: no stop word, no time of day, no number
  bool danger = false;     // one of the words for storms, fires, floods, accidents (en, es)
  std::int8_t mood = 0;    // -2 to 2: angry to kind (mood.h)
  bool negates = false;    // turns the moods after it
  bool greets = false;     // makes a greeting of a kind word before it
};

// Words and hashtags of the text, in order; @names and links are left out. `into` is reused. The y
// of a "city" that was "cities" is written into the text.
void trend_words(MatchText& text, std::vector<TrendWord>& into);

// "tornadoes" and "tornado", "calles" and "calle" are one word here. For counting, not for showing
// how a word is spelt.
std::string without_plural(std::string_view word);

// Whether the text says that it repeats somebody ("RT @name: …").
bool says_repost(std::string_view text);

}  // namespace social311::classifier::trends
