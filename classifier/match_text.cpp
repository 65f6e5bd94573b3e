#include "classifier/match_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "classifier/fold.h"
#include "classifier/letters.h"
#include "classifier/second_reading.h"
#include "classifier/tag_parts.h"
#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

// Whether the original has lines: the shadow text has a blank in their place.
enum class LineBreaks { none, some };

std::string_view cut(std::string_view text) {
  if (text.size() <= longest_text) return text;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool opens = (static_cast<unsigned char>(text[at]) & 0xC0u) != 0x80u;
    if (opens && ++characters > longest_text) return text.substr(0, at);
  }
  return text;
}

bool ends_link(char c) {
  return c == ' ' || c == '"' || c == '<' || c == '>' || c == masked;
}

bool begins_with(std::string_view text, std::size_t at, std::string_view what) {
  return text.substr(at, what.size()) == what;
}

// "denvergov.org/pothole" without a scheme: a dot, a well-known ending, no letter after it.
bool bare_domain_ends_at(std::string_view text, std::size_t dot) {
  static constexpr std::array<std::string_view, 5> endings{"com", "org", "gov", "net", "edu"};
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return begins_with(text, dot + 1, ending) && !word_at(text, dot + 1 + ending.size());
  });
}

std::size_t link_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && !ends_link(text[end])) ++end;
  while (end > at && (text[end - 1] == '.' || text[end - 1] == ',' || text[end - 1] == ')' ||
                      text[end - 1] == '!' || text[end - 1] == '?')) {
    --end;
  }
  return end;
}

bool in_name(char c) {
  return is_ascii_word(c) || c == '.' || c == '-';
}

std::size_t name_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && in_name(text[end])) ++end;
  while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  return end;
}

// A bit a byte of the text: the letters of words, as far as they are ASCII, and what else wants a
// closer look.
class TextBits {
 public:
  void read(std::string_view text, LineBreaks breaks) {
    words_.assign(text.size() / 64 + 2, 0);
    looks_.assign(text.size() / 64 + 2, 0);
    std::size_t at = 0;
#if defined(__SSE2__)
    for (; at + 16 <= text.size(); at += 16) read_sixteen(text.data() + at, at, breaks);
#endif
    for (; at < text.size(); ++at) {
      const std::uint64_t bit = std::uint64_t{1} << (at % 64);
      if (is_ascii_word(text[at])) words_[at / 64] |= bit;
      if (wants_look(text[at], breaks)) looks_[at / 64] |= bit;
    }
  }

  std::size_t blocks() const {
    return words_.size();
  }
  // Where words of ASCII begin and where to look, of 64 bytes.
  std::uint64_t events(std::size_t block) const {
    const std::uint64_t before = block == 0 ? 0 : words_[block - 1] >> 63;
    return (words_[block] & ~((words_[block] << 1) | before)) | looks_[block];
  }
  // The first byte from `at` on that is no ASCII letter of a word.
  std::size_t word_end(std::size_t at) const {
    std::size_t block = at / 64;
    std::uint64_t rest = ~words_[block] >> (at % 64);
    if (rest != 0) return at + static_cast<std::size_t>(std::countr_zero(rest));
    do rest = ~words_[++block];
    while (rest == 0);
    return block * 64 + static_cast<std::size_t>(std::countr_zero(rest));
  }

 private:
  static bool wants_look(char c, LineBreaks breaks) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '@' || c == '.' || c == '!' || c == '?' ||
           c == ';' || (c == ' ' && breaks == LineBreaks::some);
  }

#if defined(__SSE2__)
  void read_sixteen(const char* from, std::size_t at, LineBreaks breaks) {
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const auto is = [&](char one) { return _mm_cmpeq_epi8(c, _mm_set1_epi8(one)); };
    const auto between = [](__m128i value, char low, char high) {
      return _mm_and_si128(_mm_cmpgt_epi8(value, _mm_set1_epi8(static_cast<char>(low - 1))),
                           _mm_cmplt_epi8(value, _mm_set1_epi8(static_cast<char>(high + 1))));
    };
    const __m128i lower = _mm_or_si128(c, _mm_set1_epi8(0x20));
    const __m128i word =
        _mm_or_si128(_mm_or_si128(between(lower, 'a', 'z'), between(c, '0', '9')), is('_'));
    __m128i look = _mm_or_si128(_mm_or_si128(is('@'), is('.')),
                                _mm_or_si128(_mm_or_si128(is('!'), is('?')), is(';')));
    if (breaks == LineBreaks::some) look = _mm_or_si128(look, is(' '));
    const int looks = _mm_movemask_epi8(look) | _mm_movemask_epi8(c);
    words_[at / 64] |= bits(_mm_movemask_epi8(word)) << (at % 64);
    looks_[at / 64] |= bits(looks) << (at % 64);
  }
  static std::uint64_t bits(int mask) {
    return static_cast<std::uint64_t>(mask);
  }
#endif

  std::vector<std::uint64_t> words_{};
  std::vector<std::uint64_t> looks_{};
};

TextBits& own_bits() {
  thread_local TextBits bits;
  return bits;
}

// One pass over the folded text that finds words, @names, #tags and web addresses.
class Tokeniser {
 public:
  explicit Tokeniser(MatchText& into) : into_(into), text_(into.text), bits_(own_bits()) {
    const bool breaks = into.original.find('\n') != std::string_view::npos;
    bits_.read(text_, breaks ? LineBreaks::some : LineBreaks::none);
  }

  void run() {
    for (std::size_t block = 0; block < bits_.blocks(); ++block) {
      for (std::uint64_t rest = bits_.events(block); rest != 0; rest &= rest - 1) {
        const std::size_t at = block * 64 + static_cast<std::size_t>(std::countr_zero(rest));
        if (at < at_) continue;
        at_ = at;
        step();
      }
    }
    into_.main_end = text_.size();
  }
  std::uint32_t sentences() const { return sentence_ + 1; }

 private:
  void step() {
    const char c = text_[at_];
    if (is_ascii_word(c)) return word();
    if (c == '@' && mention()) return;
    if (static_cast<unsigned char>(c) >= 0x80) {
      const Decoded letter = decode(text_, at_);
      if (is_word(letter.value)) return word();
      at_ += letter.size;
      return;
    }
    if (c == ' ') line_break();
    if (c == '.' || c == '!' || c == '?' || c == ';') sentence_mark(c);
    ++at_;
  }

  void word() {
    if (opens_link()) return link(at_, link_end(text_, at_));
    const std::size_t begin = at_;
    at_ = end_of_word(at_);
    // Behind the text stand zeros.
    const char* const after = text_.data() + at_;
    if (after[0] == '.' && is_ascii_word(after[1]) && bare_domain_ends_at(text_, at_))
      return link(begin, link_end(text_, begin));
    const bool tag = begin > 0 && text_[begin - 1] == '#' && !word_before(text_, begin - 1);
    add(begin, at_, tag ? TokenKind::hashtag : TokenKind::word);
  }

  // "http://" and "ww.": of "www" the shadow text keeps two letters.
  bool opens_link() const {
    std::uint32_t four = 0;
    std::memcpy(&four, text_.data() + at_, 4);
    std::uint32_t http = 0;
    std::memcpy(&http, "http", 4);
    std::uint32_t www = 0;
    std::memcpy(&www, "ww.", 4);
    const auto letters = [](std::uint32_t value) {
      return std::endian::native == std::endian::little ? value << 8 : value >> 8;
    };
    if (four != http) return letters(four) == letters(www);
    return begins_with(text_, at_, "http://") || begins_with(text_, at_, "https://");
  }

  std::size_t end_of_word(std::size_t at) const {
    for (;;) {
      at = bits_.word_end(at);
      if (at >= text_.size() || static_cast<unsigned char>(text_[at]) < 0x80) return at;
      const Decoded letter = decode(text_, at);
      if (!is_word(letter.value)) return at;
      at += letter.size;
    }
  }

  // What was passed over as a whole may end where a word goes on.
  void rest_of_word() {
    while (at_ < text_.size() && word_at(text_, at_)) word();
  }

  // "@name", or the end of an e-mail address whose first half was read as words.
  bool mention() {
    const std::size_t end = name_end(text_, at_ + 1);
    if (end == at_ + 1) return false;
    if (word_before(text_, at_)) {
      email(end);
    } else {
      mask(at_ + 1, end);
      add(at_ + 1, end, TokenKind::mention);
      at_ = end;
    }
    rest_of_word();
    return true;
  }

  void email(std::size_t end) {
    const std::size_t begin = local_part_begin();
    while (!into_.tokens.empty() && into_.tokens.back().end > begin) into_.tokens.pop_back();
    const std::string_view domain = text_.substr(at_ + 1, end - at_ - 1);
    if (domain.find('.') != std::string_view::npos) {
      into_.emails.push_back(into_.original_range(begin, end));
    }
    link(begin, end);
  }

  std::size_t local_part_begin() const {
    std::size_t begin = at_;
    while (begin > 0) {
      const char before = text_[begin - 1];
      if (in_name(before) || before == '+') {
        --begin;
      } else if (word_before(text_, begin)) {
        do --begin;
        while ((static_cast<unsigned char>(text_[begin]) & 0xC0u) == 0x80u);
      } else {
        return begin;
      }
    }
    return begin;
  }

  void link(std::size_t begin, std::size_t end) {
    end = std::max(end, begin + 1);
    mask(begin, end);
    add(begin, end, TokenKind::link);
    at_ = end;
    rest_of_word();
  }

  void mask(std::size_t begin, std::size_t end) {
    std::fill(into_.text.begin() + static_cast<std::ptrdiff_t>(begin),
              into_.text.begin() + static_cast<std::ptrdiff_t>(end), masked);
  }

  void add(std::size_t begin, std::size_t end, TokenKind kind) {
    into_.tokens.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                            sentence_, kind, Part::main, 0});
    // Nobody looks for the masked letters of a name or an address.
    if (kind == TokenKind::word || kind == TokenKind::hashtag)
      into_.tokens.back().hash = hash_of_padded(text_.data() + begin, end - begin);
  }

  // The shadow text made one blank of every line break; the original still knows.
  void line_break() {
    const std::size_t from = into_.source[at_];
    const std::size_t to = std::min<std::size_t>(into_.source[at_ + 1], into_.original.size());
    const std::string_view gap = into_.original.substr(from, to > from ? to - from : 0);
    if (gap.find('\n') != std::string_view::npos) ++sentence_;
  }

  void sentence_mark(char c) {
    const bool at_end = at_ + 1 >= text_.size() || !word_at(text_, at_ + 1);
    if (at_end && !(c == '.' && after_abbreviation())) ++sentence_;
  }

  bool after_abbreviation() const {
    if (into_.tokens.empty() || into_.tokens.back().end != at_) return false;
    return into_.tokens.back().end - into_.tokens.back().begin <= 6 &&
           is_abbreviation(into_.view(into_.tokens.back()));
  }

  MatchText& into_;
  std::string_view text_;
  TextBits& bits_;
  std::size_t at_ = 0;
  std::uint32_t sentence_ = 0;
};

// Up to eight letters as one number.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t out = 0;
  for (const char c : word) out = (out << 8) | static_cast<unsigned char>(c);
  return out;
}

}  // namespace

bool is_abbreviation(std::string_view word) {
  static constexpr std::array<std::uint64_t, 34> known{
      packed("st"),  packed("ave"),    packed("av"),  packed("blvd"), packed("rd"),   packed("dr"),
      packed("ln"),  packed("ct"),     packed("pl"),  packed("pkwy"), packed("hwy"),  packed("mr"),
      packed("mrs"), packed("ms"),     packed("sr"),  packed("sra"),  packed("srta"), packed("no"),
      packed("apt"), packed("ste"),    packed("vs"),  packed("etc"),  packed("jr"),   packed("mt"),
      packed("ft"),  packed("calz"),   packed("col"), packed("num"),  packed("dpto"), packed("ud"),
      packed("uds"), packed("approx"), packed("fwy"), packed("cir")};
  const std::uint64_t one = packed(word);
  return word.size() == 1 || std::find(known.begin(), known.end(), one) != known.end();
}

Range MatchText::original_range(std::size_t begin, std::size_t end) const {
  if (begin >= end) return {source[begin], source[begin]};
  const std::size_t last = source[end - 1];
  std::size_t after = end;
  while (after + 1 < source.size() && source[after] <= last) ++after;
  return {source[begin], source[after]};
}

std::string_view MatchText::original_of(const Token& token) const {
  const Range range = original_range(token.begin, token.end);
  return original.substr(range.begin, range.end - range.begin);
}

bool MatchText::capitalised(const Token& token) const {
  return is_capital(decode(original, source[token.begin]).value);
}

// Words are read sixteen bytes at a time: behind the text's end stand zeros that are not part of
// it.
void pad(std::string& text) {
  const std::size_t size = text.size();
  text.append(std::size_t{32}, '\0');
  text.resize(size);
}

void read_text(std::string_view original, MatchText& into) {
  into.original = cut(original);
  into.tokens.clear();
  into.emails.clear();
  ShadowText shadowed{std::move(into.text), std::move(into.source)};  // keep their memory
  shadow_into(into.original, shadowed);
  into.text = std::move(shadowed.text);
  into.source = std::move(shadowed.source);
  fold_in_place(into);
  pad(into.text);
  Tokeniser tokeniser(into);
  tokeniser.run();
  const std::size_t main_tokens = into.tokens.size();
  PartsWriter writer(into, tokeniser.sentences());
  writer.write(TokenKind::hashtag, Part::hashtag, main_tokens);
  write_second_reading(into, main_tokens, writer.next_sentence());
  writer.skip_sentences(tokeniser.sentences());
  into.hashtags_end = into.text.size();
  writer.write(TokenKind::mention, Part::mention, main_tokens);
}

std::string normal_form(std::string_view term) {
  MatchText form;
  ShadowText shadowed = shadow(term);
  form.original = term;
  form.text = std::move(shadowed.text);
  form.source = std::move(shadowed.source);
  fold_in_place(form);
  return form.text;
}

}  // namespace social311::classifier
