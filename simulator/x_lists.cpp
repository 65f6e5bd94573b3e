// Mentions, a user's posts and recent search: newest first, bounded, paged by opaque tokens.
#include <algorithm>
#include <charconv>

#include "core/digest.h"
#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/search_query.h"
#include "simulator/x_api.h"

namespace social311::simulator {

namespace {

constexpr std::size_t mention_reach = 800;
constexpr std::size_t own_posts_reach = 3200;
constexpr std::chrono::hours search_window{7 * 24};
constexpr std::chrono::seconds newest_end{10};

std::string hex16(std::uint64_t value) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  for (std::size_t i = 0; i < 16; ++i) text[15 - i] = digits[(value >> (4 * i)) & 15];
  return text;
}

void keep_newest(std::vector<const SimPost*>& posts, std::size_t reach) {
  if (posts.size() > reach) posts.resize(reach);
}

}  // namespace

XApi::Posts XApi::visible(const Posts& posts, const Call& call) const {
  const Instant seen_at = call.now - call.twist.stale_by;
  Posts kept;
  for (const SimPost* post : posts) {
    const SimUser* author = parts_.world.user(post->author_id);
    if (author == nullptr || author->standing != Standing::active) continue;
    if (post->visible_at <= seen_at) kept.push_back(post);
  }
  return kept;
}

XApi::Posts XApi::bounded(const Posts& posts, const Call& call) const {
  const Ask& ask = call.ask;
  Posts kept;
  for (const SimPost* post : posts) {
    const Instant at = instant_of(post->id);
    if ((ask.since_id && post->id <= *ask.since_id) ||
        (ask.until_id && post->id >= *ask.until_id) || (ask.start_time && at < *ask.start_time) ||
        (ask.end_time && at >= *ask.end_time)) {
      continue;
    }
    kept.push_back(post);
  }
  return kept;
}

// A token is bound to its query: the first half proves that, the second is the place.
std::string XApi::page_token(const Ask& ask, std::uint64_t before) const {
  const std::string place = hex16(before);
  return hex16(hash64(std::to_string(parts_.options.seed) + ask.fingerprint() + place)) + place;
}

std::optional<std::uint64_t> XApi::read_token(const Ask& ask) const {
  const std::string token = ask.page_token();
  if (token.size() != 32) return std::nullopt;
  std::uint64_t before = 0;
  const auto [end, error] = std::from_chars(token.data() + 16, token.data() + 32, before, 16);
  if (error != std::errc{} || end != token.data() + 32 || page_token(ask, before) != token) {
    return std::nullopt;
  }
  return before;
}

// Where the asked page begins; empty: the token is not one of this query.
std::optional<std::size_t> XApi::page_start(const Posts& posts, const Ask& ask) const {
  if (ask.page_token().empty()) return 0;
  const auto before = read_token(ask);
  if (!before) return std::nullopt;
  const auto first = std::find_if(posts.begin(), posts.end(),
                                  [&before](const SimPost* post) { return post->id < *before; });
  return static_cast<std::size_t>(first - posts.begin());
}

std::string XApi::token_after(const Posts& posts, const Call& call, std::size_t place,
                              std::size_t end) const {
  const std::uint64_t here = place == 0 ? UINT64_MAX >> 1 : posts[place - 1]->id;
  if (call.twist.looping || call.twist.empty_page) {
    return place < posts.size() ? page_token(call.ask, here) : "";
  }
  return end < posts.size() ? page_token(call.ask, posts[end - 1]->id) : "";
}

WireReply XApi::page(const Posts& posts, const Call& call, std::int64_t micros) {
  const auto place = page_start(posts, call.ask);
  if (!place) {
    const std::string name =
        call.ask.values.contains("next_token") ? "next_token" : "pagination_token";
    return invalid_request(call.ask.vocabulary, name, {call.ask.page_token()},
                           "The '" + name + "' is not valid for this request");
  }
  const std::size_t at = *place - std::min(*place, call.twist.repeat_items);
  const auto size = static_cast<std::size_t>(call.ask.number("max_results", 10));
  const std::size_t end = call.twist.empty_page ? at : std::min(posts.size(), at + size);
  Renderer renderer(parts_.world, call.ask, call.twist.authors);
  JsonWriter out;
  out.object();
  if (end > at) out.key("data").list();
  for (std::size_t i = at; i < end; ++i) {
    renderer.post(out, *posts[i]);
    parts_.meter.charge_read("post/" + std::to_string(posts[i]->id), micros, call.now);
  }
  if (end > at) out.end();
  renderer.finish(out);
  out.key("meta").object();
  if (end > at) {
    out.member("newest_id", std::to_string(posts[at]->id));
    out.member("oldest_id", std::to_string(posts[end - 1]->id));
  }
  out.member("result_count", static_cast<std::uint64_t>(end - at));
  const std::string next = token_after(posts, call, *place, end);
  if (!next.empty()) out.member("next_token", next);
  return json_reply(200, out.str());
}

WireReply XApi::mentions(const Call& call) {
  if (parts_.world.user(call.ask.subject) == nullptr) return one_user(call, nullptr, "id");
  Posts posts = visible(parts_.world.mentioning(call.ask.subject), call);
  keep_newest(posts, mention_reach);
  const bool owned =
      call.ask.subject == parts_.options.city.id && call.caller.context == Context::user;
  return page(bounded(posts, call), call, owned ? price::owned_post : price::post_read);
}

WireReply XApi::user_posts(const Call& call) {
  if (parts_.world.user(call.ask.subject) == nullptr) return one_user(call, nullptr, "id");
  Posts posts = visible(parts_.world.written_by(call.ask.subject), call);
  keep_newest(posts, own_posts_reach);
  std::erase_if(posts, [&call](const SimPost* post) {
    return (post->source.in_reply_to != 0 && call.ask.lists_value("exclude", "replies")) ||
           (post->source.repost_of != 0 && call.ask.lists_value("exclude", "retweets"));
  });
  const bool owned =
      call.ask.subject == parts_.options.city.id && call.caller.context == Context::user;
  return page(bounded(posts, call), call, owned ? price::owned_post : price::post_read);
}

std::optional<WireReply> XApi::refuse_search_span(const Call& call) const {
  const Instant oldest = call.now - search_window;
  const std::string floor_id = std::to_string(first_id_at(oldest));
  const auto refuse = [&call](const char* name, const std::string& why) {
    return invalid_request(call.ask.vocabulary, name, {call.ask.value(name)}, why);
  };
  for (const char* name : {"since_id", "until_id"}) {
    const auto id = name[0] == 's' ? call.ask.since_id : call.ask.until_id;
    if (id && instant_of(*id) < oldest) {
      return refuse(name, std::string("'") + name + "' must be a tweet id created after [" +
                              to_iso8601(oldest) + "]. Please use a '" + name +
                              "' that is larger than " + floor_id);
    }
  }
  if (call.ask.start_time && *call.ask.start_time < oldest) {
    return refuse("start_time", "Invalid 'start_time':'" + call.ask.value("start_time") +
                                    "'. 'start_time' must be on or after " + to_iso8601(oldest));
  }
  if (call.ask.end_time && *call.ask.end_time > call.now - newest_end) {
    return refuse("end_time",
                  "Invalid 'end_time':'" + call.ask.value("end_time") +
                      "'. 'end_time' must be a minimum of 10 seconds prior to the request time.");
  }
  return std::nullopt;
}

WireReply XApi::search(const Call& call) {
  const std::string query = call.ask.value("query");
  const std::size_t longest =
      parts_.options.tier == Tier::self_serve ? self_serve_query_length : full_query_length;
  if (code_point_offsets(query).size() - 1 > longest) {
    return invalid_request(call.ask.vocabulary, "query", {query},
                           "The query is longer than " + std::to_string(longest) + " characters");
  }
  const auto node = parse_search(query);
  if (!node) {
    return invalid_request(call.ask.vocabulary, "query", {query},
                           "There were errors processing your request: " + node.fault().message);
  }
  if (auto refusal = refuse_search_span(call)) return *refusal;
  return page(bounded(visible(found_posts(*node, call), call), call), call, price::post_read);
}

// Newest first. Without a twist only one page and a post more is looked for, from where the token
// points to: a burst of many thousands stays readable.
XApi::Posts XApi::found_posts(const SearchNode& node, const Call& call) const {
  const Ask& ask = call.ask;
  const Instant latest = ask.end_time ? call.now : call.now - parts_.options.search_tail;
  const bool plain = !call.twist.looping && !call.twist.empty_page && call.twist.repeat_items == 0;
  const auto before = ask.page_token().empty() ? std::nullopt : read_token(ask);
  const auto most = static_cast<std::size_t>(ask.number("max_results", 10)) + 1;
  const auto& all = parts_.world.posts();
  auto entry = std::make_reverse_iterator(plain && before ? all.lower_bound(*before) : all.end());
  Posts posts;
  for (; entry != all.rend() && (!plain || posts.size() < most); ++entry) {
    const SimPost& post = entry->second;
    const bool too_old = instant_of(post.id) < call.now - search_window;
    if (too_old || (ask.since_id && post.id <= *ask.since_id)) break;
    if (post.deleted || !post.newest_version() || post.source.repost_of != 0) continue;
    if (instant_of(post.id) > latest || !matches(node, post, parts_.world)) continue;
    if (!plain || !bounded(visible({&post}, call), call).empty()) posts.push_back(&post);
  }
  return posts;
}

}  // namespace social311::simulator
