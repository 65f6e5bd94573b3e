// The clocks of cases in the running service: part of the work role. Clocks are started and
// reckoned where the store says that it is owed, deadlines are told to people on duty once each,
// and silence after a question is judged. Several processes share the work (SKIP LOCKED);
// everything may be done again. Docs: docs/deadlines.md.
#pragma once

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "casebridge/calendar.h"
#include "casebridge/deadline.h"
#include "classifier/classifier.h"
#include "service/roles/intake.h"
#include "service/roles/roles.h"

namespace social311::service {

// A clock as casebridge reckons with it.
casebridge::Target target_of(const sql::ClockRow& clock);
casebridge::CaseClock case_clock(const sql::ClockRow& clock,
                                 const std::vector<sql::PauseRow>& pauses);

// Calendars compiled once, by the version under which they are kept. Not thread-safe.
class Calendars {
 public:
  const casebridge::Calendar& of(const casebridge::BusinessHours& hours, Instant now);
  // The one kept as JSON under this version; `otherwise` where it cannot be read.
  const casebridge::Calendar& kept(const std::string& version, const std::string& body,
                                   const casebridge::BusinessHours& otherwise, Instant now);

 private:
  const casebridge::Calendar& keep(const std::string& version,
                                   const casebridge::BusinessHours& hours, Instant now);

  std::map<std::string, std::unique_ptr<casebridge::Calendar>> made_{};
  Instant made_at_{};
};

// One a process and thread. Borrowed parts must outlive it.
class ClockKeeper {
 public:
  ClockKeeper(const Config& config, const IntakeParts& intake) : config_(config), intake_(intake) {}

  // A bounded piece of each kind of work; true when there may be more at once.
  bool turn(sql::Store& store, Instant now);

 private:
  void keep_policies(sql::Store& store, Instant now);
  sql::ReckonedClocks reckoned(const sql::OwedClocks& owed, Instant now);
  void start_missing(const sql::OwedClocks& owed, Instant now, sql::ReckonedClocks& out) const;
  void reckon(const sql::OwedClocks& owed, sql::ClockRow& clock, Instant now);
  sql::DeadlineTold told(sql::Deadline which, const sql::RunningClock& running, Instant now);
  void mind_needs_person(sql::Store& store, Instant now);
  std::vector<sql::Delivery> deliveries(const std::string& what, Instant not_before) const;

  const Config& config_;
  const IntakeParts& intake_;
  Calendars calendars_{};
  sql::KeptPolicy targets_{};  // of this process's city, kept already
  sql::KeptPolicy desk_{};
};

// Until it is told to stop.
void run_clocks(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
                std::stop_token stop);

}  // namespace social311::service
