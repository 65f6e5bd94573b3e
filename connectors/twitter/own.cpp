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
constexpr int most_message_look_ups = 5;

OwnPost own_of(const Post& post) {
  return {post.id, post.in_reply_to, post.text, post.created_at};
}

}  // namespace

bool Twitter::listens_to_messages() const {
  return std::find(listen_.begin(), listen_.end(), message_word) != listen_.end();
}

void Twitter::charge(const Page& page, Thing thing, Spend& spend) const {
  const Spend more = spend_on(static_cast<int>(page.posts.size() + page.unreadable.size()), thing,
                              capabilities_.prices);
  spend.reads += more.reads;
  spend.micro_usd += more.micro_usd;
}

// Empty = read to its end; a sentence or a fault otherwise.
std::optional<Fault> Twitter::read_own_posts(Instant since, Instant now, OwnRead& read) {
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
    charge(*page, Thing::own_post, read.spend);
    for (const Post& post : page->posts) read.posts.push_back(own_of(post));
    // One of the unreadable ones may be the reply: no proof of absence.
    if (!page->unreadable.empty()) return std::nullopt;
    if (page->next == token && !token.empty()) return std::nullopt;
    token = page->next;
    if (token.empty()) {
      read.complete = true;
      return std::nullopt;
    }
  }
  return std::nullopt;
}

// X has no look-up by a key of ours: the whole timeline back to `since` is the evidence, and the
// messages where one may have been sent.
Result<OwnRead> Twitter::read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                                  Instant now) {
  OwnRead read;
  if (const auto trouble = read_own_posts(since, now, read)) return *trouble;
  const bool sent_message =
      std::any_of(doubtful.begin(), doubtful.end(),
                  [](const OutgoingReply& reply) { return reply.direct_message; });
  const bool look = api_.can_write() && (sent_message || listens_to_messages());
  if (look && !read_own_messages(since, now, read)) read.complete = false;
  return read;
}

// What X neither shows nor calls gone proves nothing and is named.
std::optional<Fault> Twitter::look_up_some(const std::vector<std::string>& ids, Instant now,
                                           Reread& out) {
  std::string list;
  for (const std::string& id : ids) list += (list.empty() ? "" : ",") + id;
  Parameters query{{"ids", list}};
  for (auto& parameter : what_to_show(words_)) query.push_back(std::move(parameter));
  const auto response = api_.get("/tweets", query, now);
  if (!response) return response.fault();
  if (response->status != 200) return fault_of(*response, now);
  auto page = parse_page(response->body, self_);
  auto gone = parse_gone(response->body);
  if (!page && (page.fault().kind != FaultKind::rejected || gone.empty())) return page.fault();
  if (page) charge(*page, Thing::post, out.spend);
  std::set<std::string> shown;
  if (page) {
    for (Post& post : page->posts) {
      shown.insert(post.version);
      if (is_withheld(post)) {
        out.gone.insert_or_assign(post.version, Gone::withheld);
      } else {
        out.posts.push_back(std::move(post));
      }
    }
  }
  for (const std::string& id : ids) {
    if (shown.contains(id)) continue;
    const auto why = gone.find(id);
    if (why != gone.end()) out.gone.insert_or_assign(id, why->second);
    if (why == gone.end()) out.problems.push_back("X left post " + id + " out without saying why");
  }
  return std::nullopt;
}

std::optional<Fault> Twitter::look_up(const std::vector<std::string>& ids, Instant now,
                                      Reread& out) {
  for (std::size_t from = 0; from < ids.size(); from += most_ids) {
    const auto first = ids.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last =
        ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), from + most_ids));
    if (auto trouble = look_up_some({first, last}, now, out)) return trouble;
  }
  return std::nullopt;
}

// A message is no post and has an id of the same kind: what X does not find among the posts may be
// one. There are 15 requests in 15 minutes for messages, so only a few are judged each time.
void Twitter::look_among_messages(Instant now, Reread& out) {
  std::vector<std::string> missing;
  for (const auto& [id, why] : out.gone)
    if (why == Gone::deleted) missing.push_back(id);
  int looked = 0;
  for (const std::string& id : missing) {
    out.gone.erase(id);  // until it was judged
    if (++looked > most_message_look_ups) continue;
    auto message = look_up_message(id, now, out.spend);
    if (!message) {
      out.problems.push_back("message " + id + " was not looked up: " + message.fault().message);
      looked = most_message_look_ups;
    } else if (*message) {
      out.posts.push_back(std::move(**message));
    } else {
      out.gone.emplace(id, Gone::deleted);
    }
  }
}

// The id of a first version goes on showing the first text; the newest one has an id of its own.
std::optional<Fault> Twitter::bring_newest(Reread& out, Instant now) {
  std::vector<std::string> newest;
  for (const Post& post : out.posts) {
    const std::string version = newest_version(post);
    if (newer_id(version, post.version)) newest.push_back(version);
  }
  if (newest.empty()) return std::nullopt;
  Reread edited;
  if (auto trouble = look_up(newest, now, edited)) return trouble;
  out.spend.reads += edited.spend.reads;
  out.spend.micro_usd += edited.spend.micro_usd;
  std::move(edited.problems.begin(), edited.problems.end(), std::back_inserter(out.problems));
  for (Post& post : out.posts) {
    for (const Post& edit : edited.posts) {
      if (edit.id == post.id && newer_id(edit.version, post.version)) post = edit;
    }
  }
  return std::nullopt;
}

Result<Reread> Twitter::read_posts(const std::vector<std::string>& ids, Instant now) {
  std::vector<std::string> valid;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(valid), is_id);
  Reread out;
  if (const auto trouble = look_up(valid, now, out)) return *trouble;
  if (listens_to_messages() && api_.can_write()) look_among_messages(now, out);
  if (const auto trouble = bring_newest(out, now)) return *trouble;
  return out;
}

}  // namespace social311::connectors::twitter
