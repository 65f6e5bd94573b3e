// Reading back: our own posts, and posts that are known already.
#include <algorithm>
#include <iterator>
#include <set>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/twitter.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

constexpr int most_pages = 10;         // 1,000 own posts since the oldest doubtful reply
constexpr std::size_t most_ids = 100;  // GET /2/tweets

OwnPost own_of(const Post& post) {
  return {post.id, post.in_reply_to, post.text, post.created_at};
}

}  // namespace

// X has no look-up by a key of ours: the whole timeline back to `since` is the evidence.
Result<OwnRead> Twitter::read_own(Instant since, const std::vector<OutgoingReply>&, Instant now) {
  OwnRead read;
  Parameters query{{"max_results", "100"},
                   {"start_time", to_iso8601(std::chrono::floor<std::chrono::seconds>(since))}};
  for (auto& parameter : what_to_show(words_)) query.push_back(std::move(parameter));
  std::string token;
  for (int page_number = 0; page_number < most_pages; ++page_number) {
    Parameters ask = query;
    if (!token.empty()) ask.emplace_back("pagination_token", token);
    const auto response = api_.get("/users/" + self_.id + "/tweets", ask, now);
    if (!response) return response.fault();
    if (response->status != 200) return fault_of(*response, now);
    if (page_number == 0) read.skew = skew_of(*response, parts_.clock.now());
    auto page = parse_page(response->body, self_);
    if (!page) return page.fault();
    for (const Post& post : page->posts) read.posts.push_back(own_of(post));
    if (!page->unreadable.empty())
      return read;  // one of these may be the reply: no proof of absence
    if (page->next == token && !token.empty()) return read;
    token = page->next;
    if (token.empty()) {
      read.complete = true;
      return read;
    }
  }
  return read;
}

// A post that X left out must be one it calls gone: anything else proves nothing.
Result<std::vector<Post>> Twitter::look_up_some(const std::vector<std::string>& ids, Instant now) {
  std::string list;
  for (const std::string& id : ids) list += (list.empty() ? "" : ",") + id;
  Parameters query{{"ids", list}};
  for (auto& parameter : what_to_show(words_)) query.push_back(std::move(parameter));
  const auto response = api_.get("/tweets", query, now);
  if (!response) return response.fault();
  if (response->status != 200) return fault_of(*response, now);
  auto page = parse_page(response->body, self_);
  std::set<std::string> known = parse_gone(response->body);
  if (!page && (page.fault().kind != FaultKind::rejected || known.empty())) return page.fault();
  std::vector<Post> posts;
  if (page) posts = std::move(page->posts);
  for (const Post& post : posts) known.insert(post.version);
  for (const std::string& id : ids) {
    if (!known.contains(id))
      return fault(FaultKind::garbled, "X left post " + id + " out without saying why");
  }
  return posts;
}

Result<std::vector<Post>> Twitter::look_up(const std::vector<std::string>& ids, Instant now) {
  std::vector<Post> out;
  for (std::size_t from = 0; from < ids.size(); from += most_ids) {
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last =
        ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), from + most_ids));
    auto some = look_up_some({first, last}, now);
    if (!some) return some;
    std::move(some->begin(), some->end(), std::back_inserter(out));
  }
  return out;
}

// The id of a first version goes on showing the first text; the newest one has an id of its own.
std::optional<Fault> Twitter::bring_newest(std::vector<Post>& posts, Instant now) {
  std::vector<std::string> newest;
  for (const Post& post : posts) {
    const std::string version = newest_version(post);
    if (newer_id(version, post.version)) newest.push_back(version);
  }
  if (newest.empty()) return std::nullopt;
  auto edited = look_up(newest, now);
  if (!edited) return edited.fault();
  for (Post& post : posts) {
    for (const Post& edit : *edited) {
      if (edit.id == post.id && newer_id(edit.version, post.version)) post = edit;
    }
  }
  return std::nullopt;
}

Result<Reread> Twitter::read_posts(const std::vector<std::string>& ids, Instant now) {
  std::vector<std::string> valid;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(valid), is_id);
  auto posts = look_up(valid, now);
  if (!posts) return posts.fault();
  if (const auto trouble = bring_newest(*posts, now)) return *trouble;
  return rest_is_deleted(valid, std::move(*posts));
}

}  // namespace social311::connectors::twitter
