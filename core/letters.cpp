#include "core/letters.h"

#include <unicode/uchar.h>

namespace social311 {

CharKind char_kind(char32_t value) {
  const auto mask = U_GET_GC_MASK(static_cast<UChar32>(value));
  if ((mask & U_GC_L_MASK) != 0) return CharKind::letter;
  if ((mask & U_GC_M_MASK) != 0) return CharKind::mark;
  return (mask & U_GC_ND_MASK) != 0 ? CharKind::digit : CharKind::other;
}

}  // namespace social311
