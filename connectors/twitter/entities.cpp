#include "connectors/twitter/entities.h"

#include <algorithm>

#include "connectors/twitter/ids.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::size_t longest_address = 2'000;

struct Link {
  std::size_t start = 0;
  std::size_t end = 0;
  std::string address{};  // "" = leave the link out
};

bool is_address(std::string_view text) {
  const bool scheme = text.rfind("http://", 0) == 0 || text.rfind("https://", 0) == 0;
  return scheme && text.size() <= longest_address &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

std::string address_of(const JsonValue& entity, std::string_view as_written) {
  for (const char* key : {"unwound_url", "expanded_url"}) {
    const auto address = entity[key].text();
    if (address && is_address(*address)) return *address;
  }
  return std::string(as_written);
}

// Links in order; one whose offsets do not show the link it names is left as it stands.
std::vector<Link> links_of(std::string_view raw, const JsonValue& entities) {
  std::vector<Link> links;
  const JsonValue urls = entities["urls"];
  if (urls.size() == 0) return links;
  const std::vector<std::size_t> offsets = code_point_offsets(raw);
  for (const JsonValue& entity : urls.items()) {
    const auto range = byte_range(entity, offsets);
    if (!range) continue;
    const std::string_view shown = raw.substr(range->first, range->second - range->first);
    if (entity["url"].text_or(std::string(shown)) != shown) continue;
    const bool own_picture = !entity["media_key"].absent();
    links.push_back(
        {range->first, range->second, own_picture ? std::string() : address_of(entity, shown)});
  }
  std::sort(links.begin(), links.end(),
            [](const Link& a, const Link& b) { return a.start < b.start; });
  return links;
}

std::string_view without_blanks_at_end(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

}  // namespace

std::optional<std::pair<std::size_t, std::size_t>> byte_range(
    const JsonValue& entity, const std::vector<std::size_t>& offsets) {
  if (offsets.empty()) return std::nullopt;
  const auto last = static_cast<std::int64_t>(offsets.size()) - 1;
  const auto start = entity["start"].number(0, last);
  const auto end = entity["end"].number(0, last);
  if (!start || !end || *start >= *end) return std::nullopt;
  return std::pair(offsets[static_cast<std::size_t>(*start)],
                   offsets[static_cast<std::size_t>(*end)]);
}

std::string readable_text(std::string_view raw, const JsonValue& entities) {
  std::string out;
  std::size_t at = 0;
  bool left_out = false;
  for (const Link& link : links_of(raw, entities)) {
    if (link.start < at) continue;  // overlapping entities: the first one counts
    out += html_unescape(raw.substr(at, link.start - at));
    out += link.address;
    left_out = left_out || link.address.empty();
    at = link.end;
  }
  out += html_unescape(raw.substr(at));
  return repair_utf8(left_out ? without_blanks_at_end(out) : std::string_view(out));
}

std::vector<Mention> mentions_of(const JsonValue& entities) {
  std::vector<Mention> out;
  for (const JsonValue& entity : entities["mentions"].items()) {
    Mention mention{entity["username"].text_or(""), entity["id"].id().value_or("")};
    if (!is_id(mention.id)) mention.id.clear();
    const bool twice = std::find(out.begin(), out.end(), mention) != out.end();
    if (!mention.handle.empty() && !twice && out.size() < 100) out.push_back(std::move(mention));
  }
  return out;
}

}  // namespace social311::connectors::twitter
