#include "connectors/facebook/comments_walk.h"

#include <algorithm>

namespace social311::connectors::facebook {
namespace {

using meta::Ask;
using meta::EdgeReader;
using meta::Use;

std::string seconds_of(Instant at) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
}

Ask feed_ask(const std::string& page_id, Instant now) {
  return {.use = Use::watched_feed,
          .id = page_id,
          .parameters = {{"since", seconds_of(now - meta::watch_window)}}};
}

Ask comments_ask(const std::string& post) {
  return {.use = Use::comments,
          .id = post,
          .parameters = {{"filter", "stream"}, {"order", "reverse_chronological"}}};
}

bool all_older(const std::vector<Post>& posts, Instant since) {
  return !posts.empty() && std::all_of(posts.begin(), posts.end(), [since](const Post& post) {
    return post.created_at < since;
  });
}

void append(Listed&& from, Page& page) {
  std::move(from.posts.begin(), from.posts.end(), std::back_inserter(page.posts));
  std::move(from.problems.begin(), from.problems.end(), std::back_inserter(page.problems));
  std::move(from.unreadable.begin(), from.unreadable.end(), std::back_inserter(page.unreadable));
}

}  // namespace

CommentsWalk::CommentsWalk(meta::Graph& graph, meta::Watchlist& list, std::string page_id,
                           const PageAsk& ask)
    : graph_(graph),
      list_(list),
      page_id_(std::move(page_id)),
      since_(meta::lower_bound(ask)),
      all_(list.begin(ask)),
      feed_(feed_ask(page_id_, ask.now)) {}

bool CommentsWalk::done() const {
  return began_ && feed_.done() && edges_.empty();
}

void CommentsWalk::watch(const std::vector<meta::Watched>& posts) {
  for (const meta::Watched& post : posts) {
    if (!found_.emplace(post.id, post).second) continue;
    told_comments_ += std::max<std::int64_t>(post.comments, 0);
    if (post.comments == 0) {
      read_[post.id] = post;
      if (!all_) continue;  // a count may lie: the scan of everything looks anyway
    }
    if (!all_ && list_.unchanged(post)) continue;
    edges_.emplace_back(post.id, EdgeReader(comments_ask(post.id)));
  }
}

Result<Page> CommentsWalk::list_more(Instant now) {
  const auto reply = graph_.read(feed_.ask(), now);
  if (!reply) return reply.fault();
  const auto wrong = feed_.take(reply->body, graph_.base());
  if (wrong) return *wrong;
  watch(list_watched(reply->body, page_id_));
  if (!feed_.capped().empty())
    clipped_ = "not all posts of the last 30 days could be listed: " + feed_.capped();
  return Page{};
}

std::optional<Fault> CommentsWalk::take(const std::string& post, EdgeReader& edge,
                                        const Result<meta::Reply>& reply, Instant now, Page& page) {
  if (!reply) {
    if (reply.fault().kind != FaultKind::rejected) return reply.fault();
    page.problems.push_back("comments of post " + post + ": " + reply.fault().message);
    edge.finish();
    return std::nullopt;
  }
  if (const auto wrong = edge.take(reply->body, graph_.base())) {
    if (wrong->kind != FaultKind::rejected) return wrong;
    page.problems.push_back(wrong->message);
    clipped_ = "comments of a post could not be followed to their end: " + wrong->message;
    edge.finish();
    return std::nullopt;
  }
  Listed listed = list_comments(reply->body, post, page_id_, now);
  saw_comment_ = saw_comment_ || !listed.posts.empty() || !listed.unreadable.empty();
  if (all_older(listed.posts, since_)) edge.finish();
  if (!edge.capped().empty())
    clipped_ = "comments of a post could not be read to their end: " + edge.capped();
  append(std::move(listed), page);
  return std::nullopt;
}

// One request for up to fifty posts. An item that failed for a passing reason stays for the next
// step; when all did, the fault goes up.
Result<Page> CommentsWalk::read_some(Instant now) {
  Page page;
  std::vector<std::pair<std::string, EdgeReader>> some;
  std::vector<Ask> asks;
  for (const auto& edge : edges_) {
    if (asks.size() >= meta::most_in_batch) break;
    some.push_back(edge);
    asks.push_back(edge.second.ask());
  }
  const auto replies = graph_.read_all(asks, now);
  std::vector<std::pair<std::string, EdgeReader>> left;
  std::optional<Fault> trouble;
  for (std::size_t i = 0; i < some.size(); ++i) {
    auto& [post, edge] = some[i];
    const auto wrong = take(post, edge, replies[i], now, page);
    if (wrong) trouble = *wrong;
    if (!edge.done()) left.push_back(some[i]);
    if (edge.done() && found_.contains(post) && edge.capped().empty()) read_[post] = found_[post];
  }
  if (trouble && (trouble->kind == FaultKind::denied || left.size() == some.size()))
    return *trouble;
  edges_.erase(edges_.begin(), edges_.begin() + static_cast<std::ptrdiff_t>(some.size()));
  for (auto& one : left) edges_.push_back(std::move(one));
  return page;
}

// Posts that say they have comments, none of which can be read: the sign of a token that may not.
void CommentsWalk::conclude(Page& page, Instant now) {
  const bool blind = all_ && told_comments_ > 0 && !saw_comment_;
  if (all_) list_.note_sight(blind);
  if (blind)
    page.problems.push_back(
        "cannot read comments: posts have them, but none is shown; use the Page's own token, and "
        "give its person the task MODERATE on the Page");
  list_.learn(std::move(read_), first_page_ ? &*first_page_ : nullptr, now, all_);
}

Result<Page> CommentsWalk::step(Instant now) {
  auto page = feed_.done() && began_ ? read_some(now) : list_more(now);
  if (!page) return page;
  began_ = true;
  meta::frame(*page, since_);
  meta::add_pace(graph_, meta::Budget::pages, *page);
  if (!first_page_ && !page->posts.empty()) first_page_ = *page;
  const bool tell = !page->posts.empty() || done();
  if (tell && !clipped_.empty()) page->clipped = std::exchange(clipped_, "");
  if (done()) conclude(*page, now);
  return page;
}

}  // namespace social311::connectors::facebook
