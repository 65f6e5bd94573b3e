// Looking for what we have written, and reading again what others have.
#include <algorithm>
#include <set>

#include "connectors/answers.h"
#include "connectors/instagram/instagram.h"
#include "connectors/meta/ids.h"

namespace social311::connectors::instagram {
namespace {

using meta::Use;

constexpr int most_pages = 20;

}  // namespace

// Replies come in no promised order: the list is read to its end.
std::optional<Fault> Instagram::read_own_replies(const std::string& landing, Instant since,
                                                 Instant now, OwnRead& read) {
  meta::EdgeReader edge({.use = Use::ig_replies, .id = landing});
  while (!edge.done() && edge.pages() < most_pages) {
    const auto reply = graph_.read(edge.ask(), now);
    if (!reply) return reply.fault();
    if (read.skew == Milliseconds(0)) read.skew = reply->skew;
    if (const auto wrong = edge.take(reply->body, graph_.base())) return wrong;
    const Listed listed = list_comments(reply->body, {"", landing}, self_, now);
    if (!listed.unreadable.empty()) read.complete = false;  // one of these may be ours
    for (const Post& post : listed.posts) {
      if (post.author.id == self_.id && post.created_at >= since)
        read.posts.push_back({post.id, post.in_reply_to, post.text, post.created_at});
    }
  }
  read.complete = read.complete && edge.done() && edge.capped().empty();
  return std::nullopt;
}

std::optional<Fault> Instagram::read_own_messages(const OutgoingReply& reply, Instant since,
                                                  Instant now, OwnRead& read) {
  std::string person = meta::person_of(reply.conversation);
  if (person.empty()) person = reply.recipient_id;
  if (!meta::is_number(person)) {
    read.complete = false;  // whose conversation it was is not known
    return std::nullopt;
  }
  const auto thread = meta::read_thread_with(graph_, mailbox_, person, now);
  if (!thread) return thread.fault();
  if (!*thread) return std::nullopt;
  const std::size_t before = read.posts.size();
  meta::add_own_messages(**thread, mailbox_, since, read);
  if (!reply.private_reply) return std::nullopt;
  for (std::size_t i = before; i < read.posts.size(); ++i)
    read.posts[i].in_reply_to = reply.target_id;
  return std::nullopt;
}

// An answer to a reply stands under the top-level comment: it is given back as an answer to what
// was meant. Of an answer to a mention under others' media nothing can be read.
Result<OwnRead> Instagram::read_own(Instant since, const std::vector<OutgoingReply>& doubtful,
                                    Instant now) {
  OwnRead read;
  read.complete = true;
  std::set<std::string> seen;
  for (const OutgoingReply& reply : doubtful) {
    std::optional<Fault> trouble;
    if (reply.private_reply || reply.direct_message) {
      const std::string key = reply.private_reply ? reply.target_id : reply.conversation;
      if (seen.insert("m" + key).second) trouble = read_own_messages(reply, since, now, read);
    } else if (seen_.medium_of_mention(reply.target_id)) {
      read.complete = false;
    } else if (meta::is_number(reply.target_id)) {
      const auto landing = landing_of(reply.target_id, now);
      if (!landing) return landing.fault();
      if (seen.insert("c" + *landing).second)
        trouble = read_own_replies(*landing, since, now, read);
      for (OwnPost& own : read.posts) {
        if (own.in_reply_to == *landing && meta::is_same_text(own.text, reply))
          own.in_reply_to = reply.target_id;
      }
    }
    if (trouble) return *trouble;
  }
  return read;
}

// Media of others cannot be read by their id at any time: only what can be no such medium is known
// to be deleted when there is "no such object".
void Instagram::take_again(const std::string& id, Use use, const meta::Reply& reply, Instant now,
                           Reread& out) {
  if (reply.gone) {
    if (use == Use::ig_comment && !seen_.is_foreign(id)) out.gone[id] = Gone::deleted;
    return;
  }
  std::string why;
  auto post = use == Use::ig_comment ? read_comment(reply.body, {}, self_, now, why)
              : use == Use::message  ? meta::read_message(reply.body, mailbox_, "", now, why)
                                     : read_medium(reply.body, self_, "found before", now, why);
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

std::optional<Fault> Instagram::reread_some(const std::vector<std::string>& ids, Use use,
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

// A mention under others' media is shown through our own account only.
void Instagram::reread_mention(const std::string& id, const std::string& medium, Instant now,
                               Reread& out) {
  const bool comment = medium != id;
  const std::string name = comment ? "mentioned_comment" : "mentioned_media";
  const std::string fields =
      comment ? name + ".comment_id(" + id + "){id,text,timestamp,username}"
              : name + ".media_id(" + id + "){id,caption,permalink,timestamp,username,media_type}";
  const auto reply = graph_.read({.use = Use::ig_mentioned, .id = self_.id, .fields = fields}, now);
  std::string why;
  if (!reply) return out.problems.push_back(id + ": " + reply.fault().message);
  const JsonValue item = reply->body[name];
  auto post = comment ? read_comment(item, {medium, ""}, self_, now, why)
                      : read_medium(item, self_, "mentioned us", now, why);
  if (!post) return out.problems.push_back(id + " cannot be read: " + why);
  post->id = id;
  post->repliable = Repliable::yes;
  post->repliable_reason = "mentioned us";
  out.posts.push_back(std::move(*post));
}

Result<Reread> Instagram::read_posts(const std::vector<std::string>& ids, Instant now) {
  Reread out;
  std::vector<std::string> comments;
  std::vector<std::string> messages;
  for (const std::string& id : ids) {
    if (const auto medium = seen_.medium_of_mention(id))
      reread_mention(id, *medium, now, out);
    else if (meta::is_number(id))
      comments.push_back(id);
    else if (meta::is_message_id(id))
      messages.push_back(id);
  }
  std::vector<std::string> media;
  std::vector<std::string> refused;
  if (const auto trouble = reread_some(comments, Use::ig_comment, now, out, media)) return *trouble;
  if (const auto trouble = reread_some(media, Use::ig_medium, now, out, refused)) return *trouble;
  if (const auto trouble = reread_some(messages, Use::message, now, out, refused)) return *trouble;
  for (const std::string& id : refused) out.problems.push_back(id + " cannot be read again");
  out.spend.reads = static_cast<int>(out.posts.size());
  return out;
}

}  // namespace social311::connectors::instagram
