#include "connectors/bluesky/uri.h"

#include <algorithm>
#include <cstdint>

namespace social311::connectors::bluesky {
namespace {

constexpr std::string_view sortable = "234567abcdefghijklmnopqrstuvwxyz";  // base32 that sorts
constexpr std::size_t tid_length = 13;
constexpr std::size_t longest_did = 2'048;
constexpr std::size_t longest_key = 512;

bool all_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [others](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
  });
}

}  // namespace

bool is_did(std::string_view text) {
  if (text.rfind("did:", 0) != 0 || text.size() > longest_did || text.back() == ':') return false;
  const std::size_t method_end = text.find(':', 4);
  return method_end != std::string_view::npos && method_end > 4 && all_of(text, ":._-%");
}

bool is_tid(std::string_view text) {
  return text.size() == tid_length && std::all_of(text.begin(), text.end(), [](char c) {
           return sortable.find(c) != std::string_view::npos;
         });
}

std::optional<AtUri> parse_at_uri(std::string_view text) {
  constexpr std::string_view scheme = "at://";
  if (text.rfind(scheme, 0) != 0) return std::nullopt;
  text.remove_prefix(scheme.size());
  const std::size_t first = text.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  AtUri uri{std::string(text.substr(0, first)),
            std::string(text.substr(first + 1, second - first - 1)),
            std::string(text.substr(second + 1))};
  const bool key = !uri.key.empty() && uri.key.size() <= longest_key && all_of(uri.key, "._:~-");
  const bool collection = !uri.collection.empty() && all_of(uri.collection, ".-");
  if (!key || !collection || !is_did(uri.did)) return std::nullopt;
  return uri;
}

std::string post_uri(std::string_view did, std::string_view key) {
  return "at://" + std::string(did) + "/" + std::string(post_collection) + "/" + std::string(key);
}

std::string make_tid(Instant now, Random& random) {
  const auto ms =
      static_cast<std::uint64_t>(std::max<std::int64_t>(now.time_since_epoch().count(), 0));
  const std::uint64_t microseconds = ms * 1'000 + random.below(1'000);
  std::uint64_t value = ((microseconds << 10) | random.below(1'024)) & 0x7fff'ffff'ffff'ffffULL;
  std::string tid(tid_length, '2');
  for (std::size_t i = tid_length; i-- > 0; value >>= 5) tid[i] = sortable[value & 31U];
  return tid;
}

std::optional<Instant> tid_time(std::string_view key) {
  if (!is_tid(key)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : key) value = (value << 5) | sortable.find(c);
  return Instant(
      Milliseconds(static_cast<std::int64_t>((value & 0x7fff'ffff'ffff'ffffULL) >> 10) / 1'000));
}

}  // namespace social311::connectors::bluesky
