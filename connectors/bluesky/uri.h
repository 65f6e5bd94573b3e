// AT Protocol's names: records ("at://did/collection/key"), people (DIDs), keys made of time
// (TIDs). Source: atproto.com/specs/{at-uri-scheme,did,tid,record-key}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"

namespace social311::connectors::bluesky {

inline constexpr std::string_view post_collection = "app.bsky.feed.post";

struct AtUri {
  std::string did{};
  std::string collection{};
  std::string key{};

  bool operator==(const AtUri&) const = default;
};
// Of a record, with a DID as its authority; empty for anything else.
std::optional<AtUri> parse_at_uri(std::string_view text);
std::string post_uri(std::string_view did, std::string_view key);

bool is_did(std::string_view text);
bool is_tid(std::string_view text);
// 13 characters that sort by time; the low bits are chance, so two processes do not meet.
std::string make_tid(Instant now, Random& random);
// The moment in a key; empty for keys that are no TID.
std::optional<Instant> tid_time(std::string_view key);

}  // namespace social311::connectors::bluesky
