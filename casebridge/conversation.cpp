#include "casebridge/conversation.h"

#include <algorithm>

#include "core/text.h"

namespace social311::casebridge {
namespace {

using Words = std::vector<std::string>;

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Folded words without accents; an apostrophe joins ("isn't" = "isnt").
Words words_of(std::string_view text) {
  std::string plain = strip_accents(fold(text));
  for (std::size_t at = 0; (at = plain.find("\u2019", at)) != std::string::npos;) {
    plain.replace(at, 3, "'");
  }
  Words out(1);
  for (const char c : plain) {
    if (c == '\'') continue;
    if (is_word_byte(c)) {
      out.back() += c;
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

// The phrase's words from `from` on, in order, at most one other word between two of them.
bool stands_at(const Words& text, std::size_t from, const Words& phrase) {
  std::size_t at = from;
  for (std::size_t i = 0; i < phrase.size(); ++i, ++at) {
    if (i > 0 && at < text.size() && text[at] != phrase[i]) ++at;
    if (at >= text.size() || text[at] != phrase[i]) return false;
  }
  return true;
}

bool contains(const Words& text, const Words& phrase) {
  if (phrase.empty()) return false;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (stands_at(text, from, phrase)) return true;
  }
  return false;
}

}  // namespace

bool is_gratitude(const Finding& finding) {
  return finding.intent == Intent::thanks || finding.intent == Intent::praise;
}

const std::vector<std::string>& default_not_fixed() {
  static const std::vector<std::string> phrases{
      "not fixed",        "isn't fixed",       "wasn't fixed",
      "never fixed",      "hasn't been fixed", "didn't fix",
      "not resolved",     "isn't resolved",    "unresolved",
      "not done",         "wasn't done",       "never done",
      "not repaired",     "not cleaned",       "not picked up",
      "not gone",         "not working",       "still there",
      "still here",       "still broken",      "still out",
      "still not",        "still isn't",       "still hasn't",
      "still no",         "still a problem",   "still leaking",
      "still waiting",    "same problem",      "same issue",
      "nothing changed",  "nothing was done",  "nothing has changed",
      "nobody came",      "no one came",       "no one showed up",
      "came back",        "it's back",         "is back again",
      "happening again",  "broken again",      "out again",
      "reopen",           "closed but",        "closed too soon",
      "you closed",       "no esta arreglado", "no lo arreglaron",
      "no la arreglaron", "no arreglaron",     "no se arreglo",
      "no han arreglado", "sin arreglar",      "sigue igual",
      "sigue ahi",        "siguen ahi",        "sigue roto",
      "sigue rota",       "sigue sin",         "siguen sin",
      "sigue el",         "sigue la",          "todavia no",
      "todavia esta",     "todavia sigue",     "aun no",
      "aun esta",         "nadie vino",        "nadie ha venido",
      "no vinieron",      "no ha cambiado",    "nada ha cambiado",
      "no esta resuelto", "no se resolvio",    "no resolvieron",
      "volvio a",         "otra vez esta",     "el mismo problema",
      "reabrir",          "no funciona"};
  return phrases;
}

bool says_not_fixed(const City& city, std::string_view text) {
  const Words words = words_of(text);
  const auto& phrases = city.not_fixed.empty() ? default_not_fixed() : city.not_fixed;
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](const std::string& phrase) { return contains(words, words_of(phrase)); });
}

}  // namespace social311::casebridge
