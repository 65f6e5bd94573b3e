// Mastodon's answers as posts. Pure, and fed by strangers: whatever the bytes are, the end is a
// value. Source: Mastodon docs, entities/{Status,Notification,Instance,Context}; answers of a real
// server (4.6.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/mastodon/paging.h"
#include "connectors/network.h"
#include "core/json.h"
#include "core/result.h"

namespace social311::connectors::mastodon {

struct Self {
  std::string id{};
  std::string handle{};
};

enum class Listing { notifications, statuses };
// Who else can see a post: `open_posts` are public or unlisted, `closed_posts` are for followers or
// for those they mention.
enum class Audience { everything, open_posts, closed_posts };

struct Listed {
  std::vector<Mark> marks{};  // every item, newest first, held back or not
  std::vector<Post> posts{};
  std::vector<std::string> problems{};
  std::vector<std::string> unreadable{};
};
// Notifications that are no mention, statuses that are only boosted, and posts of another audience
// are held back. Post::created_at of a mention is the moment of its notification: that one the
// account's own server vouches for. Fault garbled: not the JSON of such a list, or an item has no
// id.
Result<Listed> parse_list(std::string_view body, Listing listing, Audience audience,
                          const Self& self, Instant now);

// One status; Fault garbled when it is none.
Result<Post> parse_status(std::string_view body, const Self& self, Instant now);

enum class Visibility { open, unlisted, followers, direct };
// A post that may be answered.
struct Target {
  Visibility visibility = Visibility::direct;  // the narrowest where the server says a new word
  std::string author_id{};
  std::string acct{};  // "user", or "user@host" for people of other servers
};
Result<Target> parse_target(std::string_view body);
// How far an answer may be seen: never further than what it answers, and of posts that are not open
// only by their author.
const char* answer_visibility(Visibility target);

// What the server allows; a server may say nothing.
struct Limits {
  std::size_t characters = 500;
  std::size_t address_characters = 23;  // each link counts this
};
Result<Limits> parse_limits(std::string_view body);

// Our own posts in a list of statuses, or among the descendants of a context.
Result<std::vector<OwnPost>> parse_own(std::string_view body, const Self& self);
Result<std::vector<OwnPost>> parse_own_descendants(std::string_view body, const Self& self);

}  // namespace social311::connectors::mastodon
