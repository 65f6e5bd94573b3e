#include "classifier/letters.h"

#include <re2/re2.h>

#include <vector>

#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr char32_t table_end = 0x32000;  // beyond lie tags and private use: no letters
constexpr char32_t accents_begin = 0xC0;
constexpr char32_t accents_end = 0x1F00;

void append_utf8(std::string& out, char32_t c) {
  const auto byte = [&out](char32_t value) { out.push_back(static_cast<char>(value)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | (c >> 6));
  } else {
    if (c < 0x10000) {
      byte(0xE0 | (c >> 12));
    } else {
      byte(0xF0 | (c >> 18));
      byte(0x80 | ((c >> 12) & 0x3F));
    }
    byte(0x80 | ((c >> 6) & 0x3F));
  }
  byte(0x80 | (c & 0x3F));
}

// Asked of RE2 itself, so that the tokeniser and the generated boundaries can never disagree.
std::vector<bool> ask_re2_for_words() {
  std::string all;
  for (char32_t c = 0; c < table_end; ++c) {
    if (c < 0xD800 || c > 0xDFFF) append_utf8(all, c);
  }
  const RE2 run(std::string("(") + word_class + "+)");
  std::vector<bool> table(table_end, false);
  re2::StringPiece rest(all);
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, run, &found)) {
    for (std::size_t at = 0; at < found.size();) {
      const Decoded c = decode(std::string_view(found.data(), found.size()), at);
      table[c.value] = true;
      at += c.size;
    }
  }
  return table;
}

std::vector<char> accent_table() {
  std::vector<char> table(accents_end - accents_begin, 0);
  for (char32_t c = accents_begin; c < accents_end; ++c) {
    if (c == U'ñ' || c == U'Ñ') continue;
    std::string letter;
    append_utf8(letter, c);
    const std::string plain = strip_accents(letter);
    const bool is_letter = plain.size() == 1 && plain[0] >= 'a' && plain[0] <= 'z';
    if (is_letter) table[c - accents_begin] = plain[0];
  }
  return table;
}

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0u) == 0x80u;
}

}  // namespace

Decoded decode_several(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t offset) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[at + offset]));
  };
  const char32_t first = byte(0);
  if (first < 0xC0) return {first, 1};
  if (!continues(text, at + 1)) return {first, 1};
  if (first < 0xE0) return {((first & 0x1F) << 6) | (byte(1) & 0x3F), 2};
  if (!continues(text, at + 2)) return {first, 1};
  const char32_t three = ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
  if (first < 0xF0) return {((first & 0x0F) << 12) | three, 3};
  if (!continues(text, at + 3)) return {first, 1};
  return {((first & 0x07) << 18) | (three << 6) | (byte(3) & 0x3F), 4};
}

bool is_foreign_word(char32_t c) {
  static const std::vector<bool> table = ask_re2_for_words();
  return c < table_end && table[c];
}

char without_accent(char32_t c) {
  static const std::vector<char> table = accent_table();
  return c >= accents_begin && c < accents_end ? table[c - accents_begin] : char{0};
}

bool is_combining_ornament(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x20D0 && c <= 0x20FF);
}

}  // namespace social311::classifier
