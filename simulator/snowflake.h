// X's ids: 41 bits of milliseconds since 2010-11-04T01:42:54.657Z, 10 bits of a machine, 12 of a
// counter. So they are ordered by time only roughly: within a millisecond the machine decides.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"

namespace social311::simulator {

constexpr std::int64_t snowflake_epoch_ms = 1288834974657;

Instant instant_of(std::uint64_t id);
std::uint64_t first_id_at(Instant instant);                    // 0 before the epoch
std::optional<std::uint64_t> parse_id(std::string_view text);  // 1 to 19 digits

// Never hands out an id twice, also for moments in the past. Not thread-safe.
class IdMint {
 public:
  explicit IdMint(Random& random) : random_(random) {}
  std::uint64_t next(Instant at);
  void remember(std::uint64_t id) { used_.insert(id); }

 private:
  Random& random_;
  std::set<std::uint64_t> used_;
};

}  // namespace social311::simulator
