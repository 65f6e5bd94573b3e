// How X counts characters: twitter-text 3. Everything is counted after NFC: code points of most
// alphabets weigh 1, all others 2, an emoji sequence 2 as a whole, a link 23 whatever its length.
// Source: X docs, fundamentals/counting-characters.mdx; twitter-text's conformance suite.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/length.h"

namespace social311::connectors::twitter {

constexpr std::size_t longest_text = 280;
constexpr std::size_t link_weight = 23;

// `by_code_point` is how X counted before configuration 3; kept because its test suite covers both.
enum class EmojiCount { as_one, by_code_point };

std::size_t weighted_length(std::string_view text, EmojiCount emoji = EmojiCount::as_one);
LengthRule length_rule();

// "$TICKER" tags: X refuses a post with two of them.
std::size_t cashtag_count(std::string_view text);

// Valid UTF-8 as code points.
std::u32string code_points(std::string_view text);

}  // namespace social311::connectors::twitter
