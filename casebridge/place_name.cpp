#include "casebridge/place_name.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/text.h"

namespace social311::casebridge {
namespace {

using Names = std::array<std::pair<std::string_view, std::string_view>, 28>;

// As they are written → as they are compared.
constexpr Names kinds_of_street{
    {{"st", "st"},          {"street", "st"},    {"calle", "st"},    {"ave", "ave"},
     {"av", "ave"},         {"avenue", "ave"},   {"avenida", "ave"}, {"blvd", "blvd"},
     {"boulevard", "blvd"}, {"dr", "dr"},        {"drive", "dr"},    {"rd", "rd"},
     {"road", "rd"},        {"ct", "ct"},        {"court", "ct"},    {"pl", "pl"},
     {"place", "pl"},       {"ln", "ln"},        {"lane", "ln"},     {"way", "way"},
     {"pkwy", "pkwy"},      {"parkway", "pkwy"}, {"cir", "cir"},     {"circle", "cir"},
     {"ter", "ter"},        {"terrace", "ter"},  {"hwy", "hwy"},     {"highway", "hwy"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> directions{
    {{"n", "n"},
     {"s", "s"},
     {"e", "e"},
     {"w", "w"},
     {"o", "w"},
     {"north", "n"},
     {"south", "s"},
     {"east", "e"},
     {"west", "w"},
     {"norte", "n"},
     {"sur", "s"},
     {"este", "e"},
     {"oeste", "w"}}};
constexpr std::array<std::string_view, 19> little_words{
    "and", "y",   "at",   "of",     "the",     "de",    "del",    "la", "el",      "los",
    "las", "con", "near", "corner", "esquina", "cerca", "denver", "co", "colorado"};

template <typename Table>
std::optional<std::string_view> look_up(const Table& table, std::string_view word) {
  for (const auto& [written, means] : table)
    if (written == word) return means;
  return std::nullopt;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

struct PlaceWords {
  std::set<std::string> name{};
  std::set<std::string_view> kinds{};
  std::set<std::string_view> directions{};
};

void take(const std::string& word, PlaceWords& words) {
  if (word.empty()) return;
  if (std::find(little_words.begin(), little_words.end(), word) != little_words.end()) return;
  if (const auto kind = look_up(kinds_of_street, word)) {
    words.kinds.insert(*kind);
  } else if (const auto side = look_up(directions, word)) {
    words.directions.insert(*side);
  } else {
    words.name.insert(word);
  }
}

PlaceWords words_of_place(std::string_view place) {
  PlaceWords words;
  std::string word;
  for (const char c : strip_accents(fold(place))) {
    if (is_plain(c)) {
      word += c;
      continue;
    }
    take(word, words);
    word.clear();
  }
  take(word, words);
  return words;
}

std::string joined(const std::set<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// What only one of the two says speaks against nothing.
bool agree(const std::set<std::string_view>& a, const std::set<std::string_view>& b) {
  return std::includes(a.begin(), a.end(), b.begin(), b.end()) ||
         std::includes(b.begin(), b.end(), a.begin(), a.end());
}

}  // namespace

std::string place_key(std::string_view place) {
  return joined(words_of_place(place).name);
}

bool same_place(std::string_view a, std::string_view b) {
  const PlaceWords here = words_of_place(a);
  const PlaceWords there = words_of_place(b);
  return !here.name.empty() && here.name == there.name && agree(here.kinds, there.kinds) &&
         agree(here.directions, there.directions);
}

}  // namespace social311::casebridge
