// Private to sql/: where a page of a list ended, as the opaque text the next ask brings back. It
// comes from a browser: anything that is not one of ours reads as the beginning.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"

namespace social311::sql {

using CursorPart = std::optional<std::int64_t>;  // empty = null

inline std::string write_cursor(const std::vector<CursorPart>& parts) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += '.';
    text += part ? std::to_string(*part) : "-";
  }
  return text;
}

// Exactly `count` parts, or that many empty ones.
inline std::vector<CursorPart> read_cursor(std::string_view text, std::size_t count) {
  std::vector<CursorPart> beginning(count);
  const auto words = split(text, '.');
  if (words.size() != count) return beginning;
  std::vector<CursorPart> parts;
  for (const auto& word : words) {
    std::int64_t number = 0;
    const auto* end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, number);
    if (word == "-")
      parts.emplace_back(std::nullopt);
    else if (error == std::errc() && stopped == end && std::abs(number) < (std::int64_t{1} << 53))
      parts.emplace_back(number);
    else
      return beginning;
  }
  return parts;
}

inline int page_size(int asked) {
  return std::clamp(asked, 1, 200);
}

}  // namespace social311::sql
