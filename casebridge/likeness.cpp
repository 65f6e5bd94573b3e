#include "casebridge/likeness.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace social311::casebridge {
namespace {

// Sorted. Words of speaking to a city, not of the trouble spoken of.
constexpr std::array<std::string_view, 132> common_words{
    "a",      "about",   "again", "ago",    "al",     "all",     "already", "also",    "am",
    "an",     "and",     "any",   "are",    "as",     "at",      "be",      "been",    "by",
    "can",    "city",    "con",   "could",  "cuando", "day",     "days",    "de",      "del",
    "denver", "desde",   "dia",   "dias",   "do",     "does",    "el",      "en",      "es",
    "esta",   "este",    "favor", "fix",    "for",    "from",    "get",     "gracias", "ha",
    "had",    "has",     "hasta", "have",   "hay",    "hello",   "help",    "here",    "hey",
    "hi",     "hola",    "how",   "i",      "in",     "is",      "it",      "its",     "just",
    "la",     "las",     "lo",    "los",    "mas",    "me",      "mi",      "month",   "months",
    "more",   "muy",     "my",    "near",   "need",   "needs",   "no",      "not",     "now",
    "of",     "on",      "one",   "or",     "otra",   "otro",    "our",     "out",     "para",
    "please", "pls",     "por",   "pueden", "que",    "report",  "se",      "since",   "so",
    "some",   "someone", "still", "su",     "sus",    "thank",   "thanks",  "that",    "the",
    "there",  "they",    "this",  "to",     "today",  "tonight", "un",      "una",     "up",
    "us",     "very",    "vez",   "was",    "we",     "week",    "weeks",   "what",    "when",
    "where",  "who",     "will",  "with",   "y",      "ya",
};

bool is_common(std::string_view word) {
  return std::find(common_words.begin(), common_words.end(), word) != common_words.end();
}

bool is_letter(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value >= 0x80 || (value >= 'a' && value <= 'z') || (value >= '0' && value <= '9');
}

// "holes" and "hole" are one word; so are "lights" and "light". Crude on purpose: both texts are
// cut alike.
std::string stem(std::string word) {
  if (word.size() > 4 && word.ends_with("es")) return word.substr(0, word.size() - 2);
  if (word.size() > 3 && word.back() == 's') return word.substr(0, word.size() - 1);
  if (word.size() > 4 && word.back() == 'e') word.pop_back();
  return word;
}

bool begins_word(std::string_view text, std::size_t at) {
  return is_letter(text[at]) && (at == 0 || !is_letter(text[at - 1]));
}

// A handle or a link says who or where to look, not what.
bool is_address(std::string_view text, std::size_t at) {
  return (at > 0 && text[at - 1] == '@') || text.substr(at, 4) == "http";
}

std::set<std::string> words_of(std::string_view text) {
  const std::string plain = strip_accents(fold(text));
  std::set<std::string> out;
  for (std::size_t at = 0; at < plain.size(); ++at) {
    if (!begins_word(plain, at)) continue;
    const bool skip = is_address(plain, at);
    std::size_t end = at;
    while (end < plain.size() && (skip ? plain[end] != ' ' : is_letter(plain[end]))) ++end;
    const std::string word = plain.substr(at, end - at);
    if (!skip && !is_common(word)) out.insert(stem(word));
    at = end;
  }
  return out;
}

}  // namespace

std::set<std::string> telling_words(std::string_view text, std::string_view known) {
  std::set<std::string> out = words_of(text);
  for (const std::string& word : words_of(known)) out.erase(word);
  return out;
}

Likeness likeness(const std::set<std::string>& here, const std::set<std::string>& there) {
  Likeness out;
  out.shared = static_cast<int>(std::count_if(
      here.begin(), here.end(), [&](const std::string& word) { return there.contains(word); }));
  out.only_here = static_cast<int>(here.size()) - out.shared;
  out.only_there = static_cast<int>(there.size()) - out.shared;
  return out;
}

}  // namespace social311::casebridge
