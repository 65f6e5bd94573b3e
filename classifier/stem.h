// Snowball stems. Thread-safe: each thread has its own stemmers.
#pragma once

#include <string_view>

#include "classifier/query.h"

namespace social311::classifier {

// The stem of a word in normal form; valid until this thread's next call. RuleLanguage::any: the
// word itself.
std::string_view stem_of(std::string_view word, RuleLanguage language);

}  // namespace social311::classifier
