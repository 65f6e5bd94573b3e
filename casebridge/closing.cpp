#include "casebridge/closing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "casebridge/load_service.h"
#include "casebridge/phrases.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

constexpr std::size_t longest_url = 300;
constexpr std::size_t long_answer = 40;  // words; a number in a longer text is no mark

SurveyPolicy read_survey(TomlTable& table, const std::vector<std::string>& topics) {
  SurveyPolicy policy;
  policy.asks = table.flag("ask").value_or(false);
  policy.after = std::chrono::hours{table.number("after_hours", 0, 240).value_or(24)};
  policy.quiet = std::chrono::days{table.number("quiet_days", 0, 3'650).value_or(30)};
  policy.not_for = table.texts("not_for");
  for (std::size_t i = 0; i < policy.not_for.size(); ++i)
    if (std::find(topics.begin(), topics.end(), policy.not_for[i]) == topics.end())
      table.complain_at(table.position("not_for", i),
                        "no service of the topic " + quoted(policy.not_for[i], 60));
  table.finish();
  return policy;
}

bool is_host(const std::string& text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
  return plain && text.find('.') != std::string::npos && text.front() != '.' && text.back() != '.';
}

std::vector<std::string> read_photo(TomlTable& table) {
  auto hosts = table.texts("hosts");
  for (std::size_t i = 0; i < hosts.size(); ++i)
    if (hosts[i].empty() || !is_host(hosts[i]))
      table.complain_at(table.position("hosts", i),
                        quoted(hosts[i], 60) + " is no host like \"photos.city.example\"");
  table.finish();
  return hosts;
}

Criterion read_criterion(TomlTable& table) {
  Criterion one;
  one.id = required(table, "id");
  one.name_en = required(table, "name_en");
  one.name_es = required(table, "name_es");
  one.weight = static_cast<int>(table.number("weight", 1, 100).value_or(1));
  table.finish();
  return one;
}

std::vector<Criterion> read_criteria(TomlTable& root) {
  std::vector<Criterion> criteria;
  std::set<std::string> known;
  for (TomlTable& table : root.tables("criterion")) {
    Criterion one = read_criterion(table);
    if (!known.insert(one.id).second)
      table.complain("id", "criterion " + quoted(one.id, 60) + " twice");
    criteria.push_back(std::move(one));
  }
  return criteria;
}

void read_goals(TomlTable& root, ClosingPolicy& policy) {
  auto goals = root.table("goals");
  if (!goals) return;
  policy.satisfied_goal = goals->real("satisfied").value_or(policy.satisfied_goal);
  policy.quality_goal = goals->real("quality").value_or(policy.quality_goal);
  if (policy.satisfied_goal < 0 || policy.satisfied_goal > 1)
    goals->complain("satisfied", "is a share between 0 and 1");
  if (policy.quality_goal < 0 || policy.quality_goal > 100)
    goals->complain("quality", "is a score between 0 and 100");
  goals->finish();
}

// Half points, so that no rounding is needed before the end. Empty: no such mark.
std::optional<int> halves(const std::string& mark) {
  if (mark == "yes") return 2;
  if (mark == "partly") return 1;
  if (mark == "no") return 0;
  return std::nullopt;
}

std::optional<int> word_number(const std::string& word) {
  static constexpr std::array<std::array<std::string_view, 3>, 5> names{{{"1", "one", "uno"},
                                                                         {"2", "two", "dos"},
                                                                         {"3", "three", "tres"},
                                                                         {"4", "four", "cuatro"},
                                                                         {"5", "five", "cinco"}}};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::find(names[i].begin(), names[i].end(), word) != names[i].end())
      return static_cast<int>(i) + 1;
  return std::nullopt;
}

bool all_digits(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "4/5", "4 of 5", "4 out of 5", "4 de 5": the second number is the scale.
bool is_scale(const Words& words, std::size_t at) {
  if (at == 0 || words[at] != "5") return false;
  const bool bare = word_number(words[at - 1]).has_value();
  const bool of = words[at - 1] == "of" || words[at - 1] == "de" || words[at - 1] == "sobre";
  const std::size_t first = words[at - 1] == "of" && at >= 3 && words[at - 2] == "out" ? at - 3
                            : at >= 2                                                  ? at - 2
                                                                                       : at;
  return bare || (of && first < at && word_number(words[first]).has_value());
}

// What follows says that the number counts something else.
bool counts_things(const Words& words, std::size_t at) {
  static constexpr std::array<std::string_view, 34> things{
      "day",      "days",  "week",    "weeks",   "month",    "months", "hour",  "hours",  "minutes",
      "year",     "years", "times",   "people",  "potholes", "cars",   "block", "blocks", "feet",
      "dia",      "dias",  "semana",  "semanas", "mes",      "meses",  "hora",  "horas",  "veces",
      "personas", "anos",  "cuadras", "pm",      "am",       "more",   "other"};
  return at + 1 < words.size() &&
         std::find(things.begin(), things.end(), words[at + 1]) != things.end();
}

int stars_in(std::string_view text) {
  int stars = 0;
  for (const std::string_view star : {"\u2B50", "\u2605"})
    for (std::size_t at = 0; (at = text.find(star, at)) != std::string_view::npos;
         at += star.size())
      ++stars;
  return stars;
}

std::string host_of(std::string_view url) {
  const std::size_t from = std::string_view("https://").size();
  const std::size_t end = std::min(url.find_first_of("/?#", from), url.size());
  return to_lower_ascii(url.substr(from, end - from));
}

}  // namespace

ClosingPolicy read_closing(TomlTable root, const std::vector<std::string>& topics) {
  ClosingPolicy policy;
  if (auto table = root.table("survey")) policy.survey = read_survey(*table, topics);
  if (auto table = root.table("photo")) policy.photo_hosts = read_photo(*table);
  policy.criteria = read_criteria(root);
  read_goals(root, policy);
  root.finish();
  return policy;
}

bool asks_survey(const ClosingPolicy& policy, const Case& about) {
  const auto& left_out = policy.survey.not_for;
  return policy.survey.asks && about.priority != Priority::emergency &&
         std::find(left_out.begin(), left_out.end(), about.topic) == left_out.end();
}

std::string photo_refusal(const ClosingPolicy& policy, std::string_view url) {
  if (policy.photo_hosts.empty()) return "The city allows no links to photographs (closing.toml).";
  if (!url.starts_with("https://")) return "The link must begin with https://.";
  const bool plain =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"'; });
  if (!plain || url.size() > longest_url)
    return "The link must be plain characters without blanks, at most 300.";
  const std::string host = host_of(url);
  const bool known = std::any_of(
      policy.photo_hosts.begin(), policy.photo_hosts.end(),
      [&](const std::string& allowed) { return host == allowed || host.ends_with("." + allowed); });
  return known ? "" : "The link must lead to one of the city's own hosts (closing.toml).";
}

std::optional<int> quality_score(const ClosingPolicy& policy,
                                 const std::map<std::string, std::string>& marks) {
  int reached = 0;
  int possible = 0;
  if (marks.size() != policy.criteria.size()) return std::nullopt;
  for (const auto& criterion : policy.criteria) {
    const auto mark = marks.find(criterion.id);
    if (mark == marks.end()) return std::nullopt;
    if (mark->second == "not_applicable") continue;
    const auto points = halves(mark->second);
    if (!points) return std::nullopt;
    reached += *points * criterion.weight;
    possible += 2 * criterion.weight;
  }
  if (possible == 0) return std::nullopt;
  return static_cast<int>(std::lround(100.0 * reached / possible));
}

std::optional<int> survey_score(std::string_view text) {
  if (const int stars = stars_in(text); stars > 0)
    return stars <= 5 ? std::optional(stars) : std::nullopt;
  const Words words = words_of(text);
  if (words.size() > long_answer) return std::nullopt;
  std::optional<int> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool digits = !words[i].empty() && all_digits(words[i]);
    const auto number = word_number(words[i]);
    // Number words stand for themselves only at the beginning: "one of the crew", "dos veces".
    if (!number || (!digits && i > 0) || is_scale(words, i)) {
      if (digits && !number) return std::nullopt;  // 10, 1437: another kind of number
      continue;
    }
    if (counts_things(words, i)) continue;
    if (found && *found != *number) return std::nullopt;
    found = number;
  }
  return found;
}

}  // namespace social311::casebridge
