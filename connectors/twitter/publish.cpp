// One reply or direct message, at most one POST. What every answer means stands in errors.h.
#include <exception>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/messages.h"
#include "connectors/twitter/text.h"
#include "connectors/twitter/twitter.h"
#include "core/json.h"

namespace social311::connectors::twitter {
namespace {

std::string body_of(const OutgoingReply& reply) {
  JsonWriter json;
  json.object().member("text", reply.text);
  if (!reply.direct_message && !reply.notice)
    json.key("reply").object().member("in_reply_to_tweet_id", reply.target_id);
  return json.str();
}

std::string path_of(const OutgoingReply& reply) {
  if (!reply.direct_message) return "/tweets";
  return "/dm_conversations/with/" + reply.recipient_id + "/messages";
}

std::string dollars(std::int64_t micro_usd) {
  std::string digits = std::to_string(micro_usd / 1'000);
  while (digits.size() < 4) digits.insert(digits.begin(), '0');
  return digits.substr(0, digits.size() - 3) + "." + digits.substr(digits.size() - 3);
}

std::optional<PublishOutcome> refuse_long(std::size_t length, std::size_t longest) {
  if (length <= longest) return std::nullopt;
  return refused("", "the text has " + std::to_string(length) + " characters as X counts, " +
                         std::to_string(longest) + " are allowed");
}

}  // namespace

// X, developer-guidelines.mdx: a message only to who wrote one first, so there must be one to
// answer.
std::optional<PublishOutcome> Twitter::refuse_message(const OutgoingReply& reply) const {
  if (reply.private_reply)
    return refused("", "X lets an account write a direct message only to who wrote one first");
  if (!is_id(reply.recipient_id)) return refused("", "the person to write to has no id of X");
  if (reply.recipient_id == self_.id)
    return refused("", "the message would go to the account itself");
  return refuse_long(code_points(reply.text).size(), longest_message);
}

// What X would refuse anyway, said before a request is spent on it.
std::optional<PublishOutcome> Twitter::refuse_early(const OutgoingReply& reply) const {
  if (!reply.notice && !is_id(reply.target_id))
    return refused("", "the post to answer has no id of X");
  if (reply.text.empty()) return refused("", "the reply is empty");
  auto wrong = reply.direct_message ? refuse_message(reply)
                                    : refuse_long(weighted_length(reply.text), longest_text);
  if (wrong) return wrong;
  if (!reply.direct_message && cashtag_count(reply.text) > 1)
    return refused("", "X takes at most one cashtag ($NAME) in a post");
  if (!api_.can_write())
    return parked("unsupported-authentication",
                  "replying needs a user's token, the account has an app's bearer token only");
  return std::nullopt;
}

std::int64_t Twitter::cost_of(const OutgoingReply& reply) const {
  const Prices& prices = capabilities_.prices;
  if (reply.direct_message) return prices.message;
  const std::int64_t price = price_of_text(reply.text, prices);
  return reply.notice && price == prices.reply ? prices.post : price;
}

// The refusal had no effect. With new tokens the write goes out as its next attempt.
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

// A lack of permission for messages stops messages, not the account.
PublishOutcome Twitter::outcome_of_message(const HttpResponse& response, Instant now) const {
  PublishOutcome out = outcome_of(response, now);
  if (response.status != 403 || !out.park_account) return out;
  PublishOutcome refusal = refused(out.platform_code, out.message + "; messages need dm.write");
  refusal.http_status = 403;
  return refusal;
}

PublishOutcome Twitter::send(const OutgoingReply& reply, Instant now) {
  const std::string path = path_of(reply);
  const auto header = api_.sign("POST", path, now);
  if (!header) return end_before_write(header.fault());
  const auto response = api_.write("POST", path, *header, body_of(reply));
  PublishOutcome out = !response                 ? end_without_answer(response.fault())
                       : response->status == 401 ? after_401(*response, *header, now)
                       : reply.direct_message    ? outcome_of_message(*response, now)
                                                 : outcome_of(*response, now);
  const bool charged =
      out.kind == PublishOutcome::Kind::sent || out.kind == PublishOutcome::Kind::unknown;
  if (charged) out.spend.micro_usd = cost_of(reply);
  if (out.kind == PublishOutcome::Kind::sent && out.spend.micro_usd > capabilities_.prices.message)
    out.message =
        "the reply holds a link: X charges " + dollars(out.spend.micro_usd) + " US dollars";
  return out;
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

PublishOutcome Twitter::remove(const std::string& remote_id, Instant now) {
  const std::string path = "/tweets/" + remote_id;
  const auto header = api_.sign("DELETE", path, now);
  if (!header) return end_before_write(header.fault());
  const auto response = api_.write("DELETE", path, *header, {});
  if (!response) return end_without_answer(response.fault());
  if (response->status == 401) return after_401(*response, *header, now);
  return outcome_of_removal(*response, now);
}

PublishOutcome Twitter::remove_own(const std::string& remote_id, Instant now) {
  if (!is_id(remote_id)) return refused("", "the post to take back has no id of X");
  if (!api_.can_write())
    return parked("unsupported-authentication", "taking a post back needs a user's token");
  try {
    return remove(remote_id, now);
  } catch (const std::exception&) {
    return not_sent("the account's tokens cannot be read at the moment");
  }
}

}  // namespace social311::connectors::twitter
