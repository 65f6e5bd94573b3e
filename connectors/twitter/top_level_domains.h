// The endings that make "denver.sucks" a link although it has no scheme. X turns what it takes for
// a link into 23 characters, so a count of characters has to know them.
#pragma once

#include <cstddef>
#include <string_view>

namespace social311::connectors::twitter {

// The length of the longest known ending that `text` begins with and that X would accept there: no
// ASCII letter or digit, @, + or - may follow. Case does not matter. 0 = none.
std::size_t known_ending(std::u32string_view text);

}  // namespace social311::connectors::twitter
