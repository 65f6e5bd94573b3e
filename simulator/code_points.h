// Bytes and code points, as far as marking and measuring texts needs them. Private to this room.
#pragma once

#include <cstddef>
#include <string_view>

namespace social311::simulator {

inline bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

inline bool is_word(char c) {
  return is_alnum(c) || c == '_';
}

inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

inline char32_t decode(std::string_view one) {
  const auto byte = [&one](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(one[i]));
  };
  switch (one.size()) {
    case 1:
      return byte(0);
    case 2:
      return ((byte(0) & 0x1f) << 6) | (byte(1) & 0x3f);
    case 3:
      return ((byte(0) & 0x0f) << 12) | ((byte(1) & 0x3f) << 6) | (byte(2) & 0x3f);
    case 4:
      return ((byte(0) & 0x07) << 18) | ((byte(1) & 0x3f) << 12) | ((byte(2) & 0x3f) << 6) |
             (byte(3) & 0x3f);
    default:
      return 0;
  }
}

// Letters by block: enough to end a hashtag at punctuation, symbols and emoji.
inline bool is_letter(char32_t c) {
  if (c < 0x80) return is_alnum(static_cast<char>(c));
  return c == 0xaa || c == 0xb5 || c == 0xba ||
         (c >= 0xc0 && c != 0xd7 && c != 0xf7 && c < 0x2000) || (c >= 0x2c00 && c < 0x2e00) ||
         (c >= 0x3040 && c < 0xd800) || (c >= 0xf900 && c < 0xfe00) ||
         (c >= 0xff10 && c < 0xffdd) || (c >= 0x20000 && c < 0x32000);
}

// First byte after the "@handle" that begins at `at`; `at` itself when it is none.
std::size_t end_of_handle(std::string_view text, std::size_t at);

}  // namespace social311::simulator
