// What Meta pushes for a Page. A complete comment or post is taken as it is; what is edited, shown
// again or told in part is only touched, and read through read_posts.
#include <algorithm>
#include <array>

#include "connectors/facebook/facebook.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/items.h"
#include "connectors/meta/push.h"
#include "connectors/meta/times.h"
#include "core/text.h"

namespace social311::connectors::facebook {
namespace {

using meta::PushEvent;

constexpr std::array<std::string_view, 8> kinds_of_posts{"post",  "status", "photo", "video",
                                                         "share", "link",   "note",  "milestone"};
// These bring no words of a resident.
constexpr std::array<std::string_view, 7> silent_items{"reaction",    "like",   "album", "event",
                                                       "rating_like", "follow", "tag"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// `from`, or in older versions sender_id and sender_name, both as numbers at times.
Author author_in(const JsonValue& value) {
  Author author = meta::author_of(value["from"]);
  if (!author.id.empty()) return author;
  for (const char* who : {"sender", "reviewer"}) {
    const std::string id = value[std::string(who) + "_id"].id().value_or("");
    if (!meta::is_number(id)) continue;
    author.id = id;
    author.name = repair_utf8(value[std::string(who) + "_name"].text_or(""));
    return author;
  }
  return author;
}

// Old versions put the Page before a comment's number: the post belongs there.
std::string comment_in(const JsonValue& value, const std::string& post, const std::string& page) {
  const std::string id = value["comment_id"].id().value_or("");
  const bool old = meta::first_part(id) == page && !post.empty();
  return meta::comment_id(old ? meta::last_part(id) : std::string_view(id), post);
}

struct Told {
  std::string id{};
  std::string post{};  // "" of a post
  bool is_comment = false;
};

Told told_in(const JsonValue& value, const std::string& page) {
  Told out;
  const std::string post = meta::post_id(value["post_id"].id().value_or(""), page);
  out.is_comment = value["item"].text_or("") == "comment";
  out.id = out.is_comment ? comment_in(value, post, page) : post;
  if (out.is_comment) out.post = post;
  return out;
}

std::optional<Post> complete(const JsonValue& value, const Told& told, const std::string& page,
                             Instant now) {
  const auto at = meta::time_of(value["created_time"]);
  const auto text = value["message"].text();
  if (!at || (!text && value["photo"].absent() && value["video"].absent())) return std::nullopt;
  if (told.is_comment && told.post.empty()) return std::nullopt;
  Post post;
  post.network = "facebook";
  post.id = told.id;
  post.created_at = std::min(*at, now);
  post.author = author_in(value);
  post.text = repair_utf8(text.value_or(""));
  if (!value["photo"].absent() || !value["video"].absent()) post.media = 1;
  const std::string parent = meta::comment_id(value["parent_id"].id().value_or(""), told.post);
  const bool nested = told.is_comment && !parent.empty() && !meta::same_object(parent, told.post);
  post.in_reply_to = nested ? parent : told.post;
  post.conversation = nested ? parent : told.id;
  post.version = meta::text_version(post.text);
  const bool own = post.author.id == page;
  post.repliable = own ? Repliable::closed : Repliable::yes;
  post.repliable_reason = own ? "own post" : "written on our page";
  post.raw = value.dump();
  return post;
}

void take_feed(const JsonValue& value, const std::string& page, Instant now, Pushed& out) {
  const std::string item = value["item"].text_or("");
  if (among(silent_items, item)) return;  // a reaction to a comment carries its id too
  const Told told = told_in(value, page);
  if (told.id.empty() || (!told.is_comment && !among(kinds_of_posts, item)))
    return out.unreadable.push_back(value.dump());
  const std::string verb = value["verb"].text_or("");
  if (verb == "remove") {
    out.gone[told.id] = Gone::deleted;
  } else if (verb == "hide" || verb == "block") {
    out.gone[told.id] = Gone::hidden;
  } else if (auto post = complete(value, told, page, now); verb == "add" && post) {
    out.posts.push_back(std::move(*post));
  } else {
    out.touched.push_back(told.id);
  }
}

// Somebody names the Page elsewhere. Meta does not say who.
void take_mention(const JsonValue& value, const std::string& page, Instant now, Pushed& out) {
  const Told told = told_in(value, page);
  auto post = told.id.empty() ? std::nullopt : complete(value, told, page, now);
  if (!post) return out.unreadable.push_back(value.dump());
  post->repliable = Repliable::unknown;
  post->repliable_reason = "tagged us elsewhere";
  out.posts.push_back(std::move(*post));
}

// A recommendation is a complaint as often as not. It cannot be answered over the API.
void take_rating(const JsonValue& value, Instant now, Pushed& out) {
  if (value["item"].text_or("") != "rating") return;
  const std::string id = value["open_graph_story_id"].id().value_or("");
  const auto at = meta::time_of(value["created_time"]);
  const auto text = value["review_text"].text();
  if (value["verb"].text_or("") == "remove" && meta::is_number(id)) {
    out.gone[id] = Gone::deleted;
    return;
  }
  if (!text) return;
  if (!meta::is_number(id) || !at) return out.unreadable.push_back(value.dump());
  Post post;
  post.network = "facebook";
  post.id = post.conversation = id;
  post.created_at = std::min(*at, now);
  post.author = author_in(value);
  post.text = repair_utf8(*text);
  post.version = meta::text_version(post.text);
  post.repliable = Repliable::closed;
  post.repliable_reason = "a recommendation: answer it on the Page";
  post.raw = value.dump();
  out.posts.push_back(std::move(post));
}

}  // namespace

Pushed Facebook::take_push(const Push& push, Instant now) {
  if (auto early = meta::answer_at_once(push, {app_secret_, verify_token_})) return *early;
  Pushed out;
  out.status = 200;
  for (const PushEvent& event : meta::events_of(push.body, "page", {page_id_}, now, out)) {
    if (event.kind != PushEvent::Kind::change)
      meta::take_messaging(event, mailbox_, now, out);
    else if (event.field == "feed")
      take_feed(event.value, page_id_, now, out);
    else if (event.field == "mention")
      take_mention(event.value, page_id_, now, out);
    else if (event.field == "ratings")
      take_rating(event.value, now, out);
    else if (event.field == "messages")
      meta::take_messaging(event, mailbox_, now, out);
    else
      out.unreadable.push_back(event.value.dump());
  }
  return out;
}

}  // namespace social311::connectors::facebook
