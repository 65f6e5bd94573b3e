// How many posts lie in a range that was not read, from the pages beside it. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "connectors/network.h"
#include "core/clock.h"

namespace social311::service {

// How dense the pages of a walk are, all together: one page of a burst may lie within one second.
class Density {
 public:
  void add(const connectors::Page& page);
  // 0 when nothing can be said of it yet (fewer than two posts).
  double posts_a_second() const;

 private:
  std::size_t posts_ = 0;
  std::optional<Instant> first_at_{};
  std::optional<Instant> last_at_{};
};

// Posts between two moments, of which the upper neighbour was as dense as `above` and the lower one
// as `below` (empty = not known, then `above` counts alone). A burst that still runs is likelier
// than one that has just ended, so the upper side weighs a little more: right where the density is
// even, within a factor of 2 for a burst that fills between three tenths and all of the range. At
// least 1: a range that is not read is never called empty.
std::int64_t posts_between(std::optional<Instant> from, std::optional<Instant> to, double above,
                           std::optional<double> below);

}  // namespace social311::service
