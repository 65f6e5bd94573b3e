#include "classifier/trends/mood.h"

#include "classifier/trends/mood_words.h"

namespace social311::classifier::trends {
namespace {

constexpr int turned_by = 3;  // words after a negator
constexpr int emoji_weight = 2;

int mood_at(std::string_view text) {
  for (const std::string_view one : kind_emoji)
    if (text.starts_with(one)) return 1;
  for (const std::string_view one : angry_emoji)
    if (text.starts_with(one)) return -1;
  return 0;
}

// Every emoji begins with one of two bytes, and most posts have none of them: looked for one at a
// time, which the library does sixteen bytes at once.
int emoji_mood(std::string_view text) {
  int sum = 0;
  for (const char first : {'\xF0', '\xE2'})
    for (auto at = text.find(first); at != std::string_view::npos; at = text.find(first, at + 1))
      sum += mood_at(text.substr(at));
  return sum;
}

}  // namespace

Mood mood_of(const std::vector<TrendWord>& words, std::string_view text) {
  int sum = emoji_weight * emoji_mood(text);
  int turned = 0;  // words that a negator still reaches
  for (std::size_t i = 0; i < words.size(); ++i) {
    const TrendWord& word = words[i];
    if (word.negates) {
      turned = turned_by;
      continue;
    }
    const bool greets = i + 1 < words.size() && words[i + 1].greets;
    if (word.mood != 0 && !(word.mood > 0 && greets)) {
      sum += turned > 0 ? -word.mood : word.mood;
      turned = 0;
    }
    turned -= turned > 0 ? 1 : 0;
  }
  if (sum == 0) return Mood::neither;
  return sum > 0 ? Mood::positive : Mood::negative;
}

}  // namespace social311::classifier::trends
