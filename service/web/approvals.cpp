#include "service/web/approvals.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "service/web/incidents.h"
#include "service/web/notices.h"
#include "service/web/sign_in.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

using What = sql::ApprovalEnd::What;
using Verdict = sql::ApprovalAnswer::Verdict;

constexpr std::size_t most_words = 1000;

std::optional<std::int64_t> id_of(const std::string& text) {
  std::int64_t id = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, id);
  return error == std::errc() && stopped == end && id > 0 ? std::optional(id) : std::nullopt;
}

net::ServerReply conflict(std::string_view detail) {
  return problem(409, "changed", "It cannot be decided like this", detail);
}

net::ServerReply unknown() {
  return problem(404, "not-found", "Not found", "There is no reply of this number that waits.");
}

bool is_author(const sql::HeldReply& held, const std::string& name) {
  return held.reply.approval->asked_by == name || held.written_by == name;
}

// Why this agent cannot approve it; "" = they can.
std::string why_not(const sql::HeldReply& held, const sql::Agent& agent) {
  if (!may(agent.role, Power::approve)) return "Your role does not approve replies.";
  if (is_author(held, agent.name))
    return "You wrote this text or asked for its approval: another person must approve it.";
  return {};
}

void write_held(JsonWriter& json, const sql::HeldReply& held, const sql::Agent& agent) {
  const auto& reply = held.reply;
  const auto reason = why_not(held, agent);
  json.object().member("id", std::to_string(reply.intent_id));
  json.member("version", std::to_string(reply.approval->ask_id));
  json.member("kind", name_of(reply.kind)).member("state", name_of(reply.state));
  json.member("text", reply.body).member("language", reply.language);
  json.member("account", reply.account_key).member("by", reply.by);
  json.member("written_by", held.written_by);
  json.member("case", or_null(held.number)).member("episode", or_null(held.episode));
  json.member("topic", or_null(held.topic)).member("resident", or_null(held.resident_handle));
  json.member("target_text", or_null(held.target_text));
  json.member("may_approve", reason.empty()).member("why_not", reason);
  json.member("not_before", reply.not_before).key("approval");
  write_approval(json, reply.approval);
  json.end();
}

net::ServerReply list(const ApiCall& call) {
  const auto view = call.http.query_value("view").value_or("waiting");
  if (view != "waiting" && view != "mine") return invalid("view", "view is waiting or mine.");
  const auto limit = JsonValue::parse(call.http.query_value("limit").value_or("50"));
  const auto wanted = limit ? limit->number(1, 200) : std::nullopt;
  if (!wanted) return invalid("limit", "limit is a whole number from 1 to 200.");
  using View = sql::ApprovalsAsk::View;
  const auto page = call.store.approvals({.view = view == "mine" ? View::mine : View::waiting,
                                          .agent = call.agent.name,
                                          .cursor = call.http.query_value("cursor").value_or(""),
                                          .limit = static_cast<int>(*wanted)});
  JsonWriter json;
  json.object().key("approvals").list();
  for (const auto& held : page.replies) write_held(json, held, call.agent);
  json.end().member("next", or_null(page.next)).key("counts").object();
  json.member("waiting", page.counts.waiting).member("for_me", page.counts.for_me);
  json.member("sent_back", page.counts.sent_back).end();
  return json_reply(json.end().str());
}

std::string said_by(const std::string& name) {
  return name == "auto" ? "The service" : name;
}

net::ServerReply refused(const sql::ApprovalEnd& end) {
  if (end.what == What::unknown) return unknown();
  if (end.what == What::own)
    return conflict("You wrote this text or asked for its approval: another person must decide.");
  if (end.what == What::changed)
    return conflict(end.by + " changed the text after you read it. Read it again, then decide.");
  const bool approved = end.state == "approved";
  const bool back = end.state == "sent_back";
  return conflict(said_by(end.by) +
                  (approved ? " approved it"
                   : back   ? " sent it back"
                            : " took it back") +
                  " already: there is nothing left to decide.");
}

// The answer as far as both verdicts share it; empty where `version` is not one.
std::optional<sql::ApprovalAnswer> answer_of(const ApiCall& call, std::int64_t intent_id,
                                             Verdict verdict) {
  const auto version = id_of(call.body["version"].text_or(""));
  if (!version) return std::nullopt;
  return sql::ApprovalAnswer{.intent_id = intent_id,
                             .ask_id = *version,
                             .verdict = verdict,
                             .by = call.agent.name,
                             .now = call.now};
}

net::ServerReply no_version() {
  return invalid("version", "version is the approval's version as you read it.");
}

// Why the text may not leave any more; its network or its post may have changed while it waited.
std::optional<net::ServerReply> not_possible(const WebParts& parts, const ApiCall& call,
                                             const sql::HeldReply& held) {
  if (held.number.empty()) return notice_refusal(parts, held.reply.account_key, held.reply.body);
  const auto detail = call.store.case_detail(held.number);
  if (!detail) return unknown();
  const auto why = not_sendable(parts, *detail, held.reply, held.reply.body);
  if (!why) return std::nullopt;
  return problem(422, why->type,
                 why->type == "too-long" ? "The text does not fit" : "This post cannot be answered",
                 why->detail);
}

// What a closing note that waited brings with it: it could not be asked for before the note leaves.
std::optional<sql::NewReply> survey_with(const WebParts& parts, const ApiCall& call,
                                         const sql::HeldReply& held, Instant not_before) {
  if (held.reply.kind != ReplyKind::closing) return std::nullopt;
  const auto detail = call.store.case_detail(held.number);
  auto survey = detail ? survey_after(parts, call, *detail) : std::nullopt;
  if (survey) survey->not_before = std::max(survey->not_before.value_or(not_before), not_before);
  return survey;
}

net::ServerReply after(const ApiCall& call, std::int64_t id, const char* what) {
  spdlog::info("reply_{} reply={} by={}", what, id, quoted(call.agent.name));
  const auto held = call.store.approval_of(id);
  if (!held) return unknown();
  JsonWriter json;
  write_held(json, *held, call.agent);
  return json_reply(json.str());
}

net::ServerReply approve(const WebParts& parts, const ApiCall& call) {
  const auto id = id_of(call.path[0]);
  const auto held = id ? call.store.approval_of(*id) : std::nullopt;
  if (!held) return unknown();
  auto answer = answer_of(call, *id, Verdict::approve);
  if (!answer) return no_version();
  const bool waits = held->reply.approval->state == "waiting";
  if (waits && !is_author(*held, call.agent.name)) {
    if (auto refusal = not_possible(parts, call, *held)) return *refusal;
    // Networks show the moment in which a public notice was written, and its key lives for an hour.
    if (const auto* network = parts.book.network(held->reply.account_key);
        network != nullptr && held->number.empty())
      call.store.renew_notice(*id, network->new_key(call.now, parts.random), call.now);
  }
  answer->not_before = call.now + std::chrono::seconds(parts.config.sender.undo_s);
  const auto survey = waits ? survey_with(parts, call, *held, answer->not_before) : std::nullopt;
  const auto end = call.store.answer_approval(*answer, survey);
  return end.what == What::done ? after(call, *id, "approved") : refused(end);
}

net::ServerReply send_back(const ApiCall& call) {
  const auto id = id_of(call.path[0]);
  if (!id) return unknown();
  auto answer = answer_of(call, *id, Verdict::send_back);
  if (!answer) return no_version();
  const auto why = trim(call.body["why"].text_or(""));
  if (why.empty() || why.size() > most_words)
    return invalid("why", "Say in 1 to 1000 characters what should change.");
  answer->why = repair_utf8(why);
  const auto end = call.store.answer_approval(*answer, std::nullopt);
  return end.what == What::done ? after(call, *id, "sent_back") : refused(end);
}

}  // namespace

std::optional<sql::NeedsApproval> needs_approval(const WebParts& parts, const ApiCall& call,
                                                 const AboutToSay& say) {
  const auto needed =
      casebridge::needs_approval(parts.config.approvals, {.account_key = say.account_key,
                                                          .kind = say.kind,
                                                          .topic = say.topic,
                                                          .author_role = call.agent.role});
  if (!needed) return std::nullopt;
  return sql::NeedsApproval{needed->policy, needed->why};
}

std::optional<sql::NeedsApproval> needs_approval(const WebParts& parts, const ApiCall& call,
                                                 const Release& release) {
  const auto needed = needs_approval(parts, call, release.say);
  if (release.newest && release.newest->holds())
    return needed ? needed : sql::NeedsApproval{release.newest->policy, release.newest->why};
  if (needed && call.store.approved_before(release.intent_id, release.body)) return std::nullopt;
  return needed;
}

void hold_for_approval(const WebParts& parts, const ApiCall& call, const std::string& topic,
                       sql::NewReply& reply) {
  reply.approval = needs_approval(parts, call, AboutToSay{reply.account_key, reply.kind, topic});
  if (!reply.approval) return;
  reply.state = ReplyState::draft;
  reply.not_before.reset();
}

void write_approval(JsonWriter& json, const std::optional<sql::Approval>& approval) {
  if (!approval) {
    json.null();
    return;
  }
  json.object().member("version", std::to_string(approval->ask_id));
  json.member("state", approval->state).member("asked_by", approval->asked_by);
  json.member("asked_at", approval->asked_at).member("policy", approval->policy);
  json.member("why", approval->why).member("answer", or_null(approval->answer));
  json.member("answered_by", or_null(approval->answered_by));
  json.member("answered_at", approval->answered_at).end();
}

void write_needed(JsonWriter& json, const WebParts& parts, const ApiCall& call,
                  const AboutToSay& say) {
  json.list();
  for (const auto kind : {ReplyKind::answer, ReplyKind::question, ReplyKind::closing})
    if (const auto needed =
            needs_approval(parts, call, AboutToSay{say.account_key, kind, say.topic}))
      json.object()
          .member("kind", name_of(kind))
          .member("policy", needed->policy)
          .member("why", needed->why)
          .end();
  json.end();
}

void add_approval_routes(Routes& routes, const WebParts& parts) {
  routes.add("GET", "/approvals", Power::read, list);
  routes.add("POST", "/approvals/{}/approve", Power::approve,
             [&parts](const ApiCall& call) { return approve(parts, call); });
  routes.add("POST", "/approvals/{}/send-back", Power::approve, send_back);
}

}  // namespace social311::service
