#include "connectors/bluesky/bluesky.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/bluesky/errors.h"
#include "connectors/bluesky/record.h"
#include "connectors/bluesky/uri.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::bluesky {
namespace {

constexpr std::string_view search_prefix = "search:";
constexpr std::string_view handle_mark = "{handle}";
// Lists are sorted by the earlier one of the author's claim and the moment of indexing. A post
// whose author's clock is slow, or that was written offline, appears below newer ones: the step
// back covers an hour of that.
constexpr std::chrono::seconds overlap{3'600};
constexpr std::size_t tail_length = 10;
constexpr const char* page_size = "100";
constexpr std::size_t most_uris = 25;  // app.bsky.feed.getPosts

Capabilities what_bluesky_can() {
  Capabilities out;
  out.length = length_rule();
  out.policy = ReplyPolicy::retry_keyed;
  out.chooses_key = true;
  out.since_is_exclusive_id = false;
  out.overlap = overlap;
  out.shows_edits = true;  // a record changes in place
  out.removes_own = true;
  return out;
}

bool is_search(std::string_view word) {
  return word.rfind(search_prefix, 0) == 0;
}

std::optional<Instant> lower_bound(const PageAsk& ask) {
  if (!ask.since_at) return std::nullopt;
  return *ask.since_at - overlap;
}

// Equal milliseconds happen, so both bounds are taken in.
void keep_between(std::optional<Instant> low, std::optional<Instant> high, Page& page) {
  std::vector<Post> inside;
  for (Post& post : page.posts) {
    const bool too_old = low && post.created_at < *low;
    const bool too_new = high && post.created_at > *high;
    if (!too_old && !too_new) inside.push_back(std::move(post));
  }
  page.posts = std::move(inside);
}

// The walk ends when the last items of a page are all below the bound: a single back-dated post
// among newer ones must not end it.
bool reaches_bound(std::optional<Instant> low, const Page& page) {
  if (!low || page.posts.empty()) return false;
  const std::size_t tail = std::min(tail_length, page.posts.size());
  return std::all_of(page.posts.end() - static_cast<std::ptrdiff_t>(tail), page.posts.end(),
                     [low](const Post& post) { return post.created_at < *low; });
}

// An author may claim to have posted in 1970, and some networks show that claim as the time of
// indexing. The key was made when the post was: it lifts such a time, but never beyond now.
void lift_claimed_times(std::vector<Post>& posts, Instant now) {
  for (Post& post : posts) {
    const auto made = tid_time(parse_at_uri(post.id)->key);
    if (made && *made <= now && *made > post.created_at) post.created_at = *made;
  }
}

// A notification below the bound may still be a new post that claims to be old: its key tells when
// it was made.
bool may_be_new(std::optional<Instant> low, const Post& post) {
  if (!low || post.created_at >= *low) return true;
  const auto made = tid_time(parse_at_uri(post.id)->key);
  return !made || *made >= *low;
}

}  // namespace

std::optional<std::string> unusable(const Account& account) {
  if (!is_did(account.id)) return "id must be the account's DID (did:plc:… or did:web:…)";
  if (account.handle.empty()) return "handle is missing";
  if (credential(account, "identifier").empty()) return "identifier is missing";
  if (credential(account, "app_password").empty()) return "app_password is missing";
  return std::nullopt;
}

std::optional<std::string> check_word(const std::string& word) {
  if (word == "mentions") return std::nullopt;
  if (!is_search(word)) return "bluesky listens to: mentions, search:QUERY";
  if (trim(std::string_view(word).substr(search_prefix.size())).empty())
    return "search: needs a query behind it";
  return std::nullopt;
}

Bluesky::Bluesky(const Account& account, NetworkParts parts)
    : parts_(parts),
      base_(base_of(account) + "/xrpc/"),
      self_{account.id, account.handle},
      session_(account, parts),
      capabilities_(what_bluesky_can()) {}

std::string Bluesky::new_key(Instant now, Random& random) const {
  return make_tid(now, random);
}

bool Bluesky::newer(std::string_view, std::string_view) const {
  return false;  // addresses have no order
}

Result<HttpResponse> Bluesky::get(const std::string& method, const Parameters& query, Instant now) {
  auto session = session_.current(now);
  HttpRequest request;
  request.url = base_ + method + (query.empty() ? "" : "?" + query_string(query));
  for (const bool last_try : {false, true}) {
    if (!session) return session.fault();
    request.headers["Authorization"] = "Bearer " + session->access.reveal();
    auto response = parts_.http.send(request);
    if (!response) return response;
    const TokenTrouble trouble = token_trouble(*response);
    if (trouble == TokenTrouble::none) return response;
    if (last_try) return fault_of(*response, now);
    session = session_.renew(*session, trouble, now);
  }
  return fault(FaultKind::denied, "Bluesky refused the session");  // not reached
}

// `priority` is the account's own preference: with it on, mentions by strangers stay away.
Parameters Bluesky::notification_query(const PageAsk& ask) const {
  Parameters query{{"limit", page_size},
                   {"reasons", "mention"},
                   {"reasons", "reply"},
                   {"reasons", "quote"},
                   {"priority", "false"}};
  if (!ask.next.empty()) {
    query.emplace_back("cursor", ask.next);
  } else if (ask.until_at) {  // a cursor is a time of indexing: a walk that stopped goes on right
                              // there
    query.emplace_back("cursor", to_iso8601(*ask.until_at + Milliseconds(1)));
  }
  return query;
}

Parameters Bluesky::search_query(const PageAsk& ask) const {
  std::string words = trim(std::string_view(ask.listen).substr(search_prefix.size()));
  const std::size_t mark = words.find(handle_mark);
  if (mark != std::string::npos) words.replace(mark, handle_mark.size(), self_.handle);
  Parameters query{{"q", words}, {"sort", "latest"}, {"limit", page_size}};
  if (ask.until_at) query.emplace_back("until", to_iso8601(*ask.until_at + Milliseconds(1)));
  if (!ask.next.empty()) query.emplace_back("cursor", ask.next);
  return query;
}

// Notifications say what to look at; the posts themselves say when they were indexed, whether they
// can be answered and how they read now. One that is gone meanwhile is left out.
std::optional<Fault> Bluesky::look_closer(const PageAsk& ask, Page& page) {
  const auto low = lower_bound(ask);
  keep_between(std::nullopt, ask.until_at, page);
  std::vector<std::string> ids;
  for (const Post& post : page.posts) {
    if (may_be_new(low, post)) ids.push_back(post.id);
  }
  auto posts = read_posts(ids, ask.now);
  if (!posts) return posts.fault();
  page.posts = std::move(posts->posts);
  std::stable_sort(page.posts.begin(), page.posts.end(),
                   [](const Post& a, const Post& b) { return a.created_at > b.created_at; });
  keep_between(low, std::nullopt, page);
  return std::nullopt;
}

Result<Page> Bluesky::read_page(const PageAsk& ask) {
  if (const auto wrong = check_word(ask.listen)) return fault(FaultKind::rejected, *wrong);
  const bool search = is_search(ask.listen);
  const auto response =
      search ? get("app.bsky.feed.searchPosts", search_query(ask), ask.now)
             : get("app.bsky.notification.listNotifications", notification_query(ask), ask.now);
  if (!response) return response.fault();
  if (response->status != 200) return fault_of(*response, ask.now);
  auto page = parse_page(response->body, search ? Listing::posts : Listing::notifications, self_);
  if (!page) return page;
  const bool looping = !page->next.empty() && page->next == ask.next;
  if (looping) page->problems.push_back("Bluesky gave the same cursor twice; the walk ends here");
  if (looping || reaches_bound(lower_bound(ask), *page)) page->next.clear();
  // A time of the future would move the caller's cursor beyond what is still to come.
  if (page->newest_at && *page->newest_at > ask.now) page->newest_at = ask.now;
  page->remaining = count_of(*response, "RateLimit-Remaining");
  page->resets_at = epoch_of(*response, reset_header);
  if (search) {
    lift_claimed_times(page->posts, ask.now);
    keep_between(lower_bound(ask), ask.until_at, *page);
  } else if (auto trouble = look_closer(ask, *page)) {
    return *trouble;
  }
  page->spend.reads = static_cast<int>(page->posts.size());
  return page;
}

Result<Reread> Bluesky::read_posts(const std::vector<std::string>& ids, Instant now) {
  std::vector<std::string> asked;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(asked),
               [](const std::string& id) { return parse_at_uri(id).has_value(); });
  std::vector<Post> out;
  for (std::size_t from = 0; from < asked.size(); from += most_uris) {
    Parameters query;
    for (std::size_t i = from; i < std::min(asked.size(), from + most_uris); ++i)
      query.emplace_back("uris", asked[i]);
    const auto response = get("app.bsky.feed.getPosts", query, now);
    if (!response) return response.fault();
    if (response->status != 200) return fault_of(*response, now);
    auto page = parse_page(response->body, Listing::posts, self_);
    if (!page) return page.fault();
    if (!page->unreadable.empty())  // it must not be taken for a deleted one
      return fault(FaultKind::garbled, page->problems.front());
    std::move(page->posts.begin(), page->posts.end(), std::back_inserter(out));
  }
  lift_claimed_times(out, now);
  return rest_is_deleted(asked, std::move(out));
}

Health Bluesky::check(Instant now) {
  const auto response = get("com.atproto.server.getSession", {}, now);
  if (!response) return {false, response.fault().message};
  if (response->status != 200) return {false, fault_of(*response, now).message};
  const auto parsed = JsonValue::parse(response->body);
  if (!parsed) return {false, "Bluesky's answer cannot be read"};
  const std::string did = (*parsed)["did"].text_or("");
  const std::string handle = (*parsed)["handle"].text_or("");
  if (did != self_.did)
    return {false,
            "the log-in belongs to " + quoted(did, 100) + ", not to " + self_.did + ": correct id"};
  if (to_lower_ascii(handle) != to_lower_ascii(self_.handle))
    return {false, "the account's handle is now " + quoted(handle, 100) + ": correct handle"};
  return {true, {}};
}

}  // namespace social311::connectors::bluesky
