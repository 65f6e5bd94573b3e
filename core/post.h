// A post as every room sees it, whatever network it came from. Ids are strings, always.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"

namespace social311 {

struct Author {
  std::string id{};      // the network's own stable id; handles change
  std::string handle{};  // without @
  std::string name{};

  bool operator==(const Author&) const = default;
};

// Whether the city's account may answer this post on its network, and why.
enum class Repliable { yes, not_summoned, closed, unknown };
enum class PostKind { post, repost, direct_message };

struct Post {
  std::string network{};          // twitter | facebook | instagram | bluesky | mastodon | import
  std::string id{};               // the network's id; an edited post keeps its first one
  std::string text{};             // valid UTF-8, no NUL, entities unescaped once
  Author author{};
  Instant created_at{};           // the moment the network vouches for (indexed time where the author only claims one)
  std::string in_reply_to{};      // "" when it starts a conversation
  std::string conversation{};     // "" when the network has none
  std::string quoted{};           // id of the quoted post
  std::vector<std::string> mentions{};      // handles without @
  std::vector<std::string> mention_ids{};   // stable ids where the network gives them
  int media = 0;
  std::vector<std::string> media_texts{};   // alternative texts, searchable
  std::optional<double> lat{};
  std::optional<double> lon{};
  std::string lang{};             // as the network says; may be "" or wrong
  PostKind kind = PostKind::post;
  Repliable repliable = Repliable::unknown;
  std::string repliable_reason{}; // "mentioned", "quoted us", "reply to us", "not summoned"
  std::string version{};          // newest version id or cid; a change means the text may have changed
  std::string url{};              // public address, "" when unknown
  std::string raw{};              // the network's own JSON of this post

  bool operator==(const Post&) const = default;
};

// What a labelled post says of itself (`label` of the exchange form).
struct PostLabel {
  std::optional<bool> service_request{};
  std::optional<std::string> topic{};

  bool operator==(const PostLabel&) const = default;
};

}  // namespace social311
