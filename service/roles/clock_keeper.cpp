#include "service/roles/clock_keeper.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "casebridge/targets.h"
#include "service/roles/duty.h"
#include "service/roles/missing_fact.h"
#include "service/roles/role_intake.h"
#include "service/roles/trends.h"
#include "service/roles/turn.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr int batch = 200;
constexpr auto calendars_last = 365 * 24h;  // they are compiled for some years around their making

constexpr std::array<const char*, 2> city_clocks{"response", "resolution"};

// The clocks whose targets are the service's; others (an agency's) bring their own.
bool is_of_the_city(const sql::ClockRow& clock) {
  return std::find(city_clocks.begin(), city_clocks.end(), clock.name) != city_clocks.end();
}

std::optional<casebridge::Target> target_for(const casebridge::Targets& targets,
                                             const std::string& name) {
  return name == "response" ? targets.response : targets.resolution;
}

casebridge::Targets targets_of(const casebridge::City& city, const Case& about) {
  return casebridge::targets_for(city, about.topic, about.priority,
                                 casebridge::line_of(city, about.resident));
}

bool was_started(const sql::OwedClocks& owed, const std::string& name) {
  const auto& clocks = owed.time.clocks;
  return std::any_of(clocks.begin(), clocks.end(), [&](const sql::ClockRow& clock) {
    return clock.name == name && clock.started_at >= owed.since;
  });
}

void set_target(sql::ClockRow& clock, const casebridge::Target& target, const Case& about) {
  clock.span = target.span;
  clock.basis = casebridge::name_of(target.basis);
  clock.topic = about.topic;
  clock.priority = name_of(about.priority);
}

sql::KeptPolicy policy_of(const char* kind, const std::string& body) {
  return {casebridge::version_of(body), kind, body};
}

}  // namespace

casebridge::Target target_of(const sql::ClockRow& clock) {
  return {clock.span,
          clock.basis == "wall_time" ? casebridge::Basis::wall_time : casebridge::Basis::open_time};
}

casebridge::CaseClock case_clock(const sql::ClockRow& clock,
                                 const std::vector<sql::PauseRow>& pauses) {
  casebridge::CaseClock out{.started_at = clock.started_at, .stopped_at = clock.stopped_at};
  for (const auto& pause : pauses) out.pauses.push_back({pause.from, pause.to, pause.why});
  return out;
}

const casebridge::Calendar& Calendars::keep(const std::string& version,
                                            const casebridge::BusinessHours& hours, Instant now) {
  auto& made = made_[version];
  if (!made) made = std::make_unique<casebridge::Calendar>(hours, now);
  return *made;
}

const casebridge::Calendar& Calendars::of(const casebridge::BusinessHours& hours, Instant now) {
  return keep(casebridge::version_of(casebridge::write_hours(hours)), hours, now);
}

const casebridge::Calendar& Calendars::kept(const std::string& version, const std::string& body,
                                            const casebridge::BusinessHours& otherwise,
                                            Instant now) {
  if (now - made_at_ > calendars_last) {
    made_.clear();
    made_at_ = now;
  }
  const auto found = made_.find(version);
  if (found != made_.end()) return *found->second;
  const auto hours = casebridge::read_hours(body);
  return hours ? keep(version, *hours, now) : of(otherwise, now);
}

void ClockKeeper::keep_policies(sql::Store& store, Instant now) {
  if (!targets_.version.empty()) return;
  auto targets = policy_of("targets", casebridge::write_targets(intake_.city));
  auto desk = policy_of("calendar", casebridge::write_hours(intake_.city.hours));
  store.keep_policy(targets, now);
  store.keep_policy(desk, now);
  targets_ = std::move(targets);
  desk_ = std::move(desk);
}

std::vector<sql::Delivery> ClockKeeper::deliveries(const std::string& what,
                                                   Instant not_before) const {
  std::vector<sql::Delivery> owed;
  for (const auto& channel : config_.trends.channels()) owed.push_back({what, channel, not_before});
  return owed;
}

void ClockKeeper::start_missing(const sql::OwedClocks& owed, Instant now,
                                sql::ReckonedClocks& out) const {
  const auto targets = targets_of(intake_.city, owed.about);
  for (const char* name : city_clocks) {
    const auto target = target_for(targets, name);
    if (!target || was_started(owed, name)) continue;
    if (owed.quiet && owed.about.first_response_at && std::string_view(name) == "response")
      continue;
    sql::ClockRow clock{.name = name,
                        .targets = targets_.version,
                        .calendar = desk_.version,
                        .started_at = std::min(owed.since, now)};
    set_target(clock, *target, owed.about);
    // A person was quicker than we are.
    if (std::string_view(name) == "response" && owed.answered_at &&
        *owed.answered_at >= clock.started_at)
      clock.stopped_at = owed.answered_at;
    out.clocks.push_back(std::move(clock));
  }
}

// A case that became something else has the other target, from its own beginning.
void ClockKeeper::reckon(const sql::OwedClocks& owed, sql::ClockRow& clock, Instant now) {
  if (is_of_the_city(clock) &&
      (clock.topic != owed.about.topic || clock.priority != name_of(owed.about.priority))) {
    const auto targets = targets_of(intake_.city, owed.about);
    if (const auto target = target_for(targets, clock.name)) {
      set_target(clock, *target, owed.about);
      clock.targets = targets_.version;
    }
  }
  const auto body = owed.time.calendars.find(clock.calendar);
  const auto& calendar =
      calendars_.kept(clock.calendar, body == owed.time.calendars.end() ? desk_.body : body->second,
                      intake_.city.hours, now);
  const auto running = case_clock(clock, owed.time.pauses);
  clock.due_at = casebridge::due_at(calendar, target_of(clock), running);
  clock.warn_at = casebridge::warn_at(calendar, target_of(clock), running, intake_.city.warn_share);
}

sql::ReckonedClocks ClockKeeper::reckoned(const sql::OwedClocks& owed, Instant now) {
  sql::ReckonedClocks out;
  if (owed.about.status == CaseStatus::closed) return out;
  for (const auto& clock : owed.time.clocks)
    if (!clock.stopped_at) out.clocks.push_back(clock);
  start_missing(owed, now, out);
  for (auto& clock : out.clocks) {
    reckon(owed, clock, now);
    if (owed.quiet && clock.warn_at && *clock.warn_at <= now) clock.warned_at = now;
    if (owed.quiet && clock.due_at && *clock.due_at <= now) clock.breached_at = now;
    if (clock.name == "resolution") out.due_at = clock.due_at;
  }
  // Danger to life is told at once, at any hour: quiet hours are for what can wait.
  if (owed.about.priority == Priority::emergency && !owed.quiet)
    out.owe = deliveries(emergency_message(owed.about.number, owed.since), now);
  return out;
}

// Told to people while they work, unless it goes by the wall clock.
sql::DeadlineTold ClockKeeper::told(sql::Deadline which, const sql::RunningClock& running,
                                    Instant now) {
  const auto& hours = intake_.city.hours;
  const bool near = which == sql::Deadline::near;
  const std::string due =
      running.clock.due_at ? casebridge::say_by(hours, *running.clock.due_at, "en") : "soon";
  const std::string text =
      clock_words(running.clock.name) + (near ? " is due " : " was due ") + due;
  if (running.clock.basis == "wall_time")
    return {text,
            deliveries(deadline_message(running.clock.clock_id, which, running.about.number), now)};
  const Instant calm = after_quiet_hours(config_, now + deadline_slot);
  return {text, deliveries(deadlines_message(now),
                           calendars_.of(hours, now).next_opening(calm).value_or(calm))};
}

// Told to people while they work: a reply in doubt is nobody's danger.
void ClockKeeper::mind_needs_person(sql::Store& store, Instant now) {
  const Instant late = now - std::chrono::seconds(config_.sender.needs_person_alarm_s);
  const auto alarm = store.mind_needs_person(late, now, [&](std::int64_t alarm_id) {
    const Instant calm = after_quiet_hours(config_, now);
    const auto opening = calendars_.of(intake_.city.hours, now).next_opening(calm);
    return deliveries(person_message(alarm_id), opening.value_or(calm));
  });
  if (alarm == sql::PersonAlarm::began)
    spdlog::error("replies_need_person longer_than_s={} do=\"open the view In doubt\"",
                  config_.sender.needs_person_alarm_s);
  if (alarm == sql::PersonAlarm::ended) spdlog::info("replies_need_person ended");
}

bool ClockKeeper::turn(sql::Store& store, Instant now) {
  keep_policies(store, now);
  int most = store.keep_clocks(batch, now,
                               [&](const sql::OwedClocks& owed) { return reckoned(owed, now); });
  for (const auto which : {sql::Deadline::near, sql::Deadline::over}) {
    const int count = store.tell_deadlines(
        which, batch, now,
        [&](const sql::RunningClock& running) { return told(which, running, now); });
    if (count > 0)
      spdlog::info("deadlines_{} count={}", which == sql::Deadline::near ? "near" : "missed",
                   count);
    most = std::max(most, count);
  }
  mind_needs_person(store, now);
  const int minded =
      store.mind_questions(batch, now, [&](sql::DecideTurn& turn, const sql::WaitingCase& waiting) {
        judge_silence(intake_, calendars_.of(intake_.city.hours, now), turn, waiting, now);
      });
  return std::max(most, minded) == batch;
}

void run_clocks(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
                std::stop_token stop) {
  StoreKeeper keeper(parts.database, parts.clock);
  RoleIntake intake(parts, *rules, keeper.slot());
  ClockKeeper clocks(parts.config, intake.parts());
  while (!stop.stop_requested()) {
    bool more = false;
    keeper.turn("clocks", stop, [&] {
      const Instant now = parts.clock.now();
      intake.learn(keeper.store(), now);
      more = clocks.turn(keeper.store(), now);
    });
    if (!more) parts.clock.sleep_until(parts.clock.now() + 500ms, stop);
  }
}

}  // namespace social311::service
