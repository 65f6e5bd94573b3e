#include "casebridge/facts.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "casebridge/phrases.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

constexpr std::size_t most_answer_graphemes = 200;

std::string in_language(const std::string& en, const std::string& es, const std::string& language) {
  return language == "es" && !es.empty() ? es : en;
}

bool is_named(const FactValue& value, const Words& text) {
  if (contains_exactly(text, words_of(value.name_en))) return true;
  if (contains_exactly(text, words_of(value.name_es))) return true;
  return std::any_of(value.words.begin(), value.words.end(), [&](const std::string& phrase) {
    return contains_exactly(text, words_of(phrase));
  });
}

// Two of a single choice contradict each other: then nothing was said.
std::optional<std::string> choices(const Fact& fact, const Words& text) {
  std::vector<std::string> named;
  for (const FactValue& value : fact.values)
    if (is_named(value, text)) named.push_back(value.key);
  if (named.empty() || (fact.type == Fact::Type::single && named.size() > 1)) return std::nullopt;
  std::string out = named.front();
  for (std::size_t i = 1; i < named.size(); ++i) out += "," + named[i];
  return out;
}

// The one number of the text; two of them could be anything.
std::optional<std::string> number(const Words& text) {
  std::optional<std::string> out;
  for (const std::string& word : text) {
    std::optional<std::string> here;
    const bool digits = word.find_first_not_of("0123456789") == std::string::npos;
    if (digits && word.size() <= 6) here = word;
    if (const auto spelled = spelled_number(word)) here = std::to_string(*spelled);
    if (!here) continue;
    if (out) return std::nullopt;
    out = here;
  }
  return out;
}

std::optional<std::string> answer_text(std::string_view text) {
  const std::string whole = trim(text);
  const std::string cut{grapheme_prefix(whole, most_answer_graphemes, whole.size())};
  if (words_of(cut).empty()) return std::nullopt;
  return cut;
}

}  // namespace

const char* name_of(Fact::Type type) {
  switch (type) {
    case Fact::Type::text:
      return "string";
    case Fact::Type::number:
      return "number";
    case Fact::Type::single:
      return "singlevaluelist";
    case Fact::Type::multiple:
      return "multivaluelist";
    case Fact::Type::datetime:
      break;
  }
  return "datetime";
}

std::optional<Question> next_question(const Service& service, const std::optional<Location>& place,
                                      const Facts& known, Audience audience,
                                      const std::string& language) {
  if (service.needs_location && !(place && is_precise(*place)))
    return Question{"", in_language(service.question_en, service.question_es, language), false};
  for (const Fact& fact : service.facts) {
    if (!fact.required || known.contains(fact.code)) continue;
    return Question{fact.code, in_language(fact.question_en, fact.question_es, language),
                    fact.is_private && audience == Audience::in_public};
  }
  return std::nullopt;
}

std::string private_line(const std::string& language) {
  return language == "es"
             ? "¿Nos escribe por mensaje privado? Falta un dato que no debe estar aquí."
             : "Can you send us a private message? One detail should not stand here.";
}

const Fact* find_fact(const Service& service, std::string_view code) {
  for (const Fact& fact : service.facts)
    if (fact.code == code) return &fact;
  return nullptr;
}

std::optional<std::string> read_fact(const Fact& fact, std::string_view text, Reading reading) {
  const Words words = words_of(text);
  switch (fact.type) {
    case Fact::Type::single:
    case Fact::Type::multiple:
      return choices(fact, words);
    case Fact::Type::number:
      return reading == Reading::as_answer ? number(words) : std::nullopt;
    case Fact::Type::text:
    case Fact::Type::datetime:
      break;
  }
  return reading == Reading::as_answer ? answer_text(text) : std::nullopt;
}

Facts read_facts(const Service& service, std::string_view text) {
  Facts out;
  for (const Fact& fact : service.facts)
    if (auto said = read_fact(fact, text, Reading::in_passing)) out.emplace(fact.code, *said);
  return out;
}

// A street is miles long and an area wider still: both are worth keeping and still leave the
// question "where exactly?".
bool is_precise(const Location& place) {
  static constexpr std::array<std::string_view, 5> kinds{"address", "intersection", "block",
                                                         "landmark", "point"};
  return std::find(kinds.begin(), kinds.end(), place.kind) != kinds.end();
}

AfterSilence after_silence(int times_asked, Milliseconds open_time_since_asked) {
  if (open_time_since_asked < patience) return AfterSilence::wait;
  return times_asked < 2 ? AfterSilence::ask_again : AfterSilence::to_a_person;
}

}  // namespace social311::casebridge
