// The words and signs of a rule line. For query.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace social311::classifier {

enum class LexKind : std::uint8_t {
  end,
  open,
  close,
  both,
  either,
  negation,
  near,
  ordered_near,
  word,
  phrase,
  regex,
  hashtag,
  mention,
  stem,
  sign,
  fault
};

struct Lexeme {
  LexKind kind = LexKind::end;
  std::string text{};   // the content, or what is wrong
  std::string shown{};  // as written
  std::size_t offset = 0;
  std::uint32_t distance = 0;  // of NEAR/n
};

std::vector<Lexeme> lex_query(std::string_view line, std::size_t offset);

}  // namespace social311::classifier
