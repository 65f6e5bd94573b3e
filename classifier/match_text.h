// The form of a post in which rules are matched: core's shadow text without accents, without the
// letters of
// @names and web addresses, cut into words, with the parts of hashtags, a second reading of what is
// disguised, and the parts of @names behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace social311::classifier {

inline constexpr std::size_t longest_text = 10'000;  // characters that are read of a post
inline constexpr char masked = '\x01';  // stands for a character that no term may match

enum class TokenKind : std::uint8_t { word, hashtag, mention, link };

// Where a word stands: in the text itself, among the parts of "#FixThePotHole", in the second
// reading of a disguised text (second_reading.h), or among the parts of "@CityPolice".
enum class Part : std::uint8_t { main, hashtag, again, mention };

struct Token {
  std::uint32_t begin = 0;  // bytes of MatchText::text
  std::uint32_t end = 0;
  std::uint32_t sentence = 0;  // words of one sentence share it
  TokenKind kind = TokenKind::word;
  Part part = Part::main;
  std::uint64_t hash = 0;  // of its letters (word_table.h)
};

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const Range&) const = default;
};

struct MatchText {
  std::string_view original{};  // the caller's text, cut to `longest_text`
  std::string text{};
  std::vector<std::uint32_t>
      source{};              // byte of the original of each byte of `text`, one more for its end
  std::size_t main_end = 0;  // the parts of hashtags begin here
  std::size_t hashtags_end = 0;  // the parts of @names begin here
  std::vector<Token> tokens{};
  std::vector<Range> emails{};  // in the original

  std::string_view view(const Token& token) const {
    return std::string_view(text).substr(token.begin, token.end - token.begin);
  }
  // The original's bytes of text bytes from `begin` to `end`, widened to whole characters.
  Range original_range(std::size_t begin, std::size_t end) const;
  std::string_view original_of(const Token& token) const;
  bool capitalised(const Token& token) const;  // in the original
};

// Reads a post. `into` is reused: its vectors keep their memory.
void read_text(std::string_view original, MatchText& into);

// Words behind which a full stop ends no sentence: "st", "ave", and every single letter.
bool is_abbreviation(std::string_view word);

// A term of a rule in the same form, for comparing with token texts.
std::string normal_form(std::string_view term);

}  // namespace social311::classifier
