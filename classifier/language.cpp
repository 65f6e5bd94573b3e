#include "classifier/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cstdio>  // CLD2's header needs it and does not say so

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

// Frequent words that the other language does not have. In normal form: without accents.
constexpr std::string_view english_words =
    "the and is are was were this that these those there with for you your my we our they their it "
    "its of to on in at not have has had been be will would can could should please when what "
    "where "
    "who how why from by an or but if so out up just get got need fix about still again dont cant "
    "isnt here street near between someone anyone i im do does did want";
constexpr std::string_view spanish_words =
    "el los las una unos unas del que por para con como pero esta estan este esto estos estas hay "
    "muy "
    "mas mi mis su sus nos les le se ya y en la lo de al cuando donde quien porque desde hasta "
    "sobre "
    "entre sin tiene tienen fue ser soy es son somos favor gracias calle hola todos todo nuestra "
    "nuestro hace ahora tambien nada puede pueden siempre alguien";

enum class Vote : std::uint8_t { english, spanish };

WordTable<Vote> make_votes() {
  std::map<std::string, std::vector<Vote>> lists;
  for (const std::string& word : split(english_words, ' ')) lists[word].push_back(Vote::english);
  for (const std::string& word : split(spanish_words, ' ')) lists[word].push_back(Vote::spanish);
  return WordTable<Vote>(lists);
}

struct Votes {
  int words = 0;
  int english = 0;
  int spanish = 0;
};

Votes count_votes(const MatchText& text) {
  static const WordTable<Vote> table = make_votes();
  Votes votes;
  for (const Token& token : text.tokens) {
    if (token.part != Part::main || token.kind != TokenKind::word) continue;
    const std::string_view word = text.view(token);
    if (word.find_first_of("0123456789") != std::string_view::npos) continue;
    ++votes.words;
    for (const Vote vote : table.find(token.hash, word)) {
      ++(vote == Vote::english ? votes.english : votes.spanish);
    }
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

// The original, because the matched text lends Latin letters to other scripts, without names and
// addresses.
std::string readable(const MatchText& text) {
  std::string plain(text.original);
  for (const Token& token : text.tokens) {
    if (token.part != Part::main ||
        (token.kind != TokenKind::mention && token.kind != TokenKind::link))
      continue;
    const Range range = text.original_range(token.begin, token.end);
    std::fill(plain.begin() + static_cast<std::ptrdiff_t>(range.begin),
              plain.begin() + static_cast<std::ptrdiff_t>(range.end), ' ');
  }
  return plain;
}

Detected ask_cld2(const MatchText& text) {
  const std::string plain = readable(text);
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
