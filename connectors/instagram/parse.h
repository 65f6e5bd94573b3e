// Instagram's comments and media. Pure, and fed by strangers. Names differ from Facebook's: `text`,
// `timestamp`, `username`. Without `from` an author is a name alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connectors/meta/watch.h"
#include "connectors/network.h"
#include "core/json.h"

namespace social311::connectors::instagram {

struct Self {
  std::string id{};
  std::string handle{};
};

struct Listed {
  std::vector<Post> posts{};  // replies among them
  std::vector<std::string> problems{};
  std::vector<std::string> unreadable{};
  std::vector<std::string> more_replies{};  // comments whose replies go on elsewhere
  std::size_t items = 0;                    // top-level ones
  std::optional<Instant> oldest_at{};       // of them
};

// Where a comment stands: under a medium, or under a comment of it.
struct Under {
  std::string medium{};
  std::string parent{};
};
std::optional<Post> read_comment(const JsonValue& item, const Under& under, const Self& self,
                                 Instant now, std::string& why);
// A medium of others that tags the account or carries a hashtag: it can be read, not commented.
std::optional<Post> read_medium(const JsonValue& item, const Self& self, const char* reason,
                                Instant now, std::string& why);

Listed list_comments(const JsonValue& body, const Under& under, const Self& self, Instant now);
Listed list_media(const JsonValue& body, const Self& self, const char* reason, Instant now);
std::vector<meta::Watched> list_watched(const JsonValue& body);

bool is_hidden(const JsonValue& item);

}  // namespace social311::connectors::instagram
