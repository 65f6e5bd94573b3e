// /cases/{}/incident, /split, /suggestions, /quality, /incidents and /satisfaction: one trouble
// with many voices, and whether the residents were content.
#include "service/web/incidents.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text.h"
#include "service/web/case_answers.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr std::size_t most_together = 500;
constexpr std::size_t most_title = 200;
constexpr auto usual_span = 90 * 24h;
constexpr auto longest_span = 3'660 * 24h;

void write_suggestions(JsonWriter& json, const char* name,
                       const std::vector<sql::SuggestionRow>& all) {
  json.key(name).list();
  for (const auto& one : all) {
    json.object().member("id", std::to_string(one.suggestion_id)).member("number", one.number);
    json.member("status", one.status).member("priority", one.priority);
    json.member("network", one.network).member("text", one.text);
    json.member("likelihood", one.likelihood).member("distance_m", one.distance_m);
    json.member("advice", one.advice).member("why", one.why).member("state", one.state);
    json.member("by", one.by).member("made_at", one.made_at).end();
  }
  json.end();
}

void write_members(JsonWriter& json, const std::vector<sql::MemberRow>& all) {
  json.key("members").list();
  for (const auto& one : all) {
    json.object().member("number", one.number).member("status", one.status);
    json.member("priority", one.priority).member("network", one.network);
    json.member("handle", one.handle).member("language", one.language).member("text", one.text);
    json.member("how", one.how).member("by", one.by).member("joined_at", one.joined_at).end();
  }
  json.end();
}

void write_survey(JsonWriter& json, const std::optional<sql::SurveyRow>& survey) {
  json.key("survey");
  if (!survey) {
    json.null();
    return;
  }
  json.object().member("state", survey->state).member("made_at", survey->made_at);
  json.member("answered_at", survey->answered_at).member("score", survey->score);
  json.member("words", or_null(survey->words)).end();
}

void write_quality(JsonWriter& json, const std::vector<sql::QualityRow>& reviews) {
  json.key("quality").list();
  for (const auto& one : reviews) {
    json.object().member("reviewer", one.reviewer).member("at", one.at);
    json.member("score", one.score).key("marks").object();
    for (const auto& [criterion, mark] : one.marks) json.member(criterion, mark);
    json.end().member("note", one.note).end();
  }
  json.end();
}

void write_criteria(JsonWriter& json, const casebridge::ClosingPolicy& policy) {
  json.key("criteria").list();
  for (const auto& one : policy.criteria) {
    json.object().member("id", one.id).member("name_en", one.name_en);
    json.member("name_es", one.name_es).member("weight", one.weight).end();
  }
  json.end();
}

// 409 says what stood in the way where it is not the usual "somebody else changed it".
net::ServerReply after(const WebParts& parts, const ApiCall& call, const sql::Changed& changed) {
  if (changed.why_not == "unknown case") return not_found("There is no case with this number.");
  return after_change(parts, call, call.path[0], changed);
}

std::optional<std::int64_t> version_of(const ApiCall& call) {
  return call.body["version"].number(0, most_version);
}

net::ServerReply no_version() {
  return invalid("version", "version is the case's version as you saw it.");
}

net::ServerReply join(const WebParts& parts, const ApiCall& call) {
  const auto version = version_of(call);
  const auto into = call.body["into"].text();
  if (!version) return no_version();
  if (!into || !call.store.case_detail(*into))
    return invalid("into", "Name the other case by its number.");
  return after(parts, call,
               call.store.join_case(call.path[0], *version, *into, call.agent.name, call.now));
}

net::ServerReply split(const WebParts& parts, const ApiCall& call) {
  const auto version = version_of(call);
  if (!version) return no_version();
  return after(parts, call,
               call.store.split_case(call.path[0], *version, call.agent.name, call.now));
}

net::ServerReply decline(const WebParts& parts, const ApiCall& call) {
  std::int64_t id = 0;
  const auto& text = call.path[1];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size() || id <= 0)
    return problem(404, "not-found", "Not found", "There is no suggestion with this id.");
  return after(parts, call,
               call.store.decline_suggestion(call.path[0], id, call.agent.name, call.now));
}

std::vector<std::string> numbers_of(const JsonValue& list) {
  std::vector<std::string> numbers;
  for (const auto& one : list.items()) {
    const auto number = one.text_or("");
    const bool fresh = std::find(numbers.begin(), numbers.end(), number) == numbers.end();
    if (!number.empty() && fresh) numbers.push_back(number);
  }
  return numbers;
}

net::ServerReply open_parent(const ApiCall& call) {
  sql::NewParent wanted{.title = repair_utf8(trim(call.body["title"].text_or(""))),
                        .numbers = numbers_of(call.body["cases"]),
                        .leads = call.body["leads"].text_or(""),
                        .episode = call.body["episode"].text_or(""),
                        .agent = call.agent.name,
                        .now = call.now};
  if (wanted.title.empty() || wanted.title.size() > most_title)
    return invalid("title", "Say in 1 to 200 characters what happened.");
  if (wanted.numbers.empty() || wanted.numbers.size() > most_together)
    return invalid("cases", "Name 1 to 500 cases by their numbers.");
  if (!wanted.episode.empty() && !call.store.hot_topic(wanted.episode, call.now))
    return invalid("episode", "There is no such hot topic.");
  const auto parent = call.store.open_parent(wanted);
  if (parent.leads.empty())
    return invalid("cases",
                   "None of these cases can lead: each is closed, joined, an emergency or "
                   "unknown.");
  JsonWriter json;
  json.object().member("leads", parent.leads).member("title", wanted.title).key("joined").list();
  for (const auto& number : parent.joined) json.value(number);
  json.end().key("left_out").list();
  for (const auto& one : parent.left_out)
    json.object().member("number", one.number).member("why", one.why).end();
  return json_reply(json.end().end().str());
}

net::ServerReply review(const WebParts& parts, const ApiCall& call) {
  sql::Marks marks;
  const auto given = call.body["marks"];
  for (const auto& criterion : given.keys()) marks[criterion] = given[criterion].text_or("");
  const auto score = casebridge::quality_score(parts.city.closing, marks);
  if (!score)
    return invalid("marks",
                   "Give every criterion of the city yes, partly, no or not_applicable, and one at "
                   "least that applies.");
  const auto note = repair_utf8(trim(call.body["note"].text_or("")));
  if (note.size() > 2'000) return invalid("note", "At most 2000 characters.");
  const bool known = call.store.add_quality({.number = call.path[0],
                                             .reviewer = call.agent.name,
                                             .score = *score,
                                             .marks = marks,
                                             .note = note,
                                             .now = call.now});
  return known ? show_case(parts, call, call.path[0])
               : not_found("There is no case with this number.");
}

void write_scores(JsonWriter& json, const char* name, const std::vector<sql::ScoreOf>& all) {
  json.key(name).list();
  for (const auto& one : all) {
    json.object().member("name", one.name).member("count", one.count).member("good", one.good);
    json.member("mean", one.mean).end();
  }
  json.end();
}

void write_answers(JsonWriter& json, const std::vector<sql::SurveyAnswer>& all) {
  json.key("answers").list();
  for (const auto& one : all) {
    json.object().member("number", one.number).member("topic", one.topic);
    json.member("network", one.network).member("score", one.score);
    json.member("words", or_null(one.words)).member("at", one.at).end();
  }
  json.end();
}

std::optional<double> share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::optional<Instant> moment(const ApiCall& call, const char* name, Instant otherwise) {
  const auto text = call.http.query_value(name);
  if (!text) return otherwise;
  const auto read = parse_iso8601(*text);
  return read ? std::optional(*read) : std::nullopt;
}

net::ServerReply satisfaction(const WebParts& parts, const ApiCall& call) {
  const auto to = moment(call, "to", call.now + 1s);
  if (!to) return invalid("to", "to is a moment like 2026-01-31T00:00:00Z.");
  const auto from = moment(call, "from", *to - usual_span);
  if (!from || *from >= *to || *to - *from > longest_span)
    return invalid("from", "from is a moment before `to`, at most ten years.");
  const auto found = call.store.satisfaction(*from, *to);
  const auto& policy = parts.city.closing;
  JsonWriter json;
  json.object().member("from", *from).member("to", *to).member("asks", policy.survey.asks);
  json.member("asked", found.asked).member("answered", found.answered);
  json.member("satisfied", found.satisfied).member("goal", policy.satisfied_goal);
  json.member("share", share(found.satisfied, found.answered)).member("mean", found.mean);
  write_scores(json, "topics", found.topics);
  write_scores(json, "networks", found.networks);
  write_answers(json, found.answers);
  json.key("quality").object().member("reviewed", found.reviewed);
  json.member("score", found.reviewed ? std::optional(found.quality) : std::nullopt);
  json.member("goal", policy.quality_goal);
  write_criteria(json, policy);
  write_scores(json, "by_criterion", found.criteria);
  return json_reply(json.end().end().str());
}

}  // namespace

void write_same_trouble(JsonWriter& json, const WebParts& parts, const sql::SameTrouble& same) {
  json.key("same_trouble").object().member("title", or_null(same.title));
  write_suggestions(json, "suggestions", same.suggestions);
  write_suggestions(json, "others", same.others);
  write_members(json, same.members);
  write_survey(json, same.survey);
  write_quality(json, same.quality);
  write_criteria(json, parts.city.closing);
  json.member("photo_allowed", !parts.city.closing.photo_hosts.empty()).end();
}

void add_incident_routes(Routes& routes, const WebParts& parts) {
  const auto bind = [&parts](net::ServerReply (*handler)(const WebParts&, const ApiCall&)) {
    return [&parts, handler](const ApiCall& call) { return handler(parts, call); };
  };
  routes.add("POST", "/cases/{}/incident", Power::act, bind(join));
  routes.add("POST", "/cases/{}/split", Power::act, bind(split));
  routes.add("POST", "/cases/{}/suggestions/{}/decline", Power::act, bind(decline));
  routes.add("POST", "/cases/{}/quality", Power::lead, bind(review));
  routes.add("POST", "/incidents", Power::act, open_parent);
  routes.add("GET", "/satisfaction", Power::read, bind(satisfaction));
}

}  // namespace social311::service
