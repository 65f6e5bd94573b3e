// What people on duty are told of cases, by the way hot topics are told: danger to life at once,
// deadlines of a quarter of an hour in one message while the desk is open, replies that wait too
// long for a person while it is open. Each leaves once.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "service/config.h"
#include "service/trend_message.h"
#include "sql/store.h"

namespace social311::service {

inline constexpr std::chrono::minutes deadline_slot{15};

// The names under which messages are owed.
std::string emergency_message(const std::string& number, Instant since);
std::string deadline_message(std::int64_t clock_id, sql::Deadline which, const std::string& number);
std::string deadlines_message(Instant now);  // of the slot of this moment
std::string person_message(std::int64_t alarm_id);  // replies wait for a person too long
bool is_of_cases(const std::string& what);

// "the first answer" | "the matter" | "the part of the agency".
std::string clock_words(const std::string& clock);
// Without its frame (city, link, time). Empty: there is nothing left to tell.
std::optional<TrendMessage> duty_message(const Config& config, sql::Store& store,
                                         const std::string& what);

}  // namespace social311::service
