// Whether a text is written like the title of a report: "Broken railing, Mill Road", "blocked
// drain". On the cities' own forms residents name a thing and what is wrong with it, without a
// sentence.
#pragma once

#include "classifier/match_text.h"

namespace social311::classifier {

// A few words in one breath, spoken to nobody and about nobody: no @name, link or hashtag, no I,
// you or she, no exclamation.
bool is_title(const MatchText& text);

}  // namespace social311::classifier
