#include "classifier/evaluate.h"

#include <algorithm>

namespace social311::classifier {
namespace {

// A stretch of words that a part of NEAR covers, with the hits it is made of.
struct Stretch {
  std::uint32_t first_token = 0;
  std::uint32_t last_token = 0;
  std::uint32_t sentence = 0;
  std::vector<FoundTerm> made_of{};
};

bool counts(const Hit& hit, const Situation& situation) {
  return hit.part != Part::mention || situation.reads_names;
}

std::uint32_t next_counting(std::uint32_t at, const Situation& situation) {
  while (at != nothing && !counts(situation.hits[at], situation)) at = situation.hits[at].next;
  return at;
}

std::uint32_t first_hit(const Query& query, const Situation& situation) {
  return next_counting(situation.hits.first(query.term), situation);
}

std::uint32_t next_hit(std::uint32_t at, const Situation& situation) {
  return next_counting(situation.hits[at].next, situation);
}

bool near_enough(const Stretch& a, const Stretch& b, const Query& query) {
  if (a.sentence != b.sentence) return false;
  if (b.first_token > a.last_token) return b.first_token - a.last_token <= query.distance;
  return !query.ordered && a.first_token > b.last_token &&
         a.first_token - b.last_token <= query.distance;
}

std::vector<Stretch> stretches(const Query& query, const Situation& situation);

std::vector<Stretch> term_stretches(const Query& query, const Situation& situation) {
  std::vector<Stretch> out;
  for (std::uint32_t at = first_hit(query, situation); at != nothing;
       at = next_hit(at, situation)) {
    const Hit& hit = situation.hits[at];
    if (hit.first_token == nothing) continue;
    out.push_back({hit.first_token, hit.last_token, hit.sentence, {{&query, hit.begin, hit.end}}});
  }
  return out;
}

// Whether any term of the part is in the text at all: most NEARs end here.
bool stands(const Query& query, const Situation& situation) {
  if (query.op == Query::Op::term) return situation.hits.first(query.term) != nothing;
  return std::any_of(query.children.begin(), query.children.end(),
                     [&](const Query& child) { return stands(child, situation); });
}

std::vector<Stretch> near_stretches(const Query& query, const Situation& situation) {
  std::vector<Stretch> out;
  if (!stands(query.children[0], situation) || !stands(query.children[1], situation)) return out;
  const std::vector<Stretch> left = stretches(query.children[0], situation);
  if (left.empty()) return out;
  for (const Stretch& b : stretches(query.children[1], situation)) {
    for (const Stretch& a : left) {
      if (out.size() >= most_hits) return out;
      if (!near_enough(a, b, query)) continue;
      Stretch both{std::min(a.first_token, b.first_token), std::max(a.last_token, b.last_token),
                   a.sentence, a.made_of};
      both.made_of.insert(both.made_of.end(), b.made_of.begin(), b.made_of.end());
      out.push_back(std::move(both));
    }
  }
  return out;
}

std::vector<Stretch> stretches(const Query& query, const Situation& situation) {
  if (query.op == Query::Op::term) return term_stretches(query, situation);
  if (query.op == Query::Op::near) return near_stretches(query, situation);
  std::vector<Stretch> out;  // an OR-group: the parser lets nothing else pass
  for (const Query& child : query.children) {
    std::vector<Stretch> more = stretches(child, situation);
    std::move(more.begin(), more.end(), std::back_inserter(out));
  }
  return out;
}

bool sign_holds(const Query& query, const Situation& situation) {
  return (situation.signs & static_cast<std::uint32_t>(query.sign)) != 0;
}

}  // namespace

bool holds(const Query& query, const Situation& situation) {
  const auto child_holds = [&](const Query& child) { return holds(child, situation); };
  const auto& parts = query.children;
  switch (query.op) {
    case Query::Op::term:
      return first_hit(query, situation) != nothing;
    case Query::Op::sign:
      return sign_holds(query, situation);
    case Query::Op::all:
      return std::all_of(parts.begin(), parts.end(), child_holds);
    case Query::Op::any:
      return std::any_of(parts.begin(), parts.end(), child_holds);
    case Query::Op::negated:
      return !child_holds(parts.front());
    case Query::Op::near:
      return !near_stretches(query, situation).empty();
  }
  return false;
}

void collect(const Query& query, const Situation& situation, std::vector<FoundTerm>& found) {
  if (query.op == Query::Op::sign || query.op == Query::Op::negated || !holds(query, situation))
    return;
  if (query.op == Query::Op::term) {
    for (std::uint32_t at = first_hit(query, situation); at != nothing;
         at = next_hit(at, situation)) {
      found.push_back({&query, situation.hits[at].begin, situation.hits[at].end});
    }
    return;
  }
  if (query.op == Query::Op::near) {
    for (const Stretch& pair : near_stretches(query, situation)) {
      found.insert(found.end(), pair.made_of.begin(), pair.made_of.end());
    }
    return;
  }
  for (const Query& child : query.children) collect(child, situation, found);
}

}  // namespace social311::classifier
