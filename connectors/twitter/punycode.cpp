#include "connectors/twitter/punycode.h"

#include <algorithm>
#include <cstdint>

namespace social311::connectors::twitter {
namespace {

// RFC 3492, section 5: the parameters of Punycode.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t t_min = 1;
constexpr std::uint32_t t_max = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::size_t longest_label = 256;  // far beyond 63, and far below any overflow

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > ((base - t_min) * t_max) / 2; k += base) delta /= base - t_min;
  return k + (base - t_min + 1) * delta / (delta + skew);
}

// Digits of one delta as a variable-length integer.
std::size_t digits_of(std::uint32_t delta, std::uint32_t bias) {
  std::size_t digits = 1;
  for (std::uint32_t k = base;; k += base) {
    const std::uint32_t t = k <= bias ? t_min : std::min(k - bias, t_max);
    if (delta < t) return digits;
    delta = (delta - t) / (base - t);
    ++digits;
  }
}

char32_t lowest_from(std::u32string_view label, char32_t least) {
  char32_t lowest = 0x110000;
  for (const char32_t c : label) {
    if (c >= least) lowest = std::min(lowest, c);
  }
  return lowest;
}

}  // namespace

std::optional<std::size_t> wire_length(std::u32string_view label) {
  if (label.size() > longest_label) return std::nullopt;
  const auto ascii = static_cast<std::uint32_t>(
      std::count_if(label.begin(), label.end(), [](char32_t c) { return c < 0x80; }));
  if (ascii == label.size()) return label.size();

  std::size_t length = 4 + ascii + (ascii > 0 ? 1 : 0);  // "xn--", the ASCII part and its hyphen
  std::uint32_t delta = 0;
  std::uint32_t bias = initial_bias;
  std::uint32_t handled = ascii;
  char32_t least = 0x80;
  while (handled < label.size()) {
    const char32_t next = lowest_from(label, least);
    delta += static_cast<std::uint32_t>(next - least) * (handled + 1);
    for (const char32_t c : label) {
      if (c < next) ++delta;
      if (c != next) continue;
      length += digits_of(delta, bias);
      bias = adapt(delta, handled + 1, handled == ascii);
      delta = 0;
      ++handled;
    }
    ++delta;
    least = next + 1;
  }
  return length;
}

}  // namespace social311::connectors::twitter
