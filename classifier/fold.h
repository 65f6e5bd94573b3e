// The second half of the way from a text to the form in which rules meet it; the first is core's
// shadow text.
#pragma once

#include "classifier/match_text.h"

namespace social311::classifier {

// Takes accents, ornaments and the apostrophe of "don't" out of `into.text`, and keeps
// `into.source` true to it.
void fold_in_place(MatchText& into);

}  // namespace social311::classifier
