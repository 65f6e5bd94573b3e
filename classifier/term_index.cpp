#include "classifier/term_index.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "classifier/expression_set.h"
#include "classifier/letters.h"
#include "classifier/stem.h"
#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

using Numbers = std::vector<std::uint32_t>;
using NumberLists = std::map<std::string, Numbers>;

// What may stand between the words of a phrase; at most three of them. As an expression and as
// characters.
constexpr std::string_view gap_characters = " -/'\",&.";
constexpr std::size_t widest_gap = 3;
constexpr char phrase_gap[] = "[ \\-/'\",&.]{1,3}";

// A word of a text that may belong to a term: its place in the phrase, whether only a #tag will do.
// Of a phrase it knows a word beside it: that one says no to most, and nothing else is looked at.
struct Anchor {
  std::uint32_t term = 0;
  std::uint32_t beside = 0;  // part of its hash; 0 = not known
  std::uint16_t place = 0;
  std::uint16_t words = 1;
  bool tag_only = false;
  bool behind = false;  // where the word beside it stands

  bool may_stand(const MatchText& text, std::uint32_t at) const {
    if (at < place || at - place + words > text.tokens.size()) return false;
    if (tag_only && text.tokens[at].kind != TokenKind::hashtag) return false;
    return beside == 0 ||
           static_cast<std::uint32_t>(text.tokens[behind ? at + 1 : at - 1].hash) == beside;
  }
};

// A word of a phrase; its letters stand in one text with those of all others.
struct PhraseWord {
  std::uint64_t hash = 0;
  std::uint32_t letters = 0;
  std::uint16_t size = 0;
  bool open = false;
};

std::string phrase_expression(const Term& term) {
  std::string out;
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    if (i > 0) out += phrase_gap;
    out += RE2::QuoteMeta(term.words[i].text);
    if (term.words[i].open) out += std::string(word_class) + "*";
  }
  return out;
}

// Long words are rare ones; an open word is looked up under more keys, so it is the last choice.
std::size_t anchor_place(const Term& term) {
  const auto worth = [](const TermWord& word) { return word.text.size() + (word.open ? 0 : 100); };
  const auto best =
      std::max_element(term.words.begin(), term.words.end(),
                       [&](const TermWord& a, const TermWord& b) { return worth(a) < worth(b); });
  return static_cast<std::size_t>(best - term.words.begin());
}

// Stemmers rewrite endings, not beginnings; only very short words change early ("dying" is "die").
std::size_t opening_size(std::string_view stem) {
  return stem.size() <= 3 ? 1 : 3;
}

std::uint32_t token_at(const MatchText& text, std::size_t begin) {
  const auto found =
      std::lower_bound(text.tokens.begin(), text.tokens.end(), begin,
                       [](const Token& token, std::size_t at) { return token.end <= at; });
  return static_cast<std::uint32_t>(found - text.tokens.begin());
}

bool closes_gap(const MatchText& text, const Token& left, const Token& right) {
  if (right.begin == left.end + 1 && text.text[left.end] == ' ') return true;
  const std::string_view gap = std::string_view(text.text).substr(left.end, right.begin - left.end);
  return !gap.empty() && gap.size() <= widest_gap &&
         gap.find_first_not_of(gap_characters) == std::string_view::npos;
}

// Whether a word begins like one that is looked for: three bytes say no to most words.
class Openings {
 public:
  void add(std::string_view opening) {
    if (opening.size() < 3) {
      for (std::size_t i = 0; i < any_.size(); ++i)
        any_[i] = any_[i] || i == static_cast<unsigned char>(opening[0]);
      return;
    }
    const std::size_t bit = place(opening.data());
    bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  bool may_begin(std::string_view word) const {
    if (any_[static_cast<unsigned char>(word[0])]) return true;
    return word.size() >= 3 && has(word.data());
  }
  // The same, and perhaps for a word that is too short. `padded`: three bytes may be read.
  bool may_begin_at(const char* padded) const {
    const unsigned any = any_[static_cast<unsigned char>(padded[0])] ? 1 : 0;
    return (any | (has(padded) ? 1u : 0u)) != 0;
  }

 private:
  static constexpr int bit_count = 14;
  bool has(const char* three) const {
    const std::size_t bit = place(three);
    return ((bits_[bit / 64] >> (bit % 64)) & 1u) != 0;
  }
  static std::size_t place(const char* three) {
    const auto byte = [three](std::size_t at) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(three[at]));
    };
    const std::uint32_t all = byte(0) | (byte(1) << 8) | (byte(2) << 16);
    return (all * 0x9E3779B1u) >> (32 - bit_count);
  }

  std::array<bool, 256> any_{};
  std::array<std::uint64_t, (1u << bit_count) / 64> bits_{};
};

// The stems of one language. Stemming is dear, so the first letters decide whether a word is worth
// it.
class StemTable {
 public:
  StemTable() = default;
  StemTable(const NumberLists& stems, RuleLanguage language) : language_(language), stems_(stems) {
    for (const auto& [stem, numbers] : stems) {
      if (!stem.empty()) openings_.add(std::string_view(stem).substr(0, opening_size(stem)));
    }
  }

  WordTable<std::uint32_t>::Span find(std::string_view word) const {
    if (stems_.empty() || word.empty() || !openings_.may_begin(word)) return {};
    const std::string_view stem = stem_of(word, language_);
    return stems_.find(hash_of(stem), stem);
  }

 private:
  RuleLanguage language_ = RuleLanguage::any;
  WordTable<std::uint32_t> stems_;
  Openings openings_{};
};

// Sorts the terms into lists by what finds them.
struct Sorter {
  std::map<std::string, std::vector<Anchor>> words{};
  std::map<std::string, std::vector<Anchor>> openings{};
  NumberLists english{};
  NumberLists spanish{};
  NumberLists mentions{};
  std::vector<std::string> expressions{};
  Numbers expression_terms{};

  void add(const Term& term, std::uint32_t number) {
    switch (term.kind) {
      case TermKind::regex:
        expressions.push_back(term.regex);
        return expression_terms.push_back(number);
      case TermKind::stem:
        return add_stem(term, number);
      case TermKind::mention:
        return mentions[term.words.front().text].push_back(number);
      case TermKind::words:
      case TermKind::hashtag:
        return add_words(term, number);
    }
  }

  void add_stem(const Term& term, std::uint32_t number) {
    const std::string stem(stem_of(term.words.front().text, term.language));
    (term.language == RuleLanguage::es ? spanish : english)[stem].push_back(number);
  }

  void add_words(const Term& term, std::uint32_t number) {
    const std::size_t place = anchor_place(term);
    const TermWord& word = term.words[place];
    Anchor anchor{.term = number,
                  .place = static_cast<std::uint16_t>(place),
                  .words = static_cast<std::uint16_t>(term.words.size()),
                  .tag_only = term.kind == TermKind::hashtag};
    know_beside(term, anchor);
    (word.open ? openings : words)[word.text].push_back(anchor);
  }

  static void know_beside(const Term& term, Anchor& anchor) {
    if (term.words.size() < 2) return;
    anchor.behind = anchor.place + 1u < term.words.size();
    const TermWord& word = term.words[anchor.behind ? anchor.place + 1u : anchor.place - 1u];
    if (!word.open) anchor.beside = static_cast<std::uint32_t>(hash_of(word.text));
  }
};

template <typename Lists>
void add_keys(const Lists& lists, std::vector<std::string>& into) {
  for (const auto& [key, values] : lists) into.push_back(key);
}

// What one of must stand in a text before any of the terms can.
Sought sought_by(const Sorter& sorted, const std::vector<Term>& terms) {
  Sought out;
  add_keys(sorted.words, out.words);
  add_keys(sorted.openings, out.openings);
  for (const NumberLists* stems : {&sorted.english, &sorted.spanish})
    for (const auto& [stem, numbers] : *stems)
      out.openings.push_back(stem.substr(0, opening_size(stem)));
  out.names = !sorted.mentions.empty();
  out.anything = !sorted.expressions.empty();
  for (const Term& term : terms)
    for (std::size_t i = 1; i < term.words.size(); ++i) {
      const TermWord& word = term.words[i];
      out.followers.push_back(word.text);
      // A very short beginning: any sentence may go on with it.
      out.anything = out.anything || (word.open && word.text.size() < 3);
    }
  return out;
}

}  // namespace

void Hits::reset(std::size_t terms) {
  for (const std::uint32_t term : touched_) lists_[term] = {};
  touched_.clear();
  hits_.clear();
  lists_.resize(terms);
}

void Hits::add(std::uint32_t term, const Hit& hit) {
  List& list = lists_[term];
  if (list.size >= most_hits) return;
  const auto index = static_cast<std::uint32_t>(hits_.size());
  hits_.push_back(hit);
  if (list.size == 0) {
    touched_.push_back(term);
    list.first = index;
  } else {
    hits_[list.last].next = index;
  }
  list.last = index;
  ++list.size;
}

bool Hits::reaches(std::uint32_t term, std::uint32_t begin) const {
  const List& list = lists_[term];
  return list.size > 0 && hits_[list.last].end > begin;
}

struct TermIndex::Impl {
  std::size_t size = 0;
  WordTable<Anchor> words{};
  WordTable<Anchor> openings{};
  Openings first_letters{};  // of `openings`
  std::vector<std::size_t> opening_sizes{};
  StemTable english{};
  StemTable spanish{};
  WordTable<std::uint32_t> mentions{};
  std::vector<PhraseWord> phrase_words{};
  std::string phrase_letters{};
  Numbers phrases{};   // by term: its first of phrase_words
  bool stems = false;  // any at all: then every word is looked at
  std::unique_ptr<ExpressionSet> expressions{};
  Numbers expression_terms{};
  Sieve sieve{};

  explicit Impl(const std::vector<Term>& terms);
  bool may_be_sought(const MatchText& text, const Token& token) const;
  void find_token(const MatchText& text, std::uint32_t at, Hits& hits) const;
  void find_word(const MatchText& text, std::uint32_t at, Hits& hits) const;
  void find_openings(const MatchText& text, std::uint32_t at, Hits& hits) const;
  void confirm(const MatchText& text, std::uint32_t at, const Anchor& anchor, Hits& hits) const;
  void keep_phrase(const Term& term);
  bool is_phrase(const MatchText& text, std::uint32_t first, const Anchor& anchor) const;
  bool is_word(const MatchText& text, const Token& token, const PhraseWord& word) const;
  void find_mention(const MatchText& text, std::uint32_t at, Hits& hits) const;
  void find_expressions(const MatchText& text, std::size_t begin, std::size_t end,
                        Hits& hits) const;
  static void add(const MatchText& text, std::uint32_t term, std::uint32_t first,
                  std::uint32_t last, Hits& hits);
};

TermIndex::Impl::Impl(const std::vector<Term>& terms) : size(terms.size()) {
  Sorter sorter;
  for (std::uint32_t number = 0; number < terms.size(); ++number) {
    sorter.add(terms[number], number);
    keep_phrase(terms[number]);
  }
  sieve = Sieve(sought_by(sorter, terms));
  words = WordTable<Anchor>(sorter.words);
  openings = WordTable<Anchor>(sorter.openings);
  std::set<std::size_t> sizes;
  for (const auto& [key, anchors] : sorter.openings) {
    sizes.insert(key.size());
    first_letters.add(key);
  }
  opening_sizes.assign(sizes.begin(), sizes.end());
  stems = !sorter.english.empty() || !sorter.spanish.empty();
  english = StemTable(sorter.english, RuleLanguage::en);
  spanish = StemTable(sorter.spanish, RuleLanguage::es);
  mentions = WordTable<std::uint32_t>(sorter.mentions);
  expressions = std::make_unique<ExpressionSet>(sorter.expressions);
  expression_terms = std::move(sorter.expression_terms);
}

void TermIndex::Impl::keep_phrase(const Term& term) {
  phrases.push_back(static_cast<std::uint32_t>(phrase_words.size()));
  if (term.words.size() < 2) return;
  for (const TermWord& word : term.words) {
    phrase_words.push_back({hash_of(word.text), static_cast<std::uint32_t>(phrase_letters.size()),
                            static_cast<std::uint16_t>(word.text.size()), word.open});
    phrase_letters += word.text;
  }
}

void TermIndex::Impl::add(const MatchText& text, std::uint32_t term, std::uint32_t first,
                          std::uint32_t last, Hits& hits) {
  const Token& opens = text.tokens[first];
  if (hits.reaches(term, opens.begin)) return;
  hits.add(term,
           {opens.begin, text.tokens[last].end, first, last, opens.sentence, opens.part, nothing});
}

// Says no to most words, and without a branch that could be guessed wrongly.
bool TermIndex::Impl::may_be_sought(const MatchText& text, const Token& token) const {
  if (stems || token.begin + 3u > text.text.size()) return true;
  const auto as_bit = [](bool yes) { return yes ? 1u : 0u; };
  return (as_bit(words.may_have(token.hash)) | as_bit(token.kind == TokenKind::mention) |
          as_bit(first_letters.may_begin_at(text.text.data() + token.begin))) != 0;
}

void TermIndex::Impl::find_token(const MatchText& text, std::uint32_t at, Hits& hits) const {
  const TokenKind kind = text.tokens[at].kind;
  if (kind == TokenKind::mention) find_mention(text, at, hits);
  if (kind == TokenKind::word || kind == TokenKind::hashtag) find_word(text, at, hits);
}

void TermIndex::Impl::find_word(const MatchText& text, std::uint32_t at, Hits& hits) const {
  const std::string_view word = text.view(text.tokens[at]);
  if (!opening_sizes.empty() && first_letters.may_begin(word)) find_openings(text, at, hits);
  for (const Anchor& anchor : words.find(text.tokens[at].hash, word))
    confirm(text, at, anchor, hits);
  for (const std::uint32_t term : english.find(word)) add(text, term, at, at, hits);
  for (const std::uint32_t term : spanish.find(word)) add(text, term, at, at, hits);
}

void TermIndex::Impl::find_openings(const MatchText& text, std::uint32_t at, Hits& hits) const {
  const std::string_view word = text.view(text.tokens[at]);
  const bool roomy = text.text.size() - text.tokens[at].begin >= word.size() + 16;
  for (const std::size_t letters : opening_sizes) {
    if (letters > word.size()) return;
    const std::string_view opening = word.substr(0, letters);
    const std::uint64_t hash = roomy ? hash_of_padded(word.data(), letters) : hash_of(opening);
    for (const Anchor& anchor : openings.find(hash, opening)) confirm(text, at, anchor, hits);
  }
}

void TermIndex::Impl::confirm(const MatchText& text, std::uint32_t at, const Anchor& anchor,
                              Hits& hits) const {
  if (!anchor.may_stand(text, at)) return;
  const std::uint32_t first = at - anchor.place;
  if (anchor.words > 1 && !is_phrase(text, first, anchor)) return;
  add(text, anchor.term, first, first + anchor.words - 1, hits);
}

// Word by word what phrase_expression() says as a whole: an RE2 object a phrase would cost 20 KB
// each, and a rule set of a city has thousands.
bool TermIndex::Impl::is_phrase(const MatchText& text, std::uint32_t first,
                                const Anchor& anchor) const {
  const PhraseWord* const own = phrase_words.data() + phrases[anchor.term];
  for (std::uint32_t i = 0; i < anchor.words; ++i) {
    const Token& token = text.tokens[first + i];
    if (!is_word(text, token, own[i])) return false;
    if (i > 0 && !closes_gap(text, text.tokens[first + i - 1], token)) return false;
  }
  return true;
}

bool TermIndex::Impl::is_word(const MatchText& text, const Token& token,
                              const PhraseWord& word) const {
  const std::uint32_t letters = token.end - token.begin;
  const bool may_be =
      word.open ? letters >= word.size : letters == word.size && token.hash == word.hash;
  return may_be && same_letters(text.text.data() + token.begin,
                                phrase_letters.data() + word.letters, word.size);
}

void TermIndex::Impl::find_mention(const MatchText& text, std::uint32_t at, Hits& hits) const {
  if (mentions.empty()) return;
  const std::string name = to_lower_ascii(text.original_of(text.tokens[at]));
  for (const std::uint32_t term : mentions.find(hash_of(name), name)) add(text, term, at, at, hits);
}

void TermIndex::Impl::find_expressions(const MatchText& text, std::size_t begin, std::size_t end,
                                       Hits& hits) const {
  const std::string_view part = std::string_view(text.text).substr(begin, end - begin);
  expressions->find(part, [&](std::uint32_t index, std::size_t from, std::size_t to) {
    Hit hit{static_cast<std::uint32_t>(begin + from), static_cast<std::uint32_t>(begin + to)};
    hit.first_token = token_at(text, begin + from);
    if (hit.first_token >= text.tokens.size()) hit.first_token = nothing;
    const std::uint32_t last = token_at(text, begin + to - 1);
    hit.last_token = last < text.tokens.size() ? last : hit.first_token;
    if (hit.first_token != nothing) hit.sentence = text.tokens[hit.first_token].sentence;
    hit.part = begin == 0 ? Part::main : Part::hashtag;
    hits.add(expression_terms[index], hit);
  });
}

TermIndex::TermIndex(const std::vector<Term>& terms) : impl_(std::make_unique<Impl>(terms)) {}
TermIndex::~TermIndex() = default;

void TermIndex::sift(std::string_view post, Excerpt& excerpt) const {
  impl_->sieve.sift(post, excerpt);
}

void TermIndex::find(const MatchText& text, Hits& hits) const {
  hits.reset(impl_->size);
  std::array<std::uint32_t, 64> sought;  // NOLINT: only what is written is looked at
  for (std::uint32_t from = 0; from < text.tokens.size();
       from += static_cast<std::uint32_t>(sought.size())) {
    const auto to = static_cast<std::uint32_t>(std::min(text.tokens.size(), from + sought.size()));
    std::size_t count = 0;
    for (std::uint32_t at = from; at < to; ++at) {
      sought[count] = at;
      count += impl_->may_be_sought(text, text.tokens[at]) ? 1u : 0u;
    }
    for (std::size_t i = 0; i < count; ++i) impl_->find_token(text, sought[i], hits);
  }
  impl_->find_expressions(text, 0, text.main_end, hits);
  impl_->find_expressions(text, text.main_end, text.hashtags_end, hits);
}

std::string bounded_expression(const Term& term) {
  switch (term.kind) {
    case TermKind::regex:
      return with_boundaries(term.regex);
    case TermKind::words:
      return with_boundaries(phrase_expression(term));
    case TermKind::hashtag:
      return with_boundaries(phrase_expression(term), "#");
    case TermKind::stem:
    case TermKind::mention:
      return "";
  }
  return "";
}

}  // namespace social311::classifier
