#include "service/web/clock_view.h"

#include <algorithm>

#include "casebridge/deadline.h"
#include "service/roles/clock_keeper.h"

namespace social311::service {
namespace {

constexpr std::ptrdiff_t most_stretches = 400;

std::int64_t seconds(Milliseconds span) {
  return std::chrono::duration_cast<std::chrono::seconds>(span).count();
}

const sql::FactRow* known_fact(const sql::CaseTime& time, const std::string& code) {
  const auto found = std::find_if(time.facts.begin(), time.facts.end(),
                                  [&](const sql::FactRow& row) { return row.code == code; });
  return found == time.facts.end() ? nullptr : &*found;
}

void write_known(JsonWriter& json, const sql::FactRow* known) {
  json.member("value", known ? std::optional(known->value) : std::nullopt);
  json.member("source", known ? std::optional(known->source) : std::nullopt);
  json.member("by", known ? std::optional(known->by) : std::nullopt);
  json.member("at", known ? std::optional(known->at) : std::nullopt).end();
}

void write_fact(JsonWriter& json, const casebridge::Fact& fact, const sql::FactRow* known) {
  json.object().member("code", fact.code).member("type", casebridge::name_of(fact.type));
  json.member("required", fact.required).member("private", fact.is_private);
  json.member("question_en", fact.question_en).member("question_es", fact.question_es);
  json.key("values").list();
  for (const auto& value : fact.values) {
    json.object().member("key", value.key).member("name_en", value.name_en);
    json.member("name_es", value.name_es).end();
  }
  json.end();
  write_known(json, known);
}

// One that the case's service does not ask for (any more): it was another service's.
void write_other_fact(JsonWriter& json, const sql::FactRow& known) {
  json.object().member("code", known.code).member("type", "string").member("required", false);
  json.member("private", true).member("question_en", "").member("question_es", "");
  json.key("values").list().end();
  write_known(json, &known);
}

void write_question(JsonWriter& json, const sql::QuestionRow& question) {
  json.object().member("code", question.code).member("state", question.state);
  json.member("private_line", question.private_line).member("why", question.why);
  json.member("created_at", question.created_at).member("asked_at", question.asked_at);
  json.member("last_at", question.last_at).member("times", question.times);
  json.member("ended_at", question.ended_at).member("text", question.text);
  json.member("reply_id", question.intent_id == 0
                              ? std::nullopt
                              : std::optional(std::to_string(question.intent_id)));
  json.member("reply_state", or_null(question.reply_state)).end();
}

void write_pause(JsonWriter& json, const sql::PauseRow& pause) {
  json.object().member("kind", pause.kind).member("why", pause.why).member("by", pause.by);
  json.member("from", pause.from).member("to", pause.to);
  json.member("ended_by", or_null(pause.ended_by)).end();
}

const sql::PauseRow* open_pause(const sql::CaseTime& time) {
  const auto found = std::find_if(time.pauses.begin(), time.pauses.end(),
                                  [](const sql::PauseRow& row) { return !row.to; });
  return found == time.pauses.end() ? nullptr : &*found;
}

void write_stretches(JsonWriter& json, const casebridge::Explained& explained) {
  const auto& all = explained.stretches;
  const auto left_off = std::max<std::ptrdiff_t>(0, std::ssize(all) - most_stretches);
  json.member("stretches_left_off", static_cast<std::int64_t>(left_off)).key("stretches").list();
  for (auto at = all.begin() + left_off; at != all.end(); ++at) {
    json.object().member("from", at->from).member("to", at->to);
    json.member("kind", casebridge::name_of(at->kind)).member("why", at->why).end();
  }
  json.end();
}

void write_clock(JsonWriter& json, const casebridge::Calendar& calendar, const sql::ClockRow& clock,
                 const sql::CaseTime& time, Instant now) {
  const auto explained =
      casebridge::explain(calendar, target_of(clock), case_clock(clock, time.pauses), now);
  json.object().member("name", clock.name).member("basis", clock.basis);
  json.member("target_minutes", static_cast<std::int64_t>(clock.span.count()));
  json.member("targets", clock.targets).member("calendar", clock.calendar);
  json.member("timezone", calendar.hours().timezone);
  json.member("started_at", clock.started_at).member("stopped_at", clock.stopped_at);
  json.member("due_at", explained.due_at).member("warn_at", clock.warn_at);
  json.member("warned_at", clock.warned_at).member("breached_at", clock.breached_at);
  json.member("breached", explained.breached).member("counted_s", seconds(explained.counted));
  json.member("paused_s", seconds(explained.paused)).member("closed_s", seconds(explained.closed));
  json.member("left_s", seconds(explained.left));
  write_stretches(json, explained);
  json.end();
}

}  // namespace

void write_case_time(JsonWriter& json, const casebridge::City& city,
                     const sql::CaseDetail& detail) {
  const auto& time = detail.time;
  const auto& service = city.service(detail.about.topic);
  json.key("facts").list();
  for (const auto& fact : service.facts) write_fact(json, fact, known_fact(time, fact.code));
  for (const auto& known : time.facts)
    if (casebridge::find_fact(service, known.code) == nullptr) write_other_fact(json, known);
  json.end().key("question");
  if (time.questions.empty())
    json.null();
  else
    write_question(json, time.questions.back());
  json.key("paused");
  if (const auto* pause = open_pause(time))
    write_pause(json, *pause);
  else
    json.null();
}

std::string clock_json(const casebridge::City& city, const sql::CaseDetail& detail, Instant now) {
  const auto& time = detail.time;
  Calendars calendars;
  JsonWriter json;
  json.object().member("number", detail.about.number).member("at", now);
  json.member("paused", open_pause(time) != nullptr).key("clocks").list();
  for (const auto& clock : time.clocks) {
    const auto body = time.calendars.find(clock.calendar);
    write_clock(json,
                calendars.kept(clock.calendar, body == time.calendars.end() ? "" : body->second,
                               city.hours, now),
                clock, time, now);
  }
  json.end().key("pauses").list();
  for (const auto& pause : time.pauses) write_pause(json, pause);
  json.end().key("questions").list();
  for (const auto& question : time.questions) write_question(json, question);
  return json.end().str();
}

}  // namespace social311::service
