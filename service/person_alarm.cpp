#include "service/person_alarm.h"

namespace social311::service {

bool waits_too_long(const SenderConfig& sender, std::optional<Instant> oldest, Instant now) {
  return oldest && now - *oldest >= std::chrono::seconds(sender.needs_person_alarm_s);
}

std::string waiting_words(std::int64_t replies, Instant oldest) {
  return std::to_string(replies) + (replies == 1 ? " reply waits" : " replies wait") +
         " for a person since " + to_iso8601(oldest);
}

}  // namespace social311::service
