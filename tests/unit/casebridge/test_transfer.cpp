// Cases between divisions: who may do what, when it is to and fro, whose hours the clock runs in.
#include <doctest/doctest.h>

#include <utility>

#include "casebridge/transfer.h"

using namespace social311;
using namespace social311::casebridge;
using namespace std::chrono_literals;

namespace {

using State = TransferState;
using Standing = Party::Standing;

Handover went(const char* from, const char* to, State state, PingPong flag = PingPong::none) {
  return {.from = from, .to = to, .state = state, .flag = flag};
}

const Party desk{.standing = Standing::acts, .division = ""};
const Party streets{.standing = Standing::acts, .division = "streets"};
const Party waste{.standing = Standing::acts, .division = "waste"};
const Party lead{.standing = Standing::leads, .division = ""};
const Party viewer{.standing = Standing::looks, .division = "streets"};

BusinessHours office() {
  BusinessHours hours;
  hours.timezone = "America/Denver";
  for (int day = 1; day <= 5; ++day) hours.week[day] = {{7 * 60, 19 * 60}};
  return hours;
}

}  // namespace

TEST_CASE("the third transfer of a case is one too many, whatever became of the others") {
  const TransferPolicy policy;
  CHECK(ping_pong({}, "a", policy) == PingPong::none);
  CHECK(ping_pong({went("", "a", State::accepted)}, "b", policy) == PingPong::none);
  const std::vector<Handover> two{went("", "a", State::accepted), went("a", "b", State::refused)};
  CHECK(ping_pong(two, "c", policy) == PingPong::too_many);
  CHECK(ping_pong(two, "c", {.flag_from = 4}) == PingPong::none);
  CHECK(ping_pong({went("", "a", State::accepted)}, "b", {.flag_from = 2}) == PingPong::too_many);
}

TEST_CASE("a case comes back where it was refused or given away") {
  const TransferPolicy policy;
  CHECK(ping_pong({went("a", "b", State::refused)}, "b", policy) == PingPong::came_back);
  CHECK(ping_pong({went("a", "b", State::accepted)}, "a", policy) == PingPong::came_back);
  CHECK(ping_pong({went("", "b", State::accepted)}, "", policy) == PingPong::came_back);
  // Refused by b: a did not give it away, and sends it elsewhere.
  CHECK(ping_pong({went("a", "b", State::refused)}, "c", policy) == PingPong::none);
}

TEST_CASE("what was taken back does not count, and a supervisor's word begins anew") {
  const TransferPolicy policy;
  CHECK(ping_pong({went("a", "b", State::withdrawn), went("a", "b", State::withdrawn)}, "b",
                  policy) == PingPong::none);
  CHECK(ping_pong({went("a", "b", State::refused), went("a", "c", State::refused),
                   went("a", "b", State::decided)},
                  "c", policy) == PingPong::none);
}

TEST_CASE("a flagged transfer waits for a supervisor until it is accepted or decided") {
  const auto flagged = PingPong::came_back;
  CHECK(!waits_for_supervisor({}));
  CHECK(!waits_for_supervisor({went("a", "b", State::refused)}));
  CHECK(waits_for_supervisor({went("a", "b", State::waiting, flagged)}));
  CHECK(waits_for_supervisor({went("a", "b", State::refused, flagged)}));
  CHECK(!waits_for_supervisor({went("a", "b", State::accepted, flagged)}));
  CHECK(!waits_for_supervisor(
      {went("a", "b", State::refused, flagged), went("", "c", State::decided)}));
  // Taken back: what was flagged before it still stands.
  CHECK(!waits_for_supervisor({went("a", "b", State::withdrawn, flagged)}));
}

TEST_CASE("a refused case goes back, and to the desk where it was flagged") {
  CHECK(after_refusal(went("a", "b", State::refused)) == "a");
  CHECK(after_refusal(went("", "b", State::refused)) == "");
  CHECK(after_refusal(went("a", "b", State::refused, PingPong::too_many)) == "");
}

TEST_CASE("the people of a division, the desk and supervisors send a case on") {
  CHECK(why_not_send(streets, "streets", {}) == "");
  CHECK(why_not_send(desk, "streets", {}) == "");
  CHECK(why_not_send(lead, "streets", {}) == "");
  CHECK(why_not_send(waste, "streets", {}) != "");
  CHECK(why_not_send(viewer, "streets", {}) != "");
  const std::vector<Handover> flagged{went("a", "b", State::refused, PingPong::too_many)};
  CHECK(why_not_send(streets, "streets", flagged) != "");
  CHECK(why_not_send(desk, "streets", flagged) != "");
  CHECK(why_not_send(lead, "streets", flagged) == "");
}

TEST_CASE("only the receiver's people and supervisors answer, the desk for bodies outside") {
  const Division receiver{.id = "streets", .name = "Streets"};
  const Division outside{.id = "utility", .name = "Utility", .kind = Division::Kind::outside};
  CHECK(why_not_answer(streets, receiver) == "");
  CHECK(why_not_answer(lead, receiver) == "");
  CHECK(why_not_answer(waste, receiver).find("Streets") != std::string::npos);
  CHECK(why_not_answer(desk, receiver) != "");
  CHECK(why_not_answer(viewer, receiver) != "");
  CHECK(why_not_answer(desk, outside) == "");
  CHECK(why_not_answer(waste, outside) != "");
}

TEST_CASE("who sent a case can take it back") {
  const auto waiting = went("streets", "waste", State::waiting);
  CHECK(why_not_withdraw(streets, waiting) == "");
  CHECK(why_not_withdraw(desk, waiting) == "");
  CHECK(why_not_withdraw(lead, waiting) == "");
  CHECK(why_not_withdraw(waste, waiting) != "");
  CHECK(why_not_withdraw(viewer, waiting) != "");
}

TEST_CASE("the clock of a transfer runs in the receiver's open hours") {
  // Friday 2026-03-06, 17:00 in Denver = 2026-03-07T00:00Z; four open hours end on Monday at 9:00,
  // after the change to summer time: 15:00Z.
  const Instant friday = std::chrono::sys_days{std::chrono::year{2026} / 3 / 7};
  const Instant monday = std::chrono::sys_days{std::chrono::year{2026} / 3 / 9} + 15h;
  const Division receiver{.id = "a", .name = "A"};
  const auto within = accept_within({}, receiver);
  CHECK(within == 4h);
  CHECK(accept_within({}, {.id = "b", .name = "B", .accept_hours = 2}) == 2h);
  CHECK(accept_by(office(), within, friday) == monday);
  const auto running = explain_transfer(office(), within, friday, std::nullopt, monday - 1h);
  CHECK(running.due_at == monday);
  CHECK(running.left == 1h);
  CHECK(!running.breached);
  const auto late = explain_transfer(office(), within, friday, monday + 30min, monday + 9h);
  CHECK(late.breached);
  CHECK(late.left == -30min);
}

TEST_CASE("names of transfers' states and flags are read as they are written") {
  for (const auto state :
       {State::waiting, State::accepted, State::refused, State::withdrawn, State::decided})
    CHECK(transfer_state(name_of(state)) == state);
  CHECK(!transfer_state("lost"));
  for (const auto flag : {PingPong::none, PingPong::too_many, PingPong::came_back})
    CHECK(ping_pong(name_of(flag)) == flag);
  CHECK(!ping_pong("round"));
}

TEST_CASE("the sample city has the twelve divisions, each with its agency, queue and hours") {
  const auto loaded = load_city(SOCIAL311_SOURCE_DIR "/samples/denver/rules", "Denver",
                                "America/Denver", {"en", "es"});
  for (const auto& one : loaded.complaints) MESSAGE(to_string(one));
  REQUIRE(loaded.city);
  const std::pair<const char*, const char*> twelve[] = {
      {"solid_waste", "Transportation and Infrastructure"},
      {"street_maintenance", "Transportation and Infrastructure"},
      {"right_of_way", "Transportation and Infrastructure"},
      {"treasury", "Finance"},
      {"dmv", "Finance"},
      {"neighborhood_inspection", "Public Health and Environment"},
      {"public_health_inspections", "Public Health and Environment"},
      {"animal_protection", "Public Health and Environment"},
      {"excise_license", "Excise and License"},
      {"clerk_recorder", "Clerk and Recorder"},
      {"city_council", "City Council"},
      {"mayors_office", "Mayor's Office"}};
  for (const auto& one : twelve) {
    const std::string id = one.first;
    CAPTURE(id);
    const Division* division = loaded.city->division(id);
    REQUIRE(division != nullptr);
    CHECK(division->agency == one.second);
    CHECK(division->kind == Division::Kind::division);
    CHECK(!division->queue.empty());
    CHECK(!division->contact.empty());
    CHECK(accept_by(loaded.city->hours_of(id), 4h, Instant{}).has_value());
  }
  const Division* utility = loaded.city->division("xcel_energy");
  REQUIRE(utility != nullptr);
  CHECK(utility->kind == Division::Kind::outside);
}
