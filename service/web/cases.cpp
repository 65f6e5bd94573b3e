// /cases: the inbox, one case, and what an agent does with it. Every change names the version it
// saw; a case that moved meanwhile answers 409 with its current state, and nothing was done.
#include <algorithm>

#include "core/text.h"
#include "service/web/approvals.h"
#include "service/web/case_answers.h"
#include "service/web/incidents.h"
#include "service/web/ways.h"

namespace social311::service {
namespace {

net::ServerReply inbox(const ApiCall& call) {
  sql::InboxAsk ask;
  ask.view = call.http.query_value("view").value_or("open");
  ask.agent = call.agent.name;
  ask.search = call.http.query_value("search").value_or("");
  ask.topic = call.http.query_value("topic").value_or("");
  ask.cursor = call.http.query_value("cursor").value_or("");
  const auto limit = JsonValue::parse(call.http.query_value("limit").value_or("50"));
  const auto wanted = limit ? limit->number(1, 200) : std::nullopt;
  if (!wanted) return invalid("limit", "limit is a whole number from 1 to 200.");
  ask.limit = static_cast<int>(*wanted);
  const sql::Inbox page = call.store.inbox(ask, call.now);
  JsonWriter json;
  json.object().key("cases").list();
  for (const auto& summary : page.cases) write_summary(json, summary);
  json.end().member("next", or_null(page.next)).key("counts").object();
  for (const auto& [view, count] : page.counts) json.member(view, count);
  return json_reply(json.str());
}

constexpr const char* no_such_way = "This resident cannot be reached by the way that was chosen.";

// What a person writes, composed as it would be published.
struct Composed {
  std::optional<sql::NewReply> reply{};
  std::optional<net::ServerReply> refusal{};
};

Composed compose_reply(const WebParts& parts, const ApiCall& call, const sql::CaseDetail& detail,
                       ReplyKind kind, const std::string& text) {
  const CanReply can = can_reply(parts, detail);
  const auto wanted = call.body["way"].text_or("");
  const auto ways = ways_of(parts, detail, call.now);
  const Way* way = way_named(ways, wanted);
  if (way == nullptr || !way->possible)
    return {{},
            problem(422, "not-repliable", "This post cannot be answered",
                    way            ? way->reason
                    : can.possible ? no_such_way
                                   : can.reason)};
  const ReplyAsk ask{.kind = kind,
                     .about = detail.about,
                     .account_key = can.account->key(),
                     .target_post_id = way->target_post_id,
                     .free_text = repair_utf8(text),
                     .by = call.agent.name,
                     .way = way->way,
                     .length = way->length};
  auto reply = write_reply(parts.intake(), ask, call.store.next_reply_sequence(), call.now);
  if (!reply) return {{}, problem(422, "too-long", "The text does not fit", reply.fault().message)};
  reply->seq = call.store.next_reply_seq(reply->account_key, reply->target_post_id, kind);
  reply->state = ReplyState::queued;
  reply->not_before = call.now + std::chrono::seconds(parts.config.sender.undo_s);
  hold_for_approval(parts, call, detail.about.topic, *reply);
  return {*reply, {}};
}

net::ServerReply close_one(const WebParts& parts, const ApiCall& call) {
  const auto version = call.body["version"].number(0, most_version);
  const auto resolution = call.body["resolution"].text();
  const auto tell = call.body["tell_resident"].flag();
  if (!version) return invalid("version", "version is the case's version as you saw it.");
  if (!resolution || trim(*resolution).empty() || resolution->size() > 4000)
    return invalid("resolution", "Say in 1 to 4000 characters what came of it.");
  if (!tell) return invalid("tell_resident", "tell_resident is true or false.");
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return not_found("There is no case with this number.");
  ClosingAsk ask = closing_ask(call, repair_utf8(*resolution));
  ask.tell = *tell;
  const auto& policy = parts.city.closing;
  const auto refused =
      ask.photo_url.empty() ? std::string() : casebridge::photo_refusal(policy, ask.photo_url);
  if (!refused.empty()) return invalid("photo_url", refused);
  const ClosingNotes closing = closing_notes(parts, call, *detail, ask);
  if (closing.refusal) return *closing.refusal;
  return after_change(parts, call, call.path[0],
                      call.store.close_incident(call.path[0], *version, ask.outcome(),
                                                call.agent.name, call.now, closing.notes));
}

net::ServerReply answer_one(const WebParts& parts, const ApiCall& call) {
  const auto version = call.body["version"].number(0, most_version);
  const auto text = call.body["text"].text();
  const auto kind = reply_kind(call.body["kind"].text_or(""));
  if (!version) return invalid("version", "version is the case's version as you saw it.");
  if (!text || trim(*text).empty() || text->size() > 10'000)
    return invalid("text", "Write 1 to 10000 characters.");
  if (kind != ReplyKind::answer && kind != ReplyKind::question)
    return invalid("kind", "kind is answer or question.");
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return not_found("There is no case with this number.");
  if (detail->version != *version) return case_moved(parts, call, call.path[0], "changed");
  const Composed composed = compose_reply(parts, call, *detail, *kind, *text);
  if (composed.refusal) return *composed.refusal;
  const auto changed = call.store.answer_case(call.path[0], *version, *composed.reply);
  if (changed.done) call.store.save_draft(call.path[0], call.agent.name, "", call.now);
  return after_change(parts, call, call.path[0], changed);
}

net::ServerReply preview(const WebParts& parts, const ApiCall& call) {
  const auto kind = reply_kind(call.body["kind"].text_or(""));
  const auto text = call.body["text"].text();
  if (!kind) return invalid("kind", "kind is answer, question or closing.");
  if (!text || text->size() > 10'000) return invalid("text", "At most 10000 characters.");
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return not_found("There is no case with this number.");
  const CanReply can = can_reply(parts, *detail);
  const std::string account = can.account ? can.account->key() : "";
  const auto ways = ways_of(parts, *detail, call.now);
  const Way* way = way_named(ways, call.body["way"].text_or(""));
  const ReplyAsk ask{.kind = *kind,
                     .about = detail->about,
                     .account_key = account,
                     .target_post_id = can.target_post_id,
                     .free_text = repair_utf8(*text),
                     .by = call.agent.name,
                     .length = way ? std::optional(way->length) : std::nullopt};
  const auto reply = write_reply(parts.intake(), ask, 1, call.now);
  const std::string shown = reply ? reply->body : repair_utf8(*text);
  const LengthRule rule = way ? way->length : LengthRule{280, 0, grapheme_count};
  JsonWriter json;
  json.object()
      .member("text", shown)
      .member("length", static_cast<std::uint64_t>(rule.measure(shown)));
  json.member("limit", static_cast<std::uint64_t>(rule.limit))
      .member("fits", reply.ok() && rule.fits(shown));
  json.member("repliable", way != nullptr && way->possible)
      .member("reason", way ? way->reason : can.reason)
      .end();
  return json_reply(json.str());
}

net::ServerReply note(const WebParts& parts, const ApiCall& call) {
  const auto text = call.body["text"].text();
  if (!text || trim(*text).empty() || text->size() > 10'000)
    return invalid("text", "Write 1 to 10000 characters.");
  return after_change(
      parts, call, call.path[0],
      call.store.add_note(call.path[0], repair_utf8(*text), call.agent.name, call.now));
}

net::ServerReply assign(const WebParts& parts, const ApiCall& call) {
  const auto version = call.body["version"].number(0, most_version);
  const auto assignee = call.body["assignee"].text();
  if (!version) return invalid("version", "version is the case's version as you saw it.");
  if (assignee) {
    const auto agent = call.store.agent(*assignee);
    if (!agent || agent->disabled)
      return invalid("assignee", "Nobody of this name can be given a case.");
  }
  return after_change(parts, call, call.path[0],
                      call.store.assign_case(call.path[0], *version, assignee.value_or(""),
                                             call.agent.name, call.now));
}

net::ServerReply set_status(const WebParts& parts, const ApiCall& call) {
  const auto version = call.body["version"].number(0, most_version);
  const auto status = case_status(call.body["status"].text_or(""));
  if (!version) return invalid("version", "version is the case's version as you saw it.");
  if (!status || *status == CaseStatus::closed)
    return invalid("status",
                   "status is new, needs_info, open or with_agency; closing has its own call.");
  return after_change(
      parts, call, call.path[0],
      call.store.set_status(call.path[0], *version, *status, call.agent.name, call.now));
}

net::ServerReply route(const WebParts& parts, const ApiCall& call) {
  const auto version = call.body["version"].number(0, most_version);
  const auto topic = call.body["topic"].text_or("");
  if (!version) return invalid("version", "version is the case's version as you saw it.");
  const auto& topics = parts.rules->topics();
  const auto known =
      std::find_if(topics.begin(), topics.end(), [&](const auto& one) { return one.id == topic; });
  if (known == topics.end()) return invalid("topic", "This topic is not in the rules.");
  const auto& service = parts.city.service(topic);
  return after_change(
      parts, call, call.path[0],
      call.store.reroute_case(call.path[0], *version, topic, service.code,
                              service.division.value_or(known->division.value_or("")),
                              call.agent.name, call.now));
}

net::ServerReply reopen(const WebParts& parts, const ApiCall& call) {
  const auto version = call.body["version"].number(0, most_version);
  if (!version) return invalid("version", "version is the case's version as you saw it.");
  return after_change(parts, call, call.path[0],
                      call.store.reopen_case(call.path[0], *version, call.agent.name, call.now));
}

net::ServerReply save_draft(const ApiCall& call) {
  const auto text = call.body["text"].text();
  if (!text || text->size() > 10'000) return invalid("text", "At most 10000 characters.");
  call.store.save_draft(call.path[0], call.agent.name, repair_utf8(*text), call.now);
  return no_content();
}

}  // namespace

void add_case_routes(Routes& routes, const WebParts& parts) {
  const auto bind = [&parts](net::ServerReply (*handler)(const WebParts&, const ApiCall&)) {
    return [&parts, handler](const ApiCall& call) { return handler(parts, call); };
  };
  routes.add("GET", "/cases", Power::read, inbox);
  routes.add("GET", "/cases/{}", Power::read,
             [&parts](const ApiCall& call) { return show_case(parts, call, call.path[0]); });
  routes.add("POST", "/cases/{}/close", Power::act, bind(close_one));
  routes.add("POST", "/cases/{}/reopen", Power::act, bind(reopen));
  routes.add("POST", "/cases/{}/replies", Power::act, bind(answer_one));
  routes.add("POST", "/cases/{}/preview", Power::read, bind(preview));
  routes.add("POST", "/cases/{}/notes", Power::act, bind(note));
  routes.add("POST", "/cases/{}/assign", Power::act, bind(assign));
  routes.add("POST", "/cases/{}/status", Power::act, bind(set_status));
  routes.add("POST", "/cases/{}/route", Power::act, bind(route));
  routes.add("PUT", "/cases/{}/draft", Power::act, save_draft);
}

}  // namespace social311::service
