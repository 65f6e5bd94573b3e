// How people sound: whether a post's words are kind or angry, by a small lexicon of English and
// Spanish (mood_words.h). It reads feelings, not subjects: "pothole" and "broken" are neither.
// Irony is not understood; other languages are neither. For shares of many posts, never for one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "classifier/trends/words.h"

namespace social311::classifier::trends {

enum class Mood : std::int8_t { negative = -1, neither = 0, positive = 1 };

// `words` of trend_words, `text` as it was written (its emoji count). A negator turns what follows
// within three words: "not happy", "no funciona", "no problem".
Mood mood_of(const std::vector<TrendWord>& words, std::string_view text);

}  // namespace social311::classifier::trends
