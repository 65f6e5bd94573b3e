#include "classifier/contradiction.h"

#include <algorithm>

namespace social311::classifier {
namespace {

struct Forbidden {
  std::vector<const Term*> terms{};
  std::uint16_t signs = 0;
};

// What a denied part rules out for certain: itself, or each of its alternatives.
void forbid(const Query& denied, const std::vector<Term>& terms, Forbidden& out) {
  if (denied.op == Query::Op::term) out.terms.push_back(&terms[denied.term]);
  if (denied.op == Query::Op::sign)
    out.signs = static_cast<std::uint16_t>(out.signs | static_cast<std::uint16_t>(denied.sign));
  if (denied.op == Query::Op::any)
    for (const Query& child : denied.children) forbid(child, terms, out);
}

bool covers(const TermWord& wide, const TermWord& narrow) {
  return wide.open ? narrow.text.starts_with(wide.text) : wide == narrow;
}

// Wherever `narrow` stands, `wide` stands: the same, or a word of a phrase ("street" of "street
// light", pothol* of pothole).
bool covers(const Term& wide, const Term& narrow) {
  if (wide == narrow) return true;
  if (wide.kind != TermKind::words || narrow.kind != TermKind::words || wide.words.size() != 1)
    return false;
  return std::any_of(narrow.words.begin(), narrow.words.end(),
                     [&](const TermWord& word) { return covers(wide.words.front(), word); });
}

// Of its first word.
std::size_t place_of(const Query& query) {
  return query.children.empty() ? query.offset : place_of(query.children.front());
}

bool can_hold(const Query& query, const std::vector<Term>& terms, const Forbidden& forbidden) {
  const auto child_can = [&](const Query& child) { return can_hold(child, terms, forbidden); };
  switch (query.op) {
    case Query::Op::term:
      return std::none_of(forbidden.terms.begin(), forbidden.terms.end(),
                          [&](const Term* one) { return covers(*one, terms[query.term]); });
    case Query::Op::sign:
      return (forbidden.signs & static_cast<std::uint16_t>(query.sign)) == 0;
    case Query::Op::any:
      return std::any_of(query.children.begin(), query.children.end(), child_can);
    case Query::Op::all:
    case Query::Op::near:
      return std::all_of(query.children.begin(), query.children.end(), child_can);
    case Query::Op::negated:
      break;
  }
  return true;
}

}  // namespace

std::optional<std::size_t> contradiction_in(const Query& query, const std::vector<Term>& terms) {
  for (const Query& child : query.children)
    if (const auto inside = contradiction_in(child, terms)) return inside;
  if (query.op != Query::Op::all) return std::nullopt;
  for (const Query& part : query.children) {
    if (part.op != Query::Op::negated) continue;
    Forbidden forbidden;
    forbid(part.children.front(), terms, forbidden);
    for (const Query& other : query.children)
      if (!can_hold(other, terms, forbidden)) return place_of(part);
  }
  return std::nullopt;
}

}  // namespace social311::classifier
