// The query language of a rule line (docs/rules.md), parsed into a tree with the places of its
// faults.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace social311::classifier {

inline constexpr std::size_t longest_prefix = 32;  // bytes before the * of an open word

enum class RuleLanguage : std::uint8_t { en, es, any };

enum class TermKind : std::uint8_t { words, stem, hashtag, mention, regex };

struct TermWord {
  std::string text{};  // in normal form
  bool open = false;   // "pothol*": only the beginning of the word

  bool operator==(const TermWord&) const = default;
};

// One thing to look for in a text. Equal terms of several rules are looked for once.
struct Term {
  TermKind kind = TermKind::words;
  std::vector<TermWord> words{};  // several are a phrase; the other kinds have one
  std::string regex{};
  RuleLanguage language = RuleLanguage::any;  // of a stem

  bool operator==(const Term&) const = default;
};

// What is known of a post besides its words. A post's signs are a set of these.
enum class Sign : std::uint16_t {
  to_city = 1,
  is_reply = 2,
  is_repost = 4,
  is_message = 8,
  has_media = 16,
  has_link = 32,
  has_number = 64,
  lang_en = 128,
  lang_es = 256,
};

struct Query {
  enum class Op : std::uint8_t { term, sign, all, any, negated, near };
  Op op = Op::term;
  std::uint32_t term = 0;  // index into the rule's or, once compiled, the rule set's terms
  Sign sign = Sign::to_city;
  std::uint32_t distance = 0;  // of NEAR and ONEAR, in words
  bool ordered = false;
  std::string shown{};     // a term as its author wrote it
  std::size_t offset = 0;  // byte in the line
  std::vector<Query> children{};
};

struct QueryFault {
  std::size_t offset = 0;  // byte in the line
  std::string what{};
};

struct ParsedQuery {
  std::optional<Query> query{};  // empty when there is a fault
  std::vector<Term> terms{};
  QueryFault fault{};
};

// Reads the query that begins at `offset` of `line` and ends with the line or a comment.
ParsedQuery parse_query(std::string_view line, std::size_t offset, RuleLanguage language);

// Whether the query can only hold where one of its terms stands: what rules are found by.
bool needs_a_term(const Query& query);

// Whether an expression that a person typed may be used; the reason when not.
std::optional<std::string> fault_of_regex(const std::string& expression);

}  // namespace social311::classifier
