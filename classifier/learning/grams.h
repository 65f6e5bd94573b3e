// The words, pairs of words and pieces of words of a post: what weights are learned for besides the
// rules. Each has a name that a person can read, so that a learned weight can be explained.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/match_text.h"

namespace social311::classifier {

// How names are written: `pothole`, `pot hole`, `@denver311`, `#pothole`; `poth*`, `*othol*` and
// `*hole` are pieces at the beginning, inside and at the end of a word; `0` is any number.
struct Gram {
  std::uint64_t hash = 0;   // of its name
  std::uint32_t begin = 0;  // bytes of MatchText::text, where it first stands
  std::uint32_t end = 0;
  float strength = 0;  // the more the post has of its kind, the less each says
  enum class Kind : std::uint8_t { word, pair, handle, tag, number, opening, inside, ending };
  Kind kind = Kind::word;
};

// Each once, ordered by hash. Of a long text the first words only. `into` is reused.
void grams_of(const MatchText& text, std::vector<Gram>& into);
std::string name_of(const MatchText& text, const Gram& gram);
std::uint64_t gram_hash(std::string_view name);

}  // namespace social311::classifier
