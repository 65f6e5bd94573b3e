#include "sql/clock_rows.h"

namespace social311::sql {

ClockRow read_clock(const pqxx::row& row) {
  return {.clock_id = number_of(row, "clock_id"),
          .name = text_of(row, "k_name"),
          .span = std::chrono::minutes(number_of(row, "k_span_min")),
          .basis = text_of(row, "k_basis"),
          .targets = text_of(row, "k_targets"),
          .calendar = text_of(row, "k_calendar"),
          .topic = text_of(row, "k_topic"),
          .priority = text_of(row, "k_priority"),
          .started_at = moment_of(row, "k_started_ms"),
          .stopped_at = maybe_moment(row, "k_stopped_ms"),
          .due_at = maybe_moment(row, "k_due_ms"),
          .warn_at = maybe_moment(row, "k_warn_ms"),
          .warned_at = maybe_moment(row, "k_warned_ms"),
          .breached_at = maybe_moment(row, "k_breached_ms")};
}

PauseRow read_pause(const pqxx::row& row) {
  return {.from = moment_of(row, "from_ms"),
          .to = maybe_moment(row, "to_ms"),
          .kind = text_of(row, "kind"),
          .why = text_of(row, "why"),
          .by = text_of(row, "by_agent"),
          .ended_by = text_of(row, "ended_by")};
}

QuestionRow read_question(const pqxx::row& row) {
  return {.question_id = number_of(row, "question_id"),
          .code = text_of(row, "q_code"),
          .state = text_of(row, "q_state"),
          .private_line = flag_of(row, "q_private_line"),
          .why = text_of(row, "q_why"),
          .created_at = moment_of(row, "q_created_ms"),
          .asked_at = maybe_moment(row, "q_asked_ms"),
          .last_at = maybe_moment(row, "q_last_ms"),
          .times = small_of(row, "q_times"),
          .ended_at = maybe_moment(row, "q_ended_ms"),
          .status_before = text_of(row, "q_status_before"),
          .intent_id = number_of(row, "q_intent_id"),
          .text = text_of(row, "q_text"),
          .reply_state = text_of(row, "q_reply_state")};
}

std::map<std::string, std::string> read_calendars(Turn& turn, const std::string& case_ids) {
  std::map<std::string, std::string> calendars;
  for (const auto& row : turn.run("calendars_of_cases", case_ids))
    calendars.emplace(text_of(row, "version"), text_of(row, "body"));
  return calendars;
}

CaseTime read_case_time(Turn& turn, std::int64_t case_id) {
  CaseTime time;
  const auto ids = write_numbers({case_id});
  for (const auto& row : turn.run("clocks_of_cases", ids)) time.clocks.push_back(read_clock(row));
  for (const auto& row : turn.run("pauses_of_cases", ids)) time.pauses.push_back(read_pause(row));
  for (const auto& row : turn.run("facts_of_case", case_id))
    time.facts.push_back({.code = text_of(row, "code"),
                          .value = text_of(row, "value"),
                          .source = text_of(row, "source"),
                          .post_id = number_of(row, "post_id"),
                          .by = text_of(row, "by_agent"),
                          .at = moment_of(row, "at_ms")});
  time.calendars = read_calendars(turn, ids);
  for (const auto& row : turn.run("questions_of_case", case_id))
    time.questions.push_back(read_question(row));
  return time;
}

std::string write_clocks(const std::vector<CaseClockRow>& rows) {
  JsonWriter json;
  json.list();
  for (const auto& [case_id, clock] : rows) {
    json.object().member("id", clock.clock_id).member("case_id", case_id);
    json.member("name", clock.name);
    json.member("span_min", static_cast<std::int64_t>(clock.span.count()));
    json.member("basis", clock.basis).member("targets", clock.targets);
    json.member("calendar", clock.calendar).member("topic", clock.topic);
    json.member("priority", clock.priority).member("started_ms", ms(clock.started_at));
    json.member("stopped_ms", ms(clock.stopped_at)).member("due_ms", ms(clock.due_at));
    json.member("warn_ms", ms(clock.warn_at)).member("warned_ms", ms(clock.warned_at));
    json.member("breached_ms", ms(clock.breached_at)).end();
  }
  return json.end().str();
}

bool start_clock(Turn& turn, std::int64_t case_id, const StartClock& clock, Instant now) {
  for (const KeptPolicy* policy : {&clock.targets, &clock.calendar})
    turn.run("keep_policy", policy->version, policy->kind, policy->body, ms(now));
  const auto started = turn.row("start_case_clock", case_id, clock.name,
                                static_cast<std::int64_t>(clock.span.count()), clock.basis,
                                clock.targets.version, clock.calendar.version, ms(now));
  if (started) turn.run("owe_clock", case_id, ms(now));
  return started.has_value();
}

bool stop_clock(Turn& turn, std::int64_t case_id, const std::string& name, Instant now) {
  return turn.row("stop_case_clock", case_id, name, ms(now)).has_value();
}

}  // namespace social311::sql
