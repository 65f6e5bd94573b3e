// The plain reading of rules: every term as one RE2 expression with boundaries, asked of every text
// from left to right. What the engine is compared with.
#pragma once

#include <re2/re2.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "classifier/match_text.h"
#include "classifier/stem.h"
#include "classifier/term_index.h"
#include "core/text.h"

namespace social311::classifier::testing {

using Span = std::tuple<std::uint32_t, std::size_t, std::size_t>;  // term, begin, end
using Spans = std::set<Span>;

// What a person would write: loops over RE2, nothing shared with the index but the expression of
// each term.
class Naive {
 public:
  explicit Naive(const std::vector<Term>& terms) : terms_(terms) {
    RE2::Options options;
    options.set_log_errors(false);
    for (const Term& term : terms) {
      const std::string expression = bounded_expression(term);
      expressions_.push_back(expression.empty() ? nullptr
                                                : std::make_unique<RE2>(expression, options));
    }
  }

  Spans find(const MatchText& text) const {
    Spans out;
    for (std::uint32_t term = 0; term < terms_.size(); ++term) {
      std::size_t found = 0;
      if (terms_[term].kind == TermKind::stem) stems(text, term, found, out);
      if (terms_[term].kind == TermKind::mention) mentions(text, term, found, out);
      if (!expressions_[term]) continue;
      // The parts of hashtags and of names are texts of their own.
      loop(text, 0, text.main_end, term, found, out);
      if (terms_[term].kind == TermKind::hashtag) continue;
      loop(text, text.main_end, text.hashtags_end, term, found, out);
      if (terms_[term].kind == TermKind::regex) continue;
      loop(text, text.hashtags_end, text.text.size(), term, found, out);
    }
    return out;
  }

 private:
  void loop(const MatchText& text, std::size_t from, std::size_t to, std::uint32_t term,
            std::size_t& found, Spans& out) const {
    const std::string part = text.text.substr(from, to - from);
    re2::StringPiece span[2];
    std::size_t at = 0;
    while (found < most_hits && at <= part.size() &&
           expressions_[term]->Match(part, at, part.size(), RE2::UNANCHORED, span, 2)) {
      const auto begin = static_cast<std::size_t>(span[1].data() - part.data());
      at = std::max(begin + span[1].size(), at + 1);
      if (span[1].empty()) continue;
      out.insert({term, from + begin, from + begin + span[1].size()});
      ++found;
    }
  }

  // No expression describes a stem or a name: every word, every name is compared.
  void stems(const MatchText& text, std::uint32_t term, std::size_t& found, Spans& out) const {
    static const RE2 word("([\\pL\\pM\\pN_]+)");
    const std::string wanted(stem_of(terms_[term].words[0].text, terms_[term].language));
    re2::StringPiece rest(text.text);
    re2::StringPiece one;
    while (found < most_hits && RE2::FindAndConsume(&rest, word, &one)) {
      if (stem_of({one.data(), one.size()}, terms_[term].language) != wanted) continue;
      const auto begin = static_cast<std::size_t>(one.data() - text.text.data());
      out.insert({term, begin, begin + one.size()});
      ++found;
    }
  }

  void mentions(const MatchText& text, std::uint32_t term, std::size_t& found, Spans& out) const {
    for (const Token& token : text.tokens) {
      const bool same = token.kind == TokenKind::mention &&
                        to_lower_ascii(text.original_of(token)) == terms_[term].words[0].text;
      if (same && found++ < most_hits) out.insert({term, token.begin, token.end});
    }
  }

  const std::vector<Term>& terms_;
  std::vector<std::unique_ptr<RE2>> expressions_;
};

inline Spans engine(const TermIndex& index, const MatchText& text, std::size_t terms) {
  Hits hits;
  index.find(text, hits);
  Spans out;
  for (std::uint32_t term = 0; term < terms; ++term) {
    for (std::uint32_t at = hits.first(term); at != nothing; at = hits[at].next) {
      out.insert({term, hits[at].begin, hits[at].end});
    }
  }
  return out;
}

using Places = std::vector<Span>;  // as Spans, in bytes of the post, in order

inline Places in_post(const Spans& spans, const MatchText& text) {
  Places out;
  for (const auto& [term, begin, end] : spans) {
    const Range range = text.original_range(begin, end);
    out.emplace_back(term, range.begin, range.end);
  }
  return out;
}

// What the engine finds when it reads only what the sieve lets pass.
inline Places sifted(const TermIndex& index, std::string_view post, std::size_t terms) {
  Excerpt excerpt;
  index.sift(post, excerpt);
  MatchText text;
  read_text(excerpt.text(), text);
  Places out = in_post(engine(index, text, terms), text);
  for (auto& [term, begin, end] : out) {
    const std::size_t size = end - begin;
    begin = excerpt.place_in_post(begin);
    end = begin + size;
  }
  return out;
}

}  // namespace social311::classifier::testing
