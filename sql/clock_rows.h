// Private to sql/: clocks, pauses, facts and questions as rows, and back as JSON.
#pragma once

#include <string>
#include <vector>

#include "sql/clock.h"
#include "sql/rows.h"

namespace social311::sql {

ClockRow read_clock(const pqxx::row& row);  // of clock_shown
PauseRow read_pause(const pqxx::row& row);
QuestionRow read_question(const pqxx::row& row);  // of question_shown
// By version; of every clock of these cases (JSON list of ids).
std::map<std::string, std::string> read_calendars(Turn& turn, const std::string& case_ids);
CaseTime read_case_time(Turn& turn, std::int64_t case_id);

struct CaseClockRow {
  std::int64_t case_id = 0;
  ClockRow clock{};
};
std::string write_clocks(const std::vector<CaseClockRow>& rows);

// In the transaction of whoever hands a case on (sql/clock.h, ClockStore::start_clock).
bool start_clock(Turn& turn, std::int64_t case_id, const StartClock& clock, Instant now);
bool stop_clock(Turn& turn, std::int64_t case_id, const std::string& name, Instant now);

}  // namespace social311::sql
