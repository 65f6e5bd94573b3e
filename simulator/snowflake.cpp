#include "simulator/snowflake.h"

#include <charconv>

namespace social311::simulator {

Instant instant_of(std::uint64_t id) {
  return Instant(Milliseconds(static_cast<std::int64_t>(id >> 22) + snowflake_epoch_ms));
}

std::uint64_t first_id_at(Instant instant) {
  const std::int64_t span = instant.time_since_epoch().count() - snowflake_epoch_ms;
  return span <= 0 ? 0 : static_cast<std::uint64_t>(span) << 22;
}

std::optional<std::uint64_t> parse_id(std::string_view text) {
  std::uint64_t id = 0;
  if (text.empty() || text.size() > 19) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

std::uint64_t IdMint::next(Instant at) {
  const std::uint64_t machine = 320 + random_.below(4);
  std::uint64_t id = first_id_at(at) | (machine << 12);
  while (!used_.insert(id).second) ++id;
  return id;
}

}  // namespace social311::simulator
