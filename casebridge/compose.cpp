#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <vector>

#include "casebridge/bridge.h"
#include "casebridge/template_name.h"
#include "casebridge/templates.h"
#include "casebridge/words.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

// The full text first, then the short one.
std::vector<const std::string*> candidates(const City& city, const ComposeAsk& ask,
                                           const std::string& language) {
  std::vector<const std::string*> out;
  for (const auto size : {TemplateName::Size::full, TemplateName::Size::brief}) {
    TemplateName name;
    name.kind = name_of(ask.kind);
    name.topic = ask.about.topic;
    name.network = ask.about.network;
    name.size = size;
    for (const std::string& tried : {language, city.languages.front()}) {
      name.language = tried;
      const std::string* text = find_template(city, name, ask.marker);
      if (text != nullptr) out.push_back(text);
      if (text != nullptr) break;
    }
  }
  return out;
}

std::string in_language(const std::string& en, const std::string& es, const std::string& language) {
  return language == "es" && !es.empty() ? es : en;
}

// A handle is written by a stranger: letters that can stand in one, nothing else.
std::string plain_handle(std::string_view handle) {
  std::string out;
  for (const char c : handle.substr(0, 100)) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '.' || c == '-' || (c == '@' && !out.empty());
    if (fits) out += c;
  }
  return out;
}

bool asks(const ComposeAsk& ask) {
  return ask.kind == ReplyKind::question || (ask.kind == ReplyKind::receipt && ask.ask_location);
}

// A person's own question is what they wrote.
std::string question_for(const Service& service, const ComposeAsk& ask,
                         const std::string& language) {
  if (!ask.question.empty()) return ask.question;
  if (ask.kind == ReplyKind::question && !ask.free_text.empty()) return ask.free_text;
  return in_language(service.question_en, service.question_es, language);
}

Slots slots_for(const City& city, const ComposeAsk& ask, const std::string& language) {
  const Service& service = city.service(ask.about.topic);
  const Division* division = city.division(ask.about.division);
  Slots slots;
  slots["case"] = ask.marker;
  slots["city"] = city.name;
  slots["handle"] = plain_handle(ask.author_handle);
  slots["agency"] = division ? division->name : "311";
  slots["service"] = in_language(service.name_en, service.name_es, language);
  slots["due"] =
      ask.about.due_at ? say_deadline(city.hours, *ask.about.due_at, ask.now, language) : "";
  slots["opening"] = say_opening(city.hours, ask.now, language);
  if (!slots["opening"].empty()) {
    slots["after_hours"] = in_language(service.after_hours_en, service.after_hours_es, language);
  }
  slots["question"] = asks(ask) ? question_for(service, ask, language) : "";
  slots["text"] = ask.free_text;
  return slots;
}

bool fits(const LengthRule& rule, std::string_view text) {
  return !rule.measure || rule.fits(text);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_plain(char c) {
  return c > 0x20 && c < 0x7f;
}

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// "denver.gov", and what stands around it: a link to some networks.
bool has_inner_dot(std::string_view run) {
  for (std::size_t dot = run.find('.'); dot != std::string_view::npos; dot = run.find('.', dot + 1))
    if (dot > 0 && dot + 1 < run.size() && is_letter_or_digit(run[dot - 1]) &&
        is_letter_or_digit(run[dot + 1]))
      return true;
  return false;
}

// Where the link begins that a cut at `at` would go through; `at` when there is none. With a scheme
// it reaches to the next blank, without one over plain characters.
std::size_t before_link(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && !is_blank(text[start - 1])) --start;
  const std::size_t end = std::min(text.find_first_of(" \t\r\n", at), text.size());
  const std::size_t scheme = text.substr(start, end - start).find("://");
  if (scheme != std::string_view::npos) {
    std::size_t first = start + scheme;
    while (first > start && is_letter_or_digit(text[first - 1])) --first;
    if (first < at) return first;
  }
  std::size_t first = at;
  while (first > start && is_plain(text[first - 1])) --first;
  std::size_t last = at;
  while (last < end && is_plain(text[last])) ++last;
  const bool inside = first < at && at < last;
  return inside && has_inner_dot(text.substr(first, last - first)) ? first : at;
}

// At most so many graphemes of the text, without half a link at their end.
std::string cut_text(std::string_view whole, std::size_t graphemes) {
  const std::string_view kept = grapheme_prefix(whole, graphemes, whole.size());
  if (kept.size() == whole.size() || is_blank(whole[kept.size()])) return trim(kept);
  return trim(whole.substr(0, before_link(whole, kept.size())));
}

// The longest cut of the free text with which the filled template fits; empty when none does.
std::optional<std::string> fill_with_cut_text(const std::string& text, Slots slots,
                                              const LengthRule& rule) {
  const std::string whole = slots["text"];
  std::optional<std::string> best;
  std::size_t low = 1;
  std::size_t high = grapheme_count(whole);
  while (low <= high) {
    const std::size_t keep = low + (high - low) / 2;
    const std::string cut = cut_text(whole, keep);
    slots["text"] = cut + "…";
    std::string filled = fill(text, slots);
    if (fits(rule, filled)) {
      if (!cut.empty()) best = std::move(filled);
      low = keep + 1;
    } else {
      high = keep - 1;
    }
  }
  return best;
}

Fault cannot(const ComposeAsk& ask, const std::string& language, const std::string& why) {
  return {FaultKind::rejected,
          "template " + std::string(name_of(ask.kind)) + "." + language + " " + why,
          {},
          {}};
}

bool carries(const std::string& text, const ComposeAsk& ask) {
  return ask.marker.empty() || text.find(ask.marker) != std::string::npos;
}

struct Filled {
  std::string text{};
  const std::string* from = nullptr;
};

std::optional<Filled> first_that_fits(const std::vector<const std::string*>& texts,
                                      const Slots& slots, const ComposeAsk& ask) {
  for (const std::string* text : texts) {
    std::string filled = fill(*text, slots);
    if (carries(filled, ask) && fits(ask.length, filled)) return Filled{std::move(filled), text};
  }
  // Only a person's own words may be cut, and the shortest frame leaves most of them.
  if (!ask.free_text.empty() && names_slot(*texts.back(), "text")) {
    auto filled = fill_with_cut_text(*texts.back(), slots, ask.length);
    if (filled && carries(*filled, ask)) return Filled{std::move(*filled), texts.back()};
  }
  return std::nullopt;
}

Result<Filled> compose_from(const City& city, const ComposeAsk& ask) {
  if (city.languages.empty()) return Fault{FaultKind::rejected, "the city has no language", {}, {}};
  const bool spoken = std::find(city.languages.begin(), city.languages.end(), ask.about.language) !=
                      city.languages.end();
  const std::string language = spoken ? ask.about.language : city.languages.front();
  const auto texts = candidates(city, ask, language);
  if (texts.empty()) return cannot(ask, language, "is missing");
  for (const std::string* text : texts) {
    if (!names_slot(*text, "case")) return cannot(ask, language, "does not name {{case}}");
  }
  auto filled = first_that_fits(texts, slots_for(city, ask, language), ask);
  if (!filled) return cannot(ask, language, "does not fit into the network's length");
  return std::move(*filled);
}

}  // namespace

Result<std::string> compose(const City& city, const ComposeAsk& ask) {
  auto filled = compose_from(city, ask);
  if (!filled) return filled.fault();
  return std::move(filled->text);
}

Result<ComposedText> compose_named(const City& city, const ComposeAsk& ask) {
  auto filled = compose_from(city, ask);
  if (!filled) return filled.fault();
  const auto kept = std::find_if(city.templates.begin(), city.templates.end(),
                                 [&](const auto& one) { return &one.second == filled->from; });
  return ComposedText{std::move(filled->text), kept->first};
}

}  // namespace social311::casebridge
