#include "classifier/gazetteer.h"

#include <algorithm>

#include "classifier/letters.h"
#include "classifier/street_words.h"
#include "classifier/word_table.h"

namespace social311::classifier {
namespace {

std::vector<std::string> words_of(std::string_view name) {
  MatchText text;
  read_text(name, text);
  std::vector<std::string> words;
  for (const Token& token : text.tokens) {
    if (token.kind == TokenKind::word && token.part == Part::main)
      words.emplace_back(text.view(token));
  }
  return words;
}

bool is(std::string_view word, std::uint32_t classes) {
  return (classes_of(word) & classes) != 0;
}

bool is_number(std::string_view word) {
  return is(word, word_classes::any_number);
}

bool readable(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::hashtag;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// The name proper: no numbers, block words and directions before it, no suffix and direction
// behind.
std::vector<std::string> street_core(std::vector<std::string> words) {
  const auto drop_first = [&] { words.erase(words.begin()); };
  while (words.size() > 1 && (is_number(words[0]) || is(words[0], word_classes::block)))
    drop_first();
  if (words.size() > 1 && is_direction(words[0])) drop_first();
  if (words.size() > 1 && is(words[0], word_classes::spanish_street)) drop_first();
  if (words.size() > 1 && is_direction(words.back())) words.pop_back();
  if (words.size() > 1 && is_suffix(words.back())) words.pop_back();
  return words;
}

}  // namespace

void Gazetteer::add_words(NameKind kind, const std::vector<std::string>& words,
                          std::string_view written) {
  if (words.empty()) return;
  KnownName& entry = names_[joined(words)];
  entry.kinds |= static_cast<std::uint8_t>(kind);
  if (kind == NameKind::neighborhood) entry.written = std::string(written);
  std::size_t& longest = first_words_[words.front()];
  longest = std::max(longest, words.size());
  const std::uint64_t hash = hash_of(words.front());
  filter_of(hash) |= std::uint64_t{1} << (hash % 64);
}

void Gazetteer::add(NameKind kind, std::string_view name) {
  add_words(kind, words_of(name), name);
}

void Gazetteer::add_landmark(std::string_view name, double lat, double lon) {
  const std::vector<std::string> words = words_of(name);
  add_words(NameKind::landmark, words, name);
  if (words.empty()) return;
  KnownName& entry = names_[joined(words)];
  entry.lat = lat;
  entry.lon = lon;
}

void Gazetteer::add_street(std::string_view name) {
  if (name.find_first_of("/&@") != std::string_view::npos) return;
  const std::vector<std::string> words = words_of(name);
  if (words.empty() || is(words.front(), word_classes::highway)) return;
  const std::vector<std::string> core = street_core(words);
  const bool useless =
      is_number(core.front()) || is(core.front(), word_classes::no_name) || core.front().size() < 3;
  if (!useless) add_words(NameKind::street, core, name);
}

Gazetteer::Found Gazetteer::find(const MatchText& text, std::size_t at, std::uint8_t kinds) const {
  const Token& first = text.tokens[at];
  if (!readable(first) || !may_begin(first.hash)) return {};
  std::string name(text.view(first));
  const auto longest = first_words_.find(name);
  if (longest == first_words_.end()) return {};
  Found best;
  for (std::size_t words = 1;; ++words) {
    const auto entry = names_.find(name);
    if (entry != names_.end() && (entry->second.kinds & kinds) != 0) best = {&entry->second, words};
    if (words >= longest->second || at + words >= text.tokens.size()) return best;
    const Token& next = text.tokens[at + words];
    const bool joined_on =
        readable(next) && next.sentence == first.sentence && next.part == first.part;
    if (!joined_on) return best;
    name.append(" ").append(text.view(next));
  }
}

}  // namespace social311::classifier
