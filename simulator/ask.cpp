#include "simulator/ask.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/snowflake.h"

namespace social311::simulator {

namespace {

struct Wrong {
  std::string parameter{};
  std::string value{};
  std::string message{};
};
using Verdict = std::optional<Wrong>;

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ",") + word;
  return all;
}

Verdict wrong(const ParameterRule& rule, const std::string& value, const std::string& why) {
  return Wrong{rule.name, value,
               "The `" + rule.name + "` query parameter value [" + value + "] " + why};
}

bool known(const ParameterRule& rule, const std::string& word) {
  return std::find(rule.values.begin(), rule.values.end(), word) != rule.values.end();
}

Verdict check_number(const ParameterRule& rule, const std::string& value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = error == std::errc{} && end == value.data() + value.size();
  if (whole && number >= rule.min && number <= rule.max) return std::nullopt;
  return wrong(rule, value,
               "is not between " + std::to_string(rule.min) + " and " + std::to_string(rule.max));
}

Verdict check_list(const ParameterRule& rule, const std::string& value) {
  std::set<std::string> seen;
  for (const std::string& word : split(value, ',')) {
    if (!known(rule, word)) return wrong(rule, word, "is not one of [" + joined(rule.values) + "]");
    if (!seen.insert(word).second) return wrong(rule, word, "is repeated");
  }
  return std::nullopt;
}

Verdict check_ids(const ParameterRule& rule, const std::string& value) {
  const auto ids = split(value, ',');
  for (const std::string& id : ids) {
    if (!parse_id(id)) return wrong(rule, id, "does not match ^[0-9]{1,19}$");
  }
  if (static_cast<std::int64_t>(ids.size()) <= rule.max) return std::nullopt;
  return wrong(rule, std::to_string(ids.size()),
               "exceeds " + std::to_string(rule.max) + " entries");
}

Verdict check_value(const ParameterRule& rule, const std::string& value) {
  const auto length = static_cast<std::int64_t>(code_point_offsets(value).size()) - 1;
  switch (rule.kind) {
    case ValueKind::whole_number:
      return check_number(rule, value);
    case ValueKind::list_of:
      return check_list(rule, value);
    case ValueKind::ids:
      return check_ids(rule, value);
    case ValueKind::id:
      return parse_id(value) ? std::nullopt : wrong(rule, value, "does not match ^[0-9]{1,19}$");
    case ValueKind::moment:
      return parse_iso8601(value) && value.find('T') != std::string::npos
                 ? std::nullopt
                 : wrong(rule, value, "is not an ISO8601/RFC3339 moment");
    case ValueKind::one_of:
      return known(rule, value) ? std::nullopt
                                : wrong(rule, value, "is not one of [" + joined(rule.values) + "]");
    case ValueKind::token:
      return length >= rule.min ? std::nullopt : wrong(rule, value, "is too short");
    default:
      return length >= rule.min && length <= rule.max ? std::nullopt
                                                      : wrong(rule, value, "has a wrong length");
  }
}

Verdict unknown_parameter(const std::string& name, const std::string& value,
                          const std::vector<ParameterRule>& rules) {
  std::vector<std::string> names;
  for (const ParameterRule& rule : rules) names.push_back(rule.name);
  return Wrong{name, value,
               "The query parameter [" + name + "] is not one of [" + joined(names) + "]"};
}

Verdict check_pairs(const Pairs& pairs, const std::vector<ParameterRule>& rules) {
  std::set<std::string> seen;
  for (const auto& [name, value] : pairs) {
    const auto rule =
        std::find_if(rules.begin(), rules.end(),
                     [&name = name](const ParameterRule& one) { return one.name == name; });
    if (rule == rules.end()) return unknown_parameter(name, value, rules);
    if (!seen.insert(name).second)
      return Wrong{name, value, "The query parameter [" + name + "] is repeated"};
    if (auto verdict = check_value(*rule, value)) return verdict;
  }
  for (const ParameterRule& rule : rules) {
    if (rule.required && !seen.contains(rule.name)) {
      return Wrong{rule.name, "", "The `" + rule.name + "` query parameter can not be empty"};
    }
  }
  return std::nullopt;
}

// Rules between parameters.
Verdict check_together(const Ask& ask) {
  if ((ask.since_id || ask.until_id) && (ask.start_time || ask.end_time)) {
    return Wrong{ask.since_id ? "since_id" : "until_id",
                 ask.value(ask.since_id ? "since_id" : "until_id"),
                 "Invalid use of 'since_id' or 'until_id' in conjunction with 'start_time' or "
                 "'end_time'"};
  }
  if (ask.since_id && ask.until_id && *ask.since_id >= *ask.until_id) {
    return Wrong{"since_id", ask.value("since_id"), "'since_id' must be smaller than 'until_id'"};
  }
  if (ask.start_time && ask.end_time && *ask.start_time >= *ask.end_time) {
    return Wrong{"start_time", ask.value("start_time"), "'start_time' must be before 'end_time'"};
  }
  if (ask.values.contains("next_token") && ask.values.contains("pagination_token")) {
    return Wrong{"next_token", ask.value("next_token"),
                 "'next_token' and 'pagination_token' cannot be used together"};
  }
  return std::nullopt;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 15 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  });
}

Verdict check_subject(const Routed& routed) {
  if (routed.endpoint == Endpoint::user_by_name) {
    if (is_name(routed.value)) return std::nullopt;
    return Wrong{"username", routed.value,
                 "The `username` query parameter value [" + routed.value +
                     "] does not match ^[A-Za-z0-9_]{1,15}$"};
  }
  if (routed.value.empty() || parse_id(routed.value)) return std::nullopt;
  return Wrong{"id", routed.value,
               "The `id` query parameter value [" + routed.value + "] is not valid"};
}

void fill(Ask& ask, const WireRequest& request, const std::vector<ParameterRule>& rules) {
  for (const auto& [name, value] : request.query) {
    ask.values[name] = value;
    const auto rule =
        std::find_if(rules.begin(), rules.end(),
                     [&name = name](const ParameterRule& one) { return one.name == name; });
    if (rule->kind != ValueKind::list_of) continue;
    for (const std::string& word : split(value, ',')) ask.lists[name].insert(word);
  }
  ask.since_id = parse_id(ask.value("since_id"));
  ask.until_id = parse_id(ask.value("until_id"));
  ask.start_time = parse_iso8601(ask.value("start_time"));
  ask.end_time = parse_iso8601(ask.value("end_time"));
}

}  // namespace

std::string Ask::value(const std::string& name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

int Ask::number(const std::string& name, int other) const {
  const std::string text = value(name);
  std::from_chars(text.data(), text.data() + text.size(), other);
  return other;
}

bool Ask::lists_value(const std::string& parameter, const std::string& name) const {
  const auto found = lists.find(parameter);
  return found != lists.end() && found->second.contains(name);
}

bool Ask::expands(const std::string& name) const {
  return lists_value("expansions", name);
}

bool Ask::wants_field(const std::string& name) const {
  return lists_value(names_of(vocabulary).fields, name);
}

std::string Ask::page_token() const {
  const std::string token = value("next_token");
  return token.empty() ? value("pagination_token") : token;
}

std::string Ask::fingerprint() const {
  std::string print = std::to_string(static_cast<int>(endpoint)) + "/" + subject;
  for (const char* name : {"query", "since_id", "until_id", "start_time", "end_time", "sort_order",
                           "exclude", "event_types"}) {
    print += std::string("\n") + name + "=" + value(name);
  }
  return print;
}

std::variant<Ask, WireReply> check_ask(const Routed& routed, Vocabulary vocabulary,
                                       const WireRequest& request) {
  const auto& rules = parameters_of(routed.endpoint, vocabulary);
  Ask ask{.endpoint = routed.endpoint, .vocabulary = vocabulary, .subject = routed.value};
  Verdict verdict = check_subject(routed);
  if (!verdict) verdict = check_pairs(request.query, rules);
  if (!verdict) {
    fill(ask, request, rules);
    verdict = check_together(ask);
  }
  if (!verdict) return ask;
  return invalid_request(vocabulary, verdict->parameter, {verdict->value}, verdict->message);
}

}  // namespace social311::simulator
