// How long Meta lets a text be. Characters are counted as UTF-16 units, the strictest reading: an
// emoji counts two.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/length.h"

namespace social311::connectors::meta {

inline constexpr std::size_t longest_message = 2'000;  // Messenger
inline constexpr std::size_t longest_facebook_comment = 8'000;
inline constexpr std::size_t longest_instagram_message = 1'000;  // bytes of UTF-8
inline constexpr std::size_t longest_instagram_comment = 2'200;
// The old Instagram API took no more; the current limit is not written down anywhere.
inline constexpr std::size_t cautious_instagram_comment = 300;
inline constexpr int cautious_hashtags = 4;
inline constexpr int cautious_addresses = 1;

std::size_t utf16_units(std::string_view text);

LengthRule message_rule();
LengthRule facebook_comment_rule();
LengthRule instagram_message_rule();
LengthRule instagram_comment_rule();

// A sentence when the text is empty or too long by `rule`, counted in `unit`.
std::optional<std::string> too_long(const LengthRule& rule, std::string_view text,
                                    const char* unit);
// What Instagram may swallow silently; empty = nothing.
std::string instagram_caution(std::string_view text);

}  // namespace social311::connectors::meta
