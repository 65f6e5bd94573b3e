#include "connectors/mastodon/mastodon.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/mastodon/errors.h"
#include "connectors/mastodon/paging.h"
#include "connectors/mastodon/text.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

constexpr std::string_view hashtag_prefix = "hashtag:";
constexpr std::size_t longest_tag = 100;
// A notification is numbered by the account's own server; a status of a hashtag by the time its
// author's server claims, and it may have been on its way for a while.
constexpr std::chrono::seconds notification_lag{90};
constexpr std::chrono::seconds hashtag_lag{3'600};
constexpr const char* notification_page = "80";
constexpr const char* status_page = "40";

Capabilities capabilities_with(const Limits& limits) {
  Capabilities out;
  out.length = length_rule(limits);
  out.policy = ReplyPolicy::retry_keyed;
  out.chooses_key = true;
  out.pages_forward = true;
  out.shows_edits = true;
  out.removes_own = true;
  out.sends_messages = true;  // direct posts: their limit is that of all posts
  out.messages_anybody = true;
  out.ids_per_server = true;
  out.overlap = notification_lag;
  return out;
}

bool is_hashtag(std::string_view word) {
  return word.starts_with(hashtag_prefix);
}

// What one word of `listen` reads.
struct Feed {
  std::string path{};
  Parameters query{};
  Listing listing = Listing::notifications;
  Audience audience = Audience::open_posts;
  std::chrono::seconds lag = notification_lag;
};

// Mentions by new or unknown people are filtered, silently, unless one asks for them.
Feed feed_of(const std::string& word) {
  if (is_hashtag(word))
    return {"v1/timelines/tag/" + percent_encode(word.substr(hashtag_prefix.size())),
            {{"limit", status_page}},
            Listing::statuses,
            Audience::open_posts,
            hashtag_lag};
  Feed feed{
      .path = "v1/notifications",
      .query = {
          {"types[]", "mention"}, {"include_filtered", "true"}, {"limit", notification_page}}};
  if (word == "direct_messages") feed.audience = Audience::closed_posts;
  return feed;
}

// What was said before the account was connected stays history.
void drop_history(const PageAsk& ask, const Step& step, std::vector<Post>& posts) {
  if (step.way == Way::up || !ask.since_at) return;
  const auto old = [&ask](const Post& post) { return post.created_at < *ask.since_at; };
  posts.erase(std::remove_if(posts.begin(), posts.end(), old), posts.end());
}

}  // namespace

std::optional<std::string> unusable(const Account& account) {
  if (!is_id(account.id)) return "id must be the account's id on its server (a number, mostly)";
  if (account.handle.empty()) return "handle is missing";
  if (credential(account, "access_token").empty()) return "access_token is missing";
  return std::nullopt;
}

std::optional<std::string> check_word(const std::string& word) {
  if (word == "mentions" || word == "direct_messages") return std::nullopt;
  if (!is_hashtag(word)) return "mastodon listens to: mentions, direct_messages, hashtag:TAG";
  const std::string_view tag = std::string_view(word).substr(hashtag_prefix.size());
  const bool plain = std::all_of(tag.begin(), tag.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  });
  if (tag.empty() || tag.size() > longest_tag || !plain)
    return "hashtag: needs one tag behind it, letters, digits and _ without #";
  return std::nullopt;
}

Mastodon::Mastodon(const Account& account, NetworkParts parts)
    : parts_(parts),
      base_(base_of(account) + "/api/"),
      self_{account.id, account.handle},
      token_(credential(account, "access_token")) {
  capabilities_.push_back(capabilities_with(limits_));
}

const Capabilities& Mastodon::capabilities() const {
  const std::lock_guard lock(mutex_);
  return capabilities_.back();
}

std::string Mastodon::new_key(Instant now, Random& random) const {
  return uuid_v7(now.time_since_epoch().count(), random);
}

bool Mastodon::newer(std::string_view, std::string_view) const {
  return false;
}

std::string Mastodon::status_path(const std::string& id) const {
  return "v1/statuses/" + percent_encode(id);
}

Result<HttpResponse> Mastodon::get(const std::string& path, const Parameters& query) {
  HttpRequest request;
  request.url = base_ + path + (query.empty() ? "" : "?" + query_string(query));
  request.headers["Authorization"] = "Bearer " + token_.reveal();
  return parts_.http.send(request);
}

Limits Mastodon::limits() const {
  const std::lock_guard lock(mutex_);
  return limits_;
}

// What was known stays in force when the server does not answer.
std::optional<Fault> Mastodon::learn_limits(Instant now) {
  {
    const std::lock_guard lock(mutex_);
    if (limits_read_at_ && now - *limits_read_at_ < limits_life) return std::nullopt;
  }
  const auto response = get("v2/instance");
  if (!response) return response.fault();
  if (response->status != 200) return fault_of(*response, now);
  const auto read = parse_limits(response->body);
  if (!read) return read.fault();
  const std::lock_guard lock(mutex_);
  limits_read_at_ = now;
  keep(*read);
  return std::nullopt;
}

void Mastodon::keep(const Limits& limits) {
  const bool same = limits.characters == limits_.characters &&
                    limits.address_characters == limits_.address_characters;
  if (same) return;
  limits_ = limits;
  capabilities_.push_back(capabilities_with(limits_));
}

std::string Mastodon::told_limits() const {
  const std::lock_guard lock(mutex_);
  if (!limits_read_at_) return {};
  JsonWriter json;
  json.object()
      .member("characters", static_cast<std::int64_t>(limits_.characters))
      .member("characters_per_url", static_cast<std::int64_t>(limits_.address_characters))
      .end();
  return json.str();
}

void Mastodon::take_limits(std::string_view told) {
  constexpr std::int64_t most = 1'000'000;
  const auto json = JsonValue::parse(told);
  if (!json) return;
  const auto characters = (*json)["characters"].number(1, most);
  const auto per_url = (*json)["characters_per_url"].number(1, most);
  if (!characters || !per_url) return;
  const std::lock_guard lock(mutex_);
  if (limits_read_at_) return;  // what this object read itself is newer
  keep({static_cast<std::size_t>(*characters), static_cast<std::size_t>(*per_url)});
}

Result<Page> Mastodon::read_page(const PageAsk& ask) {
  if (const auto wrong = check_word(ask.listen)) return fault(FaultKind::rejected, *wrong);
  const auto step = step_of(ask);
  if (!step) return step.fault();
  Feed feed = feed_of(ask.listen);
  feed.query.insert(feed.query.end(), step->bounds.begin(), step->bounds.end());
  const auto response = get(feed.path, feed.query);
  if (!response) return response.fault();
  if (response->status != 200) return fault_of(*response, ask.now);
  const auto links = read_links(response->header("Link"), base_);
  if (!links) return links.fault();
  auto listed = parse_list(response->body, feed.listing, feed.audience, self_, ask.now);
  if (!listed) return listed.fault();
  Page page;
  const auto bounds = set_bounds(ask, *step, listed->marks, *links, feed.lag, page);
  if (!bounds) return bounds.fault();
  drop_history(ask, *step, listed->posts);
  page.posts = std::move(listed->posts);
  page.spend.reads = static_cast<int>(page.posts.size());
  page.problems = std::move(listed->problems);
  page.unreadable = std::move(listed->unreadable);
  page.remaining = count_of(*response, "X-RateLimit-Remaining");
  page.resets_at = reset_of(*response, ask.now);
  return page;
}

Result<Reread> Mastodon::read_posts(const std::vector<std::string>& ids, Instant now) {
  std::vector<std::string> asked;
  std::vector<Post> out;
  for (const std::string& id : ids) {
    if (!is_id(id)) continue;
    asked.push_back(id);
    const auto response = get(status_path(id));
    if (!response) return response.fault();
    if (response->status == 404 || response->status == 410) continue;
    if (response->status != 200) return fault_of(*response, now);
    auto post = parse_status(response->body, self_, now);
    if (!post) return post.fault();  // it must not be taken for a deleted one
    out.push_back(std::move(*post));
  }
  return rest_is_deleted(asked, std::move(out));
}

Health Mastodon::check(Instant now) {
  const auto response = get("v1/accounts/verify_credentials");
  if (!response) return {false, response.fault().message};
  if (response->status != 200) return {false, fault_of(*response, now).message};
  const auto parsed = JsonValue::parse(response->body);
  if (!parsed) return {false, "Mastodon's answer cannot be read"};
  const std::string id = (*parsed)["id"].id().value_or("");
  if (id != self_.id)
    return {false, "the token belongs to account " + quoted(id, 60) + ", not to " +
                       quoted(self_.id, 60) + ": correct id"};
  const std::string name = to_lower_ascii((*parsed)["username"].text_or(""));
  const std::string handle = to_lower_ascii(self_.handle);
  if (handle.substr(0, handle.find('@')) != name)
    return {false, "the account's handle is " + quoted(name, 100) + ": correct handle"};
  if (const auto trouble = learn_limits(now))
    return {false, "the server does not tell its limits: " + trouble->message};
  return {true, {}};
}

}  // namespace social311::connectors::mastodon
