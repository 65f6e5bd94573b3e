#include "connectors/instagram/parse.h"

#include <algorithm>

#include "connectors/meta/ids.h"
#include "connectors/meta/items.h"
#include "connectors/meta/times.h"
#include "core/text.h"

namespace social311::connectors::instagram {
namespace {

std::string number_in(const JsonValue& value) {
  std::string id = value.id().value_or("");
  return meta::is_number(id) ? id : std::string();
}

// Ours may come without `from`: then the name tells.
Author author_of(const JsonValue& item, const Self& self) {
  Author author = meta::author_of(item["from"]);
  const std::string name = repair_utf8(item["username"].text_or(""));
  if (author.handle.empty() && name.size() <= 300) author.handle = name;
  if (author.id.empty()) author.id = number_in(item["user"]["id"]);
  const bool ours =
      !self.handle.empty() && to_lower_ascii(author.handle) == to_lower_ascii(self.handle);
  if (author.id.empty() && ours) author.id = self.id;
  return author;
}

std::optional<Post> begin(const JsonValue& item, const char* text, const Self& self, Instant now,
                          std::string& why) {
  Post post;
  post.network = "instagram";
  post.id = number_in(item["id"]);
  if (post.id.empty()) return why = "it has no id", std::nullopt;
  const auto at = meta::time_of(item["timestamp"]);
  if (!at) return why = "it has no time", std::nullopt;
  post.created_at = std::min(*at, now);
  post.author = author_of(item, self);
  post.text = repair_utf8(item[text].text_or(""));
  post.version = meta::text_version(post.text);
  post.url = meta::address_of(item["permalink"]);
  post.raw = item.dump();
  return post;
}

void keep(std::optional<Post> post, const JsonValue& item, const std::string& why, Listed& out) {
  if (post) return out.posts.push_back(std::move(*post));
  out.unreadable.push_back(item.dump());
  out.problems.push_back("an item cannot be read: " + why);
}

void take_replies(const JsonValue& item, const Under& under, const Self& self, Instant now,
                  Listed& out) {
  const std::string id = number_in(item["id"]);
  const JsonValue replies = item["replies"];
  for (const JsonValue& reply : replies["data"].items()) {
    std::string why;
    auto post = read_comment(reply, {under.medium, id}, self, now, why);
    keep(std::move(post), reply, why, out);
  }
  const bool further = replies["paging"]["next"].text().has_value();
  if (further && !id.empty()) out.more_replies.push_back(id);
}

}  // namespace

bool is_hidden(const JsonValue& item) {
  return item["hidden"].flag().value_or(false);
}

std::optional<Post> read_comment(const JsonValue& item, const Under& under, const Self& self,
                                 Instant now, std::string& why) {
  auto post = begin(item, "text", self, now, why);
  if (!post) return post;
  const std::string told = number_in(item["parent_id"]);
  const std::string parent = told.empty() ? under.parent : told;
  const std::string medium = under.medium.empty() ? number_in(item["media"]["id"]) : under.medium;
  post->in_reply_to = parent.empty() ? medium : parent;
  post->conversation = parent.empty() ? post->id : parent;
  const bool own = post->author.id == self.id;
  post->repliable = own || is_hidden(item) ? Repliable::closed : Repliable::yes;
  post->repliable_reason = own ? "own post" : is_hidden(item) ? "hidden" : "commented on our media";
  return post;
}

std::optional<Post> read_medium(const JsonValue& item, const Self& self, const char* reason,
                                Instant now, std::string& why) {
  auto post = begin(item, "caption", self, now, why);
  if (!post) return post;
  post->media = 1;
  post->conversation = post->id;
  post->repliable = Repliable::closed;
  post->repliable_reason = post->author.id == self.id ? "own post" : reason;
  return post;
}

Listed list_comments(const JsonValue& body, const Under& under, const Self& self, Instant now) {
  Listed out;
  for (const JsonValue& item : body["data"].items()) {
    std::string why;
    auto post = read_comment(item, under, self, now, why);
    ++out.items;
    if (post) out.oldest_at = std::min(out.oldest_at.value_or(post->created_at), post->created_at);
    keep(std::move(post), item, why, out);
    take_replies(item, under, self, now, out);
  }
  return out;
}

Listed list_media(const JsonValue& body, const Self& self, const char* reason, Instant now) {
  Listed out;
  for (const JsonValue& item : body["data"].items()) {
    std::string why;
    auto post = read_medium(item, self, reason, now, why);
    ++out.items;
    keep(std::move(post), item, why, out);
  }
  return out;
}

std::vector<meta::Watched> list_watched(const JsonValue& body) {
  std::vector<meta::Watched> out;
  for (const JsonValue& item : body["data"].items()) {
    meta::Watched one;
    one.id = number_in(item["id"]);
    if (one.id.empty()) continue;
    one.comments = item["comments_count"].number(0, 1'000'000'000).value_or(-1);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace social311::connectors::instagram
