#include "connectors/meta/times.h"

#include <charconv>
#include <string>

namespace social311::connectors::meta {
namespace {

constexpr std::int64_t least_milliseconds = 100'000'000'000;   // 1973 as ms, the year 5138 as s
constexpr std::int64_t most_milliseconds = 7'258'118'400'000;  // 2200
constexpr std::size_t offset_size = 5;                         // "+0000"

std::optional<Instant> of_epoch(std::int64_t value) {
  if (value <= 0) return std::nullopt;
  const std::int64_t ms = value < least_milliseconds ? value * 1'000 : value;
  if (ms >= most_milliseconds) return std::nullopt;
  return Instant(Milliseconds(ms));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Instant> time_of(std::string_view text) {
  if (text.size() <= offset_size || text.size() > 40) return std::nullopt;
  const std::size_t sign = text.size() - offset_size;
  if (text[sign] != '+' && text[sign] != '-') return parse_iso8601(text);
  std::string with_colon(text);
  with_colon.insert(text.size() - 2, ":");
  return parse_iso8601(with_colon);
}

std::optional<Instant> time_of(const JsonValue& value) {
  if (const auto number = value.number(0, most_milliseconds)) return of_epoch(*number);
  const auto text = value.text();
  if (!text) return std::nullopt;
  if (const auto number = whole_number(*text)) return of_epoch(*number);
  return time_of(std::string_view(*text));
}

}  // namespace social311::connectors::meta
