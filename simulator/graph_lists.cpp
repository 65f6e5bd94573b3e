// Edges: what stands on them, in which order, and page by page.
#include <algorithm>
#include <charconv>

#include "core/digest.h"
#include "core/http.h"
#include "core/text.h"
#include "simulator/graph_api.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

constexpr std::size_t usual_page = 25;
constexpr std::size_t longest_page = 100;
constexpr std::size_t longest_media_page = 50;  // comments and hashtags of Instagram
constexpr std::size_t feed_reach = 600;         // "about 600 ranked posts a year"
constexpr std::size_t thread_reach = 20;        // messages with detail
constexpr std::chrono::hours hashtag_reach{24};

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Seconds, or a date as Graph takes it.
std::optional<Instant> moment(const std::string& text) {
  if (const auto seconds = whole_number(text)) return Instant(std::chrono::seconds(*seconds));
  if (const auto instant = parse_iso8601(text)) return instant;
  if (text.size() > 5 && text.ends_with("+0000")) {
    return parse_iso8601(text.substr(0, text.size() - 5) + "Z");
  }
  return std::nullopt;
}

std::string argument(const std::map<std::string, std::string>& args, const char* name) {
  const auto found = args.find(name);
  return found == args.end() ? "" : found->second;
}

bool in_span(Instant at, const std::map<std::string, std::string>& args) {
  const auto since = moment(argument(args, "since"));
  const auto until = moment(argument(args, "until"));
  return (!since || at >= *since) && (!until || at <= *until);
}

// Meta orders a feed by its own taste: here up to six hours to and fro.
Instant rank_of(const SimItem& item) {
  const std::uint64_t taste = hash64(item.id) % (6ULL * 60 * 60 * 1000);
  return item.created_at - Milliseconds(static_cast<std::int64_t>(taste));
}

bool is_tag(const std::string& text, const std::string& tag) {
  const std::string folded = fold(text);
  const std::string mark = "#" + fold(tag);
  for (std::size_t at = folded.find(mark); at != std::string::npos;
       at = folded.find(mark, at + 1)) {
    const std::size_t end = at + mark.size();
    if (end == folded.size()) return true;
    const char next = folded[end];
    const bool goes_on =
        (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z') || next == '_';
    if (!goes_on) return true;
  }
  return false;
}

}  // namespace

bool GraphApi::shown(const SimItem& item, const Call& call) const {
  return item.visible_at <= call.now - call.twist.stale_by;
}

bool GraphApi::names_page(const SimItem& item) const {
  const std::string mark =
      "@" + to_lower_ascii(item.source.site == Site::facebook ? parts_.options.meta.page_handle
                                                              : parts_.options.meta.ig_username);
  return to_lower_ascii(item.text()).find(mark) != std::string::npos;
}

GraphApi::Refusal GraphApi::check_edge(const EdgeRule& rule, const Params& args) const {
  for (const auto& [name, value] : args) {
    const bool paging = name == "limit" || name == "after" || name == "before";
    if (!paging && std::find(rule.get.begin(), rule.get.end(), name) == rule.get.end()) {
      return graph_refuse(100, "Unknown modifier " + name + " on " + rule.word);
    }
  }
  const auto one_of = [&args](const char* name, std::vector<std::string> words) {
    const std::string value = to_lower_ascii(argument(args, name));
    return value.empty() || std::find(words.begin(), words.end(), value) != words.end();
  };
  if (!one_of("filter", {"stream", "toplevel"}) ||
      !one_of("order", {"chronological", "reverse_chronological"}) ||
      !one_of("platform", {"messenger", "instagram"}) ||
      !one_of("summary", {"true", "false", "1", "0"})) {
    return graph_refuse(100, std::string("Param of ") + rule.word + " must be one of its values");
  }
  const std::string limit = argument(args, "limit");
  const auto count = whole_number(limit);
  if (!limit.empty() && (!count || *count < 0)) {
    return graph_refuse(100, "Param limit must be an integer greater than or equal to zero");
  }
  if (count && *count > static_cast<std::int64_t>(longest_page)) {
    return graph_refuse(100, "The limit of " + std::string(rule.word) + " is at most 100");
  }
  for (const char* name : {"since", "until"}) {
    if (!argument(args, name).empty() && !moment(argument(args, name))) {
      return graph_refuse(100, std::string("Param ") + name + " is no time");
    }
  }
  return std::nullopt;
}

GraphApi::Nodes GraphApi::feed_of(const Params& args, const Call& call) const {
  const std::string& page = parts_.options.meta.page_id;
  const bool with_hidden = argument(args, "include_hidden") == "true";
  Nodes found;
  for (const SimItem* item : parts_.commons.all(Site::facebook)) {
    if (item->source.kind != ItemKind::post || !shown(*item, call)) continue;
    const bool here = item->source.wall == page || item->source.author_id == page;
    if ((!here && !names_page(*item)) || (item->hidden && !with_hidden)) continue;
    if (in_span(item->created_at, args)) found.push_back({NodeKind::post, item->id, item});
  }
  std::stable_sort(found.begin(), found.end(), [](const Node& a, const Node& b) {
    return rank_of(*a.item) > rank_of(*b.item);
  });
  if (found.size() > feed_reach) found.resize(feed_reach);
  return found;
}

GraphApi::Nodes GraphApi::tagged_posts(const Call& call) const {
  Nodes found;
  const auto all = parts_.commons.all(Site::facebook);
  for (auto item = all.rbegin(); item != all.rend(); ++item) {
    const SimItem& post = **item;
    if (post.source.kind != ItemKind::post || !post.source.wall.empty() || !shown(post, call))
      continue;
    if (post.source.author_id != parts_.options.meta.page_id && names_page(post)) {
      found.push_back({NodeKind::post, post.id, &post});
    }
  }
  return found;
}

// A user's token sees none; replies only with filter=stream.
GraphApi::Nodes GraphApi::comments_of(const Node& node, const Params& args,
                                      const Call& call) const {
  Nodes found;
  if (call.token == TokenKind::user) return found;
  const bool stream = to_lower_ascii(argument(args, "filter")) == "stream";
  const bool newest_first = to_lower_ascii(argument(args, "order")) == "reverse_chronological";
  const auto items = stream && node.kind == NodeKind::post
                         ? parts_.commons.thread(Site::facebook, node.id)
                         : parts_.commons.below(Site::facebook, node.id);
  for (const SimItem* item : items) {
    if (item->source.kind != ItemKind::comment || !shown(*item, call)) continue;
    if (!in_span(item->created_at, args)) continue;
    found.push_back({NodeKind::comment, item->id, item});
  }
  if (newest_first) std::reverse(found.begin(), found.end());
  return found;
}

GraphApi::Nodes GraphApi::threads_of(const Params& args, const Call& call) const {
  const bool instagram = to_lower_ascii(argument(args, "platform")) == "instagram" ||
                         call.host == GraphHost::instagram;
  const Site site = instagram ? Site::instagram : Site::facebook;
  const std::string person = argument(args, "user_id");
  std::map<std::string, const SimItem*> newest;
  for (const SimItem* item : parts_.commons.all(site)) {
    if (item->source.kind != ItemKind::message || !shown(*item, call)) continue;
    if (!person.empty() && item->source.author_id != person && item->source.to != person) continue;
    newest[item->root] = item;
  }
  Nodes found;
  for (const auto& [id, item] : newest) found.push_back({NodeKind::thread, id, item});
  std::sort(found.begin(), found.end(),
            [](const Node& a, const Node& b) { return a.item->key > b.item->key; });
  return found;
}

GraphApi::Nodes GraphApi::messages_of(const Node& node, const Call& call) const {
  const auto all = parts_.commons.thread(node.item->source.site, node.id);
  Nodes found;
  for (auto item = all.rbegin(); item != all.rend() && found.size() < thread_reach; ++item) {
    if (shown(**item, call)) found.push_back({NodeKind::message, (*item)->id, *item});
  }
  return found;
}

GraphApi::Nodes GraphApi::media_of(const Params& args, const Call& call) const {
  Nodes found;
  const auto own = parts_.commons.by(Site::instagram, parts_.options.meta.ig_user_id);
  for (auto item = own.rbegin(); item != own.rend(); ++item) {
    if ((*item)->source.kind != ItemKind::post || !shown(**item, call)) continue;
    if (in_span((*item)->created_at, args))
      found.push_back({NodeKind::ig_media, (*item)->id, *item});
  }
  return found;
}

GraphApi::Nodes GraphApi::tagged_media(const Call& call) const {
  Nodes found;
  const auto all = parts_.commons.all(Site::instagram);
  for (auto item = all.rbegin(); item != all.rend(); ++item) {
    const SimItem& media = **item;
    const bool tagged = media.source.wall == parts_.options.meta.ig_user_id;
    if (media.source.kind != ItemKind::post || !tagged || !shown(media, call)) continue;
    found.push_back({NodeKind::ig_media, media.id, &media});
  }
  return found;
}

// Newest first, top-level only, no hidden ones.
GraphApi::Nodes GraphApi::ig_comments_of(const Node& node, const Call& call) const {
  Nodes found;
  for (const SimItem* item : parts_.commons.below(Site::instagram, node.id)) {
    if (item->source.kind != ItemKind::comment || item->hidden || !shown(*item, call)) continue;
    found.push_back({NodeKind::ig_comment, item->id, item});
  }
  if (node.kind == NodeKind::ig_media) std::reverse(found.begin(), found.end());
  return found;
}

// Of the last 24 hours, not always in order.
GraphApi::Nodes GraphApi::recent_media(const std::string& tag, const Call& call) const {
  Nodes found;
  const auto all = parts_.commons.all(Site::instagram);
  for (auto item = all.rbegin(); item != all.rend(); ++item) {
    const SimItem& media = **item;
    if (media.source.kind != ItemKind::post || !shown(media, call)) continue;
    if (media.created_at < call.now - hashtag_reach || !is_tag(media.text(), tag)) continue;
    found.push_back({NodeKind::ig_media, media.id, &media});
  }
  for (std::size_t i = 2; i < found.size(); i += 5) std::swap(found[i - 1], found[i]);
  return found;
}

GraphApi::Nodes GraphApi::items_of(const Node& node, const EdgeRule& rule, const Params& args,
                                   const Call& call) {
  switch (rule.edge) {
    case EdgeName::feed:
      return feed_of(args, call);
    case EdgeName::published_posts: {
      Nodes found = feed_of(args, call);
      std::erase_if(found, [this](const Node& one) {
        return one.item->source.author_id != parts_.options.meta.page_id;
      });
      return found;
    }
    case EdgeName::tagged:
      return tagged_posts(call);
    case EdgeName::comments:
      return node.kind == NodeKind::ig_media ? ig_comments_of(node, call)
                                             : comments_of(node, args, call);
    case EdgeName::replies:
      return ig_comments_of(node, call);
    case EdgeName::conversations:
      return threads_of(args, call);
    case EdgeName::messages:
      return messages_of(node, call);
    case EdgeName::media:
      return media_of(args, call);
    case EdgeName::tags:
      return tagged_media(call);
    case EdgeName::recent_media:
      return recent_media(searched_.at(node.id).tag, call);
    case EdgeName::recently_searched_hashtags: {
      Nodes found;
      for (const auto& [id, search] : searched_) {
        if (search.first > call.now - std::chrono::hours(7 * 24)) {
          found.push_back({NodeKind::hashtag, id, nullptr});
        }
      }
      return found;
    }
    case EdgeName::accounts: {
      Nodes found = {{NodeKind::account, parts_.options.meta.page_id, nullptr}};
      for (int i = 0; i < parts_.options.meta.more_pages; ++i) {
        found.push_back({NodeKind::account, std::to_string(112233445570000LL + i), nullptr});
      }
      return found;
    }
    default:
      return {};
  }
}

std::string GraphApi::cursor_of(const Node& node, const EdgeRule& rule) const {
  return base64url("QVFI/" + std::string(rule.word) + "/" + node.id);
}

std::string GraphApi::next_link(const Call& call, const Node& node, const EdgeRule& rule,
                                const Params& args, const std::string& after) const {
  Pairs query = {{"access_token", call.token_text}};
  for (const auto& [name, value] : args) {
    if (name != "after" && name != "before" && name != "access_token" &&
        name != "appsecret_proof") {
      query.emplace_back(name, value);
    }
  }
  query.emplace_back("after", after);
  return call.address + "/" + call.version + "/" + node.id + "/" + rule.word + "?" +
         query_string(query);
}

void GraphApi::write_summary(JsonWriter& out, const Node& node, const Params& args,
                             std::size_t count) const {
  const std::string asked = argument(args, "summary");
  if (asked != "true" && asked != "1") return;
  out.key("summary").object().member("order", "chronological");
  out.member("total_count", static_cast<std::uint64_t>(count));
  if (node.kind == NodeKind::post || node.kind == NodeKind::comment)
    out.member("can_comment", true);
  out.end();
}

namespace {

std::vector<FieldAsk> usual_fields(NodeKind kind) {
  std::vector<FieldAsk> fields;
  for (const std::string_view name : default_fields(kind)) {
    fields.push_back({.name = std::string(name)});
  }
  return fields;
}

struct Span {
  std::size_t start = 0;
  std::size_t end = 0;
};

}  // namespace

// {"data":[…],"paging":{…},"summary":{…}}; `args` were checked.
void GraphApi::write_list(JsonWriter& out, const Node& node, const EdgeRule& rule,
                          const Params& args, const std::vector<FieldAsk>& asked,
                          const Call& call) {
  Nodes items = items_of(node, rule, args, call);
  const std::vector<FieldAsk> fields = asked.empty() ? usual_fields(rule.holds) : asked;
  const bool short_pages =
      rule.holds == NodeKind::ig_comment || rule.edge == EdgeName::recent_media;
  const auto limit = whole_number(argument(args, "limit"));
  std::size_t size = limit ? static_cast<std::size_t>(*limit) : usual_page;
  if (short_pages) size = std::min(size, longest_media_page);
  const std::string after = argument(args, "after");
  const bool walks = rule.edge == EdgeName::recent_media;
  const std::string walk = base64url("walk/" + node.id);
  Span span;
  if (walks) {
    span.start = after.empty() ? 0 : walks_[walk];
  } else if (!after.empty()) {
    const auto named = std::find_if(items.begin(), items.end(),
                                    [&](const Node& one) { return cursor_of(one, rule) == after; });
    span.start =
        named == items.end() ? items.size() : static_cast<std::size_t>(named - items.begin()) + 1;
  }
  const std::size_t here = std::min(span.start, items.size());
  span.start = here - std::min(here, call.twist.repeat_items);
  span.end = call.twist.empty_page ? span.start : std::min(items.size(), here + size);
  if (walks) walks_[walk] = span.end;
  const std::size_t total = items.size();
  bool more = span.end < total && size > 0;
  Nodes page(items.begin() + static_cast<std::ptrdiff_t>(span.start),
             items.begin() + static_cast<std::ptrdiff_t>(span.end));
  std::string last = span.end > 0 ? cursor_of(items[span.end - 1], rule) : after;
  if (call.twist.looping || call.twist.empty_page) {
    more = here < total;
    last = here > 0 ? cursor_of(items[here - 1], rule) : cursor_of(node, rule);
  }
  if (walks) last = walk;
  if (call.twist.order == ListOrder::reversed) std::reverse(page.begin(), page.end());
  out.object().key("data").list();
  Call first = call;
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (i == 1) first.twist.authors = Authors::all;
    if (rule.holds == NodeKind::hashtag) {
      write_hashtag(out, page[i], fields);
    } else if (rule.holds == NodeKind::account) {
      write_account(out, page[i], fields);
    } else {
      write_node(out, page[i], fields, first);
    }
  }
  out.end();
  if (!page.empty() || more) {
    out.key("paging").object().key("cursors").object();
    if (!page.empty()) out.member("before", cursor_of(page.front(), rule));
    out.member("after", last).end();
    if (more) out.member("next", next_link(call, node, rule, args, last));
    out.end();
  }
  write_summary(out, node, args, total);
  out.end();
}

WireReply GraphApi::list(Call& call, const Node& node, const EdgeRule& rule) {
  Params args = call.params;
  for (const char* name : {"fields", "access_token", "appsecret_proof", "pretty"}) args.erase(name);
  if (auto refusal = check_edge(rule, args)) return *refusal;
  Refusal refusal;
  const auto fields = asked_fields(rule.holds, call, refusal);
  if (refusal) return *refusal;
  if (rule.edge == EdgeName::recent_media) {
    if (call.param("user_id") != parts_.options.meta.ig_user_id) {
      return graph_refuse(100, "The parameter user_id is required");
    }
    for (const FieldAsk& field : fields) {
      if (field.name == "username" || field.name == "owner") {
        return no_such_field(field.name, name_of(NodeKind::ig_media));
      }
    }
  }
  if (rule.edge == EdgeName::conversations) {
    const int limit = parts_.options.meta_budgets.threads_per_second;
    const std::int64_t second = call.now.time_since_epoch().count() / 1000;
    if (!thread_calls_.contains(second)) thread_calls_.clear();
    if (limit > 0 && ++thread_calls_[second] > limit) {
      return graph_refuse(613, "Calls to this api have exceeded the rate limit.", 1996);
    }
  }
  const std::string after = call.param("after");
  if (!after.empty() && rule.edge != EdgeName::recent_media) {
    const Nodes items = items_of(node, rule, args, call);
    const bool known = after == cursor_of(node, rule) ||
                       std::any_of(items.begin(), items.end(),
                                   [&](const Node& one) { return cursor_of(one, rule) == after; });
    if (!known) return graph_refuse(100, "Invalid cursors values");
  }
  if (after == cursor_of(node, rule)) args.erase("after");
  // What a next-link must lead back to.
  if (!call.param("fields").empty()) args["fields"] = call.param("fields");
  JsonWriter out;
  write_list(out, node, rule, args, fields, call);
  return json_reply(200, out.str());
}

}  // namespace social311::simulator
