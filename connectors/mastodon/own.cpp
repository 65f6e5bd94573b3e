// Reading back what we have posted: the account's own timeline, direct posts included, newest
// first.
#include <algorithm>

#include "connectors/answers.h"
#include "connectors/mastodon/errors.h"
#include "connectors/mastodon/mastodon.h"
#include "connectors/mastodon/paging.h"

namespace social311::connectors::mastodon {
namespace {

constexpr int most_pages = 20;

Instant oldest_of(const std::vector<OwnPost>& posts) {
  Instant oldest = Instant::max();
  for (const OwnPost& post : posts) oldest = std::min(oldest, post.created_at);
  return oldest;
}

// Empty at the end. A page without a Link header proves no end while it holds posts.
std::string page_below(const HttpResponse& response, const Links& links,
                       const std::vector<OwnPost>& posts) {
  const bool linked = !response.header("Link").empty();
  return linked || posts.empty() ? links.older : posts.back().remote_id;
}

}  // namespace

Result<OwnRead> Mastodon::read_own(Instant since, const std::vector<OutgoingReply>&, Instant now) {
  const std::string path = "v1/accounts/" + percent_encode(self_.id) + "/statuses";
  OwnRead read;
  std::string below;
  for (int page = 0; page < most_pages; ++page) {
    Parameters query{{"limit", "40"}, {"exclude_reblogs", "true"}};
    if (!below.empty()) query.emplace_back("max_id", below);
    const auto response = get(path, query);
    if (!response) return response.fault();
    if (response->status != 200) return fault_of(*response, now);
    if (page == 0) read.skew = skew_of(*response, parts_.clock.now());
    const auto links = read_links(response->header("Link"), base_);
    if (!links) return links.fault();
    auto posts = parse_own(response->body, self_);
    if (!posts) return posts.fault();
    const std::string next = page_below(*response, *links, *posts);
    read.complete = next.empty() || oldest_of(*posts) < since;
    for (OwnPost& post : *posts)
      if (post.created_at >= since) read.posts.push_back(std::move(post));
    if (read.complete || next == below) return read;
    below = next;
  }
  return read;
}

}  // namespace social311::connectors::mastodon
