#include "simulator/sites.h"

#include <algorithm>
#include <array>

namespace social311::simulator {

namespace {

struct Prefix {
  std::string_view text;
  Door door;
};

constexpr std::array<Prefix, 5> prefixes = {{{"/twitter", Door::x},
                                             {"/facebook", Door::graph},
                                             {"/instagram", Door::graph_instagram},
                                             {"/bluesky", Door::bluesky},
                                             {"/mastodon", Door::mastodon}}};

// "/v26.0/…": a version of the Graph API.
bool is_versioned(std::string_view path) {
  const std::string_view first = path.substr(0, path.find('/', 1));
  return first.size() > 3 && first[1] == 'v' && first[2] >= '0' && first[2] <= '9' &&
         first.find('.') != std::string_view::npos;
}

}  // namespace

Routing door_of(const std::string& path) {
  for (const Prefix& prefix : prefixes) {
    if (path.starts_with(std::string(prefix.text) + "/") || path == prefix.text) {
      const std::string rest = path.substr(prefix.text.size());
      return {prefix.door, std::string(prefix.text), rest.empty() ? "/" : rest};
    }
  }
  if (is_versioned(path)) return {Door::graph, "", path};
  if (path.starts_with("/xrpc/")) return {Door::bluesky, "", path};
  if (path.starts_with("/api/v1/") || path.starts_with("/api/v2/"))
    return {Door::mastodon, "", path};
  return {Door::x, "", path};
}

}  // namespace social311::simulator
