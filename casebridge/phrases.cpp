#include "casebridge/phrases.h"

#include <algorithm>

#include "core/text.h"

namespace social311::casebridge {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
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
  for (const char c : plain) {
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

}  // namespace social311::casebridge
