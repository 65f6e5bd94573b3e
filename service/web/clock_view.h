// A case's time as the API's forms: the clocks explained, the facts, the one question.
#pragma once

#include <string>

#include "core/json.h"
#include "service/web/app.h"

namespace social311::service {

// The members `facts`, `question` and `paused` of a case's page, into an open object.
void write_case_time(JsonWriter& json, const casebridge::City& city, const sql::CaseDetail& detail);
// GET /cases/{number}/clock.
std::string clock_json(const casebridge::City& city, const sql::CaseDetail& detail, Instant now);

}  // namespace social311::service
