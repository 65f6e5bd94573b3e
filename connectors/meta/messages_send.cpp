// One message out, at most one POST. The window is decided by the clock before anything is sent.
#include <algorithm>

#include "connectors/answers.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/messages.h"

namespace social311::connectors::meta {
namespace {

PublishOutcome sent(std::string id, std::string message) {
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::sent;
  out.remote_id = std::move(id);
  out.message = std::move(message);
  return out;
}

PublishOutcome end_of(const Written& written, std::string note) {
  if (!written.taken) return written.outcome;
  const std::string id = written.body["message_id"].id().value_or("");
  if (!is_message_id(id)) return unknown("Meta took the message but its answer names no id");
  return sent(id, std::move(note));
}

std::optional<std::string> already_there(const Thread& thread, const Mailbox& box,
                                         const OutgoingReply& reply) {
  for (const Post& post : thread.messages) {
    const bool ours = box.is_own(post.author.id) && post.created_at >= reply.composed_at;
    if (ours && is_same_text(post.text, reply)) return post.id;
  }
  return std::nullopt;
}

Instant last_of_person(const Thread& thread, const Mailbox& box, Instant at_least) {
  Instant last = at_least;
  for (const Post& post : thread.messages) {
    if (!box.is_own(post.author.id)) last = std::max(last, post.created_at);
  }
  return last;
}

}  // namespace

PublishOutcome send_message(Graph& graph, const Mailbox& box, const OutgoingReply& reply,
                            HumanAgent granted, Instant now) {
  const std::string from_thread = person_of(reply.conversation);
  const std::string person = from_thread.empty() ? reply.recipient_id : from_thread;
  if (!is_number(person)) return refused("", "Meta does not name the person to write to");
  Permit permit = permit_of(reply.target_at, reply, granted, now);
  const bool repeated = now - reply.composed_at >= look_first_after;
  // The person may have written again since: the newest message counts, not the answered one.
  if (repeated || permit.kind != Permit::Kind::response) {
    const auto thread = read_thread_with(graph, box, person, now);
    if (!thread) return end_before_write(thread.fault());
    if (*thread) {
      if (const auto id = already_there(**thread, box, reply))
        return sent(*id, "found in the conversation: an earlier attempt had succeeded");
      permit = permit_of(last_of_person(**thread, box, reply.target_at), reply, granted, now);
    }
  }
  if (permit.kind == Permit::Kind::closed) return refused("window", permit.why);
  return end_of(graph.write_json({.use = Use::send_message, .id = box.node},
                                 message_body(person, reply.text, permit.kind), now),
                permit.kind == Permit::Kind::human_agent ? "sent with the tag HUMAN_AGENT" : "");
}

PublishOutcome send_private_reply(Graph& graph, const Mailbox& box, const OutgoingReply& reply,
                                  PrivateTo kind, Instant now) {
  const bool known = reply.target_at > Instant{};
  if (known && now - reply.target_at >= private_reply_window)
    return refused("window",
                   "the comment is older than 7 days: Meta takes no private reply to it "
                   "any more; answer in public instead");
  return end_of(graph.write_json({.use = Use::send_message, .id = box.node},
                                 private_reply_body(reply.target_id, kind, reply.text), now),
                "private reply");
}

}  // namespace social311::connectors::meta
