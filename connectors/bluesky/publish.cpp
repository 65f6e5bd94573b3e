// One reply, at most one putRecord. The network checks neither the parent nor its cid, so we do.
#include <exception>

#include "connectors/answers.h"
#include "connectors/bluesky/bluesky.h"
#include "connectors/bluesky/errors.h"
#include "connectors/bluesky/record.h"
#include "connectors/bluesky/uri.h"
#include "core/text.h"

namespace social311::connectors::bluesky {

std::optional<PublishOutcome> Bluesky::refuse_early(const OutgoingReply& reply) const {
  if (reply.direct_message) return refused("", "Bluesky direct messages cannot be sent yet");
  if (!reply.notice && !parse_at_uri(reply.target_id))
    return refused("", "the post to answer has no address of Bluesky");
  if (!is_tid(reply.network_key)) return refused("", "the reply has no record key");
  if (reply.text.empty()) return refused("", "the reply is empty");
  const std::size_t length = grapheme_count(reply.text);
  if (length > most_graphemes)
    return refused("", "the reply has " + std::to_string(length) + " characters, " +
                           std::to_string(most_graphemes) + " are allowed");
  if (reply.text.size() > most_bytes)
    return refused("", "the reply has " + std::to_string(reply.text.size()) + " bytes, " +
                           std::to_string(most_bytes) + " are allowed");
  return std::nullopt;
}

Result<Parent> Bluesky::find_parent(const std::string& uri, Instant now) {
  const auto response = get("app.bsky.feed.getPosts", {{"uris", uri}}, now);
  if (!response) return response.fault();
  if (response->status == 200) return parse_parent(response->body);
  Fault why = fault_of(*response, now);
  // 502 UpstreamFailure: the AppView is away, the account's own server is not.
  if (response->status >= 500) return find_parent_record(uri, why, now);
  return why;
}

// Only a record that is there proves anything: a server does not know everybody's records.
Result<Parent> Bluesky::find_parent_record(const std::string& uri, const Fault& why, Instant now) {
  const auto name = parse_at_uri(uri);
  const auto response =
      get("com.atproto.repo.getRecord",
          {{"repo", name->did}, {"collection", name->collection}, {"rkey", name->key}}, now);
  if (!response || response->status != 200) return why;
  return parse_record_parent(response->body);
}

PublishOutcome Bluesky::put(const OutgoingReply& reply, const Parent& parent, Instant now) {
  const auto session = session_.current(now);
  if (!session) return end_before_write(session.fault());
  HttpRequest request;
  request.method = "POST";
  request.url = base_ + "com.atproto.repo.putRecord";
  request.headers["Authorization"] = "Bearer " + session->access.reveal();
  request.headers["Content-Type"] = "application/json";
  request.body = put_body(reply, self_.did, parent);
  request.effect = HttpEffect::write;
  request.limits.total = Milliseconds(8'000);
  const auto response = parts_.http.send(request);
  if (!response) return end_without_answer(response.fault());
  PublishOutcome out = outcome_of(*response, post_uri(self_.did, reply.network_key), now);
  const TokenTrouble trouble = token_trouble(*response);
  if (trouble != TokenTrouble::none && session_.renew(*session, trouble, now)) {
    out.park_account = false;  // the token ended just now; the next attempt carries a new one
    out.retry_after = shortest_wait;
  }
  return out;
}

PublishOutcome Bluesky::send(const OutgoingReply& reply, Instant now) {
  if (reply.notice) return put(reply, {}, now);
  const auto parent = find_parent(reply.target_id, now);
  if (!parent) return end_before_write(parent.fault());
  if (parent->uri.empty()) return refused("NotFound", "the post was deleted");
  if (!parent->closed.empty()) return refused("", parent->closed);
  return put(reply, *parent, now);
}

PublishOutcome Bluesky::publish(const OutgoingReply& reply, Instant now) {
  if (auto early = refuse_early(reply)) return *early;
  try {
    return send(reply, now);
  } catch (const std::exception&) {
    // Only the Vault throws, before putRecord or after it was refused for its token.
    return not_sent("the account's session cannot be read at the moment");
  }
}

}  // namespace social311::connectors::bluesky
