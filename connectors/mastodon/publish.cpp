// One reply, at most one POST. Before it, reads: whom to address, how far the answer may be seen,
// and, unless this must be the first attempt, whether the reply is there already.
//
// A stranger's content warning is not repeated over our words: the account would publish it as its
// own.
#include "connectors/answers.h"
#include "connectors/mastodon/errors.h"
#include "connectors/mastodon/mastodon.h"
#include "connectors/mastodon/text.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

std::string body_of(const OutgoingReply& reply, const std::string& text, const char* visibility) {
  JsonWriter json;
  json.object().member("status", text);
  if (!reply.notice) json.member("in_reply_to_id", reply.target_id);
  json.member("visibility", visibility);
  if (!reply.language.empty()) json.member("language", reply.language);
  return json.str();
}

bool is_direct(const char* visibility) {
  return std::string_view(visibility) == "direct";
}

}  // namespace

std::optional<PublishOutcome> Mastodon::refuse_early(const OutgoingReply& reply) const {
  if (!reply.notice && !is_id(reply.target_id))
    return refused("", "the post to answer has no id of Mastodon");
  if (!is_id(reply.network_key)) return refused("", "the reply has no idempotency key");
  if (trim(reply.text).empty()) return refused("", "the reply is empty");
  return std::nullopt;
}

// Whoever is named in a direct post can read it and what it answers.
std::optional<PublishOutcome> Mastodon::refuse_text(const std::string& text, const Target& target,
                                                    const char* visibility) const {
  const Limits allowed = limits();
  const std::size_t length = measured_length(text, allowed.address_characters);
  if (length > allowed.characters)
    return refused("", "the reply has " + std::to_string(length) + " characters, " +
                           std::to_string(allowed.characters) + " are allowed");
  if (!is_direct(visibility)) return std::nullopt;
  const std::string author = to_lower_ascii(target.acct);
  const std::string us = to_lower_ascii(self_.handle);
  for (const std::string& name : named_in(text)) {
    if (name == author || name == us) continue;
    return refused("", "this answer is for its author only, but it names " + quoted(name, 100) +
                           ", who would receive it too");
  }
  return std::nullopt;
}

// Empty: the post is gone, or hidden from us.
Result<std::optional<Target>> Mastodon::find_target(const std::string& id, Instant now) {
  const auto response = get(status_path(id));
  if (!response) return response.fault();
  if (response->status == 404 || response->status == 410) return std::optional<Target>();
  if (response->status != 200) return fault_of(*response, now);
  const auto target = parse_target(response->body);
  if (!target) return target.fault();
  return std::optional(*target);
}

Result<std::optional<std::string>> Mastodon::find_in_thread(const OutgoingReply& reply,
                                                            Instant now) {
  const auto response = get(status_path(reply.target_id) + "/context");
  if (!response) return response.fault();
  if (response->status != 200) return fault_of(*response, now);
  const auto ours = parse_own_descendants(response->body, self_);
  if (!ours) return ours.fault();
  for (const OwnPost& own : *ours) {
    const bool answers = own.in_reply_to == reply.target_id;
    if (answers && is_same_reply(own.text, reply.text, reply.marker))
      return std::optional(own.remote_id);
  }
  return std::optional<std::string>();
}

PublishOutcome Mastodon::post(const OutgoingReply& reply, const std::string& text,
                              const char* visibility, Instant now) {
  HttpRequest request;
  request.method = "POST";
  request.url = base_ + "v1/statuses";
  request.headers["Authorization"] = "Bearer " + token_.reveal();
  request.headers["Content-Type"] = "application/json";
  request.headers["Idempotency-Key"] = reply.network_key;
  request.body = body_of(reply, text, visibility);
  request.effect = HttpEffect::write;
  request.limits.total = Milliseconds(8'000);
  const auto response = parts_.http.send(request);
  PublishOutcome out = response ? outcome_of(*response, now) : end_without_answer(response.fault());
  if (out.kind == PublishOutcome::Kind::unknown) out.retry_after = repeat_after;
  return out;
}

// A post to everybody. An earlier attempt would stand in the account's own timeline.
PublishOutcome Mastodon::publish_notice(const OutgoingReply& reply, Instant now) {
  learn_limits(now);
  if (auto wrong = refuse_text(reply.text, {}, "public")) return *wrong;
  if (now - reply.composed_at >= look_first_after) {
    const auto own = read_own(reply.composed_at, {}, now);
    if (!own) return end_before_write(own.fault());
    for (const OwnPost& post : own->posts) {
      if (!post.in_reply_to.empty() || !is_same_reply(post.text, reply.text, reply.marker))
        continue;
      PublishOutcome out;
      out.kind = PublishOutcome::Kind::sent;
      out.remote_id = post.remote_id;
      out.message = "found in the timeline: an earlier attempt had succeeded";
      return out;
    }
  }
  return post(reply, reply.text, "public", now);
}

PublishOutcome Mastodon::publish(const OutgoingReply& reply, Instant now) {
  if (auto early = refuse_early(reply)) return *early;
  if (reply.notice) return publish_notice(reply, now);
  const auto target = find_target(reply.target_id, now);
  if (!target) return end_before_write(target.fault());
  if (!*target) return refused("404", "the post was deleted, or is no longer shown to us");
  learn_limits(now);  // without an answer the server's own check remains
  const Visibility seen = reply.direct_message ? Visibility::direct : (*target)->visibility;
  const char* visibility = answer_visibility(seen);
  const std::string text = addressed(reply.text, (*target)->acct);
  if (auto wrong = refuse_text(text, **target, visibility)) return *wrong;
  if (now - reply.composed_at >= look_first_after) {
    const auto there = find_in_thread(reply, now);
    if (!there) return end_before_write(there.fault());
    if (*there) {
      PublishOutcome out;
      out.kind = PublishOutcome::Kind::sent;
      out.remote_id = **there;
      out.message = "found in the thread: an earlier attempt had succeeded";
      return out;
    }
  }
  return post(reply, text, visibility, now);
}

}  // namespace social311::connectors::mastodon
