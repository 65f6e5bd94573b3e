#include "service/web/notices.h"

#include <algorithm>

#include "core/text.h"
#include "service/web/approvals.h"

namespace social311::service {
namespace {

constexpr std::size_t most_notice = 10'000;

net::ServerReply conflict(std::string_view detail) {
  return problem(409, "changed", "It changed meanwhile", detail);
}

// Why nothing can be published from here; "" = it can.
std::string why_not(const WebParts& parts, const std::string& key) {
  const auto* account = parts.book.account(key);
  const auto* network = parts.book.network(key);
  if (account == nullptr || network == nullptr)
    return "This account is not configured here any more: copy the text.";
  if (const auto& reason = network->capabilities().no_notices; !reason.empty()) return reason;
  if (account->reply == ReplyMode::off)
    return "Sending is switched off for @" + account->handle +
           " (`reply = \"off\"`): copy the text, or switch it on.";
  return {};
}

std::optional<net::ServerReply> refuse_text(const WebParts& parts, const std::string& key,
                                            const std::string& text) {
  if (text.empty() || text.size() > most_notice)
    return invalid("text", "Write 1 to 10000 characters.");
  const auto* network = parts.book.network(key);
  if (network == nullptr) return invalid("account", "No account of this name is configured here.");
  const auto& rule = network->capabilities().length;
  if (rule.fits(text)) return std::nullopt;
  return problem(422, "too-long", "The text does not fit",
                 "It counts " + std::to_string(rule.measure(text)) + " of " +
                     std::to_string(rule.limit) + "; shorten it.");
}

// What publishing would cost, in millionths of a US dollar.
std::int64_t cost_of(const WebParts& parts, const sql::HotNotice& notice) {
  const auto* network = parts.book.network(notice.account_key);
  if (network == nullptr) return 0;
  connectors::OutgoingReply out;
  out.text = notice.body;
  out.notice = true;
  return network->cost_of(out);
}

bool may_leave(const std::string& state) {
  return state == "draft" || state == "failed";
}

void write_notice(JsonWriter& json, const WebParts& parts, const sql::HotNotice& one) {
  const auto reason = why_not(parts, one.account_key);
  json.object().member("id", std::to_string(one.intent_id)).member("account", one.account_key);
  json.member("text", one.body).member("language", one.language).member("state", one.state);
  json.member("by", one.by).member("created_at", one.created_at);
  const bool waits = one.approval && one.approval->state == "waiting";
  json.member("can_be_sent", may_leave(one.state) && reason.empty() && !waits);
  json.member("why_not", reason);
  json.member("cost_micro_usd", cost_of(parts, one));
  json.member("needs_person", one.needs_person).member("not_before", one.not_before);
  json.member("remote_id", or_null(one.remote_id)).member("sent_at", one.sent_at);
  json.member("last_error", or_null(one.error)).key("approval");
  write_approval(json, one.approval);
  json.end();
}

const sql::HotNotice* find(const sql::HotDetail& detail, const std::string& id) {
  const auto one = std::find_if(detail.notices.begin(), detail.notices.end(),
                                [&](const auto& it) { return std::to_string(it.intent_id) == id; });
  return one == detail.notices.end() ? nullptr : &*one;
}

}  // namespace

void write_notices(JsonWriter& json, const WebParts& parts, const ApiCall& call,
                   const sql::HotDetail& detail) {
  json.key("notices").list();
  for (const auto& one : detail.notices) write_notice(json, parts, one);
  json.end().key("senders").list();
  for (const auto& account : parts.config.accounts) {
    const auto* network = parts.book.network(account.key());
    if (network == nullptr) continue;
    json.object().member("account", account.key()).member("network", account.network);
    json.member("handle", account.handle).member("why_not", why_not(parts, account.key()));
    const auto needed = needs_approval(
        parts, call, AboutToSay{account.key(), ReplyKind::notice, detail.about.topic});
    json.member("approval", needed ? std::optional(needed->policy) : std::nullopt);
    json.member("limit", static_cast<std::uint64_t>(network->capabilities().length.limit)).end();
  }
  json.end();
}

std::optional<net::ServerReply> notice_refusal(const WebParts& parts, const std::string& account,
                                               const std::string& text) {
  if (const auto reason = why_not(parts, account); !reason.empty())
    return problem(422, "not-repliable", "This cannot be published from here", reason);
  return refuse_text(parts, account, text);
}

net::ServerReply draft_notice(const WebParts& parts, const ApiCall& call) {
  const auto text = repair_utf8(trim(call.body["text"].text_or("")));
  const auto key = call.body["account"].text_or("");
  if (auto refusal = refuse_text(parts, key, text)) return *refusal;
  const auto* network = parts.book.network(key);
  const sql::NoticeDraft draft{.account_key = key,
                               .body = text,
                               .language = call.body["language"].text_or("und"),
                               .network_key = network->new_key(call.now, parts.random),
                               .policy = network->capabilities().policy,
                               .by = call.agent.name,
                               .now = call.now};
  if (call.store.draft_notice(call.path[0], draft))
    return hot_topic_after(parts, call, "notice_drafted");
  return call.store.hot_topic(call.path[0], call.now)
             ? conflict("Somebody wrote one at the same moment. Look at it, then decide again.")
             : no_such_topic();
}

net::ServerReply send_notice(const WebParts& parts, const ApiCall& call) {
  const auto detail = call.store.hot_topic(call.path[0], call.now);
  if (!detail) return no_such_topic();
  const auto* notice = find(*detail, call.path[1]);
  if (notice == nullptr) return problem(404, "not-found", "Not found", "There is no such notice.");
  if (!may_leave(notice->state))
    return conflict("This notice is " + notice->state + ": it was sent or taken back already.");
  const auto text = repair_utf8(trim(call.body["text"].text_or(notice->body)));
  if (auto refusal = notice_refusal(parts, notice->account_key, text)) return *refusal;
  const Release release{notice->intent_id,
                        {notice->account_key, ReplyKind::notice, detail->about.topic},
                        text,
                        notice->approval};
  if (const auto needed = needs_approval(parts, call, release)) {
    const auto asked =
        call.store.ask_approval({notice->intent_id, text, *needed, call.agent.name, call.now});
    if (!asked.done) return conflict("Nothing was done: " + asked.why_not + ".");
    return hot_topic_after(parts, call, "notice_waits_approval");
  }
  const auto key = parts.book.network(notice->account_key)->new_key(call.now, parts.random);
  call.store.renew_notice(notice->intent_id, key, call.now);
  const auto not_before = call.now + std::chrono::seconds(parts.config.sender.undo_s);
  const auto changed =
      call.store.approve_reply(notice->intent_id, text, call.agent.name, not_before, call.now);
  if (!changed.done) return conflict("Nothing was done: " + changed.why_not + ".");
  return hot_topic_after(parts, call, "notice_approved");
}

}  // namespace social311::service
