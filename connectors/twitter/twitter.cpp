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
constexpr std::chrono::hours far_ahead{24};
constexpr int reachable_mentions = 800;   // X docs, posts/timelines/integrate.mdx
constexpr int nearly_all_mentions = 700;  // deleted ones count among the 800

LengthRule message_rule() {
  return {longest_message, 0, [](std::string_view text) { return code_points(text).size(); }};
}

Capabilities what_x_can(const Account& account, Scheme scheme) {
  Capabilities out;
  out.length = length_rule();
  out.message_length = message_rule();
  out.shows_edits = true;
  out.removes_own = scheme != Scheme::app_only;
  out.sends_messages = scheme != Scheme::app_only;
  out.takes_push = !credential(account, "consumer_secret").empty();
  out.prices = prices_of(*tier_of(account.tier), scheme);
  out.policy = ReplyPolicy::retry_if_deduped;
  out.reach = reachable_mentions;           // of mentions
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

std::string query_of(const std::string& word) {
  return trim(std::string_view(word).substr(search_prefix.size()));
}

Feed feed_of(const std::string& word) {
  return is_search(word) ? Feed::search : Feed::mentions;
}

}  // namespace

std::optional<std::string> unusable(const Account& account) {
  if (!is_id(account.id)) return "id must be X's numeric user id, digits only";
  if (!is_handle(account.handle)) return "handle must be an X handle without @";
  if (!tier_of(account.tier)) return "tier must be self_serve or enterprise";
  return missing_credential(account);
}

std::optional<std::string> check_word(const std::string& word) {
  if (word == "mentions" || word == message_word) return std::nullopt;
  if (!is_search(word)) return "twitter listens to: mentions, direct_messages, search:QUERY";
  const std::string query = query_of(word);
  if (query.empty()) return "search: needs a query behind it";
  const auto whole = split_query(query, longest_query);
  if (!whole) return "the search cannot be asked, " + whole.fault().message;
  if (whole->size() == 1) return std::nullopt;
  const auto parts = split_query(query, longest_query - room_for_ourselves);
  if (parts) return std::nullopt;
  return "the search has " + std::to_string(query_length(query)) + " characters, X takes " +
         std::to_string(longest_query) + " at once; " + parts.fault().message;
}

// A query that could just be asked whole but not be parted stays whole, our own posts in it.
std::vector<std::string> feeds_of_word(const std::string& word) {
  if (!is_search(word)) return {word};
  const std::string query = query_of(word);
  const std::size_t room = longest_query - room_for_ourselves;
  if (query_length(query) <= room) return {word};
  const auto parts = split_query(query, room);
  if (!parts) return {word};
  std::vector<std::string> feeds;
  for (const std::string& part : *parts) feeds.push_back(std::string(search_prefix) + part);
  return feeds;
}

Twitter::Twitter(const Account& account, NetworkParts parts)
    : parts_(parts),
      api_(account, parts),
      self_{account.id, account.handle, *tier_of(account.tier)},
      listen_(account.listen),
      push_secret_(credential(account, "consumer_secret")),
      words_(vocabulary(account.api_names)),
      capabilities_(what_x_can(account, api_.scheme())) {}

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
  return query_length(full) <= longest_query ? full : query;
}

Result<HttpResponse> Twitter::ask_feed(const std::string& listen, Feed feed, const Range& range,
                                       Instant now) {
  Parameters query;
  std::string path = "/users/" + self_.id + "/mentions";
  if (feed == Feed::search) {
    path = "/tweets/search/recent";
    query = {{"query", search_query(query_of(listen))}, {"sort_order", "recency"}};
  }
  query.emplace_back("max_results", std::to_string(range.page_size));
  for (auto& parameter : range.parameters(feed)) query.push_back(std::move(parameter));
  for (auto& parameter : what_to_show(words_)) query.push_back(std::move(parameter));
  return api_.get(path, query, now);
}

Result<Page> Twitter::page_of(const HttpResponse& response, Feed feed, Range range,
                              Instant now) const {
  if (response.status != 200) return fault_of(response, now);
  auto page = parse_page(response.body, self_);
  if (!page) return page;
  charge(*page, feed == Feed::search ? Thing::post : Thing::own_post, page->spend);
  range.seen += page->spend.reads;
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

// Only the newest 800 mentions can be reached, and X ends the list there as if nothing were below.
// Whether that happened is asked where it may have: after so many, or where a gap holds nothing.
void Twitter::tell_beyond_reach(const Range& range, Instant now, Page& page) {
  if (!page.next.empty() || page.clipped) return;
  const int seen = range.seen + page.spend.reads;
  const bool empty_gap =
      page.spend.reads == 0 && !range.since_id.empty() && !range.until_id.empty();
  const std::string lowest = page.oldest_id.empty() ? range.until_id : page.oldest_id;
  if ((seen < nearly_all_mentions && !empty_gap) || lowest.empty()) return;
  Range below;
  below.until_id = lowest;
  below.page_size = 5;
  const auto response = ask_feed("mentions", Feed::mentions, below, now);
  const auto older = response && response->status == 200 ? parse_page(response->body, self_)
                                                         : Result<Page>(Fault{});
  if (!older) return;
  charge(*older, Thing::own_post, page.spend);
  if (!older->posts.empty() || !older->next.empty()) return;
  page.clipped = "X shows the newest 800 mentions only, older ones were not reached; listen to \"" +
                 std::string(search_prefix) + "@" + self_.handle +
                 "\" as well, which goes back 7 days";
}

Result<Page> Twitter::read_page(const PageAsk& ask) {
  if (const auto wrong = check_word(ask.listen)) return fault(FaultKind::rejected, *wrong);
  if (ask.listen == message_word) return read_messages(ask);
  const Feed feed = feed_of(ask.listen);
  if (feed == Feed::search && query_length(query_of(ask.listen)) > longest_query)
    return fault(FaultKind::rejected, "the search is too long for one request: see feeds_of");
  return read_feed(ask, feed);
}

Result<Page> Twitter::read_feed(const PageAsk& ask, Feed feed) {
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
    if (!oldest || again || !newer_id(*oldest, range.since_id)) {
      auto page = page_of(*response, feed, range, ask.now);
      if (page && feed == Feed::mentions) tell_beyond_reach(range, ask.now, *page);
      return page;
    }
    range = reanchored(ask, *oldest);
  }
  return Page{};  // not reached
}

}  // namespace social311::connectors::twitter
