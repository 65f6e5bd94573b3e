#include "casebridge/same_trouble.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "casebridge/phrases.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

constexpr std::size_t most_graphemes = 120;
constexpr double feet_a_metre = 3.28084;
constexpr std::size_t short_answer = 8;  // words

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "1437 Bannock St" → 1400, "Bannock St". Empty where the place does not begin with a house number.
struct Block {
  std::string hundred{};
  std::string street{};
};
std::optional<Block> block_of(const std::string& place) {
  std::size_t digits = 0;
  while (digits < place.size() && is_digit(place[digits])) ++digits;
  if (digits == 0 || digits > 6 || digits == place.size() || place[digits] != ' ')
    return std::nullopt;
  const long number = std::stol(place.substr(0, digits));
  const std::string street = trim(place.substr(digits));
  if (street.empty()) return std::nullopt;
  return Block{std::to_string(number / 100 * 100), street};
}

// Feet, as people of the city say them, in steps that do not pretend to be exact.
std::string how_far(double metres, bool es) {
  const long feet = std::max(50L, std::lround(metres * feet_a_metre / 50) * 50);
  return es ? "a unos " + std::to_string(feet) + " pies"
            : "about " + std::to_string(feet) + " ft away";
}

std::string where(const OtherReport& other, const std::string& language) {
  const bool es = language == "es";
  const std::string place = other.in_public ? public_place(other.place, language) : "";
  if (place.empty()) return how_far(other.distance_m, es);
  return (es ? "en " : "at ") + place;
}

std::string question_with(const std::string& service, const std::string& where, bool es) {
  return es ? "Ya hay un reporte (" + service + ") " + where + ". ¿Es lo mismo? Conteste sí o no."
            : "We have a report (" + service + ") " + where + ". Is yours the same? Yes or no.";
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool means_yes(const std::string& word) {
  return is_one_of(word, {"yes", "yep", "yeah", "yup", "yea", "ya", "correct", "exactly", "same",
                          "si", "sip", "correcto", "exacto", "claro", "mismo", "misma"});
}
bool means_no(const std::string& word) {
  return is_one_of(word, {"no", "nope", "nah", "not", "different", "another", "distinto",
                          "distinta", "diferente", "otro", "otra"});
}

// Handles at the beginning are the address of the answer, not a part of it.
std::string_view without_handles(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t word = text.find_first_not_of(" \t\r\n", at);
    if (word == std::string_view::npos || text[word] != '@') break;
    at = std::min(text.find_first_of(" \t\r\n", word), text.size());
  }
  return text.substr(at);
}

}  // namespace

std::string public_place(const Location& place, const std::string& language) {
  const std::string text = trim(place.text);
  if (place.kind == "intersection" || place.kind == "landmark" || place.kind == "block")
    return text;
  const auto block = place.kind == "address" ? block_of(text) : std::nullopt;
  if (!block) return "";
  return language == "es" ? "la cuadra " + block->hundred + " de " + block->street
                          : "the " + block->hundred + " block of " + block->street;
}

std::string same_question(const City& city, const std::string& topic, const OtherReport& other,
                          const std::string& language) {
  const bool es = language == "es";
  const Service& service = city.service(topic);
  const std::string name = es && !service.name_es.empty() ? service.name_es : service.name_en;
  std::string question = question_with(name, where(other, language), es);
  if (grapheme_count(question) <= most_graphemes) return question;
  question = question_with(name, how_far(other.distance_m, es), es);
  if (grapheme_count(question) <= most_graphemes) return question;
  return es ? "Ya hay un reporte " + how_far(other.distance_m, es) + ". ¿Es lo mismo? Sí o no."
            : "We have a report " + how_far(other.distance_m, es) + ". Is yours the same?";
}

std::optional<YesNo> read_yes_no(std::string_view text) {
  const Words words = words_of(without_handles(text));
  if (words.empty()) return std::nullopt;
  const bool first_yes = means_yes(words.front());
  const bool first_no = means_no(words.front());
  if (first_yes || first_no) {
    // "no, the same one" and "yes no idea" say nothing that may be acted on.
    const auto against = [&](const std::string& word) {
      return first_yes ? is_one_of(word, {"not", "different", "diferente", "distinto", "distinta"})
                       : is_one_of(word, {"yes", "same", "si", "mismo", "misma"});
    };
    if (std::any_of(words.begin() + 1, words.end(), against)) return std::nullopt;
    return first_yes ? YesNo::yes : YesNo::no;
  }
  if (words.size() > short_answer) return std::nullopt;
  const bool yes = std::any_of(words.begin(), words.end(), means_yes);
  const bool no = std::any_of(words.begin(), words.end(), means_no);
  if (yes == no) return std::nullopt;
  return yes ? YesNo::yes : YesNo::no;
}

}  // namespace social311::casebridge
