#include "classifier/street_reader.h"

#include <algorithm>

#include "classifier/letters.h"

namespace social311::classifier {

namespace wc = word_classes;

namespace {

constexpr std::size_t longest_name = 4;           // words before the suffix
constexpr std::size_t longest_numbered_name = 6;  // "8128 S Dr Martin Luther King Jr Drive"
constexpr std::size_t longest_small_name = 2;     // behind a number, in small letters
constexpr std::size_t longest_bare_name = 3;

bool is_abbreviated_direction(std::string_view word) {
  return word.size() <= 2;
}

bool shouts(std::string_view original) {
  std::size_t upper = 0;
  std::size_t lower = 0;
  for (const char c : original) {
    upper += c >= 'A' && c <= 'Z' ? 1 : 0;
    lower += c >= 'a' && c <= 'z' ? 1 : 0;
  }
  return upper > 8 && upper > 2 * lower;
}

}  // namespace

StreetReader::StreetReader(const MatchText& text, const Gazetteer& names)
    : text_(text), names_(names), shouting_(shouts(text.original)) {
  classes_.reserve(text.tokens.size());
  for (const Token& token : text.tokens) {
    if (token.part != Part::main) break;
    const bool readable = token.kind == TokenKind::word || token.kind == TokenKind::hashtag;
    classes_.push_back(readable ? classes_of(text.view(token), token.hash) : wc::no_name);
  }
}

std::string_view StreetReader::gap(std::size_t at) const {
  if (at + 1 >= size()) return {};
  const Token& here = text_.tokens[at];
  return std::string_view(text_.text).substr(here.end, text_.tokens[at + 1].begin - here.end);
}

bool StreetReader::joined(std::size_t at) const {
  return at + 1 < size() && text_.tokens[at].sentence == text_.tokens[at + 1].sentence;
}

bool StreetReader::capital(std::size_t at) const {
  return at < size() && !shouting_ && text_.capitalised(text_.tokens[at]);
}

bool StreetReader::is_word(std::size_t at, std::string_view expected) const {
  return at < size() && word(at) == expected;
}

bool StreetReader::adjoins(std::size_t at) const {
  if (!joined(at)) return false;
  const std::string_view between = gap(at);
  return between == " " || between == ". " || between == "." || between == "-" || between == "'";
}

bool StreetReader::name_word(std::size_t at) const {
  if (at >= size() || is(at, wc::no_name | wc::any_number | wc::block)) return false;
  const TokenKind kind = text_.tokens[at].kind;
  return kind == TokenKind::word || kind == TokenKind::hashtag;
}

std::size_t StreetReader::with_direction(std::size_t last) const {
  const bool follows =
      adjoins(last) && is(last + 1, wc::direction) && is_abbreviated_direction(word(last + 1));
  if (!follows || !text_.capitalised(text_.tokens[last + 1])) return last;
  const bool opens_next = adjoins(last + 1) && name_word(last + 2);
  return opens_next ? last : last + 1;
}

std::optional<Street> StreetReader::street_at(std::size_t at, Company company) const {
  if (at >= size()) return std::nullopt;
  if (auto found = highway_at(at)) return found;
  if (auto found = spanish_at(at, company)) return found;
  const bool directed = is(at, wc::direction) && adjoins(at);
  const std::size_t opens = directed ? at + 1 : at;
  if (auto found = ordinal_at(opens, company)) {
    found->words.first = at;
    return found;
  }
  if (auto found = suffixed_at(at, opens, company)) return found;
  if (auto found = known_at(at, opens, company)) return found;
  // "N Main Ave": the direction may also be the name ("West Ave").
  std::optional<Street> named = directed ? suffixed_at(at, at, company) : std::nullopt;
  const bool goes_on = named && adjoins(named->words.last) && capital(named->words.last + 1);
  return goes_on ? std::nullopt : named;
}

// I-25, US 36, C-470, Highway 6. "us" and "i" are words too: a hyphen or a capital letter must
// tell.
std::optional<Street> StreetReader::highway_at(std::size_t at) const {
  if (!joined(at) || !is(at + 1, wc::number)) return std::nullopt;
  const std::string_view name = word(at);
  const bool hyphen = gap(at) == "-";
  const bool ring = hyphen && (name == "c" || name == "e") && word(at + 1).size() == 3;
  if (!ring && !is(at, wc::highway)) return std::nullopt;
  if (!hyphen && gap(at) != " " && gap(at) != ". ") return std::nullopt;
  const bool is_short = name.size() <= 2 && !hyphen;
  if (is_short && !text_.capitalised(text_.tokens[at])) return std::nullopt;
  if (word(at + 1).size() > 4 || (is_short && word(at + 1).size() < 2)) return std::nullopt;
  if (name == "county" || name == "co") return std::nullopt;
  return Street{{at, with_direction(at + 1)}, true};
}

std::optional<Street> StreetReader::spanish_at(std::size_t at, Company company) const {
  if (!is(at, wc::spanish_street) || word(at).size() < 3) return std::nullopt;
  std::size_t name = at + 1;
  while (adjoins(name - 1) &&
         (is_word(name, "de") || is_word(name, "del") || is_word(name, "la") ||
          is_word(name, "los") || is_word(name, "las") || is_word(name, "el"))) {
    ++name;
  }
  if (!adjoins(name - 1) || name - at > 3) return std::nullopt;
  if (is(name, wc::any_number | wc::ordinal)) return Street{{at, name}, true};
  const Gazetteer::Found known =
      names_.find(text_, name, static_cast<std::uint8_t>(NameKind::street));
  if (known.name != nullptr) return Street{{at, name + known.words - 1}, true};
  if (auto written = capital_name_at(name)) return Street{{at, written->words.last}, true};
  const bool cue = company != Company::none || at == 0 || is(at - 1, wc::place_cue | wc::no_name);
  if (!name_word(name) || !cue) return std::nullopt;
  return Street{{at, name}, true};
}

std::optional<Street> StreetReader::ordinal_at(std::size_t at, Company company) const {
  if (!is(at, wc::ordinal | wc::spelled_ordinal)) return std::nullopt;
  if (adjoins(at) && is(at + 1, wc::strong_suffix))
    return Street{{at, with_direction(at + 1)}, true};
  if (is(at, wc::spelled_ordinal)) return std::nullopt;
  if (company == Company::none) return std::nullopt;
  return Street{{at, at}, true};
}

// One to four words and a suffix. Of two suffixes in a row the second closes ("Lake View Rd").
std::optional<Street> StreetReader::suffixed_at(std::size_t at, std::size_t opens,
                                                Company company) const {
  if (is_word(opens, "avenue") && adjoins(opens) && company != Company::none &&
      word(opens + 1).size() == 1) {
    return Street{{at, opens + 1}, true};
  }
  const std::size_t most = company == Company::numbered ? longest_numbered_name : longest_name;
  for (std::size_t words = 1; words <= most; ++words) {
    const std::size_t suffix = opens + words;
    const bool saint = words == 1 && is_word(opens, "st");
    if (!(name_word(suffix - 1) || saint) || !adjoins(suffix - 1)) return std::nullopt;
    if (!is(suffix, wc::suffix) || saint) continue;
    std::size_t last = suffix;
    if (adjoins(suffix) && is(suffix + 1, wc::strong_suffix)) last = suffix + 1;
    if (!believable(at, opens, last, company)) continue;
    return Street{{at, with_direction(last)}, true};
  }
  return std::nullopt;
}

bool StreetReader::believable(std::size_t at, std::size_t first, std::size_t suffix,
                              Company company) const {
  const std::size_t words = suffix - first;
  bool all_capital = true;
  for (std::size_t i = first; i < suffix; ++i) all_capital = all_capital && capital(i);
  const bool strong = is(suffix, wc::strong_suffix);
  const bool known =
      names_.find(text_, first, static_cast<std::uint8_t>(NameKind::street)).words == words;
  if (known && (strong || company != Company::none)) return true;
  if (company == Company::numbered && (words <= longest_small_name || all_capital || shouting_))
    return true;
  if (!strong) return all_capital && capital(suffix) && !is(suffix, wc::landmark);
  const bool street_itself =
      is_word(suffix, "st") || is_word(suffix, "street") || is_word(suffix, "ave");
  if (words == 1) return !is(first, wc::weak_name) || all_capital || street_itself;
  const bool opened =
      at == 0 || at < first || is(at - 1, wc::place_cue | wc::joins) || !joined(at - 1);
  return all_capital || opened;
}

// A name of the map without its suffix.
std::optional<Street> StreetReader::known_at(std::size_t at, std::size_t opens,
                                             Company company) const {
  const Gazetteer::Found known =
      names_.find(text_, opens, static_cast<std::uint8_t>(NameKind::street));
  if (known.name == nullptr) return std::nullopt;
  const std::size_t last = opens + known.words - 1;
  const Street found{{at, last}, true};
  if (company != Company::none) return found;
  if (adjoins(last) && is(last + 1, wc::landmark)) return std::nullopt;  // "Washington Park"
  const bool cue = at > 0 && joined(at - 1) && is(at - 1, wc::place_cue) && !is_word(at - 1, "the");
  if (capital(opens) && (cue || at < opens)) return found;
  const bool plain_cue = is_word(at - 1, "on") || is_word(at - 1, "along") ||
                         is_word(at - 1, "off") || is_word(at - 1, "en") ||
                         is_word(at - 1, "sobre");
  return at > 0 && plain_cue && word(opens).size() >= 5 ? std::optional<Street>(found)
                                                        : std::nullopt;
}

std::optional<Street> StreetReader::capital_name_at(std::size_t at) const {
  std::size_t end = at;
  while (end < size() && end - at < longest_bare_name && capital(end) && name_word(end)) {
    ++end;
    if (!adjoins(end - 1)) break;
  }
  if (end == at || word(at).size() < 2) return std::nullopt;
  return Street{{at, end - 1}, false};
}

}  // namespace social311::classifier
