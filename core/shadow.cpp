// The form in which rules are matched, with its way back to the original's bytes.
#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "core/unicode.h"
#include "core/utf8.h"

namespace social311 {
namespace {

// Letters that look like a Latin one, after case folding. Taken where ICU's confusables would turn
// "pothole" into something else ("m" into "rn", "0" into "o") or tell upper from lower case.
// Rules pass through the same table, so a Russian or Greek word still matches itself.
constexpr std::array<std::pair<char32_t, char>, 54> look_alikes{{
    {U'\u0131', 'i'}, {U'\u0251', 'a'}, {U'\u0261', 'g'},  {U'\u0269', 'i'},  // Latin itself
    {U'\u03b1', 'a'}, {U'\u03b2', 'b'}, {U'\u03b5', 'e'},  {U'\u03b6', 'z'},  // Greek
    {U'\u03b7', 'h'}, {U'\u03b9', 'i'}, {U'\u03ba', 'k'},  {U'\u03bc', 'm'},
    {U'\u03bd', 'v'}, {U'\u03bf', 'o'}, {U'\u03c1', 'p'},  {U'\u03c4', 't'},
    {U'\u03c5', 'y'}, {U'\u03c7', 'x'}, {U'\u03f2', 'c'},  {U'\u03f3', 'j'},
    {U'\u0430', 'a'}, {U'\u0432', 'b'}, {U'\u0435', 'e'},  {U'\u043a', 'k'},  // Cyrillic
    {U'\u043c', 'm'}, {U'\u043d', 'h'}, {U'\u043e', 'o'},  {U'\u0440', 'p'},
    {U'\u0441', 'c'}, {U'\u0442', 't'}, {U'\u0443', 'y'},  {U'\u0445', 'x'},
    {U'\u0455', 's'}, {U'\u0456', 'i'}, {U'\u0458', 'j'},  {U'\u0475', 'v'},
    {U'\u04ae', 'y'}, {U'\u04af', 'y'}, {U'\u04bb', 'h'},  {U'\u04cf', 'l'},
    {U'\u0501', 'd'}, {U'\u051b', 'q'}, {U'\u051d', 'w'},  {U'\u0570', 'h'},  // and Armenian
    {U'\u0578', 'n'}, {U'\u057d', 'u'}, {U'\u0585', 'o'},  {U'\u2010', '-'},  // signs
    {U'\u2013', '-'}, {U'\u2014', '-'}, {U'\u2018', '\''}, {U'\u2019', '\''},
    {U'\u201c', '"'}, {U'\u201d', '"'},
}};

char32_t plain(char32_t value) {
  if (value < 0x80) return value;
  const auto* const found =
      std::lower_bound(look_alikes.begin(), look_alikes.end(), value,
                       [](const auto& entry, char32_t v) { return entry.first < v; });
  const bool known = found != look_alikes.end() && found->first == value;
  return known ? static_cast<char32_t>(found->second) : value;
}

bool is_latin_or_common(char32_t value) {
  return value < 0x300 || (value >= 0x1e00 && value <= 0x1eff);
}

// Takes folded code points and lets through what rules shall see.
class Shadower {
 public:
  explicit Shadower(std::size_t bytes) {
    out_.text.reserve(bytes);
    out_.source.reserve(bytes + 1);
  }

  void add(char32_t folded, std::size_t source) {
    const char32_t value = is_white_space(folded) ? U' ' : plain(folded);
    // Struck-out and dripping letters: what a Latin letter did not join with says nothing.
    if (value >= 0x300 && value <= 0x36f && is_latin_or_common(last_)) return;
    if (value == U' ' && last_ == U' ') return;
    repeats_ = value == last_ ? repeats_ + 1 : 1;
    last_ = value;
    if (repeats_ > 2 && is_letter(value)) return;
    write(value, source);
  }

  ShadowText finish(std::size_t original_bytes) && {
    out_.source.push_back(static_cast<std::uint32_t>(original_bytes));
    return std::move(out_);
  }

 private:
  void write(char32_t value, std::size_t source) {
    append_utf8(out_.text, value);
    out_.source.resize(out_.text.size(), static_cast<std::uint32_t>(source));
  }

  ShadowText out_;
  char32_t last_ = 0;
  int repeats_ = 0;
};

char32_t lower_ascii(char c) {
  return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

// One code point and what joins with it. Capped: ICU sorts a run of marks in n² steps.
std::size_t segment_end(std::string_view text, std::size_t from) {
  constexpr std::size_t most_bytes = 128;
  std::size_t at = from + decode_utf8(text, from).bytes;
  while (at < text.size() && at - from < most_bytes) {
    const CodePoint point = decode_utf8(text, at);
    if (has_boundary_before(point.value)) break;
    at += point.bytes;
  }
  return at;
}

void add_segment(Shadower& shadower, std::string_view segment, std::size_t source) {
  const std::string folded = casefold_piece(segment);
  for (std::size_t at = 0; at < folded.size();) {
    const CodePoint point = decode_utf8(folded, at);
    shadower.add(point.value, source);
    at += point.bytes;
  }
}

ShadowText shadow_ascii(std::string_view text) {
  ShadowText out;
  out.text.reserve(text.size());
  out.source.reserve(text.size() + 1);
  char last = '\0';
  int repeats = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char lower = static_cast<char>(lower_ascii(text[i]));
    const char c = lower == ' ' || (lower >= '\t' && lower <= '\r') ? ' ' : lower;
    repeats = c == last ? repeats + 1 : 1;
    last = c;
    if (repeats > 1 && (c == ' ' || (repeats > 2 && c >= 'a' && c <= 'z'))) continue;
    out.text += c;
    out.source.push_back(static_cast<std::uint32_t>(i));
  }
  out.source.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

}  // namespace

std::pair<std::size_t, std::size_t> ShadowText::original(std::size_t start, std::size_t end) const {
  start = std::min(start, text.size());
  end = std::clamp(end, start, text.size());
  const std::size_t first = source[start];
  if (start == end) return {first, first};
  // All bytes that came from one character carry its beginning: go on to the next character's.
  while (end < text.size() && source[end] == source[end - 1]) ++end;
  return {first, source[end]};
}

ShadowText shadow(std::string_view text) {
  if (is_ascii(text)) return shadow_ascii(text);
  Shadower shadower(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = segment_end(text, at);
    const bool plain_ascii = end - at == 1 && static_cast<unsigned char>(text[at]) < 0x80;
    if (plain_ascii) {
      shadower.add(lower_ascii(text[at]), at);
    } else {
      add_segment(shadower, text.substr(at, end - at), at);
    }
    at = end;
  }
  return std::move(shadower).finish(text.size());
}

}  // namespace social311
