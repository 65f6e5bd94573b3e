// Spans of a post that are private: phone numbers, e-mail addresses, social security and card
// numbers, plates. The one place that knows libphonenumber.
#pragma once

#include <vector>

#include "classifier/match_text.h"
#include "core/finding.h"

namespace social311::classifier {

// Sorted by start, without overlaps. `places` are the post's locations: an address is private only
// where the writer says to live there ("I live at 12 Elm St").
std::vector<PrivateSpan> private_spans(const MatchText& text, const std::vector<Location>& places);

}  // namespace social311::classifier
