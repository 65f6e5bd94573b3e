#include "connectors/twitter/twitter.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/text.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::string_view search_prefix = "search:";
constexpr const char* page_size = "100";
constexpr std::chrono::hours far_ahead{24};

Capabilities what_x_can() {
  Capabilities out;
  out.length = length_rule();
  out.policy = ReplyPolicy::retry_if_deduped;
  out.reach = 800;                          // mentions only; X docs, timelines/integrate.mdx
  out.window = std::chrono::hours(7 * 24);  // search only
  out.overlap = overlap;
  return out;
}

bool is_search(std::string_view word) {
  return word.rfind(search_prefix, 0) == 0;
}

// Ids from the future would move the cursor beyond everything that is still to come.
void drop_future(Page& page, Instant now) {
  const auto made = instant_of(page.newest_id);
  if (!made || *made <= now + far_ahead) return;
  page.newest_id.clear();
  page.newest_at.reset();
  std::vector<Post> believable;
  for (Post& post : page.posts) {
    const auto at = instant_of(post.version);
    if (at && *at > now + far_ahead) {
      page.problems.push_back("post " + post.version + " has an id of the future");
      page.unreadable.push_back(post.raw);
      continue;
    }
    page.newest_id = newest_of(page.newest_id, post.version);
    believable.push_back(std::move(post));
  }
  page.posts = std::move(believable);
  page.newest_at = instant_of(page.newest_id);
  if (page.newest_id.empty()) page.oldest_id.clear();
}

// Whether "a OR b" stands outside of parentheses and quotation marks.
bool has_open_or(std::string_view query) {
  int depth = 0;
  bool in_phrase = false;
  for (std::size_t i = 0; i < query.size(); ++i) {
    if (query[i] == '"') in_phrase = !in_phrase;
    if (in_phrase) continue;
    if (query[i] == '(') ++depth;
    if (query[i] == ')') --depth;
    if (depth == 0 && query.substr(i, 4) == " OR ") return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> unusable(const Account& account) {
  if (!is_id(account.id)) return "id must be X's numeric user id, digits only";
  if (!is_handle(account.handle)) return "handle must be an X handle without @";
  return missing_credential(account);
}

std::optional<std::string> check_word(const std::string& word) {
  if (word == "mentions") return std::nullopt;
  if (!is_search(word)) return "twitter listens to: mentions, search:QUERY";
  const std::string query = trim(std::string_view(word).substr(search_prefix.size()));
  if (query.empty()) return "search: needs a query behind it";
  const std::size_t length = code_points(query).size();
  if (length > longest_query)
    return "the search has " + std::to_string(length) + " characters, X takes at most " +
           std::to_string(longest_query);
  return std::nullopt;
}

Twitter::Twitter(const Account& account, NetworkParts parts)
    : parts_(parts),
      api_(account, parts),
      self_{account.id, account.handle},
      words_(vocabulary(account.api_names)),
      capabilities_(what_x_can()) {}

std::string Twitter::new_key(Instant, Random&) const {
  return {};
}

bool Twitter::newer(std::string_view a, std::string_view b) const {
  return newer_id(a, b);
}

// Our own posts need not be paid for in a search; left as it is where the query has no room for
// that.
std::string Twitter::search_query(const std::string& query) const {
  const std::string but_us = " -from:" + self_.handle;
  if (query.find("from:") != std::string::npos) return query;
  const std::string full = (has_open_or(query) ? "(" + query + ")" : query) + but_us;
  return code_points(full).size() <= longest_query ? full : query;
}

Result<HttpResponse> Twitter::ask_feed(const std::string& listen, Feed feed, const Range& range,
                                       Instant now) {
  Parameters query;
  std::string path = "/users/" + self_.id + "/mentions";
  if (feed == Feed::search) {
    path = "/tweets/search/recent";
    const std::string words = trim(std::string_view(listen).substr(search_prefix.size()));
    query = {{"query", search_query(words)}, {"sort_order", "recency"}};
  }
  query.emplace_back("max_results", page_size);
  for (auto& parameter : range.parameters(feed)) query.push_back(std::move(parameter));
  for (auto& parameter : what_to_show(words_)) query.push_back(std::move(parameter));
  return api_.get(path, query, now);
}

Result<Page> Twitter::page_of(const HttpResponse& response, Range range, Instant now) const {
  if (response.status != 200) return fault_of(response, now);
  auto page = parse_page(response.body, self_);
  if (!page) return page;
  drop_future(*page, now);
  if (range.clipped && (!page->posts.empty() || page->next.empty())) {
    page->clipped = std::move(range.clipped);
    range.clipped.reset();
  }
  page->next = carry_on(range, page->next);
  page->remaining = count_of(response, "x-rate-limit-remaining");
  page->resets_at = epoch_of(response, "x-rate-limit-reset");
  return page;
}

Result<Page> Twitter::read_page(const PageAsk& ask) {
  if (const auto wrong = check_word(ask.listen)) return fault(FaultKind::rejected, *wrong);
  const Feed feed = is_search(ask.listen) ? Feed::search : Feed::mentions;
  Range range = range_of(ask, feed);
  for (const bool again : {false, true}) {
    if (range.nothing) {
      Page none;
      none.clipped = range.clipped;
      return none;
    }
    const auto response = ask_feed(ask.listen, feed, range, ask.now);
    if (!response) return response.fault();
    const auto oldest = oldest_since_id(*response);
    if (!oldest || again || !newer_id(*oldest, range.since_id))
      return page_of(*response, std::move(range), ask.now);
    range = reanchored(ask, *oldest);
  }
  return Page{};  // not reached
}

Health Twitter::check(Instant now) {
  const bool user = api_.can_write();
  const auto response = api_.get(user ? "/users/me" : "/users/" + self_.id, {}, now);
  if (!response) return {false, response.fault().message};
  if (response->status != 200) return {false, fault_of(*response, now).message};
  const auto parsed = JsonValue::parse(response->body);
  if (!parsed) return {false, "X's answer cannot be read: " + parsed.fault().message};
  const std::string id = (*parsed)["data"]["id"].text_or("");
  const std::string handle = (*parsed)["data"]["username"].text_or("");
  if (id.empty()) return {false, "X knows no account with the id " + self_.id};
  if (id != self_.id)
    return {false, "the tokens belong to " + quoted("@" + handle, 40) + " with the id " +
                       quoted(id, 40) + ", not to " + self_.id + ": correct id or authorise again"};
  if (to_lower_ascii(handle) != to_lower_ascii(self_.handle))
    return {false, "the account's handle is now " + quoted("@" + handle, 40) + ": correct handle"};
  if (!user) return {true, "reads only: an app's bearer token cannot reply"};
  return {true, {}};
}

}  // namespace social311::connectors::twitter
