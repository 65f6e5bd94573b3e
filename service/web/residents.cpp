// /cases/{number}/resident, /residents/links and /analytics: who a resident is on other networks,
// by their own word only, and how often they had to speak.
#include "casebridge/contacts.h"
#include "core/exchange.h"
#include "core/text.h"
#include "service/web/case_answers.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr auto usual_period = 30 * 24h;
constexpr auto longest_period = 366 * 24h;
constexpr std::size_t most_said = 1'000;

casebridge::ContactFacts facts_of(const sql::ContactCase& one) {
  return {.closed = one.about.status == CaseStatus::closed,
          .resident_posts = one.resident_posts,
          .reopened = one.reopened,
          .moves = one.moves};
}

void write_persona(JsonWriter& json, const sql::Persona& one) {
  json.object().member("network", one.network).member("network_id", one.network_id);
  json.member("server", or_null(one.server)).member("handle", one.handle);
  json.member("own", one.own).end();
}

void write_link(JsonWriter& json, const sql::PersonaLink& one) {
  json.object().member("id", std::to_string(one.link_id)).key("personas").list();
  write_persona(json, one.one);
  write_persona(json, one.other);
  json.end().member("said", one.said).member("post", or_null(one.post_id)).member("by", one.by);
  json.member("at", one.at).member("revoked_by", or_null(one.revoked_by));
  json.member("revoked_at", one.revoked_at).member("revoked_why", or_null(one.revoked_why)).end();
}

struct Sums {
  int contacts = 0;
  int closed = 0;
  int first_contact = 0;
};

Sums write_cases(JsonWriter& json, const std::vector<sql::ContactCase>& cases) {
  Sums sums;
  json.key("cases").list();
  for (const auto& one : cases) {
    const auto facts = facts_of(one);
    const bool first = casebridge::resolved_at_first_contact(facts);
    sums.contacts += one.about.contacts;
    sums.closed += facts.closed ? 1 : 0;
    sums.first_contact += first ? 1 : 0;
    json.object().key("case").raw(write_case(one.about, ExportFormat::ndjson));
    json.member("first_contact", first).end();
  }
  json.end();
  return sums;
}

net::ServerReply show_resident(const ApiCall& call, const std::string& number) {
  const auto view = call.store.resident_of(number);
  if (!view) return not_found("There is no case with this number.");
  JsonWriter json;
  json.object().key("personas").list();
  for (const auto& one : view->personas) write_persona(json, one);
  json.end().key("links").list();
  for (const auto& one : view->links) write_link(json, one);
  json.end();
  const Sums sums = write_cases(json, view->cases);
  json.member("conversations", view->conversations).member("contacts", sums.contacts);
  json.member("closed", sums.closed).member("first_contact", sums.first_contact).end();
  return json_reply(json.str());
}

net::ServerReply not_joined(const std::string& why) {
  if (why == "unknown case")
    return invalid("case", "There is no case with this number. Name a case of the other account.");
  if (why == "same persona")
    return invalid("case", "That case came from the same account. There is nothing to join.");
  if (why == "not their post")
    return invalid("post",
                   "None of the two accounts wrote this post. Name the post in which they said it, "
                   "or leave it empty if they said it elsewhere.");
  return problem(409, "changed", "They are joined already", "Nothing was done.");
}

net::ServerReply join(const ApiCall& call) {
  const std::string said = trim(repair_utf8(call.body["said"].text_or("")));
  const std::string other = trim(call.body["case"].text_or(""));
  if (said.empty() || said.size() > most_said)
    return invalid("said",
                   "Write in 1 to 1000 characters what they said. Without it nobody is joined.");
  if (other.empty()) return invalid("case", "Name a case of the other account.");
  const auto joined = call.store.join_personas({.number = call.path[0],
                                                .other_number = other,
                                                .said = said,
                                                .post_id = trim(call.body["post"].text_or("")),
                                                .by = call.agent.name,
                                                .now = call.now});
  if (!joined.done && !call.store.resident_of(call.path[0]))
    return not_found("There is no case with this number.");
  return joined.done ? show_resident(call, call.path[0]) : not_joined(joined.why_not);
}

net::ServerReply revoke(const ApiCall& call) {
  const std::string why = trim(repair_utf8(call.body["why"].text_or("")));
  if (why.empty() || why.size() > most_said)
    return invalid("why", "Say in 1 to 1000 characters why they part again.");
  const auto id = JsonValue::parse(call.path[0]);
  const auto number = id ? id->number(1, most_version) : std::nullopt;
  if (!number || !call.store.revoke_link(*number, why, call.agent.name, call.now))
    return not_found("There is no such link, or it was taken back already.");
  return no_content();
}

// ---- figures ----
std::optional<double> share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

void write_figures(JsonWriter& json, const casebridge::Figures& one) {
  json.member("opened", one.opened).member("closed", one.closed);
  json.member("with_deadline", one.with_deadline).member("due_kept", one.due_kept);
  json.member("due_kept_share", share(one.due_kept, one.with_deadline));
  json.member("median_open_s", one.median_open
                                   ? std::optional<std::int64_t>(one.median_open->count())
                                   : std::nullopt);
  json.member("first_contact", one.first_contact);
  json.member("first_contact_share", share(one.first_contact, one.closed));
  json.member("contacts", one.contacts);
  json.member("contacts_per_case", share(one.contacts, one.closed));
  json.member("transfers", one.transfers);
}

void write_rows(JsonWriter& json, const char* list, const char* name,
                const std::map<std::string, casebridge::Figures>& rows) {
  json.key(list).list();
  for (const auto& [key, figures] : rows) {
    json.object().member(name, or_null(key));
    write_figures(json, figures);
    json.end();
  }
  json.end();
}

casebridge::CaseFigures figures_of(const sql::PeriodCase& one) {
  return {.division = one.division,
          .topic = one.topic,
          .opened_at = one.opened_at,
          .closed_at = one.closed_at,
          .due_at = one.due_at,
          .contacts = one.contacts,
          .transfers = one.transfers,
          .facts = {.closed = one.closed_at.has_value(),
                    .resident_posts = one.resident_posts,
                    .reopened = one.reopened,
                    .moves = one.moves}};
}

net::ServerReply analytics(const ApiCall& call) {
  const auto asked_to = call.http.query_value("to");
  const auto asked_from = call.http.query_value("from");
  const auto to = asked_to ? parse_iso8601(*asked_to) : std::optional(call.now);
  if (!to) return invalid("to", "to is a moment like 2026-03-01T00:00:00Z.");
  const auto from = asked_from ? parse_iso8601(*asked_from) : std::optional(*to - usual_period);
  if (!from) return invalid("from", "from is a moment like 2026-03-01T00:00:00Z.");
  if (*from >= *to || *to - *from > longest_period)
    return invalid("from", "A period begins before it ends and is at most 366 days long.");
  casebridge::PeriodTally tally(*from, *to);
  call.store.period_cases(*from, *to,
                          [&](const sql::PeriodCase& one) { tally.add(figures_of(one)); });
  JsonWriter json;
  json.object().member("from", *from).member("to", *to).key("all").object();
  write_figures(json, tally.all());
  json.end();
  write_rows(json, "divisions", "division", tally.by_division());
  write_rows(json, "topics", "topic", tally.by_topic());
  return json_reply(json.end().str());
}

}  // namespace

void add_resident_routes(Routes& routes) {
  routes.add("GET", "/cases/{}/resident", Power::read,
             [](const ApiCall& call) { return show_resident(call, call.path[0]); });
  routes.add("POST", "/cases/{}/resident", Power::act, join);
  routes.add("POST", "/residents/links/{}/revoke", Power::act, revoke);
  routes.add("GET", "/analytics", Power::read, analytics);
}

}  // namespace social311::service
