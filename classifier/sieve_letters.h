// Private to the sieve: what single letters and signs are to it.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "classifier/letters.h"

namespace social311::classifier::sieving {

inline constexpr std::size_t beginning_letters = 3;

// The first letters as a number; of a shorter word nothing but its own. `padded`: four bytes may be
// read.
inline std::uint32_t beginning_of(const char* padded, std::size_t size) {
  static constexpr std::array<std::uint32_t, 4> letters_of_size{0, 0xFF, 0xFFFF, 0xFFFFFF};
  std::uint32_t four = 0;
  std::memcpy(&four, padded, sizeof four);
  return four & letters_of_size[std::min(size, beginning_letters)];
}

inline bool in_name(char c) {
  return is_ascii_word(c) || c == '.' || c == '-';
}

inline bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

inline bool is_foreign(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

inline std::uint64_t below(std::size_t bit) {
  return bit < 64 ? (std::uint64_t{1} << bit) - 1 : ~std::uint64_t{0};
}

// Quotation marks, dashes and three dots: folded they are the plain ones. And what opens a Spanish
// question.
inline bool is_sign(char32_t c) {
  return c == U'\u2018' || c == U'\u2019' || c == U'\u201C' || c == U'\u201D' || c == U'\u2013' ||
         c == U'\u2014' || c == U'\u2026' || c == U'\u00A1' || c == U'\u00BF';
}

inline bool is_quote(char32_t c) {
  return c == U'\u2018' || c == U'\u2019' || c == U'\u201C' || c == U'\u201D';
}

// Signs that stay as they are, no letters, and join nothing.
inline bool is_picture(char32_t c) {
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x26FF);
}

// What makes one picture of two; elsewhere it is dropped, and may join two halves of a word.
inline bool joins_pictures(char32_t c) {
  return c == 0xFE0F || c == 0x200D;
}

// Without its accent and in lower case; ñ is a letter of its own. 0 for others than those of
// western Europe.
inline char32_t plain_letter(char32_t c) {
  if (c < 0xC0 || c > 0xFF || c == 0xD7 || c == 0xF7) return 0;
  const char32_t lower = c <= 0xDE ? c + 0x20 : c;
  return lower == U'ñ' ? lower : static_cast<char32_t>(without_accent(lower));
}

inline bool is_accented(char32_t c) {
  return plain_letter(c) != 0;
}

inline std::size_t first_bit(std::uint64_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

}  // namespace social311::classifier::sieving
