#include <doctest/doctest.h>

#include "service/person_alarm.h"
#include "service/roles/duty.h"

using namespace social311;
using namespace social311::service;
using namespace std::chrono_literals;

TEST_CASE("a reply that needs a person is late from the configured age on") {
  const Instant now = parse_iso8601("2026-03-02T17:00:00Z").value();
  SenderConfig sender;
  sender.needs_person_alarm_s = 600;
  CHECK_FALSE(waits_too_long(sender, std::nullopt, now));
  CHECK_FALSE(waits_too_long(sender, now - 599s, now));
  CHECK(waits_too_long(sender, now - 600s, now));
  CHECK(waiting_words(1, now) == "1 reply waits for a person since 2026-03-02T17:00:00Z");
  CHECK(waiting_words(2, now) == "2 replies wait for a person since 2026-03-02T17:00:00Z");
}

TEST_CASE("the alarm's message is told by the way of cases") {
  CHECK(person_message(7) == "needs_person/7");
  CHECK(is_of_cases("needs_person/7"));
  CHECK_FALSE(is_of_cases("episode/7"));
}
