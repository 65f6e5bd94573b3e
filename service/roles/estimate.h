// How many posts lie in a range that was not read, from the pages beside it. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "connectors/network.h"
#include "core/clock.h"

namespace social311::service {

// Posts a second on this page; 0 when it says nothing of it (fewer than two posts).
double density_of(const connectors::Page& page);

// Posts between two moments, of which the upper neighbour was as dense as `above` and the lower one
// as `below` (empty = not known, then `above` counts alone). A burst that still runs is likelier
// than one that has just ended, so the upper side weighs a little more: right where the density is
// even, within a factor of 2 for a burst that fills between three tenths and all of the range. At
// least 1: a range that is not read is never called empty.
std::int64_t posts_between(std::optional<Instant> from, std::optional<Instant> to, double above,
                           std::optional<double> below);

}  // namespace social311::service
