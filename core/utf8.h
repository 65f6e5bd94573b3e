// One code point at a time. Offsets are bytes; what is no UTF-8 is told, never skipped silently.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace social311 {

struct CodePoint {
  char32_t value = 0xfffd;  // U+FFFD when the bytes are no UTF-8
  std::size_t bytes = 1;    // bytes taken, at least 1; of a cut sequence its valid beginning
  bool valid = false;
};

// The code point that begins at `at` (< text.size()).
CodePoint decode_utf8(std::string_view text, std::size_t at);
// Surrogates and values beyond U+10FFFF are written as U+FFFD.
void append_utf8(std::string& out, char32_t value);
bool is_ascii(std::string_view text);

}  // namespace social311
