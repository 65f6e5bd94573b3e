#include "classifier/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cstdio>  // CLD2's header needs it and does not say so

#include <algorithm>
#include <unordered_set>

namespace social311::classifier {
namespace {

using Words = std::unordered_set<std::string_view>;

// Frequent words that the other language does not have. In normal form: without accents.
const Words& english_words() {
  static const Words words{
      "the",    "and",   "is",   "are",  "was",   "were", "this",   "that",   "these",   "those",
      "there",  "with",  "for",  "you",  "your",  "my",   "we",     "our",    "they",    "their",
      "it",     "its",   "of",   "to",   "on",    "in",   "at",     "not",    "have",    "has",
      "had",    "been",  "be",   "will", "would", "can",  "could",  "should", "please",  "when",
      "what",   "where", "who",  "how",  "why",   "from", "by",     "an",     "or",      "but",
      "if",     "so",    "out",  "up",   "just",  "get",  "got",    "need",   "fix",     "about",
      "still",  "again", "dont", "cant", "isnt",  "here", "street", "near",   "between", "someone",
      "anyone", "i",     "im",   "im",   "do",    "does", "did",    "want"};
  return words;
}

const Words& spanish_words() {
  static const Words words{
      "el",    "los",     "las",    "una",   "unos",   "unas",    "del",     "que",     "por",
      "para",  "con",     "como",   "pero",  "esta",   "estan",   "este",    "esto",    "estos",
      "estas", "hay",     "muy",    "mas",   "mi",     "mis",     "su",      "sus",     "nos",
      "les",   "le",      "se",     "ya",    "y",      "en",      "la",      "lo",      "de",
      "al",    "cuando",  "donde",  "quien", "porque", "desde",   "hasta",   "sobre",   "entre",
      "sin",   "tiene",   "tienen", "fue",   "ser",    "soy",     "es",      "son",     "somos",
      "favor", "gracias", "calle",  "hola",  "todos",  "todo",    "nuestra", "nuestro", "hace",
      "ahora", "tambien", "nada",   "puede", "pueden", "siempre", "alguien"};
  return words;
}

struct Votes {
  int words = 0;
  int english = 0;
  int spanish = 0;
};

Votes count_votes(const MatchText& text) {
  Votes votes;
  for (const Token& token : text.tokens) {
    if (token.part != Part::main || token.kind != TokenKind::word) continue;
    const std::string_view word = text.view(token);
    if (word.find_first_of("0123456789") != std::string_view::npos) continue;
    ++votes.words;
    if (english_words().count(word) > 0) ++votes.english;
    if (spanish_words().count(word) > 0) ++votes.spanish;
  }
  return votes;
}

// Two of one language's words, a fifth of the text, and clearly more than of the other.
bool carried(int own, int other, int words) {
  return own >= 2 && own * 5 >= words && own > 2 * other;
}

struct Detected {
  std::string code{};
  bool reliable = false;
};

Detected ask_cld2(const MatchText& text) {
  std::string plain = text.text.substr(0, text.main_end);
  std::replace(plain.begin(), plain.end(), masked, ' ');
  bool reliable = false;
  const CLD2::Language language =
      CLD2::DetectLanguage(plain.data(), static_cast<int>(plain.size()), true, &reliable);
  std::string code = CLD2::LanguageCode(language);
  code.resize(std::min(code.find('-'), code.size()));
  if (code == "iw") code = "he";  // CLD2 keeps the old name
  const bool two_letters = code.size() == 2 && language != CLD2::UNKNOWN_LANGUAGE && code != "un";
  return {two_letters ? code : "und", reliable && two_letters};
}

bool is_hint(std::string_view hint, std::string_view code) {
  return hint == code || (hint.size() > 2 && hint.substr(0, 2) == code && hint[2] == '-');
}

}  // namespace

std::string language_of(const MatchText& text, std::string_view hint) {
  const Votes votes = count_votes(text);
  if (votes.words == 0) return "und";
  if (carried(votes.english, votes.spanish, votes.words)) return "en";
  if (carried(votes.spanish, votes.english, votes.words)) return "es";
  if (votes.english > votes.spanish && is_hint(hint, "en")) return "en";
  if (votes.spanish > votes.english && is_hint(hint, "es")) return "es";
  const Detected detected = ask_cld2(text);
  // On a handful of words CLD2 guesses: it must agree with a vote or with the network.
  constexpr int short_text = 4;
  if (detected.reliable && (votes.words > short_text || is_hint(hint, detected.code)))
    return detected.code;
  if (detected.code == "en" && votes.english > votes.spanish) return "en";
  if (detected.code == "es" && votes.spanish > votes.english) return "es";
  return "und";
}

}  // namespace social311::classifier
