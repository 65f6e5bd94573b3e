#include "core/utf8.h"

#include <algorithm>

namespace social311 {
namespace {

struct Lead {
  std::size_t length;
  char32_t bits;
  unsigned char low, high;  // what the second byte may be (Unicode 15, table 3-7)
};

Lead classify(unsigned char lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return {2, lead & 0x1fu, 0x80, 0xbf};
  if (lead == 0xe0) return {3, 0, 0xa0, 0xbf};
  if (lead == 0xed) return {3, 0xdu, 0x80, 0x9f};  // no surrogates
  if (lead >= 0xe1 && lead <= 0xef) return {3, lead & 0x0fu, 0x80, 0xbf};
  if (lead == 0xf0) return {4, 0, 0x90, 0xbf};
  if (lead >= 0xf1 && lead <= 0xf3) return {4, lead & 0x07u, 0x80, 0xbf};
  if (lead == 0xf4) return {4, 4, 0x80, 0x8f};  // nothing beyond U+10FFFF
  return {0, 0, 0, 0};
}

char piece(char32_t value, unsigned shift, char32_t mark) {
  return static_cast<char>(mark | ((value >> shift) & (mark == 0x80 ? 0x3fu : 0x1fu)));
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1, true};
  const Lead lead = classify(first);
  if (lead.length == 0) return {};
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const unsigned byte = at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    const unsigned low = i == 1 ? lead.low : 0x80u;
    const unsigned high = i == 1 ? lead.high : 0xbfu;
    if (byte < low || byte > high) return {0xfffd, i, false};
    value = (value << 6u) | (byte & 0x3fu);
  }
  return {value, lead.length, true};
}

void append_utf8(std::string& out, char32_t value) {
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) value = 0xfffd;
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += piece(value, 6, 0xc0);
    out += piece(value, 0, 0x80);
  } else if (value < 0x10000) {
    out += piece(value, 12, 0xe0);
    out += piece(value, 6, 0x80);
    out += piece(value, 0, 0x80);
  } else {
    out += piece(value, 18, 0xf0);
    out += piece(value, 12, 0x80);
    out += piece(value, 6, 0x80);
    out += piece(value, 0, 0x80);
  }
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace social311
