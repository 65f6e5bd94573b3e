#include "connectors/instagram/comments_walk.h"

#include <algorithm>
#include <utility>

namespace social311::connectors::instagram {
namespace {

using meta::Ask;
using meta::Use;

constexpr std::size_t fullest_page = 50;

Ask media_ask(const std::string& id, Instant now) {
  const Instant since = now - meta::watch_window;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since.time_since_epoch()).count();
  return {.use = Use::ig_media_list, .id = id, .parameters = {{"since", std::to_string(seconds)}}};
}

}  // namespace

CommentsWalk::CommentsWalk(meta::Graph& graph, meta::Watchlist& list, Self self, const PageAsk& ask)
    : graph_(graph),
      list_(list),
      self_(std::move(self)),
      since_(meta::lower_bound(ask)),
      watermark_(ask.since_at.value_or(since_)),
      all_(list.begin(ask)),
      media_(media_ask(self_.id, ask.now)) {}

bool CommentsWalk::done() const {
  return began_ && media_.done() && edges_.empty();
}

void CommentsWalk::lose(std::string why) {
  clipped_ = std::move(why);
}

Result<Page> CommentsWalk::list_more(Instant now) {
  const auto reply = graph_.read(media_.ask(), now);
  if (!reply) return reply.fault();
  if (const auto wrong = media_.take(reply->body, graph_.base())) return *wrong;
  if (!media_.capped().empty()) lose("not all media could be listed: " + media_.capped());
  for (const meta::Watched& one : list_watched(reply->body)) {
    if (!found_.emplace(one.id, one).second) continue;
    if (!all_ && (one.comments == 0 || list_.unchanged(one))) continue;
    edges_.push_back({{one.id, ""}, meta::EdgeReader({.use = Use::ig_comments, .id = one.id})});
  }
  return Page{};
}

void CommentsWalk::take_list(Edge& edge, const meta::Reply& reply, Instant now, Page& page) {
  Listed listed = list_comments(reply.body, edge.under, self_, now);
  const bool top = edge.under.parent.empty();
  const bool full =
      listed.items >= std::min(fullest_page, static_cast<std::size_t>(std::max(reply.limit, 1)));
  if (top && full && edge.reader.done() && edge.reader.capped().empty() && listed.oldest_at &&
      *listed.oldest_at > watermark_)
    lose("Instagram shows only the newest " + std::to_string(listed.items) +
         " comments of a medium, and all of them are new: older ones were not seen");
  if (!edge.reader.capped().empty())
    lose("comments of a medium could not be read to their end: " + edge.reader.capped());
  // Where the list came without replies, or with some of them, those have a list of their own.
  std::vector<std::string> parents = std::move(listed.more_replies);
  if (top && reply.step > 0) {
    parents.clear();
    for (const Post& post : listed.posts) parents.push_back(post.id);
  }
  for (const std::string& id : parents)
    edges_.push_back(
        {{edge.under.medium, id}, meta::EdgeReader({.use = Use::ig_replies, .id = id})});
  std::move(listed.posts.begin(), listed.posts.end(), std::back_inserter(page.posts));
  std::move(listed.problems.begin(), listed.problems.end(), std::back_inserter(page.problems));
  std::move(listed.unreadable.begin(), listed.unreadable.end(),
            std::back_inserter(page.unreadable));
}

std::optional<Fault> CommentsWalk::take(Edge& edge, const Result<meta::Reply>& reply, Instant now,
                                        Page& page) {
  std::optional<Fault> wrong;
  if (!reply) wrong = reply.fault();
  if (reply) wrong = edge.reader.take(reply->body, graph_.base());
  if (!wrong) {
    take_list(edge, *reply, now, page);
    return std::nullopt;
  }
  if (wrong->kind != FaultKind::rejected) return wrong;
  page.problems.push_back("comments of medium " + edge.under.medium + ": " + wrong->message);
  troubled_.insert(edge.under.medium);
  edge.reader.finish();
  return std::nullopt;
}

Result<Page> CommentsWalk::read_some(Instant now) {
  Page page;
  std::vector<Edge> some;
  std::vector<Ask> asks;
  while (some.size() < meta::most_in_batch && some.size() < edges_.size()) {
    some.push_back(edges_[some.size()]);
    asks.push_back(some.back().reader.ask());
  }
  const std::size_t before = edges_.size();
  const auto replies = graph_.read_all(asks, now);
  std::vector<Edge> left;
  std::optional<Fault> trouble;
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (const auto wrong = take(some[i], replies[i], now, page)) trouble = *wrong;
    if (!some[i].reader.done()) left.push_back(some[i]);
  }
  const bool nothing = left.size() == some.size() && edges_.size() == before;
  if (trouble && (trouble->kind == FaultKind::denied || nothing)) return *trouble;
  edges_.erase(edges_.begin(), edges_.begin() + static_cast<std::ptrdiff_t>(some.size()));
  for (Edge& edge : left) edges_.push_back(std::move(edge));
  return page;
}

Result<Page> CommentsWalk::step(Instant now) {
  auto page = media_.done() && began_ ? read_some(now) : list_more(now);
  if (!page) return page;
  began_ = true;
  meta::frame(*page, since_);
  meta::add_pace(graph_, meta::Budget::instagram, *page);
  if (!first_page_ && !page->posts.empty()) first_page_ = *page;
  if ((!page->posts.empty() || done()) && !clipped_.empty())
    page->clipped = std::exchange(clipped_, "");
  if (!done()) return page;
  for (const std::string& id : troubled_) found_.erase(id);
  list_.learn(std::move(found_), first_page_ ? &*first_page_ : nullptr, now, all_);
  return page;
}

}  // namespace social311::connectors::instagram
