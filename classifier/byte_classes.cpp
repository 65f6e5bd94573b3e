#include "classifier/byte_classes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "classifier/letters.h"

namespace social311::classifier {
namespace {

constexpr std::size_t block_size = 64;

#if defined(__SSE2__)
__m128i between(__m128i c, char low, char high) {
  return _mm_and_si128(_mm_cmpgt_epi8(c, _mm_set1_epi8(static_cast<char>(low - 1))),
                       _mm_cmplt_epi8(c, _mm_set1_epi8(static_cast<char>(high + 1))));
}

__m128i load(const char* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}

__m128i lower(__m128i raw) {
  return _mm_or_si128(raw, _mm_and_si128(between(raw, 'A', 'Z'), _mm_set1_epi8(0x20)));
}

// Reads one byte more than the block has.
ByteClasses classes_of(const char* from, char* lowered) {
  ByteClasses out;
  for (std::size_t at = 0; at < block_size; at += 16) {
    const __m128i raw = load(from + at);
    const __m128i c = lower(raw);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(lowered + at), c);
    const auto is = [&](char one) { return _mm_cmpeq_epi8(c, _mm_set1_epi8(one)); };
    const auto bits = [at](__m128i mask) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(mask))) << at;
    };
    const __m128i letter = between(c, 'a', 'z');
    const __m128i twice = _mm_cmpeq_epi8(c, lower(load(from + at + 1)));
    out.letters |= bits(letter);
    out.digits |= bits(between(c, '0', '9'));
    out.low_lines |= bits(is('_'));
    out.signs |= bits(_mm_or_si128(is('@'), is('#')));
    out.quotes |= bits(_mm_or_si128(is('\''), is('`')));
    out.blanks |= bits(_mm_or_si128(is(' '), between(c, '\t', '\r')));
    out.pairs |= bits(_mm_and_si128(twice, letter));
    out.foreign |= bits(raw);
  }
  return out;
}
#else
char lower(char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

ByteClasses classes_of(const char* from, char* lowered) {
  ByteClasses out;
  for (std::size_t at = 0; at < block_size; ++at) {
    const char c = lowered[at] = lower(from[at]);
    const auto set = [at](std::uint64_t& bits, bool is) { bits |= std::uint64_t{is} << at; };
    const bool letter = c >= 'a' && c <= 'z';
    set(out.letters, letter);
    set(out.digits, is_digit(c));
    set(out.low_lines, c == '_');
    set(out.signs, c == '@' || c == '#');
    set(out.quotes, c == '\'' || c == '`');
    set(out.blanks, c == ' ' || (c >= '\t' && c <= '\r'));
    set(out.pairs, letter && c == lower(from[at + 1]));
    set(out.foreign, static_cast<unsigned char>(c) >= 0x80);
  }
  return out;
}
#endif

// Of 64 bytes; beyond them stands no word.
bool may_be_spelled(std::uint64_t letters, std::uint64_t words, std::uint64_t blanks) {
  const std::uint64_t single = letters & ~(words << 1) & ~(words >> 1);
  if ((single & (single >> 2) & (single >> 4) & (single >> 6)) != 0) return true;
  // A sign between letters, with a short piece before it; one with a short piece behind it.
  const std::uint64_t joint = ~words & ~blanks & (letters << 1) & (letters >> 1);
  const std::uint64_t first = joint & (~(words << 2) | ~(words << 3));
  const std::uint64_t last = joint & (~(words >> 2) | ~(words >> 3));
  return (first & ((last >> 2) | (last >> 3))) != 0;
}

}  // namespace

void LowerText::read(std::string_view text) {
  blocks_ = text.size() / block_size + 1;
  if (classes_.size() < blocks_ + 2) classes_.resize(blocks_ + 2);
  if (lower_.size() < (blocks_ + 1) * block_size + margin)
    lower_.resize((blocks_ + 1) * block_size + margin);
  std::uint64_t pair_before = 0;
  std::uint64_t foreign = 0;
  std::uint64_t triples = 0;
  for (std::size_t block = 0; block < blocks_; ++block) {
    const std::size_t at = block * block_size;
    char* const lowered = lower_.data() + margin + at;
    ByteClasses& classes = classes_[block];
    if (at + block_size < text.size()) {
      classes = classes_of(text.data() + at, lowered);
    } else {
      std::array<char, block_size + 16> last{};
      std::memcpy(last.data(), text.data() + at, text.size() - at);
      classes = classes_of(last.data(), lowered);
    }
    foreign |= classes.foreign;
    triples |= classes.pairs & ((classes.pairs << 1) | pair_before);
    pair_before = classes.pairs >> 63;
  }
  classes_[blocks_] = {};
  classes_[blocks_ + 1] = {};
  std::memset(lower_.data() + margin + blocks_ * block_size, 0, block_size);
  is_ascii_ = foreign == 0;
  has_triples_ = triples != 0;
}

std::size_t LowerText::word_end(std::size_t at) const {
  std::size_t block = at / block_size;
  std::uint64_t rest = ~classes_[block].words() >> (at % block_size);
  if (rest != 0) return at + static_cast<std::size_t>(std::countr_zero(rest));
  do rest = ~classes_[++block].words();
  while (rest == 0);
  return block * block_size + static_cast<std::size_t>(std::countr_zero(rest));
}

std::size_t LowerText::word_begin(std::size_t at) const {
  while (at > 0 && is_ascii_word(letters()[at - 1])) --at;
  return at;
}

// Each block, and the 64 bytes around its end, so that nothing is cut in two.
bool LowerText::may_have_spelled() const {
  const auto middle = [](std::uint64_t a, std::uint64_t b) { return (a >> 32) | (b << 32); };
  for (std::size_t at = 0; at < blocks_; ++at) {
    const ByteClasses& now = classes_[at];
    const ByteClasses& next = classes_[at + 1];
    if (may_be_spelled(now.letters, now.words(), now.blanks) ||
        may_be_spelled(middle(now.letters, next.letters), middle(now.words(), next.words()),
                       middle(now.blanks, next.blanks)))
      return true;
  }
  return false;
}

}  // namespace social311::classifier
