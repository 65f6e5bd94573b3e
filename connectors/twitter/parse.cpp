#include "connectors/twitter/parse.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "connectors/answers.h"
#include "connectors/twitter/entities.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/includes.h"
#include "connectors/twitter/names.h"
#include "connectors/twitter/text.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

// All versions of a post, oldest first. A history that does not hold the post itself is not
// believed: a foreign id in it would take the place of another post.
std::vector<std::string> history_of(const JsonValue& item, const std::string& id) {
  std::vector<std::string> history;
  for (const JsonValue& version :
       first_of(item, "edit_history_post_ids", "edit_history_tweet_ids").items()) {
    const std::string one = id_of(version);
    if (!one.empty()) history.push_back(one);
  }
  if (std::find(history.begin(), history.end(), id) == history.end()) return {id};
  return history;
}

struct References {
  std::string replied_to{};
  std::string quoted{};
  std::string reposted{};
};

References references_of(const JsonValue& item) {
  References out;
  for (const JsonValue& reference :
       first_of(item, "referenced_posts", "referenced_tweets").items()) {
    const std::string type = reference["type"].text_or("");
    if (type == "replied_to") out.replied_to = id_of(reference["id"]);
    if (type == "quoted") out.quoted = id_of(reference["id"]);
    if (type == "retweeted") out.reposted = id_of(reference["id"]);
  }
  return out;
}

struct Wording {  // the text that counts, with the entities that belong to it
  std::string raw{};
  JsonValue entities{};
};

Wording wording_of(const JsonValue& item) {
  const JsonValue note = first_of(item, "note_post", "note_tweet");
  if (const auto full = note["text"].text()) return {*full, note["entities"]};
  return {item["text"].text_or(""), item["entities"]};
}

// As X says; where it says nothing at all of entities (some pushes), as its own rules find them.
std::vector<Mention> mentions_in(const Wording& wording) {
  if (!wording.entities.absent()) return mentions_of(wording.entities);
  std::vector<Mention> out;
  for (NameSpan& span : find_mentions(code_points(wording.raw)))
    if (out.size() < 100) out.push_back({std::move(span.name), {}});
  return out;
}

class ItemReader {
 public:
  ItemReader(const Includes& includes, const Self& self) : includes_(includes), self_(self) {}

  // Empty with `why` set when the item is no post.
  std::optional<Post> read(const JsonValue& item, std::string& why) const;

 private:
  std::string canonical(const std::string& id) const;
  void read_times(const JsonValue& item, const std::vector<std::string>& history, Post& post) const;
  void read_words(const JsonValue& item, const References& references, Post& post) const;
  void judge(const JsonValue& item, const References& references, Post& post) const;
  bool is_us(const std::string& user_id, const std::string& handle) const;
  bool is_ours(const std::string& id) const;
  bool quotes_us(const JsonValue& item, const std::string& quoted) const;

  const Includes& includes_;
  const Self& self_;
};

// References may name a later version of an edited post; a post is known by its first one.
std::string ItemReader::canonical(const std::string& id) const {
  const auto found = includes_.posts.find(id);
  return found == includes_.posts.end() ? id : history_of(found->second, id).front();
}

void ItemReader::read_times(const JsonValue& item, const std::vector<std::string>& history,
                            Post& post) const {
  auto created = item["created_at"].instant();
  if (!created ||
      history.size() > 1) {  // an edit has a time of its own; the post began with its first
    const auto made = instant_of(history.front());
    if (made) created = made;
  }
  if (created) post.created_at = *created;
}

void ItemReader::read_words(const JsonValue& item, const References& references, Post& post) const {
  JsonValue source = item;
  const auto original = includes_.posts.find(references.reposted);
  if (original != includes_.posts.end()) source = original->second;  // a repost's own text is cut
  const Wording wording = wording_of(source);
  post.text = readable_text(wording.raw, wording.entities);
  for (Mention& mention : mentions_in(wording)) {
    post.mentions.push_back(std::move(mention.handle));
    if (!mention.id.empty()) post.mention_ids.push_back(std::move(mention.id));
  }
  read_media(source, includes_, post);
}

void read_point(const JsonValue& item, Post& post) {
  const JsonValue pair = item["geo"]["coordinates"]["coordinates"];  // GeoJSON: [lon, lat]
  const auto lon = pair.at(0).real();
  const auto lat = pair.at(1).real();
  if (!lon || !lat || std::abs(*lon) > 180 || std::abs(*lat) > 90) return;
  post.lon = lon;
  post.lat = lat;
}

bool ItemReader::is_us(const std::string& user_id, const std::string& handle) const {
  if (!user_id.empty()) return user_id == self_.id;
  return !self_.handle.empty() && to_lower_ascii(handle) == to_lower_ascii(self_.handle);
}

bool ItemReader::is_ours(const std::string& id) const {
  const auto found = includes_.posts.find(id);
  return found != includes_.posts.end() && id_of(found->second["author_id"]) == self_.id;
}

// The quoted post's author where X shows it, else the address of the quoted post in our own words.
bool ItemReader::quotes_us(const JsonValue& item, const std::string& quoted) const {
  if (quoted.empty()) return false;
  const auto found = includes_.posts.find(quoted);
  if (found != includes_.posts.end() && !found->second["author_id"].absent())
    return id_of(found->second["author_id"]) == self_.id;
  const std::string ours = to_lower_ascii("/" + self_.handle + "/status/" + quoted);
  for (const JsonValue& url : wording_of(item).entities["urls"].items()) {
    const std::string address = to_lower_ascii(url["expanded_url"].text_or(""));
    if (address.find(ours) != std::string::npos) return true;
  }
  return false;
}

void set_repliable(Post& post, Repliable repliable, const char* reason) {
  post.repliable = repliable;
  post.repliable_reason = reason;
}

// X, manage-tweets/integrate.mdx: a self-serve account may answer who mentions it or quotes it.
void ItemReader::judge(const JsonValue& item, const References& references, Post& post) const {
  if (post.author.id.empty())
    return set_repliable(post, Repliable::unknown, "the author is unknown");
  if (post.author.id == self_.id) return set_repliable(post, Repliable::closed, "own post");
  if (post.kind == PostKind::repost) return set_repliable(post, Repliable::closed, "a repost");
  for (const Mention& mention : mentions_in(wording_of(item))) {
    if (is_us(mention.id, mention.handle)) return set_repliable(post, Repliable::yes, "mentioned");
  }
  if (quotes_us(item, references.quoted)) return set_repliable(post, Repliable::yes, "quoted us");
  if (id_of(item["in_reply_to_user_id"]) == self_.id || is_ours(references.replied_to))
    return set_repliable(post, Repliable::yes, "reply to us");
  if (self_.tier == Tier::enterprise) return set_repliable(post, Repliable::yes, by_contract);
  set_repliable(post, Repliable::not_summoned, "not summoned");
}

std::string address_of(const Post& post) {
  const std::string who = is_handle(post.author.handle) ? post.author.handle : "i/web";
  return "https://x.com/" + who + "/status/" + post.version;
}

std::optional<Post> ItemReader::read(const JsonValue& item, std::string& why) const {
  Post post;
  post.network = "twitter";
  post.version = id_of(item["id"]);
  if (post.version.empty()) return why = "it has no id", std::nullopt;
  if (!item["text"].text()) return why = "it has no text", std::nullopt;
  const std::vector<std::string> history = history_of(item, post.version);
  post.id = history.front();
  post.author = author_with(id_of(item["author_id"]), includes_);
  read_times(item, history, post);
  if (post.created_at == Instant{}) return why = "it has no time", std::nullopt;
  const References references = references_of(item);
  post.kind = references.reposted.empty() ? PostKind::post : PostKind::repost;
  post.in_reply_to = canonical(references.replied_to);
  post.quoted = canonical(references.quoted);
  const std::string conversation = id_of(item["conversation_id"]);
  const bool own = std::find(history.begin(), history.end(), conversation) != history.end();
  post.conversation = own ? post.id : conversation;
  read_words(item, references, post);
  read_point(item, post);
  post.lang = item["lang"].text_or("");
  judge(item, references, post);
  post.url = address_of(post);
  post.raw = item.dump();
  return post;
}

void keep_item(const JsonValue& item, const ItemReader& reader, Page& page) {
  const std::string id = id_of(item["id"]);
  if (!id.empty()) {
    page.newest_id = newest_of(page.newest_id, id);
    if (page.oldest_id.empty() || newer_id(page.oldest_id, id)) page.oldest_id = id;
  }
  std::string why;
  auto post = reader.read(item, why);
  if (post) {
    page.posts.push_back(std::move(*post));
    return;
  }
  page.unreadable.push_back(item.dump());
  page.problems.push_back("post " + (id.empty() ? std::string("without an id") : id) +
                          " cannot be read: " + why);
}

std::optional<Instant> time_of(const std::string& id, const Page& page) {
  if (const auto made = instant_of(id)) return made;
  for (const Post& post : page.posts) {
    if (post.version == id) return post.created_at;
  }
  return std::nullopt;
}

}  // namespace

bool is_handle(std::string_view text) {
  return !text.empty() && text.size() <= 15 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<Page> parse_page(std::string_view body, const Self& self) {
  auto parsed = JsonValue::parse(body);
  if (!parsed)
    return fault(FaultKind::garbled, "X's page cannot be read: " + parsed.fault().message);
  const JsonValue& root = *parsed;
  const JsonValue data = root["data"];
  const JsonValue errors = root["errors"];
  const bool page_like = data.is_list() || data.is_object() || root["meta"].is_object();
  if (!page_like && errors.size() > 0 && errors.is_list())
    return fault(FaultKind::rejected, sentence_of(errors.at(0)));
  if (!page_like) return fault(FaultKind::garbled, "X's answer is JSON but no page of posts");

  Page page;
  const Includes includes = includes_of(root);
  const ItemReader reader(includes, self);
  if (data.is_object()) keep_item(data, reader, page);
  for (const JsonValue& item : data.items()) keep_item(item, reader, page);
  for (const JsonValue& error : errors.items()) page.problems.push_back(sentence_of(error));
  page.newest_at = time_of(page.newest_id, page);
  page.oldest_at = time_of(page.oldest_id, page);
  page.next = root["meta"]["next_token"].text_or("");
  if (page.next.size() > longest_token)
    return fault(FaultKind::garbled, "X's page names a next token that is too long");
  return page;
}

std::string newest_version(const Post& post) {
  auto parsed = JsonValue::parse(post.raw);
  if (!parsed) return {};
  std::string newest;
  for (const std::string& version : history_of(*parsed, post.version)) {
    newest = newest_of(newest, version);
  }
  return newest;
}

std::map<std::string, Gone> parse_gone(std::string_view body) {
  // `type` counts, not `title`: X says "Forbidden" of posts that it does not find.
  static const std::map<std::string, Gone> kinds{
      {"resource-not-found", Gone::deleted},
      {"not-authorized-for-resource", Gone::withheld},  // the author is protected
      {"disallowed-resource", Gone::withheld},
      {"resource-unavailable", Gone::withheld}};
  std::map<std::string, Gone> gone;
  const auto parsed = JsonValue::parse(body);
  if (!parsed) return gone;
  for (const JsonValue& error : (*parsed)["errors"].items()) {
    const auto kind = kinds.find(problem_kind(error));
    if (kind != kinds.end()) gone.emplace(problem_subject(error), kind->second);
  }
  return gone;
}

bool is_withheld(const Post& post) {
  const auto parsed = JsonValue::parse(post.raw);
  if (!parsed) return false;
  const JsonValue withheld = (*parsed)["withheld"];
  return withheld["copyright"].flag().value_or(false) || withheld["country_codes"].size() > 0;
}

std::optional<std::string> parse_created(std::string_view body) {
  auto parsed = JsonValue::parse(body);
  if (!parsed) return std::nullopt;
  const std::string id = id_of((*parsed)["data"]["id"]);
  return id.empty() ? std::nullopt : std::optional(id);
}

}  // namespace social311::connectors::twitter
