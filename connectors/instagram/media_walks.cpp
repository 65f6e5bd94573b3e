#include "connectors/instagram/media_walks.h"

#include <algorithm>
#include <utility>

#include "connectors/answers.h"
#include "connectors/meta/ids.h"

namespace social311::connectors::instagram {
namespace {

using meta::Use;

constexpr const char* of_tag = "tagged us: Instagram lets nobody comment there over its API";
constexpr const char* of_hashtag =
    "found by a hashtag: Instagram shows no author and takes no "
    "comment";
constexpr std::chrono::hours ledger_grain{1};

Page page_of(Listed&& listed, Instant since, const Found& found) {
  Page page;
  page.posts = std::move(listed.posts);
  page.problems = std::move(listed.problems);
  page.unreadable = std::move(listed.unreadable);
  meta::frame(page, since);
  for (const Post& post : page.posts) found(post.id);
  return page;
}

bool all_older(const std::vector<Post>& posts, Instant since) {
  return !posts.empty() && std::all_of(posts.begin(), posts.end(), [since](const Post& post) {
    return post.created_at < since;
  });
}

}  // namespace

TagsWalk::TagsWalk(meta::Graph& graph, Self self, const PageAsk& ask, Found found)
    : graph_(graph),
      self_(std::move(self)),
      since_(meta::lower_bound(ask)),
      edge_({.use = Use::ig_tags, .id = self_.id}),
      found_(std::move(found)) {}

Result<Page> TagsWalk::step(Instant now) {
  const auto reply = graph_.read(edge_.ask(), now);
  if (!reply) return reply.fault();
  if (const auto wrong = edge_.take(reply->body, graph_.base())) return *wrong;
  Listed listed = list_media(reply->body, self_, of_tag, now);
  if (all_older(listed.posts, since_)) edge_.finish();
  Page page = page_of(std::move(listed), since_, found_);
  meta::add_pace(graph_, meta::Budget::instagram, page);
  if (!edge_.capped().empty()) page.clipped = "not all tags could be read: " + edge_.capped();
  return page;
}

HashtagWalk::HashtagWalk(meta::Graph& graph, Vault& vault, Self self, std::string tag,
                         const PageAsk& ask, Found found)
    : graph_(graph),
      vault_(vault),
      self_(std::move(self)),
      tag_(std::move(tag)),
      since_(meta::lower_bound(ask)),
      found_(std::move(found)) {}

std::optional<Fault> HashtagWalk::find_id(Instant now) {
  const auto reply = graph_.read(
      {.use = Use::ig_hashtag_search, .parameters = {{"user_id", self_.id}, {"q", tag_}}}, now);
  if (!reply) return reply.fault();
  const std::string id = reply->body["data"].at(0)["id"].id().value_or("");
  if (!meta::is_number(id))
    return fault(FaultKind::garbled, "Instagram names no id of the hashtag " + tag_);
  entry_.id = id;
  return std::nullopt;
}

// The place in the ledger is taken before the network is asked: what was asked counts.
std::optional<Fault> HashtagWalk::begin(Instant now) {
  std::optional<Instant> free_at;
  vault_.update(ledger_name, [&](const std::optional<Secret>& kept) -> std::optional<Secret> {
    Ledger ledger = parse_ledger(kept ? kept->reveal() : "");
    const LedgerEntry before = ledger.contains(tag_) ? ledger[tag_] : LedgerEntry{};
    free_at = reserve(ledger, tag_, now);
    if (free_at) return std::nullopt;
    entry_ = ledger[tag_];
    if (entry_.asked_at == before.asked_at) return std::nullopt;
    return Secret(write_ledger(ledger));
  });
  if (free_at)
    return fault(FaultKind::rejected, "Instagram lets an account ask for 30 hashtags in 7 days: " +
                                          tag_ + " must wait until " + to_iso8601(*free_at));
  if (entry_.id.empty())
    if (auto wrong = find_id(now)) return wrong;
  const bool away = entry_.read_at > Instant{} && now - entry_.read_at > shown_back + ledger_grain;
  if (away)
    clipped_ = "Instagram shows hashtags 24 hours back, and this one was last read on " +
               to_iso8601(entry_.read_at);
  edge_.emplace(meta::Ask{
      .use = Use::ig_hashtag_media, .id = entry_.id, .parameters = {{"user_id", self_.id}}});
  return std::nullopt;
}

void HashtagWalk::note_end(Instant now) {
  if (now - entry_.read_at < ledger_grain) return;
  vault_.update(ledger_name, [&](const std::optional<Secret>& kept) -> std::optional<Secret> {
    Ledger ledger = parse_ledger(kept ? kept->reveal() : "");
    ledger[tag_].id = entry_.id;
    ledger[tag_].read_at = now;
    return Secret(write_ledger(ledger));
  });
}

Result<Page> HashtagWalk::step(Instant now) {
  if (!edge_) {
    if (auto wrong = begin(now)) return *wrong;
  }
  const auto reply = graph_.read(edge_->ask(), now);
  if (!reply) return reply.fault();
  if (const auto wrong = edge_->take(reply->body, graph_.base())) return *wrong;
  Page page = page_of(list_media(reply->body, self_, of_hashtag, now), since_, found_);
  meta::add_pace(graph_, meta::Budget::app, page);
  if (!edge_->capped().empty())
    clipped_ = "the hashtag could not be read to its end: " + edge_->capped();
  if ((!page.posts.empty() || done()) && !clipped_.empty())
    page.clipped = std::exchange(clipped_, "");
  if (done()) note_end(now);
  return page;
}

}  // namespace social311::connectors::instagram
