// Bluesky's answers as posts. Pure, and fed by strangers: whatever the bytes are, the end is a
// value. Source: the lexicons app.bsky.notification.listNotifications,
// app.bsky.feed.{searchPosts,getPosts, getAuthorFeed}; answers of a real network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/network.h"
#include "core/json.h"
#include "core/result.h"

namespace social311::connectors::bluesky {

struct Self {
  std::string did{};
  std::string handle{};
};

enum class Listing { notifications, posts, feed };  // the key that holds the items

// Every post of the page in the network's order; Post::created_at is the `indexedAt` that the item
// shows. That is the moment of indexing, or, in notifications and on networks that are set up so,
// the earlier one of it and the author's claim (tried on a real network; bsky views/index.js).
// Fault garbled: not the JSON of such a page.
Result<Page> parse_page(std::string_view body, Listing listing, const Self& self);

// A post that may be answered, as getPosts or getRecord shows it.
struct Parent {
  std::string uri{};
  std::string cid{};
  std::string root_uri{};  // of the thread: the post itself when it begins one
  std::string root_cid{};
  std::string author_did{};
  std::string author_handle{};
  std::string closed{};  // why it cannot be answered, "" when it can
};
// The first post of a getPosts answer. ok with an empty uri: the post is gone.
Result<Parent> parse_parent(std::string_view body);
// com.atproto.repo.getRecord, for when the AppView is away.
Result<Parent> parse_record_parent(std::string_view body);

// One of our own records, as com.atproto.repo.getRecord shows it.
Result<OwnPost> parse_own_record(std::string_view body);

}  // namespace social311::connectors::bluesky
