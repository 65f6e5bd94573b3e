// Replies that only a person can decide age: past [sender] needs_person_alarm_s that is an alarm,
// on the page Health, in `doctor`, in /readyz and to people on duty. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/clock.h"
#include "service/config.h"

namespace social311::service {

bool waits_too_long(const SenderConfig& sender, std::optional<Instant> oldest, Instant now);
// "2 replies wait for a person since 2026-03-03T12:00:00Z"; one: "1 reply waits …".
std::string waiting_words(std::int64_t replies, Instant oldest);

}  // namespace social311::service
