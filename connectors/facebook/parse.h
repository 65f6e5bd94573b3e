// Facebook's posts and comments. Pure, and fed by strangers: whatever the bytes are, the end is a
// value. Every field but id and time may be missing: no `from` means a third party whom Meta does
// not name (ours always carry it), no `message` a photo alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/meta/watch.h"
#include "connectors/network.h"
#include "core/json.h"

namespace social311::connectors::facebook {

struct Listed {
  std::vector<Post> posts{};
  std::vector<std::string> problems{};
  std::vector<std::string> unreadable{};
};

// Post::conversation of a post is itself, of a comment its top-level comment; in_reply_to of a
// top-level comment is the post, of a reply the top-level comment (there are two levels only).
// Post::version is a hash of the text: neither kind says when it was edited, and a post's
// updated_time moves with every comment.
std::optional<Post> read_post(const JsonValue& item, const std::string& page_id, Instant now,
                              std::string& why);
// `post_id` = under which it stands, "" = take it from the item.
std::optional<Post> read_comment(const JsonValue& item, const std::string& post_id,
                                 const std::string& page_id, Instant now, std::string& why);

// The items of `data`. What cannot be read is kept raw.
Listed list_posts(const JsonValue& body, const std::string& page_id, Instant now);
Listed list_comments(const JsonValue& body, const std::string& post_id, const std::string& page_id,
                     Instant now);

// As far as their comments are concerned.
std::vector<meta::Watched> list_watched(const JsonValue& body, const std::string& page_id);

bool is_hidden(const JsonValue& item);

}  // namespace social311::connectors::facebook
