// Finds the terms of all rules in one pass over a text: words by hash, phrases and expressions
// confirmed by RE2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/match_text.h"
#include "classifier/query.h"
#include "classifier/sieve.h"

namespace social311::classifier {

inline constexpr std::uint32_t nothing = 0xFFFFFFFF;
inline constexpr std::size_t most_hits =
    64;  // of one term in one text; later ones are not looked at

// One place where a term stands.
struct Hit {
  std::uint32_t begin = 0;  // bytes of MatchText::text
  std::uint32_t end = 0;
  std::uint32_t first_token = 0;
  std::uint32_t last_token = 0;
  std::uint32_t sentence = 0;
  Part part = Part::main;
  std::uint32_t next = nothing;  // the term's next hit, in text order
};

// The hits of one text. Reused from post to post: clearing costs what was found, not what is known.
class Hits {
 public:
  void reset(std::size_t terms);
  void add(std::uint32_t term, const Hit& hit);

  const std::vector<std::uint32_t>& terms() const {
    return touched_;
  }  // those found, in order of finding
  std::uint32_t first(std::uint32_t term) const { return lists_[term].first; }
  const Hit& operator[](std::uint32_t index) const { return hits_[index]; }
  // Whether a term's last hit reaches beyond `begin`: terms do not overlap themselves.
  bool reaches(std::uint32_t term, std::uint32_t begin) const;

 private:
  struct List {
    std::uint32_t first = nothing;
    std::uint32_t last = nothing;
    std::uint32_t size = 0;
  };
  std::vector<Hit> hits_;
  std::vector<List> lists_;
  std::vector<std::uint32_t> touched_;
};

// Immutable after construction, safe to share between threads.
class TermIndex {
 public:
  // The position in `terms` is a term's number. Expressions have passed fault_of_regex().
  explicit TermIndex(const std::vector<Term>& terms);
  ~TermIndex();
  TermIndex(const TermIndex&) = delete;
  TermIndex& operator=(const TermIndex&) = delete;

  // The sentences of a post that must be read to find all its terms: few while the terms are few,
  // everything when they are many.
  void sift(std::string_view post, Excerpt& excerpt) const;
  // Every occurrence of every term. `hits` is reset first.
  void find(const MatchText& text, Hits& hits) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

// A term as one RE2 expression with Unicode-safe boundaries, its span in group 1. "" for a stem and
// a mention, which no expression describes. The oracle of the tests, and the form in which
// expressions are run.
std::string bounded_expression(const Term& term);

}  // namespace social311::classifier
