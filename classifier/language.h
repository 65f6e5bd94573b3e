// The language of a post. The one place that knows CLD2.
#pragma once

#include <string>
#include <string_view>

#include "classifier/match_text.h"

namespace social311::classifier {

// ISO 639-1, or "und" when the text is too short or unclear to say. `hint` is what the network
// says, which is often wrong: it only settles what the words leave open between English and
// Spanish.
std::string language_of(const MatchText& text, std::string_view hint);

}  // namespace social311::classifier
