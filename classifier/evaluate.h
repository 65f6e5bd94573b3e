// Whether a query holds for the hits of a text, and which hits made it so.
#pragma once

#include <cstdint>
#include <vector>

#include "classifier/query.h"
#include "classifier/term_index.h"

namespace social311::classifier {

struct Situation {
  const Hits& hits;
  std::uint32_t signs = 0;   // a set of Sign
  bool reads_names = false;  // whether words of @names count
};

struct FoundTerm {
  const Query* leaf = nullptr;
  std::uint32_t begin = 0;  // bytes of MatchText::text
  std::uint32_t end = 0;
};

bool holds(const Query& query, const Situation& situation);
// Adds the terms that make the query hold; nothing under NOT, and of NEAR only pairs that are near.
void collect(const Query& query, const Situation& situation, std::vector<FoundTerm>& found);

}  // namespace social311::classifier
