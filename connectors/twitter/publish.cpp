// One reply, at most one POST. What every answer means stands in errors.h.
#include <exception>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/text.h"
#include "connectors/twitter/twitter.h"
#include "core/json.h"

namespace social311::connectors::twitter {
namespace {

std::string body_of(const OutgoingReply& reply) {
  JsonWriter json;
  json.object().member("text", reply.text);
  json.key("reply").object().member("in_reply_to_tweet_id", reply.target_id);
  return json.str();
}

}  // namespace

// What X would refuse anyway, said before a request is spent on it.
std::optional<PublishOutcome> Twitter::refuse_early(const OutgoingReply& reply) const {
  if (reply.direct_message) return refused("", "X direct messages cannot be sent yet");
  if (!is_id(reply.target_id)) return refused("", "the post to answer has no id of X");
  if (reply.text.empty()) return refused("", "the reply is empty");
  const std::size_t length = weighted_length(reply.text);
  if (length > longest_text)
    return refused("", "the reply has " + std::to_string(length) + " characters as X counts, " +
                           std::to_string(longest_text) + " are allowed");
  if (cashtag_count(reply.text) > 1)
    return refused("", "X takes at most one cashtag ($NAME) in a post");
  if (!api_.can_write())
    return parked("unsupported-authentication",
                  "replying needs a user's token, the account has an app's bearer token only");
  return std::nullopt;
}

// The refusal had no effect. With new tokens the reply goes out as its next attempt.
PublishOutcome Twitter::after_401(const HttpResponse& response, const std::string& header,
                                  Instant now) {
  const auto renewed = api_.renew(header, now);
  if (!renewed) {
    PublishOutcome out = end_before_write(renewed.fault());
    out.http_status = 401;
    return out;
  }
  PublishOutcome out = outcome_of(response, now);
  out.park_account = false;
  out.retry_after = shortest_wait;
  out.message = "the access token had ended and was renewed";
  return out;
}

PublishOutcome Twitter::send(const OutgoingReply& reply, Instant now) {
  const auto header = api_.sign_post("/tweets", now);
  if (!header) return end_before_write(header.fault());
  const auto response = api_.post("/tweets", *header, body_of(reply));
  if (!response) return end_without_answer(response.fault());
  if (response->status == 401) return after_401(*response, *header, now);
  return outcome_of(*response, now);
}

PublishOutcome Twitter::publish(const OutgoingReply& reply, Instant now) {
  if (auto early = refuse_early(reply)) return *early;
  try {
    return send(reply, now);
  } catch (const std::exception&) {
    // Only the Vault throws, before a POST or after a 401: either way nothing was posted.
    return not_sent("the account's tokens cannot be read at the moment");
  }
}

}  // namespace social311::connectors::twitter
