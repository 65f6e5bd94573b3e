// /cases/{number}/agency, /transfer and /watch: which division has a case, who may send it on, take
// it or refuse it, and who follows it. The rules stand in casebridge/transfer.h.
#include <algorithm>
#include <array>

#include "casebridge/targets.h"
#include "casebridge/transfer.h"
#include "core/text.h"
#include "service/web/case_answers.h"
#include "service/web/sign_in.h"

namespace social311::service {
namespace {

using casebridge::Handover;
using casebridge::Party;

constexpr std::size_t most_reason = 1'000;
constexpr std::array watch_words{"closed", "answered", "overdue", "transferred", "written"};

Party party_of(const sql::Agent& agent) {
  Party party{.division = agent.division};
  if (may(agent.role, Power::act)) party.standing = Party::Standing::acts;
  if (may(agent.role, Power::lead)) party.standing = Party::Standing::leads;
  return party;
}

Handover handover_of(const sql::CaseTransfer& one) {
  return {
      .from = one.from,
      .to = one.to,
      .state = casebridge::transfer_state(one.state).value_or(casebridge::TransferState::waiting),
      .flag = casebridge::ping_pong(one.flag).value_or(casebridge::PingPong::none)};
}

std::vector<Handover> handovers_of(const std::vector<sql::CaseTransfer>& all) {
  std::vector<Handover> out;
  for (const auto& one : all) out.push_back(handover_of(one));
  return out;
}

const sql::CaseTransfer* waiting_of(const std::vector<sql::CaseTransfer>& all) {
  return !all.empty() && all.back().state == "waiting" ? &all.back() : nullptr;
}

// The desk stands for a division, too; an id the city does not know any more for itself.
casebridge::Division division_of(const WebParts& parts, const std::string& id) {
  if (const auto* known = parts.city.division(id)) return *known;
  return {.id = id, .name = id.empty() ? "311" : id, .hours = "desk"};
}

std::string name_of_division(const WebParts& parts, const std::string& id) {
  return division_of(parts, id).name;
}

net::ServerReply forbidden(const std::string& why) {
  return problem(403, "forbidden", "You may not do this here", why);
}

// ---- what the page shows ----
void write_clock(JsonWriter& json, const WebParts& parts, const sql::CaseTransfer& one,
                 Instant now) {
  if (!one.target_min) {
    json.member("left_s", std::optional<std::int64_t>()).member("late", false);
    return;
  }
  const auto told = casebridge::explain_transfer(parts.city.hours_of(one.to),
                                                 std::chrono::minutes(*one.target_min),
                                                 one.started_at, one.answered_at, now);
  json.member("left_s", std::optional<std::int64_t>(
                            std::chrono::duration_cast<std::chrono::seconds>(told.left).count()));
  json.member("late", told.breached);
}

void write_transfer(JsonWriter& json, const WebParts& parts, const sql::CaseTransfer& one,
                    Instant now) {
  json.object().member("id", std::to_string(one.transfer_id)).member("from", or_null(one.from));
  json.member("to", or_null(one.to)).member("outside", one.outside).member("why", one.why);
  json.member("by", one.by).member("started_at", one.started_at);
  json.member("target_minutes", one.target_min).member("due_at", one.due_at);
  json.member("state", one.state).member("answer", or_null(one.answer));
  json.member("answered_by", or_null(one.answered_by)).member("answered_at", one.answered_at);
  json.member("flag", or_null(one.flag));
  write_clock(json, parts, one, now);
  json.end();
}

void write_rights(JsonWriter& json, const WebParts& parts, const ApiCall& call,
                  const sql::CaseDetail& detail, const std::vector<sql::CaseTransfer>& all) {
  const Party party = party_of(call.agent);
  const auto handovers = handovers_of(all);
  const auto* waiting = waiting_of(all);
  const bool closed = detail.about.status == CaseStatus::closed;
  std::string why_not = casebridge::why_not_send(party, detail.about.division, handovers);
  if (waiting != nullptr) why_not = "A transfer waits for an answer.";
  if (closed) why_not = "The case is closed.";
  json.member("may_send", why_not.empty()).member("why_not_send", or_null(why_not));
  const bool open = waiting != nullptr && !closed;
  json.member("may_answer",
              open && casebridge::why_not_answer(party, division_of(parts, waiting->to)).empty());
  json.member("may_withdraw",
              open && casebridge::why_not_withdraw(party, handovers.back()).empty());
  json.member("may_decide", party.standing == Party::Standing::leads && !closed);
  json.member("waits_for_supervisor", !closed && casebridge::waits_for_supervisor(handovers));
}

net::ServerReply agency(const WebParts& parts, const ApiCall& call) {
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return not_found("There is no case with this number.");
  const auto all = call.store.transfers(call.path[0]);
  JsonWriter json;
  json.object().member("number", detail->about.number).member("version", detail->version);
  json.member("division", or_null(detail->about.division)).key("transfers").list();
  for (const auto& one : all) write_transfer(json, parts, one, call.now);
  json.end();
  write_rights(json, parts, call, *detail, all);
  return json_reply(json.end().str());
}

// ---- what is asked ----
struct Asked {
  std::int64_t version = 0;
  std::string why{};
  std::optional<net::ServerReply> refusal{};
};

enum class Reason { needed, optional };

Asked read_ask(const ApiCall& call, Reason reason) {
  const auto version = call.body["version"].number(0, most_version);
  const std::string why = trim(repair_utf8(call.body["why"].text_or("")));
  if (!version)
    return {.refusal = invalid("version", "version is the case's version as you saw it.")};
  if (why.size() > most_reason || (why.empty() && reason == Reason::needed))
    return {.refusal = invalid("why", "Say in 1 to 1000 characters why. The others read it.")};
  return {.version = *version, .why = why};
}

// null = the desk. Empty: no such division.
std::optional<std::string> read_division(const WebParts& parts, const ApiCall& call) {
  const auto asked = call.body["division"];
  if (asked.kind() == JsonValue::Kind::null) return "";
  const auto id = asked.text();
  if (!id || parts.city.division(*id) == nullptr) return std::nullopt;
  return id;
}

net::ServerReply unknown_division() {
  return invalid("division", "division is one of /divisions, or null for the desk.");
}

std::string line_of(const WebParts& parts, const std::string& from, const std::string& to,
                    const std::string& why) {
  return name_of_division(parts, from) + " → " + name_of_division(parts, to) +
         (why.empty() ? "" : ": " + why);
}

// "routed" is what the resident's status page shows; nothing else of a transfer.
std::string event_of_move(const WebParts& parts, const std::string& staff_only) {
  const bool shown = parts.city.transfers.tell == casebridge::TransferPolicy::Tell::status_page;
  return shown ? "routed" : staff_only;
}

net::ServerReply answered(const WebParts& parts, const ApiCall& call, const sql::Changed& changed) {
  if (changed.why_not == "waiting")
    return problem(409, "changed", "A transfer waits already",
                   "Take it back, or wait for the answer; a supervisor can decide.");
  if (changed.why_not == "not waiting")
    return problem(409, "changed", "No transfer waits",
                   "It was answered or taken back meanwhile. Look at the case again.");
  return after_change(parts, call, call.path[0], changed);
}

sql::CaseTransfer new_transfer(const WebParts& parts, const ApiCall& call,
                               const casebridge::Division& receiver, const std::string& why) {
  sql::CaseTransfer one{.to = receiver.id,
                        .outside = receiver.kind == casebridge::Division::Kind::outside,
                        .why = why,
                        .by = call.agent.name,
                        .started_at = call.now};
  const auto within = casebridge::accept_within(parts.city.transfers, receiver);
  one.target_min = static_cast<int>(within.count());
  one.due_at = casebridge::accept_by(parts.city.hours_of(receiver.id), within, call.now);
  return one;
}

sql::KeptPolicy kept(const char* kind, const std::string& body) {
  return {casebridge::version_of(body), kind, body};
}

// Beside the transfer's own row, for the explanation of the case's time and for people on duty. It
// stops with the answer (migrations/0013_agencies_clock.sql).
void start_clock(const WebParts& parts, const ApiCall& call, const sql::CaseTransfer& one) {
  const auto& hours = parts.city.hours_of(one.to);
  call.store.start_clock(call.path[0],
                         {.name = "agency",
                          .span = std::chrono::minutes(one.target_min.value_or(0)),
                          .targets = kept("targets", casebridge::write_targets(parts.city)),
                          .calendar = kept("calendar", casebridge::write_hours(hours))},
                         call.now);
}

// Where a case shall go and why, with the case as it is; or why it cannot.
struct Move {
  std::optional<net::ServerReply> refusal{};
  Asked asked{};
  std::string to{};
  sql::CaseDetail detail{};
};

Move read_move(const WebParts& parts, const ApiCall& call) {
  Move move;
  move.asked = read_ask(call, Reason::needed);
  const auto to = read_division(parts, call);
  const auto detail = call.store.case_detail(call.path[0]);
  if (move.asked.refusal) {
    move.refusal = move.asked.refusal;
  } else if (!to) {
    move.refusal = unknown_division();
  } else if (!detail) {
    move.refusal = not_found("There is no case with this number.");
  } else {
    move.to = *to;
    move.detail = *detail;
  }
  return move;
}

net::ServerReply send_on(const WebParts& parts, const ApiCall& call) {
  const auto [refusal, asked, to, detail] = read_move(parts, call);
  if (refusal) return *refusal;
  if (detail.version != asked.version) return case_moved(parts, call, call.path[0], "changed");
  if (to == detail.about.division)
    return invalid("division", "The case is there already. Choose another division.");
  const auto before = handovers_of(call.store.transfers(call.path[0]));
  const std::string why_not =
      casebridge::why_not_send(party_of(call.agent), detail.about.division, before);
  if (!why_not.empty()) return forbidden(why_not);
  sql::CaseTransfer one = new_transfer(parts, call, division_of(parts, to), asked.why);
  one.flag = casebridge::name_of(casebridge::ping_pong(before, to, parts.city.transfers));
  const auto started =
      call.store.start_transfer({.number = call.path[0],
                                 .version = asked.version,
                                 .transfer = one,
                                 .line = line_of(parts, detail.about.division, to, asked.why)});
  if (started.done) start_clock(parts, call, one);
  return answered(parts, call, started);
}

struct Answer {
  const char* word;
  const char* state;
  Reason reason;
};
constexpr std::array answers{Answer{"accept", "accepted", Reason::optional},
                             Answer{"refuse", "refused", Reason::needed},
                             Answer{"withdraw", "withdrawn", Reason::optional}};

std::string why_not(const WebParts& parts, const ApiCall& call, const std::string& state,
                    const sql::CaseTransfer& waiting) {
  const Party party = party_of(call.agent);
  if (state == "withdrawn") return casebridge::why_not_withdraw(party, handover_of(waiting));
  return casebridge::why_not_answer(party, division_of(parts, waiting.to));
}

sql::TransferAnswer answer_to(const WebParts& parts, const ApiCall& call, const Asked& asked,
                              const std::string& state, const sql::CaseTransfer& waiting) {
  Handover after = handover_of(waiting);
  sql::TransferAnswer out{.number = call.path[0],
                          .version = asked.version,
                          .state = state,
                          .why = asked.why,
                          .by = call.agent.name,
                          .now = call.now,
                          .division = waiting.from,
                          .event = "transfer_" + state,
                          .line = line_of(parts, waiting.from, waiting.to, asked.why)};
  if (state == "accepted") {
    out.division = waiting.to;
    out.status = waiting.to.empty() ? CaseStatus::open : CaseStatus::with_agency;
    out.event = event_of_move(parts, out.event);
  }
  if (state == "refused") {
    out.division = casebridge::after_refusal(after);
    if (out.division.empty()) out.status = CaseStatus::open;
  }
  return out;
}

net::ServerReply answer_one(const WebParts& parts, const ApiCall& call) {
  const std::string word = call.body["answer"].text_or("");
  const auto answer = std::find_if(answers.begin(), answers.end(),
                                   [&](const Answer& one) { return word == one.word; });
  if (answer == answers.end()) return invalid("answer", "answer is accept, refuse or withdraw.");
  const Asked asked = read_ask(call, answer->reason);
  if (asked.refusal) return *asked.refusal;
  const auto all = call.store.transfers(call.path[0]);
  const auto* waiting = waiting_of(all);
  if (waiting == nullptr) {
    if (!call.store.case_detail(call.path[0]))
      return not_found("There is no case with this number.");
    return answered(parts, call, {.why_not = "not waiting"});
  }
  const std::string refused = why_not(parts, call, answer->state, *waiting);
  if (!refused.empty()) return forbidden(refused);
  return answered(
      parts, call,
      call.store.answer_transfer(answer_to(parts, call, asked, answer->state, *waiting)));
}

// A supervisor's word: the case lies there from now on, and counting begins anew.
net::ServerReply decide(const WebParts& parts, const ApiCall& call) {
  const auto [refusal, asked, to, detail] = read_move(parts, call);
  if (refusal) return *refusal;
  const std::string& from = detail.about.division;
  sql::CaseTransfer one = new_transfer(parts, call, division_of(parts, to), asked.why);
  one.state = casebridge::name_of(casebridge::TransferState::decided);
  one.target_min.reset();
  one.due_at.reset();
  const bool moves = to != from;
  return answered(
      parts, call,
      call.store.start_transfer(
          {.number = call.path[0],
           .version = asked.version,
           .transfer = one,
           .line = line_of(parts, from, to, asked.why),
           .event = moves ? event_of_move(parts, "transfer_decided") : "transfer_decided"}));
}

// ---- watching ----
net::ServerReply show_watch(const ApiCall& call) {
  const auto mine = call.store.watch(call.path[0], call.agent.agent_id);
  JsonWriter json;
  json.object().member("watching", mine.has_value()).key("wants").list();
  if (mine)
    for (const auto& word : mine->wants) json.value(word);
  json.end().key("watchers").list();
  for (const auto& name : call.store.watchers(call.path[0])) json.value(name);
  return json_reply(json.end().end().str());
}

net::ServerReply keep_watch(const ApiCall& call) {
  std::vector<std::string> wants;
  const auto asked = call.body["wants"];
  if (!asked.is_list() || asked.size() > watch_words.size())
    return invalid("wants", "wants is a list of: closed, answered, overdue, transferred, written.");
  for (const auto& one : asked.items()) {
    const std::string word = one.text_or("");
    if (std::find(watch_words.begin(), watch_words.end(), word) == watch_words.end())
      return invalid("wants",
                     "wants is a list of: closed, answered, overdue, transferred, written.");
    wants.push_back(word);
  }
  if (!call.store.keep_watch(call.path[0], call.agent.agent_id, wants, call.now))
    return not_found("There is no case with this number.");
  return show_watch(call);
}

net::ServerReply end_watch(const ApiCall& call) {
  call.store.end_watch(call.path[0], call.agent.agent_id);
  return show_watch(call);
}

// ---- notices ----
net::ServerReply show_notices(const ApiCall& call) {
  const auto all =
      call.store.notices(call.agent.agent_id, call.http.query_value("cursor").value_or(""), 50);
  JsonWriter json;
  json.object().member("unread", all.unread).key("unread_cases").list();
  for (const auto& number : all.unread_cases) json.value(number);
  json.end().key("notices").list();
  for (const auto& one : all.page) {
    json.object().member("id", std::to_string(one.notice_id)).member("case", one.number);
    json.member("topic", one.topic).member("at", one.at).member("kind", one.kind);
    json.member("by", one.actor).member("text", one.text).member("read", one.read).end();
  }
  return json_reply(json.end().member("next", or_null(all.next)).end().str());
}

net::ServerReply read_notices(const ApiCall& call) {
  const auto number = call.body["case"];
  if (!number.text() && number.kind() != JsonValue::Kind::null)
    return invalid("case", "case is the number of a case, or null for all of them.");
  call.store.read_notices(call.agent.agent_id, number.text_or(""), call.now);
  return no_content();
}

}  // namespace

void add_agency_routes(Routes& routes, const WebParts& parts) {
  const auto bind = [&parts](net::ServerReply (*handler)(const WebParts&, const ApiCall&)) {
    return [&parts, handler](const ApiCall& call) { return handler(parts, call); };
  };
  routes.add("GET", "/cases/{}/agency", Power::read, bind(agency));
  routes.add("POST", "/cases/{}/transfer", Power::act, bind(send_on));
  routes.add("POST", "/cases/{}/transfer/answer", Power::act, bind(answer_one));
  routes.add("POST", "/cases/{}/transfer/decide", Power::lead, bind(decide));
  routes.add("GET", "/cases/{}/watch", Power::read, show_watch);
  routes.add("PUT", "/cases/{}/watch", Power::act, keep_watch);
  routes.add("DELETE", "/cases/{}/watch", Power::act, end_watch);
  routes.add("GET", "/notices", Power::read, show_notices);
  routes.add("POST", "/notices/read", Power::read, read_notices);
}

}  // namespace social311::service
