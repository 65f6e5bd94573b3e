// One answer, at most one POST. Comments have two levels: an answer to a reply goes under its
// parent. A comment itself is never POSTed to: with `message` that would edit it.
#include "connectors/answers.h"
#include "connectors/facebook/facebook.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/text.h"

namespace social311::connectors::facebook {
namespace {

using meta::Use;

PublishOutcome sent(std::string id, std::string message) {
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::sent;
  out.remote_id = std::move(id);
  out.message = std::move(message);
  return out;
}

// A post of a Page is PAGE_POST, a comment POST_COMMENT.
bool is_comment_of(std::string_view id, std::string_view parent) {
  return meta::first_part(parent) == meta::first_part(id);
}

}  // namespace

std::optional<PublishOutcome> Facebook::refuse_early(const OutgoingReply& reply) const {
  if (reply.notice) {
    const auto wrong = meta::too_long(meta::facebook_comment_rule(), reply.text, "characters");
    return wrong ? std::optional(refused("", *wrong)) : std::nullopt;
  }
  const bool message = reply.direct_message || reply.private_reply;
  const bool named = message && !reply.private_reply ? meta::is_message_id(reply.target_id)
                                                     : meta::is_object_id(reply.target_id);
  if (!named)
    return refused("",
                   "the post to answer has no id of Facebook's API (an address or a pfbid id "
                   "cannot be answered)");
  if (!message && meta::is_number(reply.target_id))
    return refused("",
                   "the post to answer has only a bare id: without its first part the API "
                   "does not know it");
  const LengthRule rule = message ? meta::message_rule() : meta::facebook_comment_rule();
  if (const auto wrong = meta::too_long(rule, reply.text, "characters")) return refused("", *wrong);
  return std::nullopt;
}

// Where the answer goes: a post and a top-level comment are answered directly, a reply under its
// parent. Whose parent is not known is asked for.
Result<std::string> Facebook::landing_of(const OutgoingReply& reply, Instant now) {
  const std::string& target = reply.target_id;
  if (meta::first_part(target) == page_id_) return target;
  if (!reply.target_parent.empty()) {
    const bool nested = meta::is_object_id(reply.target_parent) &&
                        is_comment_of(target, reply.target_parent) && reply.target_parent != target;
    return nested ? reply.target_parent : target;
  }
  const auto read = graph_.read({.use = Use::written_comment, .id = target}, now);
  if (!read) return read.fault();
  const std::string parent =
      meta::comment_id(read->body["parent"]["id"].id().value_or(""), meta::first_part(target));
  return parent.empty() ? target : parent;
}

// The answer's own word is no proof: where it stands is read back.
PublishOutcome Facebook::proved(const std::string& id, const std::string& landing, Instant now) {
  const auto read = graph_.read({.use = Use::written_comment, .id = id}, now);
  if (!read) return sent(id, "not read back: " + read.fault().message);
  const std::string parent =
      meta::comment_id(read->body["parent"]["id"].id().value_or(""), meta::first_part(id));
  const bool under_post = meta::first_part(landing) == page_id_;
  const bool right = under_post ? parent.empty() : meta::same_object(parent, landing);
  if (right) return sent(id, "read back");
  return sent(id, "Facebook shows it under " + (parent.empty() ? "the post" : parent) +
                      " instead of " + landing);
}

PublishOutcome Facebook::comment(const OutgoingReply& reply, Instant now) {
  const auto landing = landing_of(reply, now);
  if (!landing) return end_before_write(landing.fault());
  if (now - reply.composed_at >= meta::look_first_after) {
    OwnRead there;
    there.complete = true;
    const auto trouble = read_own_comments(*landing, reply.composed_at, now, there);
    if (trouble) return end_before_write(*trouble);
    for (const OwnPost& own : there.posts) {
      if (meta::is_same_text(own.text, reply))
        return sent(own.remote_id, "found under the post: an earlier attempt had succeeded");
    }
  }
  const meta::Written written = graph_.write(
      {.use = Use::add_comment, .id = *landing, .parameters = {{"message", reply.text}}}, now);
  if (!written.taken) return written.outcome;
  const std::string id =
      meta::comment_id(written.body["id"].id().value_or(""), meta::first_part(*landing));
  if (id.empty() || meta::same_object(id, *landing))
    return unknown("Facebook took the comment but its answer names no new id");
  return proved(id, *landing, now);
}

PublishOutcome Facebook::private_reply(const OutgoingReply& reply, Instant now) {
  const bool post = meta::first_part(reply.target_id) == page_id_;
  if (!post) {
    const auto guard = graph_.read({.use = Use::private_guard, .id = reply.target_id}, now);
    if (!guard) return end_before_write(guard.fault());
    if (guard->body["private_reply_conversation"].is_object())
      return refused("",
                     "this comment has had its private reply: Meta takes one only; answer in "
                     "public, or in the conversation");
    if (guard->body["can_reply_privately"].flag() == false)
      return refused("",
                     "this comment cannot be answered privately (too old, or by another "
                     "Page): answer in public");
  }
  return meta::send_private_reply(graph_, mailbox_, reply,
                                  post ? meta::PrivateTo::post : meta::PrivateTo::comment, now);
}

// A post on the Page's own wall. A missing permission stops this post, not the account: answering
// comments needs another one.
PublishOutcome Facebook::page_post(const OutgoingReply& reply, Instant now) {
  if (now - reply.composed_at >= meta::look_first_after) {
    OwnRead there;
    there.complete = true;
    const auto trouble = read_own_posts(reply.composed_at, now, there);
    if (trouble) return end_before_write(*trouble);
    for (const OwnPost& own : there.posts)
      if (meta::is_same_text(own.text, reply))
        return sent(own.remote_id, "found on the Page: an earlier attempt had succeeded");
  }
  const meta::Written written = graph_.write(
      {.use = Use::add_post, .id = page_id_, .parameters = {{"message", reply.text}}}, now);
  if (!written.taken) {
    PublishOutcome out = written.outcome;
    if (out.park_account && meta::is_permission(out.platform_code)) {
      out.kind = PublishOutcome::Kind::rejected;
      out.park_account = false;
      out.message += "; a post of the Page needs pages_manage_posts";
    }
    return out;
  }
  const std::string id = written.body["id"].id().value_or("");
  if (!meta::is_object_id(id) || meta::is_number(id))
    return unknown("Facebook took the post but its answer names no new id");
  const auto read = graph_.read({.use = Use::post, .id = id}, now);
  return sent(id, read ? "read back" : "not read back: " + read.fault().message);
}

PublishOutcome Facebook::publish(const OutgoingReply& reply, Instant now) {
  if (auto early = refuse_early(reply)) return *early;
  if (reply.notice) return page_post(reply, now);
  if (reply.private_reply) return private_reply(reply, now);
  if (reply.direct_message) return meta::send_message(graph_, mailbox_, reply, human_agent_, now);
  return comment(reply, now);
}

PublishOutcome Facebook::remove_own(const std::string& remote_id, Instant now) {
  if (!meta::is_object_id(remote_id) || meta::is_number(remote_id))
    return refused("", "a message, or what has no id of a comment, cannot be taken back");
  const meta::Written written = graph_.write({.use = Use::remove, .id = remote_id}, now);
  if (written.outcome.platform_code == meta::gone_code) return sent(remote_id, "was gone already");
  if (!written.taken) return written.outcome;
  const bool gone = written.body["success"].flag().value_or(false);
  return gone ? sent(remote_id, "taken back") : unknown("Facebook does not say that it is gone");
}

}  // namespace social311::connectors::facebook
