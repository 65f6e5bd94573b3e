#include "connectors/facebook/posts_walk.h"

#include <algorithm>
#include <utility>

#include "connectors/meta/times.h"

namespace social311::connectors::facebook {
namespace {

using meta::Ask;
using meta::Use;

Ask feed_ask(const std::string& page_id, Instant since) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since.time_since_epoch()).count();
  return {.use = Use::page_feed, .id = page_id, .parameters = {{"since", std::to_string(seconds)}}};
}

// An old post can be tagged late: the later of the two moments counts.
bool is_old(const JsonValue& item, Instant since) {
  const auto created = meta::time_of(item["created_time"]);
  const auto tagged = meta::time_of(item["tagged_time"]);
  return std::max(created.value_or(Instant{}), tagged.value_or(Instant{})) < since;
}

bool all_old(const JsonValue& body, Instant since) {
  const auto items = body["data"].items();
  return !items.empty() && std::all_of(items.begin(), items.end(), [since](const JsonValue& item) {
    return is_old(item, since);
  });
}

}  // namespace

PostsWalk::PostsWalk(meta::Graph& graph, std::string page_id, const PageAsk& ask)
    : graph_(graph),
      page_id_(std::move(page_id)),
      since_(meta::lower_bound(ask)),
      feed_(feed_ask(page_id_, since_)),
      tagged_({.use = Use::page_tagged, .id = page_id_}) {}

Result<Page> PostsWalk::step(Instant now) {
  const bool in_feed = !feed_.done();
  meta::EdgeReader& edge = in_feed ? feed_ : tagged_;
  const auto reply = graph_.read(edge.ask(), now);
  if (!reply) return reply.fault();
  if (const auto wrong = edge.take(reply->body, graph_.base())) return *wrong;
  if (!in_feed && all_old(reply->body, since_)) edge.finish();
  Listed listed = list_posts(reply->body, page_id_, now);
  Page page;
  page.posts = std::move(listed.posts);
  page.problems = std::move(listed.problems);
  page.unreadable = std::move(listed.unreadable);
  if (!edge.capped().empty()) clipped_ = "not all posts could be read: " + edge.capped();
  meta::frame(page, since_);
  meta::add_pace(graph_, meta::Budget::pages, page);
  if ((!page.posts.empty() || done()) && !clipped_.empty())
    page.clipped = std::exchange(clipped_, "");
  return page;
}

}  // namespace social311::connectors::facebook
