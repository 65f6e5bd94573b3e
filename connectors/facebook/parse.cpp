#include "connectors/facebook/parse.h"

#include <algorithm>

#include "connectors/meta/ids.h"
#include "connectors/meta/items.h"
#include "connectors/meta/times.h"
#include "core/http.h"
#include "core/text.h"

namespace social311::connectors::facebook {
namespace {

using meta::comment_id;
using meta::post_id;

void read_tags(const JsonValue& item, Post& post) {
  for (const JsonValue& tag : item["message_tags"].items()) {
    if (post.mention_ids.size() >= meta::most_mentions) return;
    const std::string id = tag["id"].id().value_or("");
    if (meta::is_object_id(id)) post.mention_ids.push_back(id);
  }
}

void judge(const JsonValue& item, const std::string& page_id, Post& post) {
  const auto set = [&post](Repliable repliable, const char* reason) {
    post.repliable = repliable;
    post.repliable_reason = reason;
  };
  if (post.author.id == page_id) return set(Repliable::closed, "own post");
  if (is_hidden(item)) return set(Repliable::closed, "hidden");
  if (item["can_comment"].flag() == false) return set(Repliable::closed, "comments are closed");
  const bool ours = meta::first_part(post.id) == page_id;
  if (post.in_reply_to.empty() && !ours)
    return set(Repliable::unknown, "tagged us in a post of theirs");
  set(Repliable::yes, post.in_reply_to.empty() ? "posted on our page" : "commented on our page");
}

std::optional<Post> begin(const JsonValue& item, std::string id, Instant now, std::string& why) {
  if (id.empty()) return why = "it has no id", std::nullopt;
  const auto created = meta::time_of(item["created_time"]);
  if (!created) return why = "it has no time", std::nullopt;
  Post post;
  post.network = "facebook";
  post.id = std::move(id);
  post.created_at = std::min(*created, now);
  post.author = meta::author_of(item["from"]);
  post.text = repair_utf8(item["message"].text_or(""));
  read_tags(item, post);
  post.url = meta::address_of(item["permalink_url"]);
  post.raw = item.dump();
  return post;
}

template <typename Read>
Listed list(const JsonValue& body, Read read) {
  Listed out;
  for (const JsonValue& item : body["data"].items()) {
    std::string why;
    auto post = read(item, why);
    if (post) {
      out.posts.push_back(std::move(*post));
      continue;
    }
    out.unreadable.push_back(item.dump());
    out.problems.push_back("an item cannot be read: " + why);
  }
  return out;
}

std::string post_of(const JsonValue& item, const std::string& id, const std::string& page_id) {
  const std::string object = post_id(item["object"]["id"].id().value_or(""), page_id);
  if (!object.empty()) return object;
  return post_id(meta::first_part(id), page_id);
}

}  // namespace

bool is_hidden(const JsonValue& item) {
  return item["is_hidden"].flag().value_or(false);
}

std::optional<Post> read_post(const JsonValue& item, const std::string& page_id, Instant now,
                              std::string& why) {
  auto post = begin(item, post_id(item["id"].id().value_or(""), page_id), now, why);
  if (!post) return post;
  if (post->text.empty()) post->text = repair_utf8(item["story"].text_or(""));
  meta::read_attachments(item["attachments"]["data"], *post);
  post->conversation = post->id;
  post->version = meta::text_version(post->text);
  judge(item, page_id, *post);
  return post;
}

std::optional<Post> read_comment(const JsonValue& item, const std::string& under,
                                 const std::string& page_id, Instant now, std::string& why) {
  auto post = begin(item, comment_id(item["id"].id().value_or(""), under), now, why);
  if (!post) return post;
  const std::string stands_under = under.empty() ? post_of(item, post->id, page_id) : under;
  const std::string parent = comment_id(item["parent"]["id"].id().value_or(""), stands_under);
  post->in_reply_to = parent.empty() ? stands_under : parent;
  post->conversation = parent.empty() ? post->id : parent;
  if (item["attachment"].is_object()) meta::read_attachment(item["attachment"], *post);
  post->version = meta::text_version(post->text);
  judge(item, page_id, *post);
  return post;
}

Listed list_posts(const JsonValue& body, const std::string& page_id, Instant now) {
  return list(body, [&](const JsonValue& item, std::string& why) {
    return read_post(item, page_id, now, why);
  });
}

Listed list_comments(const JsonValue& body, const std::string& post_id, const std::string& page_id,
                     Instant now) {
  return list(body, [&](const JsonValue& item, std::string& why) {
    return read_comment(item, post_id, page_id, now, why);
  });
}

std::vector<meta::Watched> list_watched(const JsonValue& body, const std::string& page_id) {
  std::vector<meta::Watched> out;
  for (const JsonValue& item : body["data"].items()) {
    meta::Watched one;
    one.id = meta::post_id(item["id"].id().value_or(""), page_id);
    if (one.id.empty()) continue;
    one.comments = item["comments"]["summary"]["total_count"].number(0, 1'000'000'000).value_or(-1);
    one.changed_at = meta::time_of(item["updated_time"]).value_or(Instant{});
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace social311::connectors::facebook
