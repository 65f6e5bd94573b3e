#include "connectors/bluesky/parse.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/bluesky/uri.h"
#include "core/text.h"

namespace social311::connectors::bluesky {
namespace {

constexpr std::size_t longest_cursor = 2'000;
constexpr std::size_t most_mentions = 100;

std::string uri_of(const JsonValue& value) {
  const std::string uri = value.text_or("");
  return parse_at_uri(uri) ? uri : std::string();
}

std::string did_of(std::string_view uri) {
  const auto parsed = parse_at_uri(uri);
  return parsed ? parsed->did : std::string();
}

struct Piece {  // UTF-8 bytes of the record's text
  std::size_t start = 0;
  std::size_t end = 0;
};

std::optional<Piece> piece_of(const JsonValue& facet, const std::string& text) {
  const auto size = static_cast<std::int64_t>(text.size());
  const auto start = facet["index"]["byteStart"].number(0, size);
  const auto end = facet["index"]["byteEnd"].number(0, size);
  if (!start || !end || *start >= *end) return std::nullopt;
  return Piece{static_cast<std::size_t>(*start), static_cast<std::size_t>(*end)};
}

void keep_mention(const JsonValue& facet, const std::string& did, Post& post) {
  const auto piece = piece_of(facet, post.text);
  if (post.mention_ids.size() >= most_mentions) return;
  post.mention_ids.push_back(did);
  if (!piece) return;
  const std::string shown = post.text.substr(piece->start, piece->end - piece->start);
  if (shown.size() > 1 && shown[0] == '@' && is_valid_utf8(shown))
    post.mentions.push_back(shown.substr(1));
}

void read_mentions(const JsonValue& record, Post& post) {
  for (const JsonValue& facet : record["facets"].items()) {
    for (const JsonValue& feature : facet["features"].items()) {
      const std::string did = feature["did"].text_or("");
      const bool known = std::find(post.mention_ids.begin(), post.mention_ids.end(), did) !=
                         post.mention_ids.end();
      if (is_did(did) && !known) keep_mention(facet, did, post);
    }
  }
}

// Pictures and films stand in the embed itself or, beside a quote, in its media.
void read_embed(const JsonValue& embed, Post& post) {
  const JsonValue media = embed["media"].is_object() ? embed["media"] : embed;
  for (const JsonValue& image : media["images"].items()) {
    ++post.media;
    const std::string words = image["alt"].text_or("");
    if (!words.empty()) post.media_texts.push_back(words);
  }
  if (media["video"].is_object()) {
    ++post.media;
    const std::string words = media["alt"].text_or("");
    if (!words.empty()) post.media_texts.push_back(words);
  }
  const JsonValue quoted = embed["record"];
  const std::string direct = uri_of(quoted["uri"]);
  const std::string uri = direct.empty() ? uri_of(quoted["record"]["uri"]) : direct;
  const auto parsed = parse_at_uri(uri);
  if (parsed && parsed->collection == post_collection) post.quoted = uri;
}

bool names_us(const Post& post, const Self& self) {
  const auto& ids = post.mention_ids;
  if (std::find(ids.begin(), ids.end(), self.did) != ids.end()) return true;
  if (self.handle.empty()) return false;
  return to_lower_ascii(post.text).find("@" + to_lower_ascii(self.handle)) != std::string::npos;
}

void set_repliable(Post& post, Repliable repliable, const char* reason) {
  post.repliable = repliable;
  post.repliable_reason = reason;
}

// Anybody may answer on Bluesky unless the author has closed the thread.
void judge(const JsonValue& item, const Self& self, Post& post) {
  if (post.author.id == self.did) return set_repliable(post, Repliable::closed, "own post");
  if (item["viewer"]["replyDisabled"].flag().value_or(false))
    return set_repliable(post, Repliable::closed, "the author limits who may reply");
  if (item["author"]["viewer"]["blockedBy"].flag().value_or(false))
    return set_repliable(post, Repliable::closed, "the author blocks the account");
  if (names_us(post, self)) return set_repliable(post, Repliable::yes, "mentioned");
  if (!post.quoted.empty() && did_of(post.quoted) == self.did)
    return set_repliable(post, Repliable::yes, "quoted us");
  if (!post.in_reply_to.empty() && did_of(post.in_reply_to) == self.did)
    return set_repliable(post, Repliable::yes, "reply to us");
  if (did_of(post.conversation) == self.did)
    return set_repliable(post, Repliable::yes, "in our thread");
  set_repliable(post, Repliable::yes, "open to replies");
}

void read_record(const JsonValue& record, Post& post) {
  post.text = repair_utf8(record["text"].text_or(""));
  post.lang = record["langs"].at(0).text_or("");
  post.in_reply_to = uri_of(record["reply"]["parent"]["uri"]);
  const std::string root = uri_of(record["reply"]["root"]["uri"]);
  post.conversation = root.empty() ? post.id : root;
  read_mentions(record, post);
  read_embed(record["embed"], post);
}

std::optional<Post> read_post(const JsonValue& item, const Self& self, std::string& why) {
  Post post;
  post.network = "bluesky";
  post.id = uri_of(item["uri"]);
  if (post.id.empty()) return why = "it has no address", std::nullopt;
  const JsonValue record = item["record"];
  const auto uri = parse_at_uri(post.id);
  if (uri->collection != post_collection || !record["text"].text())
    return why = "it is no post with a text", std::nullopt;
  const auto indexed = item["indexedAt"].instant();
  if (!indexed) return why = "it has no time of indexing", std::nullopt;
  post.created_at = *indexed;
  post.version = item["cid"].text_or("");
  const JsonValue author = item["author"];
  post.author = {author["did"].text_or(uri->did), author["handle"].text_or(""),
                 author["displayName"].text_or("")};
  if (post.author.id != uri->did)
    return why = "it lies in another person's repository", std::nullopt;
  read_record(record, post);
  judge(item, self, post);
  post.url = "https://bsky.app/profile/" + uri->did + "/post/" + uri->key;
  post.raw = item.dump();
  return post;
}

const char* key_of(Listing listing) {
  switch (listing) {
    case Listing::notifications:
      return "notifications";
    case Listing::posts:
      return "posts";
    case Listing::feed:
      break;
  }
  return "feed";
}

void keep_item(const JsonValue& item, const Self& self, Page& page) {
  std::string why;
  if (auto post = read_post(item, self, why)) {
    page.posts.push_back(std::move(*post));
    return;
  }
  page.unreadable.push_back(item.dump());
  page.problems.push_back("a post cannot be read: " + why);
}

// The newest and the oldest by the time of indexing, wherever they stand in the page.
void read_bounds(Page& page) {
  for (const Post& post : page.posts) {
    if (!page.newest_at || post.created_at > *page.newest_at) {
      page.newest_at = post.created_at;
      page.newest_id = post.id;
    }
    if (!page.oldest_at || post.created_at <= *page.oldest_at) {
      page.oldest_at = post.created_at;
      page.oldest_id = post.id;
    }
  }
}

Parent parent_of(const JsonValue& item, const JsonValue& record) {
  Parent parent;
  parent.uri = uri_of(item["uri"]);
  parent.cid = item["cid"].text_or("");
  const JsonValue root = record["reply"]["root"];
  parent.root_uri = uri_of(root["uri"]);
  parent.root_cid = root["cid"].text_or("");
  if (parent.root_uri.empty() || parent.root_cid.empty()) {
    parent.root_uri = parent.uri;
    parent.root_cid = parent.cid;
  }
  parent.author_did = did_of(parent.uri);
  parent.author_handle = item["author"]["handle"].text_or("");
  return parent;
}

Result<JsonValue> parse(std::string_view body) {
  auto parsed = JsonValue::parse(body);
  if (!parsed)
    return fault(FaultKind::garbled, "Bluesky's answer cannot be read: " + parsed.fault().message);
  return parsed;
}

}  // namespace

Result<Page> parse_page(std::string_view body, Listing listing, const Self& self) {
  const auto root = parse(body);
  if (!root) return root.fault();
  const JsonValue items = (*root)[key_of(listing)];
  if (!items.is_list())
    return fault(FaultKind::garbled,
                 std::string("Bluesky's answer has no list of ") + key_of(listing));
  Page page;
  for (const JsonValue& item : items.items()) {
    const bool foreign = item["reason"].is_object();  // a repost in an author's feed
    if (listing == Listing::feed && foreign) continue;
    keep_item(listing == Listing::feed ? item["post"] : item, self, page);
  }
  read_bounds(page);
  page.next = (*root)["cursor"].text_or("");
  if (page.next.size() > longest_cursor)
    return fault(FaultKind::garbled, "Bluesky's page names a cursor that is too long");
  return page;
}

Result<Parent> parse_parent(std::string_view body) {
  const auto root = parse(body);
  if (!root) return root.fault();
  const JsonValue posts = (*root)["posts"];
  if (!posts.is_list()) return fault(FaultKind::garbled, "Bluesky's answer has no list of posts");
  const JsonValue item = posts.at(0);
  if (item.absent()) return Parent{};
  Parent parent = parent_of(item, item["record"]);
  if (parent.uri.empty() || parent.cid.empty())
    return fault(FaultKind::garbled, "Bluesky shows the post without its address");
  if (item["viewer"]["replyDisabled"].flag().value_or(false))
    parent.closed = "the author limits who may reply";
  if (item["author"]["viewer"]["blockedBy"].flag().value_or(false))
    parent.closed = "the author blocks the account";
  return parent;
}

Result<Parent> parse_record_parent(std::string_view body) {
  const auto root = parse(body);
  if (!root) return root.fault();
  Parent parent = parent_of(*root, (*root)["value"]);
  if (parent.uri.empty() || parent.cid.empty())
    return fault(FaultKind::garbled, "Bluesky shows the record without its address");
  return parent;
}

Result<OwnPost> parse_own_record(std::string_view body) {
  const auto root = parse(body);
  if (!root) return root.fault();
  const JsonValue record = (*root)["value"];
  OwnPost own;
  own.remote_id = uri_of((*root)["uri"]);
  if (own.remote_id.empty() || !record["text"].text())
    return fault(FaultKind::garbled, "Bluesky shows our record without address or text");
  own.in_reply_to = uri_of(record["reply"]["parent"]["uri"]);
  own.text = repair_utf8(record["text"].text_or(""));
  own.created_at = record["createdAt"].instant().value_or(Instant{});
  return own;
}

}  // namespace social311::connectors::bluesky
