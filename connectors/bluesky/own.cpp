// Reading back what we have posted: by key from the account's own server, which knows at once, and
// by its feed for what has no key of ours.
#include <algorithm>

#include "connectors/answers.h"
#include "connectors/bluesky/bluesky.h"
#include "connectors/bluesky/errors.h"
#include "connectors/bluesky/uri.h"

namespace social311::connectors::bluesky {
namespace {

constexpr int most_pages = 10;

}  // namespace

// False when the network could not say whether the record is there.
bool Bluesky::read_by_key(const OutgoingReply& reply, Instant now, OwnRead& read) {
  const auto response = get("com.atproto.repo.getRecord",
                            {{"repo", self_.did},
                             {"collection", std::string(post_collection)},
                             {"rkey", reply.network_key}},
                            now);
  if (!response) return false;
  if (response->status == 400) return read_refusal(response->body).name == "RecordNotFound";
  if (response->status != 200) return false;
  auto own = parse_own_record(response->body);
  if (!own) return false;
  // The record's own time is the one we gave it, long before an attempt perhaps. It was there by
  // now.
  own->created_at = now;
  read.posts.push_back(std::move(*own));
  return true;
}

std::optional<Fault> Bluesky::read_feed(Instant since, Instant now, OwnRead& read) {
  std::string cursor;
  for (int page_number = 0; page_number < most_pages; ++page_number) {
    Parameters query{{"actor", self_.did}, {"filter", "posts_with_replies"}, {"limit", "100"}};
    if (!cursor.empty()) query.emplace_back("cursor", cursor);
    const auto response = get("app.bsky.feed.getAuthorFeed", query, now);
    if (!response) return response.fault();
    if (response->status != 200) return fault_of(*response, now);
    if (page_number == 0) read.skew = skew_of(*response, parts_.clock.now());
    const auto page = parse_page(response->body, Listing::feed, self_);
    if (!page) return page.fault();
    for (const Post& post : page->posts) {
      if (post.created_at < since || post.author.id != self_.did) continue;
      read.posts.push_back({post.id, post.in_reply_to, post.text, post.created_at});
    }
    if (!page->unreadable.empty()) return std::nullopt;
    const bool past = page->oldest_at && *page->oldest_at < since;
    read.complete = page->next.empty() || past;
    if (read.complete || page->next == cursor) return std::nullopt;
    cursor = page->next;
  }
  return std::nullopt;
}

Result<OwnRead> Bluesky::read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                                  Instant now) {
  OwnRead keyed;
  bool all_keys = true;
  for (const OutgoingReply& reply : doubtful) {
    if (is_tid(reply.network_key)) all_keys = read_by_key(reply, now, keyed) && all_keys;
  }
  OwnRead read;
  const auto trouble = read_feed(since, now, read);
  if (trouble && keyed.posts.empty()) return *trouble;
  read.complete = read.complete && !trouble && all_keys;
  for (OwnPost& post : keyed.posts) {
    const bool twice =
        std::any_of(read.posts.begin(), read.posts.end(),
                    [&post](const OwnPost& other) { return other.remote_id == post.remote_id; });
    if (!twice) read.posts.push_back(std::move(post));
  }
  return read;
}

}  // namespace social311::connectors::bluesky
