// Looking for what we have written, and reading again what others have.
#include <algorithm>
#include <set>

#include "connectors/answers.h"
#include "connectors/facebook/facebook.h"
#include "connectors/meta/ids.h"

namespace social311::connectors::facebook {
namespace {

using meta::Use;

constexpr int most_pages = 20;

meta::Ask comments_of(const std::string& landing) {
  return {.use = Use::comments,
          .id = landing,
          .parameters = {{"filter", "stream"}, {"order", "reverse_chronological"}}};
}

bool past(const std::vector<Post>& posts, Instant since) {
  return !posts.empty() && std::all_of(posts.begin(), posts.end(), [since](const Post& post) {
    return post.created_at < since;
  });
}

void note_skew(const meta::Reply& reply, OwnRead& read) {
  if (read.skew == Milliseconds(0)) read.skew = reply.skew;
}

}  // namespace

std::optional<Fault> Facebook::read_own_comments(const std::string& landing, Instant since,
                                                 Instant now, OwnRead& read) {
  meta::EdgeReader edge(comments_of(landing));
  bool back = false;
  while (!edge.done() && !back && edge.pages() < most_pages) {
    const auto reply = graph_.read(edge.ask(), now);
    if (!reply) return reply.fault();
    note_skew(*reply, read);
    if (const auto wrong = edge.take(reply->body, graph_.base())) return wrong;
    const Listed listed = list_comments(reply->body, "", page_id_, now);
    if (!listed.unreadable.empty()) read.complete = false;  // one of these may be ours
    for (const Post& post : listed.posts) {
      if (post.author.id == page_id_ && post.created_at >= since)
        read.posts.push_back({post.id, post.in_reply_to, post.text, post.created_at});
    }
    back = past(listed.posts, since);
  }
  const bool ended = edge.done() && edge.capped().empty();
  read.complete = read.complete && (back || ended);
  return std::nullopt;
}

// The Page's own posts on its wall. The feed's order is Meta's own: it is read to its end.
std::optional<Fault> Facebook::read_own_posts(Instant since, Instant now, OwnRead& read) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since.time_since_epoch()).count();
  meta::EdgeReader edge(
      {.use = Use::page_feed, .id = page_id_, .parameters = {{"since", std::to_string(seconds)}}});
  while (!edge.done() && edge.pages() < most_pages) {
    const auto reply = graph_.read(edge.ask(), now);
    if (!reply) return reply.fault();
    note_skew(*reply, read);
    if (const auto wrong = edge.take(reply->body, graph_.base())) return wrong;
    const Listed listed = list_posts(reply->body, page_id_, now);
    if (!listed.unreadable.empty()) read.complete = false;  // one of these may be ours
    for (const Post& post : listed.posts)
      if (post.author.id == page_id_ && post.created_at >= since)
        read.posts.push_back({post.id, "", post.text, post.created_at});
  }
  read.complete = read.complete && edge.done() && edge.capped().empty();
  return std::nullopt;
}

// A private reply to a comment opens a conversation that the comment then names.
std::optional<Fault> Facebook::read_own_messages(const OutgoingReply& reply, Instant since,
                                                 Instant now, OwnRead& read) {
  std::optional<meta::Thread> thread;
  std::string person = meta::person_of(reply.conversation);
  if (person.empty()) person = reply.recipient_id;
  if (reply.private_reply && meta::first_part(reply.target_id) != page_id_) {
    const auto guard = graph_.read({.use = Use::private_guard, .id = reply.target_id}, now);
    if (!guard) return guard.fault();
    note_skew(*guard, read);
    const std::string id = guard->body["private_reply_conversation"]["id"].id().value_or("");
    if (id.empty()) return std::nullopt;  // none was ever sent
    if (!meta::is_message_id(id)) return fault(FaultKind::garbled, "Meta names no conversation");
    const auto one = graph_.read({.use = Use::thread, .id = id}, now);
    if (!one) return one.fault();
    thread = meta::read_thread(one->body, mailbox_, now);
  } else if (meta::is_number(person)) {
    auto found = meta::read_thread_with(graph_, mailbox_, person, now);
    if (!found) return found.fault();
    thread = std::move(found).value();
  } else {
    read.complete = false;
    return std::nullopt;
  }
  if (!thread) return std::nullopt;
  const std::size_t before = read.posts.size();
  meta::add_own_messages(*thread, mailbox_, since, read);
  if (!reply.private_reply) return std::nullopt;
  for (std::size_t i = before; i < read.posts.size(); ++i)
    read.posts[i].in_reply_to = reply.target_id;
  return std::nullopt;
}

// Under every doubtful target, and in every doubtful conversation. An answer to a reply stands
// under the reply's parent: it is given back as an answer to what was meant.
Result<OwnRead> Facebook::read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                                   Instant now) {
  OwnRead read;
  read.complete = true;
  std::set<std::string> seen;
  for (const OutgoingReply& reply : doubtful) {
    std::optional<Fault> trouble;
    if (reply.notice) {
      if (seen.insert("wall").second) trouble = read_own_posts(since, now, read);
    } else if (reply.private_reply || reply.direct_message) {
      const std::string key = reply.private_reply ? reply.target_id : reply.conversation;
      if (seen.insert("m" + key).second) trouble = read_own_messages(reply, since, now, read);
    } else if (meta::is_object_id(reply.target_id)) {
      const auto landing = landing_of(reply, now);
      if (!landing) return landing.fault();
      if (seen.insert("c" + *landing).second)
        trouble = read_own_comments(*landing, since, now, read);
      for (OwnPost& own : read.posts) {
        if (own.in_reply_to == *landing && meta::is_same_text(own.text, reply))
          own.in_reply_to = reply.target_id;
      }
    }
    if (trouble) return *trouble;
  }
  return read;
}

// "No such object" proves that a post or comment is gone; of a message it does not: those beyond
// the newest twenty answer so too.
std::optional<Fault> Facebook::reread_some(const std::vector<std::string>& ids, Use use,
                                           Instant now, Reread& out,
                                           std::vector<std::string>& refused) {
  std::vector<meta::Ask> asks;
  for (const std::string& id : ids)
    asks.push_back({.use = use, .id = id, .absence = meta::Ask::Absence::is_told});
  const auto replies = graph_.read_all(asks, now);
  std::size_t failed = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (replies[i]) {
      take_again(ids[i], use, *replies[i], now, out);
    } else if (replies[i].fault().kind == FaultKind::rejected) {
      refused.push_back(ids[i]);
    } else {
      out.problems.push_back(ids[i] + ": " + replies[i].fault().message);
      ++failed;
    }
  }
  if (failed > 0 && failed == ids.size()) return replies.front().fault();
  return std::nullopt;
}

void Facebook::take_again(const std::string& id, Use use, const meta::Reply& reply, Instant now,
                          Reread& out) const {
  if (reply.gone) {
    if (use != Use::message) out.gone[id] = Gone::deleted;
    return;
  }
  std::string why;
  auto post = use == Use::message   ? meta::read_message(reply.body, mailbox_, "", now, why)
              : use == Use::comment ? read_comment(reply.body, "", page_id_, now, why)
                                    : read_post(reply.body, page_id_, now, why);
  if (!post) {
    out.problems.push_back(id + " cannot be read: " + why);
    return;
  }
  post->id = id;
  if (use != Use::message && is_hidden(reply.body))
    out.gone[id] = Gone::hidden;
  else
    out.posts.push_back(std::move(*post));
}

Result<Reread> Facebook::read_posts(const std::vector<std::string>& ids, Instant now) {
  std::vector<std::string> posts;
  std::vector<std::string> comments;
  std::vector<std::string> messages;
  for (const std::string& id : ids) {
    const bool object = meta::is_object_id(id) && !meta::is_number(id);
    if (object && meta::first_part(id) == page_id_)
      posts.push_back(id);
    else if (object)
      comments.push_back(id);
    else if (meta::is_message_id(id) && !meta::is_number(id))
      messages.push_back(id);
  }
  Reread out;
  std::vector<std::string> refused;
  if (const auto trouble = reread_some(comments, Use::comment, now, out, refused)) return *trouble;
  // Posts of other Pages that tag ours have ids like comments, but not their fields.
  posts.insert(posts.end(), refused.begin(), refused.end());
  refused.clear();
  if (const auto trouble = reread_some(posts, Use::post, now, out, refused)) return *trouble;
  if (const auto trouble = reread_some(messages, Use::message, now, out, refused)) return *trouble;
  for (const std::string& id : refused) out.problems.push_back(id + " cannot be read again");
  out.spend.reads = static_cast<int>(out.posts.size());
  return out;
}

}  // namespace social311::connectors::facebook
