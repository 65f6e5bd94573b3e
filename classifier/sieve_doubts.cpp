#include "classifier/sieve_doubts.h"

#include <algorithm>
#include <array>

#include "classifier/second_reading.h"
#include "classifier/tag_parts.h"

namespace social311::classifier {

using namespace sieving;

namespace {

constexpr std::size_t longest_odd_word = 48;

bool is_known(char32_t c) {
  return is_sign(c) || is_accented(c) || is_picture(c);
}

}  // namespace

bool SieveDoubts::look(std::size_t at) {
  const char c = letters()[at];
  if (is_foreign(c)) return foreign(at);
  if (c == '#') return parts(at + 1, text_.word_end(at + 1));
  if (c == '@') return sought_.has_names() || parts(at + 1, name_end(at + 1));
  if (c == '\'' || c == '`') return negation(at, 1);
  return odd_word(at);
}

// "don't", with an apostrophe of so many bytes.
bool SieveDoubts::negation(std::size_t at, std::size_t bytes) const {
  if (letters()[at - 1] != 'n' || letters()[at + bytes] != 't') return false;
  const std::size_t begin = text_.word_begin(at);
  return is_foreign(letters()[begin - 1]) || rewritten(begin, text_.word_end(at + bytes));
}

// Letters with accents and the signs that phones write are looked at; all others pass.
bool SieveDoubts::foreign(std::size_t at) {
  const Decoded c = decode(post_, at);
  if (is_picture(c.value)) return picture(at);
  const Decoded next = decoded(at + c.size);
  if (next.value == c.value || (next.value >= 0x80 && !is_known(next.value))) return true;
  if (!is_sign(c.value)) return !is_accented(c.value) || accented_word(at);
  if (negation(at, c.size) || may_spell(at, c.size)) return true;
  seen_ = at + c.size;
  return false;
}

Decoded SieveDoubts::decoded(std::size_t at) const {
  return at < post_.size() ? decode(post_, at) : Decoded{};
}

// Words on its two sides are read as one phrase, but one by one they are looked for anyway.
bool SieveDoubts::picture(std::size_t at) {
  Decoded c = decoded(at);
  while (is_picture(c.value) || joins_pictures(c.value)) {
    at += c.size;
    c = decoded(at);
  }
  if (c.value >= 0x80 && !is_known(c.value)) return true;
  seen_ = at;
  return false;
}

// "p—o—t": a short piece and another sign on either side.
bool SieveDoubts::may_spell(std::size_t at, std::size_t bytes) const {
  const char* const after = letters() + at + bytes;
  const char* const before = letters() + at - 1;
  const auto sign = [](char c) { return c != ' ' && c != '\0' && !is_ascii_word(c); };
  return is_letter(after[0]) && is_letter(before[0]) &&
         (sign(after[1]) || (is_letter(after[1]) && sign(after[2])) || sign(before[-1]) ||
          (is_letter(before[-1]) && sign(before[-2])));
}

bool SieveDoubts::accented_word(std::size_t at) {
  std::size_t begin = text_.word_begin(at);
  while (begin >= 2 && accent_at(begin - 2) != 0) begin = text_.word_begin(begin - 2);
  std::size_t end = at;
  while (accent_at(end) != 0) end = text_.word_end(end + 2);
  if (rewritten(begin, end)) return true;
  seen_ = end;
  return false;
}

// The plain letter; 0 when no letter with an accent begins here.
char32_t SieveDoubts::accent_at(std::size_t at) const {
  if (letters()[at] != '\xC3') return 0;
  const char32_t c = decode(post_, at).value;
  return plain_letter(c);
}

std::size_t SieveDoubts::name_end(std::size_t at) const {
  while (in_name(letters()[at])) ++at;
  return at;
}

// Those of a #tag or a @name. It may go on with a letter from elsewhere.
bool SieveDoubts::parts(std::size_t begin, std::size_t end) {
  const char32_t after = decoded(end).value;
  if (after >= 0x80 && !is_picture(after) && !is_quote(after)) return true;
  if (is_one_word(begin, end)) return false;
  parts_of(post_.substr(begin, end - begin), parts_);
  return std::any_of(parts_.begin(), parts_.end(), [&](const Range& part) {
    return sought_.is_word(letters() + begin + part.begin, part.end - part.begin);
  });
}

// "@user", "#Streets", "@RTD": they are looked for among the words.
bool SieveDoubts::is_one_word(std::size_t begin, std::size_t end) const {
  if (end - begin >= 64) return false;
  const ByteClasses& now = text_.block(begin / 64);
  const ByteClasses& next = text_.block(begin / 64 + 1);
  const std::uint64_t all = (std::uint64_t{1} << (end - begin)) - 1;
  const auto of_word = [&](std::uint64_t bits, std::uint64_t more) {
    const std::size_t bit = begin % 64;
    return ((bits >> bit) | (bit == 0 ? 0 : more << (64 - bit))) & all;
  };
  const std::uint64_t capitals = of_word(now.capitals, next.capitals);
  return of_word(now.letters, next.letters) == all && (capitals <= 1 || capitals == all);
}

// "p0thole", "pot_hole"
bool SieveDoubts::odd_word(std::size_t at) {
  const std::size_t end = text_.word_end(at);
  if (rewritten(text_.word_begin(at), end)) return true;
  seen_ = end;
  return false;
}

// Without accents, low lines and apostrophes, with digits and with the letters they are drawn
// like.
bool SieveDoubts::rewritten(std::size_t begin, std::size_t end) const {
  if (end - begin > longest_odd_word) return true;
  std::array<char, longest_odd_word + 16> as_is{};
  std::array<char, longest_odd_word + 16> plain{};
  std::size_t size = 0;
  const auto put = [&](char c) {
    as_is[size] = c;
    plain[size++] = letter_drawn_like(c) == 0 ? c : letter_drawn_like(c);
  };
  for (std::size_t at = begin; at < end; ++at) {
    const char c = letters()[at];
    const char32_t accented = accent_at(at);
    if (is_ascii_word(c) && c != '_') put(c);
    if (accented == U'ñ') put('\xC3');
    if (accented != 0) put(accented == U'ñ' ? '\xB1' : static_cast<char>(accented));
  }
  return sought_.is_word(as_is.data(), size) || sought_.is_word(plain.data(), size);
}

// "pothooole" is read as "pothoole", and once more as "pothole". What is odd besides passes.
bool SieveDoubts::may_be_drawn_out(std::size_t at) const {
  const std::size_t begin = text_.word_begin(at);
  const std::size_t end = text_.word_end(at);
  const auto parts_words = [](char c) {
    return std::string_view(" \0.,!?", 6).find(c) != std::string_view::npos;
  };
  const char before = letters()[begin - 1];
  if (end - begin > longest_odd_word || (before != ' ' && before != '\0') ||
      !parts_words(letters()[end]) || !std::all_of(letters() + begin, letters() + end, is_letter))
    return true;
  return shortened(begin, end, 2) || shortened(begin, end, 1);
}

// With so many of a letter that stands three times and more.
bool SieveDoubts::shortened(std::size_t begin, std::size_t end, std::size_t kept) const {
  std::array<char, longest_odd_word + 16> word{};
  std::size_t size = 0;
  for (std::size_t at = begin; at < end;) {
    std::size_t next = at;
    while (next < end && letters()[next] == letters()[at]) ++next;
    for (std::size_t i = std::min(next - at, next - at >= 3 ? kept : 2); i > 0; --i)
      word[size++] = letters()[at];
    at = next;
  }
  return sought_.is_word(word.data(), size);
}

}  // namespace social311::classifier
