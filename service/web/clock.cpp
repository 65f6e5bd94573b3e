// /cases/{number}/clock, pause, resume, facts, and /calendar/what-if: a case's time, and what
// people do about it.
#include "service/web/clock_view.h"

#include "casebridge/facts.h"
#include "core/text.h"
#include "service/web/case_answers.h"
#include "service/what_if.h"

namespace social311::service {
namespace {

constexpr std::size_t most_why = 1'000;
constexpr std::size_t most_value = 1'000;
constexpr std::size_t most_facts = 50;
constexpr std::size_t most_hours = 64 << 10;

net::ServerReply clock_of(const WebParts& parts, const ApiCall& call) {
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return not_found("There is no case with this number.");
  return json_reply(clock_json(parts.city, *detail, call.now));
}

using Change = sql::Changed (sql::ClockStore::*)(const std::string&, const std::string&,
                                                 const std::string&, Instant);

net::ServerReply hold_or_go(const WebParts& parts, const ApiCall& call, Change change,
                            std::string_view nothing) {
  const auto why = call.body["why"].text();
  if (!why || trim(*why).empty() || why->size() > most_why)
    return invalid("why",
                   "Say in 1 to 1000 characters why: everybody who reads the deadline sees it.");
  const auto changed =
      (call.store.*change)(call.path[0], repair_utf8(*why), call.agent.name, call.now);
  if (!changed.done && (changed.why_not == "paused" || changed.why_not == "not paused"))
    return problem(409, "changed", "Nothing to do", nothing);
  return after_change(parts, call, call.path[0], changed);
}

net::ServerReply pause(const WebParts& parts, const ApiCall& call) {
  return hold_or_go(parts, call, &sql::ClockStore::pause_by,
                    "The clock of this case stands still already.");
}

net::ServerReply resume(const WebParts& parts, const ApiCall& call) {
  return hold_or_go(parts, call, &sql::ClockStore::resume_by, "The clock of this case runs.");
}

// What is wrong with a value, as a sentence; empty = it is fine, or takes the fact away.
std::string wrong_with(const casebridge::Fact& fact, const std::string& value) {
  if (value.empty() || fact.values.empty()) return "";
  for (const auto& key : split(value, ',')) {
    const bool known = std::any_of(fact.values.begin(), fact.values.end(),
                                   [&](const auto& one) { return one.key == key; });
    if (!known) return fact.code + " has no value " + quoted(key, 60) + ".";
  }
  const bool several = value.find(',') != std::string::npos;
  return several && fact.type == casebridge::Fact::Type::single ? fact.code + " takes one value."
                                                                : "";
}

net::ServerReply set_facts(const WebParts& parts, const ApiCall& call) {
  const auto version = call.body["version"].number(0, most_version);
  const auto given = call.body["facts"];
  if (!version) return invalid("version", "version is the case's version as you saw it.");
  if (!given.is_object() || given.size() == 0 || given.size() > most_facts)
    return invalid("facts", "facts is an object of 1 to 50 values by code; null takes one away.");
  const auto detail = call.store.case_detail(call.path[0]);
  if (!detail) return not_found("There is no case with this number.");
  const auto& service = parts.city.service(detail->about.topic);
  std::map<std::string, std::string> facts;
  for (const auto& code : given.keys()) {
    const auto* fact = casebridge::find_fact(service, code);
    const bool taken_away = given[code].kind() == JsonValue::Kind::null;
    const auto value = given[code].text();
    if (!fact && !taken_away)
      return invalid("facts", "The service of this case has no fact " + quoted(code, 60) + ".");
    if (!taken_away && (!value || value->size() > most_value))
      return invalid("facts", code + " is a text of at most 1000 characters, or null.");
    const std::string plain = taken_away ? "" : trim(repair_utf8(*value));
    if (const auto wrong = fact ? wrong_with(*fact, plain) : ""; !wrong.empty())
      return invalid("facts", wrong);
    facts[code] = plain;
  }
  return after_change(
      parts, call, call.path[0],
      call.store.set_facts(call.path[0], *version, facts, call.agent.name, call.now));
}

net::ServerReply what_if(const WebParts& parts, const ApiCall& call) {
  const auto text = call.body["hours"].text();
  if (!text || text->size() > most_hours)
    return invalid("hours", "hours is the text of an hours.toml, at most 64 KiB.");
  const auto loaded = casebridge::load_hours(*text, "hours.toml", parts.config.city.timezone);
  if (!loaded.hours) {
    std::string all;
    for (const auto& one : loaded.complaints) all += (all.empty() ? "" : "\n") + to_string(one);
    return invalid("hours", all);
  }
  return json_reply(write_what_if(what_if_hours(call.store, parts.city, *loaded.hours, call.now)));
}

}  // namespace

void add_clock_routes(Routes& routes, const WebParts& parts) {
  const auto bind = [&parts](net::ServerReply (*handler)(const WebParts&, const ApiCall&)) {
    return [&parts, handler](const ApiCall& call) { return handler(parts, call); };
  };
  routes.add("GET", "/cases/{}/clock", Power::read, bind(clock_of));
  routes.add("POST", "/cases/{}/pause", Power::act, bind(pause));
  routes.add("POST", "/cases/{}/resume", Power::act, bind(resume));
  routes.add("PUT", "/cases/{}/facts", Power::act, bind(set_facts));
  routes.add("POST", "/calendar/what-if", Power::read, bind(what_if));
}

}  // namespace social311::service
