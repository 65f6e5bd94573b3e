#include "classifier/sieve.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>
#include <set>

#include "classifier/byte_classes.h"
#include "classifier/letters.h"
#include "classifier/match_text.h"
#include "classifier/second_reading.h"

namespace social311::classifier {
namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::size_t beginning_letters = 3;

// The first letters as a number; of a shorter word nothing but its own. `padded`: four bytes may be
// read.
std::uint32_t beginning_of(const char* padded, std::size_t size) {
  static constexpr std::array<std::uint32_t, 4> letters_of_size{0, 0xFF, 0xFFFF, 0xFFFFFF};
  std::uint32_t four = 0;
  std::memcpy(&four, padded, sizeof four);
  return four & letters_of_size[std::min(size, beginning_letters)];
}

bool is_short(const std::string& word) {
  return word.size() < beginning_letters;
}

bool in_name(char c) {
  return is_ascii_word(c) || c == '.' || c == '-';
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_foreign(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

std::uint64_t below(std::size_t bit) {
  return bit < 64 ? (std::uint64_t{1} << bit) - 1 : ~std::uint64_t{0};
}

// Quotation marks, dashes and three dots: folded they are the plain ones. And what opens a Spanish
// question.
bool is_sign(char32_t c) {
  return c == U'\u2018' || c == U'\u2019' || c == U'\u201C' || c == U'\u201D' || c == U'\u2013' ||
         c == U'\u2014' || c == U'\u2026' || c == U'\u00A1' || c == U'\u00BF';
}

bool is_quote(char32_t c) {
  return c == U'\u2018' || c == U'\u2019' || c == U'\u201C' || c == U'\u201D';
}

// Signs that stay as they are, no letters, and join nothing.
bool is_picture(char32_t c) {
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x26FF);
}

// What makes one picture of two; elsewhere it is dropped, and may join two halves of a word.
bool joins_pictures(char32_t c) {
  return c == 0xFE0F || c == 0x200D;
}

// Without its accent and in lower case; ñ is a letter of its own. 0 for others than those of
// western Europe.
char32_t plain_letter(char32_t c) {
  if (c < 0xC0 || c > 0xFF || c == 0xD7 || c == 0xF7) return 0;
  const char32_t lower = c <= 0xDE ? c + 0x20 : c;
  return lower == U'ñ' ? lower : static_cast<char32_t>(without_accent(lower));
}

bool is_accented(char32_t c) {
  return plain_letter(c) != 0;
}

std::size_t first_bit(std::uint64_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

WordTable<char> table_of(const std::vector<std::string>& words) {
  std::map<std::string, std::vector<char>> lists;
  for (const std::string& word : words) lists[word] = {'\1'};
  return WordTable<char>(lists);
}

}  // namespace

std::size_t Excerpt::place_in_post(std::size_t at) const {
  if (whole_ || pieces_.empty()) return at;
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), at,
                       [](std::size_t place, const Piece& piece) { return place < piece.at; });
  return at - (after - 1)->at + (after - 1)->from;
}

void Excerpt::take_all(std::string_view post) {
  post_ = post;
  whole_ = true;
}

void Excerpt::take_none(std::string_view post) {
  post_ = post;
  whole_ = false;
  own_.clear();
  pieces_.clear();
}

void Excerpt::take(std::size_t begin, std::size_t end) {
  if (begin == 0 && end == post_.size()) return take_all(post_);
  pieces_.push_back({own_.size(), begin});
  own_.append(post_.substr(begin, end - begin));
}

// The looks at one post. Its memory is the thread's.
class Sieve::Reader {
 public:
  Reader(const Sieve& sieve, std::string_view post)
      : sieve_(sieve), post_(post), text_(own_text()) {
    text_.read(post_);
  }

  // The first place from `from` on that wants reading.
  std::size_t next(std::size_t from) {
    for (std::size_t block = from / 64; block < text_.blocks(); ++block) {
      const std::uint64_t wanted = ~std::uint64_t{0} << (block == from / 64 ? from % 64 : 0);
      const ByteClasses& now = text_.block(block);
      const std::uint64_t unsure =
          (text_.spelled(block) | drawn_out(block, text_.triples(block) & wanted)) & wanted;
      const std::uint64_t closer =
          now.signs | now.quotes | now.low_lines | now.foreign | text_.mixed(block);
      std::size_t bit = first_bit(unsure);
      bit = std::min(bit, first_word(block, begins(block) & wanted & below(bit)));
      bit = std::min(bit, first_closer(block, closer & wanted & below(bit)));
      if (bit < 64) return block * 64 + bit;
    }
    return none;
  }

  // Where the sentence of `at` begins and ends, of those ends that are beyond doubt.
  std::size_t sentence_begin(std::size_t at) const {
    for (std::size_t block = at / 64 + 1; block-- > 0;) {
      for (std::uint64_t marks = ends(block); marks != 0;) {
        const auto bit = static_cast<std::size_t>(63 - std::countl_zero(marks));
        const std::size_t begin = block * 64 + bit + 2;
        if (begin <= at && is_cut(begin)) return begin;
        marks &= ~(std::uint64_t{1} << bit);
      }
    }
    return 0;
  }
  std::size_t sentence_end(std::size_t at) const {
    for (std::size_t block = at < 2 ? 0 : (at - 2) / 64; block < text_.blocks(); ++block) {
      for (std::uint64_t marks = ends(block); marks != 0; marks &= marks - 1) {
        const std::size_t begin = block * 64 + first_bit(marks) + 2;
        if (begin > at && is_cut(begin)) return begin;
      }
    }
    return post_.size();
  }

 private:
  static LowerText& own_text() {
    thread_local LowerText text;
    return text;
  }
  const char* letters() const { return text_.letters(); }

  // Marks with a blank and a letter, an @ or a # behind them.
  std::uint64_t ends(std::size_t block) const {
    const ByteClasses& now = text_.block(block);
    const ByteClasses& next = text_.block(block + 1);
    return now.marks & ((now.blanks >> 1) | (next.blanks << 63)) &
           (((now.letters | now.signs) >> 2) | ((next.letters | next.signs) << 62));
  }

  // Whether a sentence certainly begins here, and no phrase goes on here that began before.
  bool is_cut(std::size_t begin) const {
    const char* const first = letters() + begin;
    // Neither sign may stand in a phrase.
    if (*first != '@' && *first != '#' && !begins_alone(first)) return false;
    return letters()[begin - 2] != '.' || ends_sentence(begin - 2);
  }
  // A word as it is written that no phrase goes on with.
  bool begins_alone(const char* word) const {
    std::size_t size = 1;
    while (size < beginning_letters && is_letter(word[size])) ++size;
    if (word[0] == word[1] || (size > 2 && word[1] == word[2])) return false;  // drawn out?
    if (is_foreign(word[size])) return false;
    // Of short ones one more word, so that nothing is spelled there.
    const char* const next = word + size + 1;
    const bool plain = size == beginning_letters || (word[size] == ' ' && is_letter(next[0]) &&
                                                     is_letter(next[1]) && is_letter(next[2]));
    return plain && !sieve_.followers_.has(beginning_of(word, size));
  }
  bool ends_sentence(std::size_t stop) const {
    const std::size_t begin = text_.word_begin(stop);
    const std::string_view word(letters() + begin, stop - begin);
    if (word.empty() || is_foreign(letters()[begin - 1])) return false;
    std::size_t at = 2;  // a letter three times: the word may be read as a shorter one
    while (at < word.size() && (word[at] != word[at - 1] || word[at] != word[at - 2])) ++at;
    return at >= word.size() && !is_abbreviation(word);
  }

  std::uint64_t begins(std::size_t block) const {
    const std::uint64_t before = block == 0 ? 0 : text_.block(block - 1).words() >> 63;
    const std::uint64_t words = text_.block(block).words();
    return words & ~((words << 1) | before);
  }

  // 64 when there is none.
  std::size_t first_word(std::size_t block, std::uint64_t begins) const {
    const std::uint64_t words = text_.block(block).words();
    const std::uint64_t next = text_.block(block + 1).words();
    const std::uint64_t second = (words >> 1) | (next << 63);
    const std::uint64_t third = second & ((words >> 2) | (next << 62));
    const char* const from = letters() + block * 64;
    for (; begins != 0; begins &= begins - 1) {
      const std::size_t bit = first_bit(begins);
      const std::size_t size = 1 + ((second >> bit) & 1) + ((third >> bit) & 1);
      if (sieve_.beginnings_.has(beginning_of(from + bit, size)) &&
          sieve_.is_sought(from + bit, text_.word_end(block * 64 + bit) - block * 64 - bit))
        return bit;
    }
    return 64;
  }

  std::size_t first_closer(std::size_t block, std::uint64_t places) {
    for (; places != 0; places &= places - 1) {
      const std::size_t at = block * 64 + first_bit(places);
      if (at >= seen_ && closer(at)) return first_bit(places);
    }
    return 64;
  }

  bool closer(std::size_t at) {
    const char c = letters()[at];
    if (is_foreign(c)) return foreign(at);
    if (c == '#') return parts(at + 1, text_.word_end(at + 1));
    if (c == '@') return sieve_.names_ || parts(at + 1, name_end(at + 1));
    if (c == '\'' || c == '`') return negation(at, 1);
    return odd_word(at);
  }

  // "don't", with an apostrophe of so many bytes.
  bool negation(std::size_t at, std::size_t bytes) const {
    if (letters()[at - 1] != 'n' || letters()[at + bytes] != 't') return false;
    const std::size_t begin = text_.word_begin(at);
    return is_foreign(letters()[begin - 1]) || rewritten(begin, text_.word_end(at + bytes));
  }

  // Letters with accents and the signs that phones write are looked at; all others pass.
  bool foreign(std::size_t at) {
    const Decoded c = decode(post_, at);
    if (is_picture(c.value)) return picture(at);
    const Decoded next = decoded(at + c.size);
    if (next.value == c.value || (next.value >= 0x80 && !is_known(next.value))) return true;
    if (!is_sign(c.value)) return !is_accented(c.value) || accented_word(at);
    if (negation(at, c.size) || may_spell(at, c.size)) return true;
    seen_ = at + c.size;
    return false;
  }
  static bool is_known(char32_t c) { return is_sign(c) || is_accented(c) || is_picture(c); }
  Decoded decoded(std::size_t at) const {
    return at < post_.size() ? decode(post_, at) : Decoded{};
  }

  // Words on its two sides are read as one phrase, but one by one they are looked for anyway.
  bool picture(std::size_t at) {
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
  bool may_spell(std::size_t at, std::size_t bytes) const {
    const char* const after = letters() + at + bytes;
    const char* const before = letters() + at - 1;
    const auto sign = [](char c) { return c != ' ' && c != '\0' && !is_ascii_word(c); };
    return is_letter(after[0]) && is_letter(before[0]) &&
           (sign(after[1]) || (is_letter(after[1]) && sign(after[2])) || sign(before[-1]) ||
            (is_letter(before[-1]) && sign(before[-2])));
  }

  bool accented_word(std::size_t at) {
    std::size_t begin = text_.word_begin(at);
    while (begin >= 2 && accent_at(begin - 2) != 0) begin = text_.word_begin(begin - 2);
    std::size_t end = at;
    while (accent_at(end) != 0) end = text_.word_end(end + 2);
    if (rewritten(begin, end)) return true;
    seen_ = end;
    return false;
  }
  // The plain letter; 0 when no letter with an accent begins here.
  char32_t accent_at(std::size_t at) const {
    if (letters()[at] != '\xC3') return 0;
    const char32_t c = decode(post_, at).value;
    return plain_letter(c);
  }

  std::size_t name_end(std::size_t at) const {
    while (in_name(letters()[at])) ++at;
    return at;
  }

  // Those of a #tag or a @name. It may go on with a letter from elsewhere.
  bool parts(std::size_t begin, std::size_t end) {
    const char32_t after = decoded(end).value;
    if (after >= 0x80 && !is_picture(after) && !is_quote(after)) return true;
    if (is_one_word(begin, end)) return false;
    parts_of(post_.substr(begin, end - begin), parts_);
    return std::any_of(parts_.begin(), parts_.end(), [&](const Range& part) {
      return is_word(letters() + begin + part.begin, part.end - part.begin);
    });
  }

  // "@user", "#Streets", "@RTD": they are looked for among the words.
  bool is_one_word(std::size_t begin, std::size_t end) const {
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

  // The words of these triples that may be sought ones.
  std::uint64_t drawn_out(std::size_t block, std::uint64_t triples) const {
    std::uint64_t out = 0;
    for (; triples != 0; triples &= triples - 1)
      if (may_be_drawn_out(block * 64 + first_bit(triples))) out |= triples & (~triples + 1);
    return out;
  }

  // "pothooole" is read as "pothoole", and once more as "pothole". What is odd besides passes.
  bool may_be_drawn_out(std::size_t at) const {
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
  bool shortened(std::size_t begin, std::size_t end, std::size_t kept) const {
    std::array<char, longest_odd_word + 16> word{};
    std::size_t size = 0;
    for (std::size_t at = begin; at < end;) {
      std::size_t next = at;
      while (next < end && letters()[next] == letters()[at]) ++next;
      for (std::size_t i = std::min(next - at, next - at >= 3 ? kept : 2); i > 0; --i)
        word[size++] = letters()[at];
      at = next;
    }
    return is_word(word.data(), size);
  }

  // "p0thole", "pot_hole"
  bool odd_word(std::size_t at) {
    const std::size_t end = text_.word_end(at);
    if (rewritten(text_.word_begin(at), end)) return true;
    seen_ = end;
    return false;
  }

  // Without accents, low lines and apostrophes, with digits and with the letters they are drawn
  // like.
  bool rewritten(std::size_t begin, std::size_t end) const {
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
    return is_word(as_is.data(), size) || is_word(plain.data(), size);
  }

  bool is_word(const char* padded, std::size_t size) const {
    return size > 0 && sieve_.beginnings_.has(beginning_of(padded, size)) &&
           sieve_.is_sought(padded, size);
  }

  static constexpr std::size_t longest_odd_word = 48;

  const Sieve& sieve_;
  std::string_view post_;
  LowerText& text_;
  std::size_t seen_ = 0;  // up to here nothing odd wants another look
  std::vector<Range> parts_{};
};

void Sieve::Beginnings::add(std::string_view word) {
  const std::string padded = std::string(word) + std::string(4, '\0');
  const std::size_t bit =
      (beginning_of(padded.data(), word.size()) * 0x9E3779B1u) >> (32 - bit_count);
  bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

Sieve::Sieve(const Sought& sought) : names_(sought.names) {
  if (sought.anything || sought.words.size() + sought.openings.size() > most_sought ||
      std::any_of(sought.openings.begin(), sought.openings.end(), is_short))
    return;
  closed_ = true;
  words_ = table_of(sought.words);
  openings_ = table_of(sought.openings);
  std::set<std::size_t> sizes;
  for (const std::string& opening : sought.openings) sizes.insert(opening.size());
  open_sizes_.assign(sizes.begin(), sizes.end());
  for (const std::string& word : sought.words) beginnings_.add(word);
  for (const std::string& opening : sought.openings) beginnings_.add(opening);
  for (const std::string& word : sought.followers) followers_.add(word);
}

bool Sieve::is_sought(const char* padded, std::size_t size) const {
  const auto known = [&](const WordTable<char>& table, std::size_t letters) {
    return !table.find(hash_of_padded(padded, letters), {padded, letters}).empty();
  };
  if (known(words_, size)) return true;
  return std::any_of(open_sizes_.begin(), open_sizes_.end(), [&](std::size_t letters) {
    return letters <= size && known(openings_, letters);
  });
}

void Sieve::sift(std::string_view post, Excerpt& excerpt) const {
  // Of a longer text the end is not read, and that may be the end of a word.
  if (!closed_ || post.size() > longest_text) return excerpt.take_all(post);
  excerpt.take_none(post);
  Reader reader(*this, post);
  std::size_t read = 0;
  for (std::size_t at = reader.next(0); at != none; at = reader.next(read)) {
    const std::size_t begin = std::max(read, reader.sentence_begin(at));
    read = reader.sentence_end(at);
    excerpt.take(begin, read);
    if (read == post.size()) return;
  }
}

}  // namespace social311::classifier
