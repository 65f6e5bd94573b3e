#include "classifier/byte_classes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "classifier/letters.h"

namespace social311::classifier {
namespace {

constexpr std::size_t block_size = 64;

char lower(char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

// Reads one byte more than the block has.
ByteClasses plain_classes_of(const char* from, char* lowered) {
  ByteClasses out;
  for (std::size_t at = 0; at < block_size; ++at) {
    const char c = lowered[at] = lower(from[at]);
    const auto set = [at](std::uint64_t& bits, bool is) { bits |= std::uint64_t{is} << at; };
    const bool letter = c >= 'a' && c <= 'z';
    set(out.letters, letter);
    set(out.capitals, c != from[at]);
    set(out.digits, is_digit(c));
    set(out.low_lines, c == '_');
    set(out.signs, c == '@' || c == '#');
    set(out.quotes, c == '\'' || c == '`');
    set(out.blanks, c == ' ' || (c >= '\t' && c <= '\r'));
    set(out.marks, c == '.' || c == '!' || c == '?' || c == ';');
    set(out.pairs, letter && c == lower(from[at + 1]));
    set(out.foreign, static_cast<unsigned char>(c) >= 0x80);
  }
  return out;
}

#if defined(__x86_64__)
// The same, thirty-two bytes at a time, where the processor can.
#define SOCIAL311_AVX2 __attribute__((target("avx2"), always_inline)) inline

SOCIAL311_AVX2 __m256i is(__m256i c, char one) {
  return _mm256_cmpeq_epi8(c, _mm256_set1_epi8(one));
}
SOCIAL311_AVX2 __m256i between(__m256i c, char low, char high) {
  return _mm256_and_si256(_mm256_cmpgt_epi8(c, _mm256_set1_epi8(static_cast<char>(low - 1))),
                          _mm256_cmpgt_epi8(_mm256_set1_epi8(static_cast<char>(high + 1)), c));
}
SOCIAL311_AVX2 __m256i either(__m256i a, __m256i b) {
  return _mm256_or_si256(a, b);
}
SOCIAL311_AVX2 __m256i lower(__m256i raw) {
  return either(raw, _mm256_and_si256(between(raw, 'A', 'Z'), _mm256_set1_epi8(0x20)));
}
SOCIAL311_AVX2 __m256i load(const char* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
SOCIAL311_AVX2 std::uint64_t bits(__m256i mask, std::size_t at) {
  return static_cast<std::uint64_t>(static_cast<unsigned>(_mm256_movemask_epi8(mask))) << at;
}

__attribute__((target("avx2"))) void fast_classes_of(const char* from, char* lowered,
                                                     ByteClasses& out) {
  out = {};
  for (std::size_t at = 0; at < block_size; at += 32) {
    const __m256i raw = load(from + at);
    const __m256i c = lower(raw);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(lowered + at), c);
    const __m256i letter = between(c, 'a', 'z');
    const __m256i twice = _mm256_cmpeq_epi8(c, lower(load(from + at + 1)));
    out.letters |= bits(letter, at);
    out.capitals |= bits(between(raw, 'A', 'Z'), at);
    out.digits |= bits(between(c, '0', '9'), at);
    out.low_lines |= bits(is(c, '_'), at);
    out.signs |= bits(either(is(c, '@'), is(c, '#')), at);
    out.quotes |= bits(either(is(c, '\''), is(c, '`')), at);
    out.blanks |= bits(either(is(c, ' '), between(c, '\t', '\r')), at);
    out.marks |= bits(either(either(is(c, '.'), is(c, '!')), either(is(c, '?'), is(c, ';'))), at);
    out.pairs |= bits(_mm256_and_si256(twice, letter), at);
    out.foreign |= bits(raw, at);
  }
}
#undef SOCIAL311_AVX2

void classes_of(const char* from, char* lowered, ByteClasses& out) {
  static const bool fast = __builtin_cpu_supports("avx2") != 0;
  if (fast) return fast_classes_of(from, lowered, out);
  out = plain_classes_of(from, lowered);
}
#else
void classes_of(const char* from, char* lowered, ByteClasses& out) {
  out = plain_classes_of(from, lowered);
}
#endif

// Where three pieces of one or two letters begin to stand in a row, or four single letters. Of 64
// bytes; beyond them stands no word.
std::uint64_t spelled_in(std::uint64_t letters, std::uint64_t words, std::uint64_t blanks) {
  const std::uint64_t single = letters & ~(words << 1) & ~(words >> 1);
  const std::uint64_t four = single & (single >> 2) & (single >> 4) & (single >> 6);
  // A sign between letters, with a short piece before it; one with a short piece behind it.
  const std::uint64_t joint = ~words & ~blanks & (letters << 1) & (letters >> 1);
  const std::uint64_t first = joint & (~(words << 2) | ~(words << 3));
  const std::uint64_t last = joint & (~(words >> 2) | ~(words >> 3));
  return four | (first & ((last >> 2) | (last >> 3)));
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
      classes_of(text.data() + at, lowered, classes);
    } else {
      std::array<char, block_size + 16> last{};
      std::memcpy(last.data(), text.data() + at, text.size() - at);
      classes_of(last.data(), lowered, classes);
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
std::uint64_t LowerText::spelled(std::size_t block) const {
  const ByteClasses& now = classes_[block];
  const ByteClasses& next = classes_[block + 1];
  const auto middle = [](std::uint64_t a, std::uint64_t b) { return (a >> 32) | (b << 32); };
  const std::uint64_t around =
      spelled_in(middle(now.letters, next.letters), middle(now.words(), next.words()),
                 middle(now.blanks, next.blanks));
  const std::uint64_t over_the_end = (around >> 32) != 0 ? std::uint64_t{1} << 63 : 0;
  return spelled_in(now.letters, now.words(), now.blanks) | (around << 32) | over_the_end;
}

std::uint64_t LowerText::mixed(std::size_t block) const {
  const ByteClasses& now = classes_[block];
  const std::uint64_t letter_before = block == 0 ? 0 : classes_[block - 1].letters >> 63;
  const std::uint64_t digit_before = block == 0 ? 0 : classes_[block - 1].digits >> 63;
  return (now.letters & ((now.digits << 1) | digit_before)) |
         (now.digits & ((now.letters << 1) | letter_before));
}

std::uint64_t LowerText::triples(std::size_t block) const {
  const std::uint64_t before = block == 0 ? 0 : classes_[block - 1].pairs >> 63;
  return classes_[block].pairs & ((classes_[block].pairs << 1) | before);
}

}  // namespace social311::classifier
