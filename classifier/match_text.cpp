#include "classifier/match_text.h"

#include <algorithm>
#include <array>

#include "classifier/letters.h"
#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

std::string_view cut(std::string_view text) {
  if (text.size() <= longest_text) return text;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool opens = (static_cast<unsigned char>(text[at]) & 0xC0u) != 0x80u;
    if (opens && ++characters > longest_text) return text.substr(0, at);
  }
  return text;
}

bool word_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  if (static_cast<unsigned char>(text[at]) < 0x80) return is_ascii_word(text[at]);
  return is_word(decode(text, at).value);
}

bool word_before(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  std::size_t start = at - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0u) == 0x80u) --start;
  return word_at(text, start);
}

// "don't" is one word; the quotation marks that people type for its apostrophe are three.
std::size_t apostrophe_size(std::string_view text, std::size_t at) {
  if (text[at] == '\'' || text[at] == '`') return 1;
  const std::string_view three = text.substr(at, 3);
  return three == "\xE2\x80\x99" || three == "\xE2\x80\x98" ? 3 : 0;
}

bool joins_negation(std::string_view text, std::size_t at) {
  const std::size_t size = at == 0 || text[at - 1] != 'n' ? 0 : apostrophe_size(text, at);
  if (size == 0 || at + size >= text.size() || text[at + size] != 't') return false;
  return at >= 2 && is_ascii_word(text[at - 2]) && !word_at(text, at + size + 1);
}

// Accents, ornaments and the apostrophe of "don't" go; nothing grows, so it is done in place.
void fold_in_place(MatchText& into) {
  std::string& text = into.text;
  std::size_t out = 0;
  const auto keep = [&](std::size_t from, char c) {
    into.source[out] = into.source[from];
    text[out++] = c;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      const bool apostrophe = (c == '\'' || c == '`') && joins_negation(text, at);
      if (!apostrophe) keep(at, c);
      ++at;
      continue;
    }
    const Decoded letter = decode(text, at);
    const char plain = without_accent(letter.value);
    if (plain != 0) {
      keep(at, plain);
    } else if (!is_combining_ornament(letter.value) && !joins_negation(text, at)) {
      for (std::size_t i = 0; i < letter.size; ++i) keep(at + i, text[at + i]);
    }
    at += letter.size;
  }
  into.source[out] = into.source[text.size()];
  text.resize(out);
  into.source.resize(out + 1);
}

bool needs_fold(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return c == '\'' || c == '`' || static_cast<unsigned char>(c) >= 0x80;
  });
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

// One pass over the folded text that finds words, @names, #tags and web addresses.
class Tokeniser {
 public:
  explicit Tokeniser(MatchText& into) : into_(into), text_(into.text) {}

  void run() {
    while (at_ < text_.size()) step();
    into_.main_end = text_.size();
  }
  std::uint32_t sentences() const { return sentence_ + 1; }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '@' && mention()) return;
    if (word_at(text_, at_)) return word();
    if (c == ' ') line_break();
    if (c == '.' || c == '!' || c == '?' || c == ';') sentence_mark(c);
    at_ += static_cast<unsigned char>(c) < 0x80 ? 1 : decode(text_, at_).size;
  }

  void word() {
    if (begins_with(text_, at_, "http://") || begins_with(text_, at_, "https://") ||
        begins_with(text_, at_, "ww.")) {  // the shadow text keeps two letters of "www"
      return link(at_, link_end(text_, at_));
    }
    const std::size_t begin = at_;
    while (word_at(text_, at_)) {
      at_ += static_cast<unsigned char>(text_[at_]) < 0x80 ? 1 : decode(text_, at_).size;
    }
    if (at_ < text_.size() && text_[at_] == '.' && bare_domain_ends_at(text_, at_)) {
      return link(begin, link_end(text_, begin));
    }
    const bool tag = begin > 0 && text_[begin - 1] == '#' && !word_before(text_, begin - 1);
    add(begin, at_, tag ? TokenKind::hashtag : TokenKind::word);
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
    }
    at_ = end;
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
  }

  void mask(std::size_t begin, std::size_t end) {
    std::fill(into_.text.begin() + static_cast<std::ptrdiff_t>(begin),
              into_.text.begin() + static_cast<std::ptrdiff_t>(end), masked);
  }

  void add(std::size_t begin, std::size_t end, TokenKind kind) {
    into_.tokens.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                            sentence_, kind, Part::main});
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
    static constexpr std::array<std::string_view, 34> known{
        "st",  "ave",  "av",  "blvd", "rd",   "dr", "ln",  "ct",     "pl",  "pkwy", "hwy", "mr",
        "mrs", "ms",   "sr",  "sra",  "srta", "no", "apt", "ste",    "vs",  "etc",  "jr",  "mt",
        "ft",  "calz", "col", "num",  "dpto", "ud", "uds", "approx", "fwy", "cir"};
    if (into_.tokens.empty() || into_.tokens.back().end != at_) return false;
    const std::string_view word = into_.view(into_.tokens.back());
    return word.size() == 1 || std::find(known.begin(), known.end(), word) != known.end();
  }

  MatchText& into_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t sentence_ = 0;
};

enum class Shape { lower, upper, digit, other };

Shape shape_of(char32_t c) {
  if (c >= '0' && c <= '9') return Shape::digit;
  if (is_capital(c)) return Shape::upper;
  return is_word(c) && c != '_' ? Shape::lower : Shape::other;
}

// Cuts "FixTheStreetLight311" at the places where a new word visibly begins.
std::vector<Range> parts_of(std::string_view tag) {
  std::vector<Range> parts;
  Shape before = Shape::other;
  for (std::size_t at = 0; at < tag.size();) {
    const Decoded c = decode(tag, at);
    const Shape now = shape_of(c.value);
    const std::size_t next = at + c.size;
    const bool next_lower = next < tag.size() && shape_of(decode(tag, next).value) == Shape::lower;
    const bool opens =
        now != Shape::other &&
        (before == Shape::other || (now == Shape::digit) != (before == Shape::digit) ||
         (now == Shape::upper && (before == Shape::lower || next_lower)));
    if (opens) parts.push_back({at, at});
    if (now != Shape::other) parts.back().end = next;
    before = now;
    at = next;
  }
  return parts;
}

// Writes the parts of hashtags, later of @names, behind the text: a phrase of their own each.
class PartsWriter {
 public:
  PartsWriter(MatchText& into, std::uint32_t sentence) : into_(into), sentence_(sentence) {}

  void write(TokenKind kind, Part part, std::size_t main_tokens) {
    for (std::size_t i = 0; i < main_tokens; ++i) {
      if (into_.tokens[i].kind == kind) split(into_.tokens[i], part);
    }
  }

 private:
  void split(const Token& token, Part part) {
    const Range whole = into_.original_range(token.begin, token.end);
    const std::string_view tag = into_.original.substr(whole.begin, whole.end - whole.begin);
    const std::vector<Range> parts = parts_of(tag);
    const bool as_before = parts.size() < 2 && part == Part::hashtag;
    if (parts.empty() || as_before) return;
    ++sentence_;
    append("\n", into_.source.back());
    for (const Range& range : parts) {
      add(tag.substr(range.begin, range.end - range.begin), whole.begin + range.begin, part);
    }
  }

  void add(std::string_view word, std::size_t from, Part part) {
    const std::string form = normal_form(word);
    if (form.empty()) return;
    if (into_.text.back() != '\n') append(" ", into_.source.back());
    const auto begin = static_cast<std::uint32_t>(into_.text.size());
    append(form, from);
    into_.source.back() = static_cast<std::uint32_t>(from + word.size());
    into_.tokens.push_back(
        {begin, static_cast<std::uint32_t>(into_.text.size()), sentence_, TokenKind::word, part});
  }

  void append(std::string_view bytes, std::size_t from) {
    into_.source.back() = static_cast<std::uint32_t>(from);
    into_.text.append(bytes);
    into_.source.insert(into_.source.end(), bytes.size(), static_cast<std::uint32_t>(from));
  }

  MatchText& into_;
  std::uint32_t sentence_;
};

}  // namespace

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

void read_text(std::string_view original, MatchText& into) {
  into.original = cut(original);
  into.tokens.clear();
  into.emails.clear();
  ShadowText shadow_text = shadow(into.original);
  into.text = std::move(shadow_text.text);
  into.source = std::move(shadow_text.source);
  if (needs_fold(into.text)) fold_in_place(into);
  Tokeniser tokeniser(into);
  tokeniser.run();
  const std::size_t main_tokens = into.tokens.size();
  PartsWriter writer(into, tokeniser.sentences());
  writer.write(TokenKind::hashtag, Part::hashtag, main_tokens);
  into.hashtags_end = into.text.size();
  writer.write(TokenKind::mention, Part::mention, main_tokens);
  for (Token& token : into.tokens) token.hash = hash_of(into.view(token));
}

std::string normal_form(std::string_view term) {
  MatchText form;
  ShadowText shadow_text = shadow(term);
  form.original = term;
  form.text = std::move(shadow_text.text);
  form.source = std::move(shadow_text.source);
  fold_in_place(form);
  return form.text;
}

}  // namespace social311::classifier
