#include "classifier/second_reading.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/byte_classes.h"
#include "classifier/letters.h"
#include "classifier/word_table.h"

namespace social311::classifier {
namespace {

constexpr std::size_t fewest_letters = 4;  // of a word spelled letter by letter, or with digits
constexpr std::size_t longest_piece = 2;   // "po.th.ol.e"

constexpr bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

// "p0thole", "5treet", "n0153"; not "10am", "4th", "covid19" (nothing looks like a 9), "I-25".
bool has_digits_for_letters(std::string_view word) {
  const auto letters = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_letter));
  if (word.size() < fewest_letters || letters * 5 < word.size() || letters == word.size())
    return false;
  const bool known = std::all_of(word.begin(), word.end(), [](char c) {
    return is_letter(c) || c == '_' || letter_drawn_like(c) != 0;
  });
  if (!known || (word.size() == fewest_letters && letters < 2)) return false;
  return is_letter(word[0]) || (is_letter(word[1]) && letters >= 3);
}

char lower(char c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

// Three of a letter in a row, in the original.
bool is_drawn_out(std::string_view original) {
  for (std::size_t at = 2; at < original.size(); ++at) {
    const char c = lower(original[at]);
    if (is_letter(c) && c == lower(original[at - 1]) && c == lower(original[at - 2])) return true;
  }
  return false;
}

// "pothooole" without what is drawn out: runs of three and more are one, pairs stay.
void add_shortened(std::string_view original, std::string& form) {
  for (std::size_t at = 0; at < original.size();) {
    const char c = lower(original[at]);
    std::size_t end = at + 1;
    while (end < original.size() && lower(original[end]) == c) ++end;
    const bool drawn_out = is_letter(c) && end - at >= 3;
    form.append(drawn_out ? 1 : end - at, c);
    at = end;
  }
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What a text must have anywhere before its words are looked at. Most texts have none of it.
struct Hints {
  bool numbers = false;  // within words
  bool spelled = false;
  bool emoji = false;
  bool drawn_out = false;
  bool tags = false;

  bool any() const { return numbers || spelled || emoji || drawn_out || tags; }
};

bool has_emoji(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
}

// The bytes of a text by which a disguise shows, a bit each, but for drawn out letters: those are
// gone from it.
class Suspicion {
 public:
  // The text is in lower case already, with its links and names masked.
  Hints read(std::string_view text, std::string_view original) {
    classes_.read(text);
    bits_.resize(classes_.blocks() + 1);
    Hints out;
    for (std::size_t block = 0; block < classes_.blocks(); ++block) {
      const ByteClasses& now = classes_.block(block);
      const std::uint64_t numbers = classes_.mixed(block) | now.low_lines;
      const std::uint64_t spelled = classes_.spelled(block);
      bits_[block] = numbers | spelled | now.foreign | now.signs;
      out.numbers = out.numbers || numbers != 0;
      out.spelled = out.spelled || spelled != 0;
    }
    out.emoji = !classes_.is_ascii() && has_emoji(text);
    if (text.size() == original.size()) return out;
    classes_.read(original);
    out.drawn_out = classes_.has_triples();
    return out;
  }

  bool any(std::size_t begin, std::size_t end) const {
    const std::uint64_t from = ~std::uint64_t{0} << (begin % 64);
    const std::uint64_t to = (std::uint64_t{1} << (end % 64)) - 1;
    if (begin / 64 == end / 64) return (bits_[begin / 64] & from & to) != 0;
    if ((bits_[begin / 64] & from) != 0) return true;
    for (std::size_t block = begin / 64 + 1; block < end / 64; ++block)
      if (bits_[block] != 0) return true;
    return (bits_[end / 64] & to) != 0;
  }

 private:
  LowerText classes_{};
  std::vector<std::uint64_t> bits_{};
};

Suspicion& own_suspicion() {
  thread_local Suspicion suspicion;
  return suspicion;
}

class SecondReader {
 public:
  SecondReader(MatchText& into, std::size_t tokens, std::uint32_t sentence)
      : into_(into), tokens_(tokens), sentence_(sentence) {}

  void run() {
    parts_end_ = into_.tokens.size();
    hints_ =
        suspicion_.read(std::string_view(into_.text).substr(0, into_.main_end), into_.original);
    hints_.tags = parts_end_ > tokens_;
    if (!hints_.any()) return;
    for (std::size_t from = 0; from < tokens_;) {
      std::size_t to = from + 1;
      while (to < tokens_ && token(to).sentence == token(from).sentence) ++to;
      if (is_suspicious(from, to) && is_disguised(from, to)) again(from, to);
      from = to;
    }
  }

 private:
  // One sentence.
  void again(std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to;) {
      const std::size_t end = std::max(spelled_until(at), at + 1);
      if (token(at).kind == TokenKind::hashtag && has_parts(at)) {
        tag(at);
      } else if (is_plain(at)) {
        word(at, end);
      }
      at = end;
    }
  }

  const Token& token(std::size_t at) const { return into_.tokens[at]; }
  std::string_view view(std::size_t at) const { return into_.view(token(at)); }
  bool is_plain(std::size_t at) const {
    return token(at).kind == TokenKind::word || token(at).kind == TokenKind::hashtag;
  }

  // Says no to most sentences.
  bool is_suspicious(std::size_t from, std::size_t to) const {
    const std::size_t begin = token(from).begin;
    if (suspicion_.any(begin > 0 ? begin - 1 : 0, token(to - 1).end)) return true;
    for (std::size_t at = from; hints_.drawn_out && at < to; ++at)
      if (is_shortened(at)) return true;
    return false;
  }

  bool is_disguised(std::size_t from, std::size_t to) const {
    for (std::size_t at = from; at < to; ++at) {
      const std::size_t size = token(at).end - token(at).begin;
      if (!is_plain(at)) continue;
      if (hints_.spelled && size <= longest_piece && three_pieces(at) && spelled_until(at) > at)
        return true;
      if (hints_.numbers && size >= fewest_letters && odd_letters(at)) return true;
      if (hints_.drawn_out && is_shortened(at) && is_drawn_out(original(at))) return true;
      if (hints_.emoji && at > 0 && emoji_before(at)) return true;
      if (hints_.tags && token(at).kind == TokenKind::hashtag && is_followed(at) && has_parts(at))
        return true;
    }
    return false;
  }

  // Cheap, and says no to nearly every "to" and "I".
  bool three_pieces(std::size_t at) const {
    return at + 2 < tokens_ && token(at + 1).end - token(at + 1).begin <= longest_piece &&
           token(at + 2).end - token(at + 2).begin <= longest_piece;
  }

  bool is_shortened(std::size_t at) const {
    return into_.source[token(at).end] - into_.source[token(at).begin] >
           token(at).end - token(at).begin;
  }

  // A #tag in the flow of a sentence, not one of the row at its end.
  bool is_followed(std::size_t at) const {
    return at + 1 < tokens_ && token(at + 1).kind == TokenKind::word &&
           token(at + 1).sentence == token(at).sentence;
  }

  bool odd_letters(std::size_t at) const {
    const std::string_view word = view(at);
    const bool low_line =
        word.find('_') != std::string_view::npos && token(at).kind == TokenKind::word;
    const bool digit = std::any_of(word.begin(), word.end(), is_digit);
    return low_line || (digit && has_digits_for_letters(word));
  }

  std::string_view original(std::size_t at) const {
    const Range range = into_.original_range(token(at).begin, token(at).end);
    return into_.original.substr(range.begin, range.end - range.begin);
  }

  std::string_view gap_before(std::size_t at) const {
    const std::size_t from = token(at - 1).end;
    return std::string_view(into_.text).substr(from, token(at).begin - from);
  }

  bool emoji_before(std::size_t at) const {
    if (!is_plain(at - 1) || token(at - 1).sentence != token(at).sentence) return false;
    const std::string_view gap = gap_before(at);
    return std::any_of(gap.begin(), gap.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
  }

  // The end of a word that is spelled in pieces of one or two letters with the same single sign
  // between them; `at` when there is none. Blanks stand between single letters only.
  std::size_t spelled_until(std::size_t at) const {
    std::size_t end = at;
    std::size_t letters = 0;
    char sign = 0;
    for (; end < tokens_ && is_piece(end); ++end) {
      if (end > at) {
        const std::string_view gap = gap_before(end);
        if (gap.size() != 1 || (sign != 0 && gap[0] != sign) || wide_gap(end)) break;
        sign = gap[0];
      }
      const std::size_t size = token(end).end - token(end).begin;
      if (size > 1 && (sign == ' ' || (end == at && blank_after(at)))) break;
      letters += size;
    }
    return letters >= fewest_letters && end - at >= 3 ? end : at;
  }

  // "p o t   h o l e": several blanks are one in the text, and end the word.
  bool wide_gap(std::size_t at) const {
    return into_.source[token(at).begin] - into_.source[token(at - 1).end] > 1;
  }

  bool blank_after(std::size_t at) const {
    return at + 1 >= tokens_ || into_.text[token(at).end] == ' ';
  }

  bool is_piece(std::size_t at) const {
    const std::string_view word = view(at);
    return token(at).kind == TokenKind::word && word.size() <= longest_piece &&
           std::all_of(word.begin(), word.end(), is_letter);
  }

  // The parts of a #tag as words of its sentence: "fix the #BrokenStreetlight please".
  bool is_part(std::size_t part, const Range& tag) const {
    const std::size_t from = into_.source[token(part).begin];
    return from >= tag.begin && from < tag.end;
  }
  bool has_parts(std::size_t at) const {
    const Range tag = into_.original_range(token(at).begin, token(at).end);
    for (std::size_t part = tokens_; part < parts_end_; ++part)
      if (is_part(part, tag)) return true;
    return false;
  }
  void tag(std::size_t at) {
    const Range tag = into_.original_range(token(at).begin, token(at).end);
    for (std::size_t part = tokens_; part < parts_end_; ++part) {
      if (!is_part(part, tag)) continue;
      form_ = view(part);
      write(into_.original_range(token(part).begin, token(part).end), token(at).sentence);
    }
  }

  void word(std::size_t from, std::size_t to) {
    form_.clear();
    for (std::size_t at = from; at < to; ++at) add_letters(at);
    const Range first = into_.original_range(token(from).begin, token(from).end);
    const Range last = into_.original_range(token(to - 1).begin, token(to - 1).end);
    write({first.begin, last.end}, token(from).sentence);
  }

  void write(const Range& from, std::uint32_t sentence_before) {
    const std::uint32_t sentence = sentence_ + sentence_before;
    const bool goes_on =
        into_.tokens.size() > parts_end_ && into_.tokens.back().sentence == sentence;
    append(goes_on ? " " : "\n", into_.source.back());
    const auto begin = static_cast<std::uint32_t>(into_.text.size());
    append(form_, from.begin);
    into_.source.back() = static_cast<std::uint32_t>(from.end);
    into_.tokens.push_back({begin, static_cast<std::uint32_t>(into_.text.size()), sentence,
                            TokenKind::word, Part::again, hash_of(form_)});
  }

  void add_letters(std::size_t at) {
    const std::string_view word = view(at);
    const std::string_view written = original(at);
    if (is_drawn_out(written) && is_ascii(written)) return add_shortened(written, form_);
    const bool digits = has_digits_for_letters(word);
    const std::size_t before = form_.size();
    for (const char c : word)
      if (c != '_') form_.push_back(digits && is_digit(c) ? letter_drawn_like(c) : c);
    if (form_.size() == before) form_ += word;
  }

  void append(std::string_view bytes, std::size_t from) {
    into_.source.back() = static_cast<std::uint32_t>(from);
    into_.text.append(bytes);
    into_.source.insert(into_.source.end(), bytes.size(), static_cast<std::uint32_t>(from));
  }

  MatchText& into_;
  std::size_t tokens_;
  std::uint32_t sentence_;
  std::size_t parts_end_ = 0;  // tokens from here on are of this reading
  Suspicion& suspicion_ = own_suspicion();
  Hints hints_{};
  std::string form_{};
};

}  // namespace

void write_second_reading(MatchText& into, std::size_t main_tokens, std::uint32_t sentence) {
  SecondReader(into, main_tokens, sentence).run();
}

}  // namespace social311::classifier
