// What the sources of core/ share of ICU, without its types. Other rooms use core/text.h.
#pragma once

#include <string>
#include <string_view>

namespace social311 {

// Whether NFKC_Casefold never joins this code point with what stands before it.
bool has_boundary_before(char32_t value);
std::string casefold_piece(std::string_view piece);  // NFKC_Casefold of a short piece

bool is_white_space(char32_t value);
bool is_letter(char32_t value);

}  // namespace social311
