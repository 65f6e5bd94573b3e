// One answer, at most one POST, without `fields`: with them Instagram writes the comment and says
// that it did not (20/1772107). A reply to a reply is moved under the top-level comment by
// Instagram itself.
#include <exception>

#include "connectors/answers.h"
#include "connectors/instagram/instagram.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/text.h"

namespace social311::connectors::instagram {
namespace {

using meta::Use;

PublishOutcome sent(std::string id, std::string message) {
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::sent;
  out.remote_id = std::move(id);
  out.message = std::move(message);
  return out;
}

}  // namespace

std::optional<PublishOutcome> Instagram::refuse_early(const OutgoingReply& reply) {
  if (reply.notice) return refused("", capabilities_.no_notices);
  const bool message = reply.direct_message || reply.private_reply;
  const bool named = message && !reply.private_reply ? meta::is_message_id(reply.target_id)
                                                     : meta::is_number(reply.target_id);
  if (!named) return refused("", "the post to answer has no id of Instagram's API");
  if (!message && seen_.is_foreign(reply.target_id))
    return refused("",
                   "media of others that tag us or carry a hashtag cannot be commented over "
                   "Instagram's API: answer by hand");
  const LengthRule rule = message ? meta::instagram_message_rule() : meta::instagram_comment_rule();
  if (const auto wrong = meta::too_long(rule, reply.text, message ? "bytes" : "characters"))
    return refused("", *wrong);
  return std::nullopt;
}

Result<std::string> Instagram::landing_of(const std::string& target, Instant now) {
  const auto read = graph_.read({.use = Use::ig_comment, .id = target}, now);
  if (!read) return read.fault();
  const std::string parent = read->body["parent_id"].id().value_or("");
  return meta::is_number(parent) ? parent : target;
}

meta::Written Instagram::write_comment(const OutgoingReply& reply, Instant now) {
  const auto medium = seen_.medium_of_mention(reply.target_id);
  if (!medium)
    return graph_.write(
        {.use = Use::ig_add_reply, .id = reply.target_id, .parameters = {{"message", reply.text}}},
        now);
  meta::Parameters form{{"media_id", *medium}, {"message", reply.text}};
  if (*medium != reply.target_id) form.emplace_back("comment_id", reply.target_id);
  return graph_.write({.use = Use::ig_add_mention, .id = self_.id, .parameters = form}, now);
}

PublishOutcome Instagram::comment(const OutgoingReply& reply, Instant now) {
  const bool mention = seen_.medium_of_mention(reply.target_id).has_value();
  if (!mention && now - reply.composed_at >= meta::look_first_after) {
    const auto landing = landing_of(reply.target_id, now);
    if (!landing) return end_before_write(landing.fault());
    OwnRead there;
    const auto trouble = read_own_replies(*landing, reply.composed_at, now, there);
    if (trouble) return end_before_write(*trouble);
    for (const OwnPost& own : there.posts) {
      if (meta::is_same_text(own.text, reply))
        return sent(own.remote_id, "found under the comment: an earlier attempt had succeeded");
    }
  }
  const meta::Written written = write_comment(reply, now);
  if (!written.taken) return written.outcome;
  const std::string id = written.body["id"].id().value_or("");
  if (!meta::is_number(id) || id == reply.target_id)
    return unknown("Instagram took the reply but its answer names no new id");
  const auto read = graph_.read({.use = Use::ig_comment, .id = id}, now);
  std::string note = read ? "read back" : "not read back: " + read.fault().message;
  if (const std::string caution = meta::instagram_caution(reply.text); !caution.empty())
    note += "; " + caution;
  return sent(id, note);
}

PublishOutcome Instagram::publish(const OutgoingReply& reply, Instant now) {
  try {
    if (auto early = refuse_early(reply)) return *early;
  } catch (const std::exception&) {
    return not_sent("what is known of others' media cannot be read at the moment");
  }
  if (reply.private_reply)
    return meta::send_private_reply(graph_, mailbox_, reply, meta::PrivateTo::comment, now);
  if (reply.direct_message) return meta::send_message(graph_, mailbox_, reply, human_agent_, now);
  return comment(reply, now);
}

PublishOutcome Instagram::remove_own(const std::string& remote_id, Instant now) {
  if (!meta::is_number(remote_id))
    return refused("", "a message, or what has no id of a comment, cannot be taken back");
  const meta::Written written = graph_.write({.use = Use::remove, .id = remote_id}, now);
  if (written.outcome.platform_code == meta::gone_code) return sent(remote_id, "was gone already");
  if (!written.taken) return written.outcome;
  const bool gone = written.body["success"].flag().value_or(false);
  return gone ? sent(remote_id, "taken back") : unknown("Instagram does not say that it is gone");
}

}  // namespace social311::connectors::instagram
