// Where: addresses, crossings, blocks, streets, landmarks and areas that a post names.
#pragma once

#include <vector>

#include "classifier/geography.h"
#include "classifier/match_text.h"
#include "core/finding.h"

namespace social311::classifier {

// In text order, without overlaps, at most 10. Only a landmark of the map has coordinates: a place
// that is merely named stays without, never a guess. Coordinates of the post itself are not looked
// at here.
std::vector<Location> places_in(const MatchText& text, const Geography& geography);

}  // namespace social311::classifier
