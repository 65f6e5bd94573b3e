#include "service/roles/duty.h"

#include <charconv>

#include "casebridge/city.h"
#include "core/text.h"
#include "service/person_alarm.h"

namespace social311::service {
namespace {

constexpr int most_lines = 50;

Instant begin_of_slot(Instant now) {
  return now - now.time_since_epoch() % Milliseconds{deadline_slot};
}

std::string topic_words(std::string topic) {
  for (char& letter : topic)
    if (letter == '_') letter = ' ';
  return topic;
}

// No word of a resident: their posts are read in the console.
std::string line_for(const Config& config, const Case& about) {
  std::string line = about.number + ", " + topic_words(about.topic);
  if (about.location && !about.location->neighborhood.empty())
    line += ", " + about.location->neighborhood;
  if (!about.due_at) return line;
  casebridge::BusinessHours zone;
  zone.timezone = config.city.timezone;
  return line + ", due " + casebridge::say_by(zone, *about.due_at, "en");
}

std::optional<TrendMessage> of_one_case(const Config& config, sql::Store& store,
                                        const std::string& what, const std::string& subject,
                                        const std::string& number) {
  const auto detail = store.case_detail(number);
  if (!detail || detail->about.status == CaseStatus::closed) return std::nullopt;
  return TrendMessage{.id = what, .subject = subject, .lines = {line_for(config, detail->about)}};
}

std::string told_line(const Config& config, const sql::RunningClock& running) {
  Case about = running.about;
  about.due_at = running.clock.due_at;
  return line_for(config, about) + " (" + clock_words(running.clock.name) + ")" +
         (running.clock.breached_at ? ": missed" : ": near");
}

std::optional<TrendMessage> of_slot(const Config& config, sql::Store& store,
                                    const std::string& what, const std::string& begin) {
  std::int64_t at = 0;
  const auto read = std::from_chars(begin.data(), begin.data() + begin.size(), at);
  if (read.ec != std::errc()) return std::nullopt;
  const Instant from{Milliseconds{at}};
  TrendMessage message{.id = what};
  for (const auto& one : store.told_deadlines(from, from + deadline_slot, most_lines + 1))
    if (one.about.status != CaseStatus::closed && !one.clock.stopped_at &&
        one.clock.basis != "wall_time")
      message.lines.push_back(told_line(config, one));
  if (message.lines.empty()) return std::nullopt;
  const bool more = message.lines.size() > most_lines;
  if (more) message.lines.back() = "and more: see the open cases";
  message.subject = std::to_string(more ? most_lines : message.lines.size()) +
                    (message.lines.size() == 1 ? " deadline"
                     : more                    ? " deadlines and more"
                                               : " deadlines") +
                    " near or missed";
  return message;
}

// Empty where somebody has decided them all meanwhile.
std::optional<TrendMessage> of_waiting_replies(sql::Store& store, const std::string& what) {
  const auto waiting = store.replies_need_person();
  if (waiting.count == 0 || !waiting.oldest) return std::nullopt;
  return TrendMessage{
      .id = what,
      .subject = waiting_words(waiting.count, *waiting.oldest),
      .lines = {"Open the view \"In doubt or failed\" of the console and say of each "
                "whether it stands on its network."}};
}

}  // namespace

std::string emergency_message(const std::string& number, Instant since) {
  return "emergency/" + number + "/" + std::to_string(since.time_since_epoch().count());
}

std::string deadline_message(std::int64_t clock_id, sql::Deadline which,
                             const std::string& number) {
  return "deadline/" + number + "/" + std::to_string(clock_id) +
         (which == sql::Deadline::near ? "/near" : "/over");
}

std::string deadlines_message(Instant now) {
  return "deadlines/" + std::to_string(begin_of_slot(now).time_since_epoch().count());
}

std::string person_message(std::int64_t alarm_id) {
  return "needs_person/" + std::to_string(alarm_id);
}

bool is_of_cases(const std::string& what) {
  return what.starts_with("emergency/") || what.starts_with("deadline/") ||
         what.starts_with("deadlines/") || what.starts_with("needs_person/");
}

std::string clock_words(const std::string& clock) {
  if (clock == "response") return "the first answer";
  return clock == "resolution" ? "the matter" : "the part of the " + clock;
}

std::optional<TrendMessage> duty_message(const Config& config, sql::Store& store,
                                         const std::string& what) {
  const auto words = split(what, '/');
  if (words.size() < 2) return std::nullopt;
  if (words[0] == "deadlines") return of_slot(config, store, what, words[1]);
  if (words[0] == "needs_person") return of_waiting_replies(store, what);
  const bool emergency = words[0] == "emergency";
  return of_one_case(config, store, what,
                     emergency ? "Danger to life: case " + words[1]
                               : "The deadline of case " + words[1] + " is near or missed",
                     words[1]);
}

}  // namespace social311::service
