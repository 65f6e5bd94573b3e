#include "connectors/mastodon/parse.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/mastodon/html.h"
#include "core/http.h"
#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

constexpr std::size_t most_mentions = 100;
constexpr std::size_t longest_acct = 300;
constexpr std::int64_t most_characters = 1'000'000;

Result<JsonValue> parse(std::string_view body) {
  auto parsed = JsonValue::parse(body);
  if (!parsed)
    return fault(FaultKind::garbled, "Mastodon's answer cannot be read: " + parsed.fault().message);
  return parsed;
}

std::string id_of(const JsonValue& value) {
  std::string id = value.id().value_or("");
  return is_id(id) ? id : std::string();
}

// Letters, digits, and what names of people and hosts hold: it is written into our answers.
std::string acct_of(const JsonValue& value) {
  std::string acct = repair_utf8(value.text_or(""));
  const bool plain = std::all_of(acct.begin(), acct.end(), [](char c) {
    return c > ' ' && c != 0x7f && c != '<' && c != '>' && c != '"' && c != '\'';
  });
  return plain && acct.size() <= longest_acct ? acct : std::string();
}

Visibility visibility_of(const JsonValue& status) {
  const std::string word = status["visibility"].text_or("");
  if (word == "public") return Visibility::open;
  if (word == "unlisted") return Visibility::unlisted;
  if (word == "private") return Visibility::followers;
  return Visibility::direct;
}

bool is_open(Visibility visibility) {
  return visibility == Visibility::open || visibility == Visibility::unlisted;
}

std::string quoted_id(const JsonValue& quote) {
  const std::string whole = id_of(quote["quoted_status"]["id"]);
  return whole.empty() ? id_of(quote["quoted_status_id"]) : whole;
}

// A content warning is part of what was said.
std::string text_of(const JsonValue& status, const Post& post) {
  const std::string body = html_to_text(status["content"].text_or(""),
                                        post.quoted.empty() ? QuoteLine::keep : QuoteLine::drop);
  const std::string warning = trim(repair_utf8(status["spoiler_text"].text_or("")));
  if (warning.empty() || body.empty()) return warning + body;
  return warning + "\n\n" + body;
}

void read_mentions(const JsonValue& status, Post& post) {
  for (const JsonValue& mention : status["mentions"].items()) {
    if (post.mention_ids.size() >= most_mentions) return;
    const std::string id = id_of(mention["id"]);
    const std::string acct = acct_of(mention["acct"]);
    if (!id.empty()) post.mention_ids.push_back(id);
    if (!acct.empty()) post.mentions.push_back(acct);
  }
}

void read_media(const JsonValue& status, Post& post) {
  for (const JsonValue& medium : status["media_attachments"].items()) {
    ++post.media;
    const std::string words = trim(repair_utf8(medium["description"].text_or("")));
    if (!words.empty()) post.media_texts.push_back(words);
  }
}

bool names(const Post& post, const Self& self) {
  const auto& ids = post.mention_ids;
  return std::find(ids.begin(), ids.end(), self.id) != ids.end();
}

void judge(const JsonValue& status, const Self& self, Post& post) {
  const auto set = [&post](Repliable repliable, const char* reason) {
    post.repliable = repliable;
    post.repliable_reason = reason;
  };
  if (post.author.id == self.id) return set(Repliable::closed, "own post");
  // Two machines that answer each other do not stop.
  if (status["account"]["bot"].flag().value_or(false))
    return set(Repliable::closed, "the author is an automated account");
  if (post.author.handle.empty()) return set(Repliable::closed, "the author has no address");
  if (post.kind == PostKind::direct_message) return set(Repliable::yes, "written to us");
  if (names(post, self)) return set(Repliable::yes, "mentioned");
  if (status["in_reply_to_account_id"].id() == self.id) return set(Repliable::yes, "reply to us");
  if (status["quote"]["quoted_status"]["account"]["id"].id() == self.id)
    return set(Repliable::yes, "quoted us");
  set(Repliable::yes, "open to replies");
}

// Edits keep the id: their moment in milliseconds makes versions that have an order.
std::string version_of(const JsonValue& status, Instant created_at) {
  const Instant at = status["edited_at"].instant().value_or(created_at);
  return std::to_string(at.time_since_epoch().count());
}

std::string address_of(const JsonValue& status) {
  const std::string url = status["url"].text_or("");
  return parse_url(url) && is_valid_utf8(url) ? url : std::string();
}

std::optional<Post> read_status(const JsonValue& status, const Self& self, Instant now,
                                std::string& why) {
  Post post;
  post.network = "mastodon";
  post.id = id_of(status["id"]);
  if (post.id.empty()) return why = "it has no id", std::nullopt;
  const auto created = status["created_at"].instant();
  if (!created) return why = "it has no time", std::nullopt;
  if (!status["content"].text()) return why = "it has no content", std::nullopt;
  const JsonValue author = status["account"];
  post.author = {id_of(author["id"]), acct_of(author["acct"]),
                 repair_utf8(author["display_name"].text_or(""))};
  if (post.author.id.empty()) return why = "it has no author", std::nullopt;
  post.created_at = std::min(*created, now);  // from elsewhere it is only claimed
  post.version = version_of(status, *created);
  post.quoted = quoted_id(status["quote"]);
  post.text = text_of(status, post);
  post.in_reply_to = id_of(status["in_reply_to_id"]);
  post.lang = repair_utf8(status["language"].text_or(""));
  if (!is_open(visibility_of(status))) post.kind = PostKind::direct_message;
  read_mentions(status, post);
  read_media(status, post);
  judge(status, self, post);
  post.url = address_of(status);
  post.raw = status.dump();
  return post;
}

bool belongs(const Post& post, Audience audience) {
  if (audience == Audience::everything) return true;
  return (post.kind == PostKind::direct_message) == (audience == Audience::closed_posts);
}

void keep_status(const JsonValue& status, Audience audience, const Self& self, Instant now,
                 std::optional<Instant> vouched, Listed& listed) {
  std::string why;
  auto post = read_status(status, self, now, why);
  if (!post) {
    listed.unreadable.push_back(status.dump());
    listed.problems.push_back("a post cannot be read: " + why);
    return;
  }
  if (!belongs(*post, audience)) return;
  if (vouched) post->created_at = std::min(*vouched, now);
  listed.posts.push_back(std::move(*post));
}

void keep_item(const JsonValue& item, Listing listing, Audience audience, const Self& self,
               Instant now, Listed& listed) {
  const auto at = item["created_at"].instant();
  // Without a time it counts like the next newer item, as a claim from the future does.
  listed.marks.push_back({id_of(item["id"]), at.value_or(Instant::max())});
  const bool mention = item["type"].text_or("") == "mention" && item["status"].is_object();
  if (listing == Listing::notifications && mention)
    keep_status(item["status"], audience, self, now, at, listed);
  if (listing == Listing::statuses && !item["reblog"].is_object())
    keep_status(item, audience, self, now, std::nullopt, listed);
}

Result<std::vector<OwnPost>> own_among(const JsonValue& list, const Self& self) {
  if (!list.is_list()) return fault(FaultKind::garbled, "Mastodon's answer is no list of statuses");
  std::vector<OwnPost> out;
  for (const JsonValue& status : list.items()) {
    const bool ours = status["account"]["id"].id() == self.id;
    if (!ours || status["reblog"].is_object()) continue;
    std::string why;
    const auto post = read_status(status, self, Instant::max(), why);
    if (!post) return fault(FaultKind::garbled, "an own post cannot be read: " + why);
    out.push_back({post->id, post->in_reply_to, post->text, post->created_at});
  }
  return out;
}

}  // namespace

Result<Listed> parse_list(std::string_view body, Listing listing, Audience audience,
                          const Self& self, Instant now) {
  const auto root = parse(body);
  if (!root) return root.fault();
  if (!root->is_list()) return fault(FaultKind::garbled, "Mastodon's answer is no list");
  Listed listed;
  for (const JsonValue& item : root->items()) {
    keep_item(item, listing, audience, self, now, listed);
    // Without its id the cursor cannot move past it, nor stay before it.
    if (listed.marks.back().id.empty())
      return fault(FaultKind::garbled, "Mastodon's list holds an item without an id");
  }
  return listed;
}

Result<Post> parse_status(std::string_view body, const Self& self, Instant now) {
  const auto root = parse(body);
  if (!root) return root.fault();
  std::string why;
  auto post = read_status(*root, self, now, why);
  if (!post) return fault(FaultKind::garbled, "a post cannot be read: " + why);
  return *std::move(post);
}

Result<Target> parse_target(std::string_view body) {
  const auto root = parse(body);
  if (!root) return root.fault();
  Target target;
  target.visibility = visibility_of(*root);
  target.author_id = id_of((*root)["account"]["id"]);
  target.acct = acct_of((*root)["account"]["acct"]);
  if (target.author_id.empty() || target.acct.empty() || id_of((*root)["id"]).empty())
    return fault(FaultKind::garbled, "Mastodon shows the post without its author");
  return target;
}

const char* answer_visibility(Visibility target) {
  if (target == Visibility::open) return "public";
  return target == Visibility::unlisted ? "unlisted" : "direct";
}

Result<Limits> parse_limits(std::string_view body) {
  const auto root = parse(body);
  if (!root) return root.fault();
  if (!root->is_object()) return fault(FaultKind::garbled, "Mastodon does not describe itself");
  const JsonValue statuses = (*root)["configuration"]["statuses"];
  Limits limits;
  if (const auto count = statuses["max_characters"].number(1, most_characters))
    limits.characters = static_cast<std::size_t>(*count);
  if (const auto count = statuses["characters_reserved_per_url"].number(1, most_characters))
    limits.address_characters = static_cast<std::size_t>(*count);
  return limits;
}

Result<std::vector<OwnPost>> parse_own(std::string_view body, const Self& self) {
  const auto root = parse(body);
  if (!root) return root.fault();
  return own_among(*root, self);
}

Result<std::vector<OwnPost>> parse_own_descendants(std::string_view body, const Self& self) {
  const auto root = parse(body);
  if (!root) return root.fault();
  return own_among((*root)["descendants"], self);
}

}  // namespace social311::connectors::mastodon
