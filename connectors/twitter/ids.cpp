#include "connectors/twitter/ids.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace social311::connectors::twitter {
namespace {

constexpr std::int64_t snowflake_epoch_ms = 1'288'834'974'657;
constexpr int time_shift = 22;
constexpr std::uint64_t first_snowflake = 29'700'859'247;  // the first id of 4 November 2010

std::uint64_t number_of(std::string_view id) {
  std::uint64_t value = 0;
  std::from_chars(id.data(), id.data() + id.size(), value);  // 19 digits fit
  return value;
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 19 && text[0] != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool newer_id(std::string_view a, std::string_view b) {
  if (!is_id(a) || !is_id(b)) return false;
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

std::string_view newest_of(std::string_view a, std::string_view b) {
  if (!is_id(a)) return b;
  return newer_id(b, a) ? b : a;
}

std::optional<Instant> instant_of(std::string_view id) {
  if (!is_id(id)) return std::nullopt;
  const std::uint64_t number = number_of(id);
  if (number < first_snowflake) return std::nullopt;
  const auto since_epoch = static_cast<std::int64_t>(number >> time_shift);
  return Instant(Milliseconds(since_epoch + snowflake_epoch_ms));
}

std::string first_id_at(Instant instant) {
  const std::int64_t ms = instant.time_since_epoch().count() - snowflake_epoch_ms;
  if (ms <= 0) return "1";
  return std::to_string(static_cast<std::uint64_t>(ms) << time_shift);
}

std::string step_back(std::string_view id, Milliseconds span) {
  const auto made = instant_of(id);
  if (!made) return std::string(id);
  const auto steps = static_cast<std::uint64_t>(span.count()) << time_shift;
  const std::uint64_t number = number_of(id);
  return number > steps ? std::to_string(number - steps) : "1";
}

}  // namespace social311::connectors::twitter
