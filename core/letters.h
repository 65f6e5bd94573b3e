// What kind of character a code point is, for rules of networks that are written in Unicode's
// general categories (twitter-text's hashtags).
#pragma once

namespace social311 {

enum class CharKind { letter, mark, digit, other };  // L, M, Nd, anything else
CharKind char_kind(char32_t value);                  // pure, thread-safe

}  // namespace social311
