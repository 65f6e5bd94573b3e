#include "casebridge/load_service.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"

namespace social311::casebridge {
namespace {

// 100 years: "365 days or none" is real, more is a typing error.
constexpr std::int64_t most_target_hours = 24LL * 365 * 100;
constexpr std::size_t most_question_graphemes = 120;  // it has to fit beside the case number

std::optional<int> whole(TomlTable& table, std::string_view key, std::int64_t most) {
  const auto value = table.number(key, 1, most);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

void check_question(TomlTable& table, const Service& service) {
  if (!service.needs_location) return;
  if (service.question_en.empty()) {
    table.complain("question_en", "a service that needs a place needs the question for it");
  }
  if (service.question_es.empty()) {
    table.complain("question_es", "a service that needs a place needs the question for it");
  }
}

// Open311's own names of the types.
std::optional<Fact::Type> type_of(std::string_view name) {
  for (const Fact::Type type : {Fact::Type::text, Fact::Type::number, Fact::Type::single,
                                Fact::Type::multiple, Fact::Type::datetime})
    if (name == name_of(type)) return type;
  return std::nullopt;
}

FactValue read_value(TomlTable& table) {
  FactValue value;
  value.key = required(table, "key");
  value.name_en = required(table, "name_en");
  value.name_es = required(table, "name_es");
  value.words = table.texts("words");
  table.finish();
  return value;
}

void check_length(TomlTable& table, std::string_view key, const std::string& question) {
  if (grapheme_count(question) <= most_question_graphemes) return;
  table.complain(key, "a question has at most " + std::to_string(most_question_graphemes) +
                          " characters: it must fit beside the case number");
}

void check_fact(TomlTable& table, const Fact& fact) {
  const bool listed = fact.type == Fact::Type::single || fact.type == Fact::Type::multiple;
  if (listed && fact.values.size() < 2)
    table.complain("value", "a list needs two [[service.fact.value]] at least");
  if (!listed && !fact.values.empty())
    table.complain("value", "only a singlevaluelist or multivaluelist has values");
  std::set<std::string> keys;
  for (const FactValue& value : fact.values)
    if (!keys.insert(value.key).second)
      table.complain("value", "value " + quoted(value.key, 60) + " twice");
  check_length(table, "question_en", fact.question_en);
  check_length(table, "question_es", fact.question_es);
}

Fact read_fact_of(TomlTable& table) {
  Fact fact;
  fact.code = required(table, "code");
  const std::string type = table.text("type").value_or("string");
  if (const auto known = type_of(type)) {
    fact.type = *known;
  } else {
    table.complain("type", quoted(type, 40) +
                               " is none of string, number, singlevaluelist, multivaluelist, "
                               "datetime");
  }
  fact.required = table.flag("required").value_or(false);
  fact.is_private = table.flag("private").value_or(false);
  fact.question_en = required(table, "question_en");
  fact.question_es = required(table, "question_es");
  for (TomlTable& value : table.tables("value")) fact.values.push_back(read_value(value));
  check_fact(table, fact);
  table.finish();
  return fact;
}

void read_facts_of(TomlTable& table, Service& service) {
  std::set<std::string> codes;
  for (TomlTable& one : table.tables("fact")) {
    Fact fact = read_fact_of(one);
    if (!codes.insert(fact.code).second)
      one.complain("code", "fact " + quoted(fact.code, 60) + " twice");
    service.facts.push_back(std::move(fact));
  }
}

void read_incident(TomlTable& table, Service& service) {
  auto incident = table.table("incident");
  if (!incident) return;
  IncidentRule& rule = service.incident;
  rule.radius_m = static_cast<double>(incident->number("radius_m", 1, 1'000).value_or(50));
  rule.ask_radius_m = static_cast<double>(incident->number("ask_radius_m", 1, 5'000).value_or(250));
  rule.window = std::chrono::hours{24 * incident->number("days", 1, 365).value_or(14)};
  rule.same_share = incident->real("same_share").value_or(rule.same_share);
  service.automatic_joins = incident->flag("automatic").value_or(false);
  if (rule.ask_radius_m < rule.radius_m)
    incident->complain("ask_radius_m", "must not be smaller than radius_m");
  if (rule.same_share <= 0 || rule.same_share >= 1)
    incident->complain("same_share", "is a share between 0 and 1");
  incident->finish();
}

void read_targets(TomlTable& table, Service& service) {
  service.target_hours = whole(table, "target_hours", most_target_hours);
  service.answer_hours = whole(table, "answer_hours", most_target_hours);
  service.partner_hours = whole(table, "partner_hours", most_target_hours);
  if (const auto days = whole(table, "reopen_days", 3'650)) service.reopen_days = *days;
  if (service.answer_hours && service.target_hours && *service.answer_hours > *service.target_hours)
    table.complain("answer_hours", "the first answer cannot be due after the matter itself");
}

}  // namespace

std::string required(TomlTable& table, std::string_view key) {
  const auto value = table.text(key);
  if (value && !trim(*value).empty()) return *value;
  // A value of a wrong type has been complained about by the reader itself.
  if (value || !table.has(key)) table.complain(key, "\"" + std::string(key) + "\" is required");
  return "";
}

Service read_service(TomlTable& table, const City& city) {
  Service service;
  service.topic = required(table, "topic");
  service.code = required(table, "code");
  service.name_en = required(table, "name_en");
  service.name_es = required(table, "name_es");
  service.division = table.text("division");
  if (service.division && !city.division(*service.division)) {
    table.complain("division",
                   "no division " + quoted(*service.division, 60) + " in agencies.toml");
  }
  read_targets(table, service);
  service.needs_location = table.flag("needs_location").value_or(true);
  service.question_en = table.text("question_en").value_or("");
  service.question_es = table.text("question_es").value_or("");
  service.after_hours_en = table.text("after_hours_en").value_or("");
  service.after_hours_es = table.text("after_hours_es").value_or("");
  check_question(table, service);
  read_facts_of(table, service);
  read_incident(table, service);
  table.finish();
  return service;
}

}  // namespace social311::casebridge
