// What counts as a letter of a word, the same for the tokeniser and for RE2's generated boundaries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace social311::classifier {

// The characters of a word as an RE2 class. \b and \w of RE2 know ASCII only.
inline constexpr char word_class[] = "[\\pL\\pM\\pN_]";
inline constexpr char not_word_class[] = "[^\\pL\\pM\\pN_]";

struct Decoded {
  char32_t value = 0;
  std::size_t size = 1;  // bytes
};
Decoded decode_several(std::string_view text, std::size_t at);  // for decode(): not ASCII
// The character at `at`; a byte that opens none counts as one character of its own.
inline Decoded decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  return first < 0x80 ? Decoded{first, 1} : decode_several(text, at);
}

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_ascii_word(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_foreign_word(char32_t c);  // for is_word(): not ASCII
inline bool is_word(char32_t c) {
  return c < 0x80 ? is_ascii_word(static_cast<char>(c)) : is_foreign_word(c);
}
// A word's character stands there.
inline bool word_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  if (static_cast<unsigned char>(text[at]) < 0x80) return is_ascii_word(text[at]);
  return is_word(decode(text, at).value);
}
// … or right before.
inline bool word_before(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  std::size_t start = at - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0u) == 0x80u) --start;
  return word_at(text, start);
}
// The plain Latin letter under an accent, 0 when the letter stays as it is (ñ is a letter of its
// own).
char without_accent(char32_t c);
// A mark that combines with the letter before it, in Latin texts an ornament.
bool is_combining_ornament(char32_t c);
// Upper case as hashtags and names use it: ASCII and Latin-1.
constexpr bool is_capital(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

}  // namespace social311::classifier
