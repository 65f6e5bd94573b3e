// The form in which rules are matched, with its way back to the original's bytes. Every post passes
// here, most of them plain ASCII: sixteen bytes at a time where nothing is to be dropped.
#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

constexpr bool is_ascii_byte(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

// Folding asks ICU about each code point that is no ASCII. What it says of the frequent ones alone
// (letters with accents, dashes, emoji) is remembered.
struct Folded {
  std::array<char, 6> bytes{};
  std::uint8_t size = 0;
  bool known = false;
  bool boundary_before = true;
};

class FoldTable {
 public:
  static const FoldTable& get() {
    static const FoldTable table;
    return table;
  }
  // Null for a code point that was not asked about beforehand.
  const Folded* find(char32_t value) const {
    if (value < low_end) return &low_[value];
    if (value >= high_begin && value < high_end) return &high_[value - high_begin];
    return nullptr;
  }

 private:
  static constexpr char32_t low_end = 0x3000;
  static constexpr char32_t high_begin = 0x1f300;
  static constexpr char32_t high_end = 0x1fb00;

  FoldTable() : low_(low_end), high_(high_end - high_begin) {
    for (char32_t value = 0; value < low_end; ++value) low_[value] = ask(value);
    for (char32_t value = high_begin; value < high_end; ++value)
      high_[value - high_begin] = ask(value);
  }

  static Folded ask(char32_t value) {
    Folded out;
    std::string one;
    append_utf8(one, value);
    const std::string folded = casefold_piece(one);
    out.boundary_before = has_boundary_before(value);
    out.known = folded.size() <= out.bytes.size();
    if (!out.known) return out;
    out.size = static_cast<std::uint8_t>(folded.size());
    std::copy(folded.begin(), folded.end(), out.bytes.begin());
    return out;
  }

  std::vector<Folded> low_;
  std::vector<Folded> high_;
};

std::size_t end_of_ascii(std::string_view text, std::size_t at) {
#if defined(__SSE2__)
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    if (_mm_movemask_epi8(bytes) != 0) break;
  }
#endif
  while (at < text.size() && is_ascii_byte(text[at])) ++at;
  return at;
}

bool joins_what_stands_before(char32_t value) {
  if (value < 0x80) return false;
  const Folded* const known = FoldTable::get().find(value);
  return known != nullptr ? !known->boundary_before : !has_boundary_before(value);
}

// Takes the text and lets through what rules shall see.
class Shadower {
 public:
  Shadower(std::string_view text, ShadowText& out) : text_(text), out_(out) {
    make_room(text.size());
  }

  void run() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = end_of_plain(at);
      plain_run(at, end);
      at = end;
      if (at == text_.size()) break;
      const std::size_t next = segment_end(at);
      segment(at, next);
      at = next;
    }
    out_.text.resize(size_);
    out_.source.resize(size_ + 1);
    out_.source[size_] = static_cast<std::uint32_t>(text_.size());
  }

 private:
  static constexpr std::size_t slack = 32;  // that writes of whole blocks may touch

  void make_room(std::size_t more) {
    if (out_.text.size() < size_ + more + slack) out_.text.resize(size_ + more + slack);
    if (out_.source.size() < size_ + more + slack) out_.source.resize(size_ + more + slack);
  }

  // Where ASCII ends; its last character goes with the mark that joins it, if one follows.
  std::size_t end_of_plain(std::size_t from) const {
    const std::size_t end = end_of_ascii(text_, from);
    if (end == text_.size() || end == from) return end;
    return joins_what_stands_before(decode_utf8(text_, end).value) ? end - 1 : end;
  }

  void plain_run(std::size_t at, std::size_t end) {
    while (at < end) {
      if (end - at >= 16 && block(at)) {
        at += 16;
        continue;
      }
      const std::size_t stop = std::min(at + 16, end);
      for (; at < stop; ++at) add_ascii(text_[at], at);
    }
  }

  // Sixteen bytes of ASCII in which nothing is to be dropped; false when they want a closer look.
  bool block(std::size_t at) {
#if defined(__SSE2__)
    const __m128i raw = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text_.data() + at));
    const auto between = [](__m128i c, char low, char high) {
      return _mm_and_si128(_mm_cmpgt_epi8(c, _mm_set1_epi8(static_cast<char>(low - 1))),
                           _mm_cmplt_epi8(c, _mm_set1_epi8(static_cast<char>(high + 1))));
    };
    const __m128i capital = between(raw, 'A', 'Z');
    __m128i c = _mm_add_epi8(raw, _mm_and_si128(capital, _mm_set1_epi8(0x20)));
    const __m128i space = between(raw, '\t', '\r');
    c = _mm_or_si128(_mm_andnot_si128(space, c), _mm_and_si128(space, _mm_set1_epi8(' ')));
    // What stands before each byte; a letter from outside ASCII equals none of them.
    const char last = last_ < 0x80 ? static_cast<char>(last_) : '\x7f';
    const __m128i before = _mm_or_si128(_mm_slli_si128(c, 1), _mm_cvtsi32_si128(last));
    const __m128i same = _mm_cmpeq_epi8(c, before);
    const __m128i blanks = _mm_and_si128(same, _mm_cmpeq_epi8(c, _mm_set1_epi8(' ')));
    const int twice = _mm_movemask_epi8(same);
    const int letters = _mm_movemask_epi8(between(c, 'a', 'z'));
    const int thrice = twice & ((twice << 1) | (repeats_ > 1 ? 1 : 0)) & letters;
    if (thrice != 0 || _mm_movemask_epi8(blanks) != 0) return false;
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out_.text.data() + size_), c);
    __m128i source =
        _mm_add_epi32(_mm_set1_epi32(static_cast<int>(at)), _mm_setr_epi32(0, 1, 2, 3));
    for (std::size_t i = 0; i < 16; i += 4) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out_.source.data() + size_ + i), source);
      source = _mm_add_epi32(source, _mm_set1_epi32(4));
    }
    last_ = static_cast<unsigned char>(out_.text[size_ + 15]);
    repeats_ = (twice & 0x8000) == 0 ? 1 : ((twice & 0x4000) == 0 ? 2 : 3);
    size_ += 16;
    return true;
#else
    static_cast<void>(at);
    return false;
#endif
  }

  void add_ascii(char c, std::size_t source) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    const char plain = blank ? ' ' : static_cast<char>(capital ? c - 'A' + 'a' : c);
    const auto value = static_cast<char32_t>(static_cast<unsigned char>(plain));
    if (blank && last_ == U' ') return;
    repeats_ = value == last_ ? repeats_ + 1 : 1;
    last_ = value;
    if (repeats_ > 2 && plain >= 'a' && plain <= 'z') return;
    out_.text[size_] = plain;
    out_.source[size_++] = static_cast<std::uint32_t>(source);
  }

  // One code point and what joins with it. Capped: ICU sorts a run of marks in n² steps.
  std::size_t segment_end(std::size_t from) const {
    constexpr std::size_t most_bytes = 128;
    std::size_t at = from + decode_utf8(text_, from).bytes;
    while (at < text_.size() && at - from < most_bytes && !is_ascii_byte(text_[at])) {
      const CodePoint point = decode_utf8(text_, at);
      if (!joins_what_stands_before(point.value)) break;
      at += point.bytes;
    }
    return at;
  }

  void segment(std::size_t from, std::size_t to) {
    const CodePoint first = decode_utf8(text_, from);
    const Folded* const known = first.valid ? FoldTable::get().find(first.value) : nullptr;
    if (known != nullptr && known->known && first.bytes == to - from) {
      make_room(text_.size() - from + known->bytes.size());
      return add_folded({known->bytes.data(), known->size}, from);
    }
    const std::string folded = casefold_piece(text_.substr(from, to - from));
    make_room(text_.size() - from + folded.size());
    add_folded(folded, from);
  }

  void add_folded(std::string_view folded, std::size_t source) {
    for (std::size_t at = 0; at < folded.size();) {
      const CodePoint point = decode_utf8(folded, at);
      add(point.value, source);
      at += point.bytes;
    }
  }

  void add(char32_t folded, std::size_t source) {
    const bool blank = folded <= 0x3000 && is_white_space(folded);
    const char32_t value = blank ? U' ' : plain(folded);
    // Struck-out and dripping letters: what a Latin letter did not join with says nothing.
    if (value >= 0x300 && value <= 0x36f && is_latin_or_common(last_)) return;
    if (value == U' ' && last_ == U' ') return;
    repeats_ = value == last_ ? repeats_ + 1 : 1;
    last_ = value;
    if (repeats_ > 2 && is_letter(value)) return;
    std::string bytes;
    append_utf8(bytes, value);
    for (const char byte : bytes) {
      out_.text[size_] = byte;
      out_.source[size_++] = static_cast<std::uint32_t>(source);
    }
  }

  std::string_view text_;
  ShadowText& out_;
  std::size_t size_ = 0;
  char32_t last_ = 0;
  int repeats_ = 0;
};

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

void shadow_into(std::string_view text, ShadowText& out) {
  Shadower(text, out).run();
}

ShadowText shadow(std::string_view text) {
  ShadowText out;
  shadow_into(text, out);
  return out;
}

}  // namespace social311
