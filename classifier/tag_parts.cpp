#include "classifier/tag_parts.h"

#include <numeric>

#include "classifier/letters.h"
#include "classifier/word_table.h"

namespace social311::classifier {
namespace {

enum class Shape { lower, upper, digit, other };

Shape shape_of(char32_t c) {
  if (c >= 'a' && c <= 'z') return Shape::lower;
  if (c >= '0' && c <= '9') return Shape::digit;
  if (is_capital(c)) return Shape::upper;
  return is_word(c) && c != '_' ? Shape::lower : Shape::other;
}

struct Formed {
  Shape shape = Shape::other;
  std::size_t bytes = 1;
};

Formed formed_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const Decoded c = decode(text, at);
  return {shape_of(c.value), c.size};
}

// normal_form() of letters and digits that are all ASCII; false for others.
bool ascii_form(std::string_view word, std::string& form) {
  form.clear();
  for (const char c : word) {
    if (!is_ascii_word(c)) return false;
    const char lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    const std::size_t size = form.size();
    const bool third = size >= 2 && form[size - 1] == lower && form[size - 2] == lower;
    if (!third || lower < 'a') form.push_back(lower);
  }
  return true;
}

std::vector<Range>& own_parts() {
  thread_local std::vector<Range> parts;
  return parts;
}

std::string& own_form() {
  thread_local std::string form;
  return form;
}

}  // namespace

void parts_of(std::string_view tag, std::vector<Range>& parts) {
  parts.clear();
  Shape before = Shape::other;
  Formed now = formed_at(tag, 0);
  for (std::size_t at = 0; at < tag.size();) {
    const std::size_t next_at = at + now.bytes;
    const Formed next = formed_at(tag, next_at);
    const bool opens =
        now.shape != Shape::other &&
        (before == Shape::other || (now.shape == Shape::digit) != (before == Shape::digit) ||
         (now.shape == Shape::upper && (before == Shape::lower || next.shape == Shape::lower)));
    if (opens) parts.push_back({at, at});
    if (now.shape != Shape::other) parts.back().end = next_at;
    before = now.shape;
    now = next;
    at = next_at;
  }
}

PartsWriter::PartsWriter(MatchText& into, std::uint32_t sentence)
    : into_(into), sentence_(sentence), parts_(own_parts()), form_(own_form()) {}

void PartsWriter::write(TokenKind kind, Part part, std::size_t main_tokens) {
  for (std::size_t i = 0; i < main_tokens; ++i) {
    if (into_.tokens[i].kind == kind) split(into_.tokens[i], part);
  }
}

void PartsWriter::split(const Token& token, Part part) {
  if (part == Part::mention && lower_name(token)) return;
  const Range whole = into_.original_range(token.begin, token.end);
  const std::string_view tag = into_.original.substr(whole.begin, whole.end - whole.begin);
  parts_of(tag, parts_);
  const bool as_before = parts_.size() < 2 && part == Part::hashtag;
  if (parts_.empty() || as_before) return;
  ++sentence_;
  append("\n", into_.source.back());
  for (const Range& range : parts_) {
    add(tag.substr(range.begin, range.end - range.begin), whole.begin + range.begin, part);
  }
}

// "@user": nothing to cut. False for all others.
bool PartsWriter::lower_name(const Token& token) {
  const std::size_t from = into_.source[token.begin];
  const std::string_view name = into_.original.substr(from, token.end - token.begin);
  if (into_.source[token.end] - from != name.size()) return false;
  const auto lower = [](bool all, char c) { return all && c >= 'a' && c <= 'z'; };
  if (!std::accumulate(name.begin(), name.end(), true, lower)) return false;
  ++sentence_;
  append("\n", into_.source.back());
  add(name, from, Part::mention);
  return true;
}

void PartsWriter::add(std::string_view word, std::size_t from, Part part) {
  if (!ascii_form(word, form_)) form_ = normal_form(word);
  if (form_.empty()) return;
  if (into_.text.back() != '\n') append(" ", into_.source.back());
  const auto begin = static_cast<std::uint32_t>(into_.text.size());
  append(form_, from);
  into_.source.back() = static_cast<std::uint32_t>(from + word.size());
  into_.tokens.push_back({begin, static_cast<std::uint32_t>(into_.text.size()), sentence_,
                          TokenKind::word, part, hash_of(form_)});
}

void PartsWriter::append(std::string_view bytes, std::size_t from) {
  into_.source.back() = static_cast<std::uint32_t>(from);
  into_.text.append(bytes);
  into_.source.insert(into_.source.end(), bytes.size(), static_cast<std::uint32_t>(from));
}

}  // namespace social311::classifier
