#include "service/web/views.h"

#include <algorithm>

#include "core/exchange.h"
#include "service/web/approvals.h"
#include "service/web/clock_view.h"
#include "service/web/incidents.h"

namespace social311::service {
namespace {

void write_author(JsonWriter& json, const Author& author) {
  json.key("author").object().member("id", author.id).member("handle", author.handle);
  json.member("name", author.name).end();
}

// Null: as the answered post is.
std::optional<std::string> shown_way(const sql::ReplyRow& reply) {
  if (reply.way == sql::ReplyWay::private_reply) return "private_reply";
  if (reply.way == sql::ReplyWay::direct_message) return "direct_message";
  return {};
}

void write_reply_view(JsonWriter& json, const sql::ReplyRow& reply) {
  json.object().member("id", std::to_string(reply.intent_id)).member("kind", name_of(reply.kind));
  json.member("state", name_of(reply.state))
      .member("needs_person", reply.needs_person)
      .member("text", reply.body);
  json.member("language", reply.language).member("account", reply.account_key);
  json.member("target_post_id", reply.target_post_id).member("remote_id", or_null(reply.remote_id));
  json.member("by", reply.by)
      .member("last_error", or_null(reply.last_error))
      .member("not_before", reply.not_before);
  json.member("sent_at", reply.sent_at).member("created_at", reply.created_at).key("approval");
  write_approval(json, reply.approval);
  json.member("way", shown_way(reply)).end();
}

void write_event_view(JsonWriter& json, const sql::CaseEvent& event) {
  json.object()
      .member("id", std::to_string(event.event_id))
      .member("at", event.at)
      .member("actor", event.actor);
  json.member("kind", event.kind).member("text", event.text).end();
}

std::string reason_text(const Post& post) {
  if (post.repliable == Repliable::yes)
    return post.repliable_reason.empty() ? "The resident spoke to us."
                                         : "Possible: " + post.repliable_reason + ".";
  if (post.repliable == Repliable::not_summoned)
    return "This network lets us answer only posts that mention or quote us. This one was found by "
           "search.";
  if (post.repliable == Repliable::closed) return "The author closed this conversation to answers.";
  return "Whether the network lets us answer is not known; it will tell when we try.";
}

}  // namespace

CanReply can_reply(const WebParts& parts, const sql::CaseDetail& detail) {
  const auto& resident = detail.about.resident;
  const sql::CasePost* newest = nullptr;
  for (const auto& post : detail.posts)
    if (post.post.network == resident.network && post.post.author.id == resident.id &&
        post.state != "own")
      newest = &post;
  return can_reply_to(parts, newest);
}

CanReply can_reply_to(const WebParts& parts, const sql::CasePost* newest) {
  CanReply answer;
  if (newest == nullptr || newest->state == "deleted") {
    answer.reason = "There is no post left to answer.";
    return answer;
  }
  const Post& post = newest->post;
  answer.account = parts.book.first_on(post.network);
  answer.target_post_id = post.id;
  if (answer.account == nullptr) {
    answer.reason = "No account of the city on this network is configured here.";
    return answer;
  }
  if (answer.account->reply == ReplyMode::off) {
    answer.reason = "Replies are switched off for @" + answer.account->handle + ".";
    return answer;
  }
  const bool barred =
      post.repliable == Repliable::not_summoned || post.repliable == Repliable::closed;
  answer.possible = !barred;
  answer.reason = reason_text(post);
  return answer;
}

std::optional<NotSendable> not_sendable(const WebParts& parts, const sql::CaseDetail& detail,
                                        const sql::ReplyRow& reply, const std::string& text) {
  const auto* account = parts.book.account(reply.account_key);
  const auto* network = parts.book.network(reply.account_key);
  if (account == nullptr || network == nullptr)
    return NotSendable{"not-repliable", "The account of this reply is not configured here."};
  if (account->reply == ReplyMode::off)
    return NotSendable{"not-repliable", "Replies are switched off for @" + account->handle + "."};
  const auto target =
      std::find_if(detail.posts.begin(), detail.posts.end(), [&](const sql::CasePost& post) {
        return post.post.network == account->network && post.post.id == reply.target_post_id;
      });
  const bool known = target != detail.posts.end();
  if (known && target->state == "deleted")
    return NotSendable{"not-repliable", "The post was deleted on its network."};
  const bool as_target = reply.way == sql::ReplyWay::as_target;
  if (known && as_target &&
      (target->post.repliable == Repliable::not_summoned ||
       target->post.repliable == Repliable::closed))
    return NotSendable{"not-repliable", reason_text(target->post)};
  const auto& can = network->capabilities();
  const bool message = !as_target || (known && target->post.kind == PostKind::direct_message);
  const LengthRule rule = message ? can.message_length.value_or(can.length) : can.length;
  if (rule.fits(text)) return {};
  return NotSendable{"too-long", "It counts " + std::to_string(rule.measure(text)) + " of " +
                                     std::to_string(rule.limit) + "; shorten it."};
}

void write_post_view(JsonWriter& json, const sql::CasePost& post) {
  json.object().member("id", std::to_string(post.post_id)).member("network", post.post.network);
  json.member("network_id", post.post.id).member("in_reply_to", or_null(post.post.in_reply_to));
  json.member("direct_message", post.post.kind == PostKind::direct_message);
  write_author(json, post.post.author);
  json.member("text", post.post.text)
      .member("created_at", post.post.created_at)
      .member("seen_at", post.seen_at);
  json.member("state", post.state).key("finding");
  if (post.finding_json.empty())
    json.null();
  else
    json.raw(post.finding_json);
  json.member("reason", post.reason)
      .member("article", or_null(post.article))
      .member("url", or_null(post.post.url))
      .member("own", post.state == "own")
      .end();
}

void write_summary(JsonWriter& json, const sql::CaseSummary& summary) {
  json.object().key("case").raw(write_case(summary.about, ExportFormat::ndjson));
  json.member("version", summary.version)
      .member("assignee", or_null(summary.assignee))
      .member("text", summary.text);
  json.member("author_name", summary.author_name).member("reply_in_doubt", summary.reply_in_doubt);
  json.member("reply_failed", summary.reply_failed)
      .member("draft_waits", summary.draft_waits)
      .end();
}

std::string detail_json(const WebParts& parts, const sql::CaseDetail& detail,
                        const std::string& draft) {
  const CanReply reply = can_reply(parts, detail);
  JsonWriter json;
  json.object().key("case").raw(write_case(detail.about, ExportFormat::ndjson));
  json.member("version", detail.version)
      .member("assignee", or_null(detail.assignee))
      .member("reason", detail.reason);
  const std::string page = detail.public_token.empty()
                               ? ""
                               : parts.config.web.public_url + "/case/" + detail.public_token;
  json.member("public_url", or_null(page))
      .key("repliable")
      .object()
      .member("possible", reply.possible);
  json.member("reason", reply.reason);
  json.member("account", reply.account ? or_null(reply.account->key()) : std::nullopt);
  json.member("handle", reply.account ? or_null(reply.account->handle) : std::nullopt).end();
  json.key("posts").list();
  for (const auto& post : detail.posts) write_post_view(json, post);
  json.end().key("replies").list();
  for (const auto& one : detail.replies) write_reply_view(json, one);
  json.end().key("events").list();
  for (const auto& event : detail.events) write_event_view(json, event);
  json.end();
  write_same_trouble(json, parts, detail.same);
  json.member("draft", draft);
  write_case_time(json, parts.city, detail);
  json.end();
  return json.str();
}

}  // namespace social311::service
