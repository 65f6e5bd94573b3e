#include "casebridge/phrases.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace social311::casebridge {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// How many bytes of punctuation, symbols or emoji stand here, outside ASCII: "¿", "…", "👍". They
// part words as a blank does.
std::size_t mark_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  if (byte(0) == 0xc2) return 2;                                        // U+0080 to U+00BF
  if (byte(0) == 0xe2 && byte(1) >= 0x80 && byte(1) <= 0xaf) return 3;  // U+2000 to U+2BFF
  if (byte(0) == 0xef && byte(1) == 0xb8) return 3;                     // U+FE00 to U+FE3F
  return byte(0) >= 0xf0 ? 4 : 0;
}

// The phrase's words from `from` on, in order, at most one other word between two of them.
bool stands_at(const Words& text, std::size_t from, const Words& phrase) {
  std::size_t at = from;
  for (std::size_t i = 0; i < phrase.size(); ++i, ++at) {
    if (i > 0 && at < text.size() && text[at] != phrase[i]) ++at;
    if (at >= text.size() || text[at] != phrase[i]) return false;
  }
  return true;
}

}  // namespace

Words words_of(std::string_view text) {
  std::string plain = strip_accents(fold(text));
  for (std::size_t at = 0; (at = plain.find("\u2019", at)) != std::string::npos;) {
    plain.replace(at, 3, "'");
  }
  Words out(1);
  for (std::size_t at = 0; at < plain.size(); ++at) {
    const std::size_t mark = mark_at(plain, at);
    if (mark > 0) at += mark - 1;
    const char c = mark > 0 ? ' ' : plain[at];
    if (c == '\'') continue;
    if (is_word_byte(c)) {
      out.back() += c;
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

bool contains(const Words& text, const Words& phrase) {
  if (phrase.empty()) return false;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (stands_at(text, from, phrase)) return true;
  }
  return false;
}

bool contains_exactly(const Words& text, const Words& phrase) {
  if (phrase.empty()) return false;
  return std::search(text.begin(), text.end(), phrase.begin(), phrase.end()) != text.end();
}

std::optional<int> spelled_number(const std::string& word) {
  static constexpr std::array<std::array<std::string_view, 2>, 13> words{{{"zero", "cero"},
                                                                          {"one", "uno"},
                                                                          {"two", "dos"},
                                                                          {"three", "tres"},
                                                                          {"four", "cuatro"},
                                                                          {"five", "cinco"},
                                                                          {"six", "seis"},
                                                                          {"seven", "siete"},
                                                                          {"eight", "ocho"},
                                                                          {"nine", "nueve"},
                                                                          {"ten", "diez"},
                                                                          {"eleven", "once"},
                                                                          {"twelve", "doce"}}};
  for (std::size_t i = 0; i < words.size(); ++i)
    if (word == words.at(i)[0] || word == words.at(i)[1]) return static_cast<int>(i);
  return std::nullopt;
}

}  // namespace social311::casebridge
