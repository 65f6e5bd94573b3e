// Known questions, answers at first contact, the menu of topics, the brakes on one author, the line
// of partners, and the alarm over replies that wait for a person.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/postgres/bridge_world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

const std::string hours_question = "@Denver311 what are your hours?";
const std::string hole = "@Denver311 there is a big pothole at 1200 Pearl St, please fix it";

Post by(const std::string& id, const std::string& author, const std::string& text) {
  Post post = make_post(id, text);
  post.author = {author, "resident" + author, "Resident " + author};
  return post;
}

Post message(const std::string& id, const std::string& text) {
  Post post = make_post(id, text);
  post.kind = PostKind::direct_message;
  post.conversation = "talk";
  return post;
}

struct Desk : BridgeWorld {
  using BridgeWorld::BridgeWorld;

  sql::CasePost in_review() {
    const auto page = store->review("", 10);
    REQUIRE(page.posts.size() == 1);
    return page.posts.front();
  }
  std::string answer(std::int64_t post_id, service::FirstAnswer answer, Instant now) {
    std::string number;
    why_not =
        store->try_convert(post_id, now, [&](sql::DecideTurn& turn, const sql::StoredPost& stored) {
          const auto done = service::settle_with_answer(parts(), turn, stored, answer, now);
          number = done.number;
          return done.why_not;
        });
    return why_not.empty() ? number : "";
  }
  std::string answered_at(Instant now) {
    hear(make_post("1", hours_question), noon);
    return answer(in_review().post_id, open_hours(), now);
  }
  static service::FirstAnswer open_hours() {
    return {.agent = "dana",
            .text = "Monday to Friday, 7 a.m. to 7 p.m.",
            .article = "desk_hours",
            .account_key = account,
            .undo = 10s};
  }
  std::int64_t person_alarms() {
    return std::stoll(sql("select count(*) from hot_delivery where what like 'needs_person/%'"));
  }
  std::string kinds(const std::string& number) {
    std::string out;
    for (const auto& event : detail(number).events) out += event.kind + " ";
    return out;
  }
  std::string why_not{};
};

}  // namespace

TEST_CASE("a known question is shown in review with its article until it is something else") {
  Desk desk;
  CHECK(desk.hear(make_post("1", hours_question), noon).empty());
  CHECK(desk.in_review().article == "desk_hours");
  CHECK(desk.in_review().reason.find("a question with a known answer: ") == 0);
  CHECK(desk.sql("select count(*) from reply_intent") == "0");
  desk.sql(
      "update post set reason = 'too uncertain to decide without a person'");  // as an edit does
  CHECK(desk.in_review().article.empty());
}

TEST_CASE("an answer at first contact is the one word, and the case is closed with it") {
  Desk desk;
  const auto number = desk.answered_at(after(1min));
  REQUIRE(number == "26-000001");
  const auto detail = desk.detail(number);
  CHECK(detail.about.status == CaseStatus::closed);
  CHECK(detail.about.closed_at == after(1min));
  CHECK(detail.about.resolution == "Monday to Friday, 7 a.m. to 7 p.m.");
  CHECK(desk.kinds(number) == "opened answered closed ");
  REQUIRE(detail.replies.size() == 1);
  const auto& reply = detail.replies.front();
  CHECK(reply.kind == ReplyKind::answer);
  CHECK(reply.state == ReplyState::queued);
  CHECK(reply.by == "dana");
  CHECK(reply.not_before == after(1min) + 10s);
  CHECK(reply.body.find("7 a.m. to 7 p.m. (Case 26-000001-") != std::string::npos);
  CHECK(desk.states()["1"] == "case");
  CHECK(desk.sql("select article from first_contact") == "desk_hours");
  // A second agent comes too late, and nothing is kept of the try.
  const auto post_id = std::stoll(desk.sql("select post_id from post"));
  CHECK(desk.answer(post_id, Desk::open_hours(), after(2min)).empty());
  CHECK(desk.why_not == "changed");
  CHECK(desk.sql("select count(*) from case_file") == "1");
  // It leaves; the case stays closed, and no clock of a closed case is owed.
  desk.send(after(2min));
  desk.keep_clocks(after(3min));
  CHECK(desk.detail(number).about.status == CaseStatus::closed);
  CHECK(desk.detail(number).time.clocks.empty());
}

TEST_CASE("an answer that is taken back or refused opens the case again, with its clocks") {
  for (const std::string state : {"withheld", "failed"}) {
    CAPTURE(state);
    Desk desk;
    const auto number = desk.answered_at(after(1min));
    const auto intent = desk.detail(number).replies.front().intent_id;
    if (state == "withheld")
      CHECK(desk.store->withhold_reply(intent, "a typing error", "dana", after(65s)).done);
    else
      desk.sql("update reply_intent set state = 'failed', last_error = 'refused'");
    const auto detail = desk.detail(number);
    CHECK(detail.about.status == CaseStatus::open);
    CHECK_FALSE(detail.about.closed_at);
    CHECK_FALSE(detail.about.resolution);
    CHECK(desk.kinds(number).find("reopened") != std::string::npos);
    CHECK(desk.sql("select count(*) from first_contact") == "0");
    desk.keep_clocks(after(70s));
    CHECK(desk.clock(number, "response").due_at);
  }
}

TEST_CASE("an answer that cannot be sent leaves the post as it was") {
  Desk desk;
  desk.hear(make_post("1", hours_question), noon);
  auto answer = Desk::open_hours();
  desk.city.templates["answer.en"] = std::string(300, 'x') + "{{text}} {{case}}";
  CHECK(desk.answer(desk.in_review().post_id, answer, after(1min)).empty());
  CHECK(desk.why_not.find("template answer") != std::string::npos);
  CHECK(desk.sql("select count(*) from case_file") == "0");
  CHECK(desk.in_review().article == "desk_hours");
}

TEST_CASE("the menu is asked in the receipt, holds the clock, and its answer reroutes the case") {
  Desk desk;
  const auto number = desk.hear(message("1", "hello"), noon);
  REQUIRE(!number.empty());
  CHECK(desk.question(number).code == "#");
  CHECK(desk.detail(number).about.topic == "other");
  CHECK(desk.detail(number).replies.front().body.find("2 Trash and recycling") !=
        std::string::npos);
  desk.keep_clocks(after(1s));
  desk.send(after(2s));
  desk.keep_clocks(after(3s));
  CHECK_FALSE(desk.clock(number, "resolution").due_at);  // we wait for the resident

  CHECK(desk.hear(message("2", "2"), after(1h)) == number);
  const auto detail = desk.detail(number);
  CHECK(detail.about.topic == "trash_recycling");
  CHECK(detail.about.service_code == "TRASH");
  CHECK(detail.about.division == "solid_waste");
  CHECK(desk.kinds(number).find("rerouted") != std::string::npos);
  desk.keep_clocks(after(1h + 1s));
  // Thirty-six open hours of the new topic from the case's own beginning, and the hour that we
  // waited.
  const auto clock = desk.clock(number, "resolution");
  CHECK(clock.topic == "trash_recycling");
  CHECK(clock.span == 36h);
  CHECK(clock.started_at == noon);
  REQUIRE(clock.due_at);
  // The next missing fact, the place, waits as a draft.
  CHECK(desk.question(number).code.empty());
  CHECK(desk.question(number).state == "open");
  CHECK(desk.question(number).reply_state == "draft");
}

TEST_CASE(
    "two answers from which no topic can be read go to a person, the menu is drafted between") {
  Desk desk;
  const auto number = desk.hear(message("1", "hello"), noon);
  desk.send(after(2s));
  desk.hear(message("2", "well it is a long story"), after(1min));
  CHECK(desk.question(number).state == "open");
  CHECK(desk.question(number).times == 2);
  CHECK(desk.question(number).reply_state == "draft");
  CHECK(desk.question(number).text.find("2 Trash and recycling") != std::string::npos);
  desk.hear(message("3", "hm hm hm"), after(2min));
  CHECK(desk.question(number).state == "person");
  CHECK(desk.kinds(number).find("needs_person") != std::string::npos);
  desk.hear(message("4", "number two"), after(3min));  // an answer counts whenever it comes
  CHECK(desk.detail(number).about.topic == "trash_recycling");
}

TEST_CASE("silence after the menu is judged as after any question") {
  Desk desk;
  const auto number = desk.hear(message("1", "hello"), noon);
  desk.send(after(2s));
  desk.keep_clocks(after(3 * 24h));
  CHECK(desk.question(number).times == 2);
  CHECK(desk.question(number).reply_state == "draft");
  desk.keep_clocks(after(8 * 24h));
  CHECK(desk.question(number).state == "person");
}

TEST_CASE("whoever gives the case a topic has answered the menu") {
  Desk desk;
  const auto number = desk.hear(message("1", "hello"), noon);
  desk.send(after(2s));
  const auto version = desk.detail(number).version;
  REQUIRE(desk.store->reroute_case(number, version, "dmv", "DMV", "dmv", "dana", after(1min)).done);
  CHECK(desk.question(number).state == "dropped");
  CHECK(desk.detail(number).about.status == CaseStatus::fresh);
  for (const auto& pause : desk.detail(number).time.pauses) CHECK(pause.to);
}

TEST_CASE("one author gets twenty automatic replies a day over all conversations, others theirs") {
  Desk desk;
  std::string last;
  for (int i = 1; i <= 22; ++i) {
    const std::string id = std::to_string(i);
    last = desk.hear(by(id, "bot",
                        "@Denver311 there is a big pothole at " + std::to_string(1200 + 100 * i) +
                            " Pearl St, please fix it"),
                     after(i * 1min));
  }
  CHECK(desk.sql("select count(*) from reply_intent where state = 'queued'") == "20");
  CHECK(desk.sql("select string_agg(state, ' ' order by intent_id) from reply_intent where "
                 "intent_id > 20") == "draft draft");
  CHECK(desk.kinds(last).find("brake") != std::string::npos);
  const auto other = desk.hear(by("90", "person", hole), after(30min));
  CHECK(desk.detail(other).replies.front().state == ReplyState::queued);
  const auto next_day = desk.hear(by("91", "bot", hole), after(25h));
  CHECK(desk.detail(next_day).replies.front().state == ReplyState::queued);
}

TEST_CASE("who is in danger is answered beyond the brake, with the same text five times an hour") {
  const std::string danger = "@Denver311 gas leak and fire at 1200 Pearl St, people are trapped";
  Desk desk;
  for (int i = 1; i <= 21; ++i) desk.hear(by(std::to_string(i), "one", hole), after(i * 1s));
  const auto first = desk.hear(by("30", "one", danger), after(10min));
  for (int i = 1; i <= 4; ++i)
    desk.hear(by("3" + std::to_string(i), "one", danger), after(10min + i * 1min));
  const auto sixth = desk.hear(by("35", "one", danger), after(20min));
  const auto later = desk.hear(by("36", "one", danger), after(75min));
  const auto text_of = [&](const std::string& number) {
    return desk.detail(number).replies.front();
  };
  CHECK(text_of(first).kind == ReplyKind::emergency);
  CHECK(text_of(first).state == ReplyState::queued);
  CHECK(text_of(sixth).state == ReplyState::draft);
  CHECK(text_of(later).state == ReplyState::queued);
}

TEST_CASE("urgent posts of partners stand in their line with the shorter target, danger does not") {
  auto city = sample_city();
  city.partner_ids = {"twitter/77"};
  city.services.at("pothole_street").partner_hours = 6;
  Desk desk(city);
  const auto urgent = desk.hear(
      by("1", "77", "@Denver311 URGENT huge pothole at 1200 Pearl St, fix it right away"), noon);
  const auto calm = desk.hear(by("2", "77", hole), noon);
  const auto danger = desk.hear(
      by("3", "77", "@Denver311 gas leak and fire at 1300 Pearl St, people are trapped"), noon);
  desk.hear(by("4", "5", hole), noon);
  REQUIRE(desk.detail(urgent).about.priority == Priority::urgent);
  desk.keep_clocks(after(1s));
  CHECK(desk.clock(urgent, "resolution").span == 6h);
  CHECK(desk.clock(calm, "resolution").span == 6h);
  CHECK(desk.clock(urgent, "resolution").due_at == desk.detail(urgent).about.due_at);
  CHECK(desk.clock(danger, "resolution").basis == "wall_time");
  const auto line = desk.store->inbox({.view = "partner"}, after(1min));
  std::vector<std::string> shown;
  for (const auto& one : line.cases) shown.push_back(one.about.number);
  std::sort(shown.begin(), shown.end());
  CHECK(shown == std::vector<std::string>{urgent, calm});
  CHECK(line.counts.at("partner") == 2);
}

TEST_CASE("replies that wait for a person too long raise one alarm, told while the desk is open") {
  Desk desk;
  const auto number = desk.hear(make_post("1", hole), noon);
  const auto doubt = [&](Instant since) {
    desk.sql(
        "update reply_intent set state = 'in_doubt', needs_person = true, changed_at = from_ms(" +
        std::to_string(since.time_since_epoch().count()) + ")");
  };
  doubt(noon);
  desk.keep_clocks(after(59min));
  CHECK(desk.person_alarms() == 0);
  desk.keep_clocks(after(61min));
  CHECK(desk.person_alarms() == 1);
  desk.keep_clocks(after(2h));
  desk.keep_clocks(after(30h));
  CHECK(desk.person_alarms() == 1);  // once, while it lasts
  CHECK(desk.store->replies_need_person().count == 1);
  CHECK(desk.store->replies_need_person().oldest == noon);
  desk.sql("update reply_intent set state = 'draft', needs_person = false");
  desk.keep_clocks(after(31h));
  CHECK(desk.store->replies_need_person().count == 0);
  // In the night again: told when the desk opens.
  const Instant night = parse_iso8601("2026-03-07T09:00:00Z").value();
  doubt(night - 2h);
  desk.keep_clocks(night);
  CHECK(desk.person_alarms() == 2);
  CHECK(desk.sql("select to_char(max(next_at) at time zone 'America/Denver', 'Dy HH24:MI') from "
                 "hot_delivery where what like 'needs_person/%'") == "Mon 07:00");
  CHECK(!number.empty());
}

TEST_CASE("two processes that look at once raise one alarm") {
  Desk desk;
  desk.hear(make_post("1", hole), noon);
  desk.sql("update reply_intent set state = 'in_doubt', needs_person = true");
  const auto other = desk.another();
  const auto none = [](std::int64_t) { return std::vector<sql::Delivery>{}; };
  const auto late = after(24h);
  CHECK(desk.store->mind_needs_person(late, late, none) == sql::PersonAlarm::began);
  CHECK(other->mind_needs_person(late, late, none) == sql::PersonAlarm::lasts);
  CHECK(other->mind_needs_person(after(-24h), late, none) == sql::PersonAlarm::ended);
  CHECK(desk.store->mind_needs_person(after(-24h), late, none) == sql::PersonAlarm::calm);
}
