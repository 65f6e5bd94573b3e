// A case's time: clocks against their targets, the one question and its silence, pauses, warnings.
#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "service/what_if.h"
#include "tests/postgres/bridge_world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

// `noon` is Monday, March 2, 2026, 8:04 in Denver; the desk is open from 7 to 19.
const std::string lamp = "@Denver311 the street light on our block has been out for two weeks";
const std::string hole = "@Denver311 there is a big pothole at 1200 Pearl St, please fix it";
const std::string danger = "@Denver311 a power line is down and sparking at 1200 Pearl St, help";

casebridge::Service& asks_for(casebridge::City& city, const std::string& topic, bool is_private) {
  auto& service = city.services.at(topic);
  service.facts = {{.code = "PLATE",
                    .type = casebridge::Fact::Type::text,
                    .required = true,
                    .is_private = is_private,
                    .question_en = "What is the plate?",
                    .question_es = "¿Cuál es la placa?"}};
  return service;
}

std::vector<std::string> kinds(const sql::CaseDetail& detail) {
  std::vector<std::string> out;
  for (const auto& event : detail.events) out.push_back(event.kind);
  return out;
}

bool was(const sql::CaseDetail& detail, const std::string& kind) {
  const auto all = kinds(detail);
  return std::find(all.begin(), all.end(), kind) != all.end();
}

sql::SeenAgain seen(const std::vector<Post>& posts, const std::vector<sql::GonePost>& gone,
                    Instant now) {
  sql::SeenAgain out;
  out.account_key = account;
  out.posts = posts;
  out.gone = gone;
  for (const auto& post : posts) out.asked.push_back(post.id);
  for (const auto& post : gone) out.asked.push_back(post.id);
  out.now = now;
  return out;
}

}  // namespace

TEST_CASE("a new case has its clocks, with the versions of what they were made with") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  const auto matter = world.clock(number, "resolution");
  CHECK(matter.span == 36h);
  CHECK(matter.started_at == noon);
  CHECK(matter.due_at == world.detail(number).about.due_at);
  CHECK(world.clock(number, "response").span == 12h);
  CHECK(world.store->policy(matter.calendar)->kind == "calendar");
  CHECK(world.store->policy(matter.targets)->body.find("POTHOLE") == std::string::npos);
  CHECK(world.store->policy(matter.targets)->body.find("pothole_street") != std::string::npos);
  world.keep_clocks(after(2s));
  CHECK(world.detail(number).time.clocks.size() == 2);
}

TEST_CASE("the question in the receipt holds the clock once it left, and its answer lets it go") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", lamp), noon);
  CHECK(world.detail(number).about.status == CaseStatus::needs_info);
  world.keep_clocks(after(1s));
  const auto due = world.clock(number, "resolution").due_at;
  REQUIRE(due);
  CHECK(world.question(number).state == "open");
  CHECK_FALSE(world.question(number).asked_at);

  world.send(after(1min));
  world.keep_clocks(after(2min));
  CHECK(world.question(number).times == 1);
  CHECK(world.question(number).asked_at == after(1min));
  CHECK_FALSE(world.clock(number, "resolution").due_at);
  CHECK(world.detail(number).about.due_at == due);  // the promise stands until it is reckoned again

  CHECK(world.hear(answer_post("2", "1", "it is in front of 1200 Pearl St"), after(3h + 1min)) ==
        number);
  world.keep_clocks(after(3h + 2min));
  const auto then = world.detail(number);
  CHECK(then.about.status == CaseStatus::fresh);
  CHECK(world.question(number).state == "answered");
  CHECK(world.clock(number, "resolution").due_at == *due + 3h);
  CHECK(then.about.due_at == *due + 3h);
  REQUIRE(then.time.pauses.size() == 1);
  CHECK(then.time.pauses[0].from == after(1min));
  CHECK(then.time.pauses[0].to == after(3h + 1min));
}

TEST_CASE("a question that nobody approved holds up nothing") {
  BridgeWorld world(sample_city(), ReplyMode::approve);
  const auto number = world.hear(make_post("1", lamp), noon);
  world.keep_clocks(after(1min));
  CHECK(world.clock(number, "resolution").due_at);
  CHECK(world.detail(number).time.pauses.empty());
  world.send(after(2min), BridgeWorld::Send::drafts_too);
  world.keep_clocks(after(3min));
  CHECK_FALSE(world.clock(number, "resolution").due_at);
}

TEST_CASE("a question that is withheld becomes a person's") {
  BridgeWorld world(sample_city(), ReplyMode::approve);
  const auto number = world.hear(make_post("1", lamp), noon);
  const auto intent = world.detail(number).replies.at(0).intent_id;
  REQUIRE(world.store->withhold_reply(intent, "not now", "dana", after(1min)).done);
  CHECK(world.question(number).state == "person");
  CHECK(world.question(number).why == "the question was not sent");
}

TEST_CASE("a required fact is asked for like the place, and the next one waits as a draft") {
  auto city = sample_city();
  asks_for(city, "streetlight", false);
  BridgeWorld world(std::move(city));
  const auto number = world.hear(make_post("1", lamp), noon);
  CHECK(world.question(number).code.empty());  // the place first
  world.send(after(1min));
  world.hear(answer_post("2", "1", "it is in front of 1200 Pearl St"), after(2min));
  const auto next = world.question(number);
  CHECK(next.code == "PLATE");
  CHECK(next.reply_state == "draft");
  CHECK(next.text.find("What is the plate?") != std::string::npos);
  CHECK(world.detail(number).about.status == CaseStatus::fresh);  // nobody was asked yet
  world.send(after(3min), BridgeWorld::Send::drafts_too);
  CHECK(world.detail(number).about.status == CaseStatus::needs_info);
  world.hear(answer_post("3", "1", "pole 4711"), after(4min));
  const auto then = world.detail(number);
  CHECK(then.about.status == CaseStatus::fresh);
  REQUIRE(then.time.facts.size() == 1);
  CHECK(then.time.facts[0].value == "pole 4711");
  CHECK(then.time.facts[0].source == "answer");
}

TEST_CASE("a private fact leads to a private message, and is asked and taken only there") {
  auto city = sample_city();
  asks_for(city, "pothole_street", true);
  BridgeWorld world(std::move(city));
  const auto number = world.hear(make_post("1", hole), noon);
  const auto receipt = world.detail(number).replies.at(0).body;
  CHECK(receipt.find("private message") != std::string::npos);
  CHECK(receipt.find("plate") == std::string::npos);
  CHECK(world.question(number).private_line);
  world.send(after(1min));
  // In public nothing private is taken.
  world.hear(answer_post("2", "1", "it is ABC 123"), after(2min));
  CHECK(world.detail(number).time.facts.empty());

  auto message = make_post("3", "Hello, you wanted me to write?");
  message.kind = PostKind::direct_message;
  message.conversation = "dm-42";
  CHECK(world.hear(message, after(3min)) == number);
  CHECK_FALSE(world.question(number).private_line);
  CHECK(world.question(number).text.find("What is the plate?") != std::string::npos);
  world.send(after(4min), BridgeWorld::Send::drafts_too);
  message.id = "4";
  message.text = "ABC 123";
  CHECK(world.hear(message, after(5min)) == number);
  REQUIRE(world.detail(number).time.facts.size() == 1);
  CHECK(world.detail(number).time.facts[0].value == "ABC 123");
}

TEST_CASE("where there are no private messages a person asks for the private fact") {
  auto city = sample_city();
  asks_for(city, "pothole_street", true);
  BridgeWorld world(std::move(city), ReplyMode::acknowledge, BridgeWorld::Messages::none);
  const auto number = world.hear(make_post("1", hole), noon);
  const auto then = world.detail(number);
  CHECK(then.about.status == CaseStatus::fresh);
  CHECK(world.question(number).state == "person");
  CHECK(was(then, "needs_person"));
  world.send(after(1min));
  world.keep_clocks(after(2min));
  CHECK(world.clock(number, "resolution").due_at);  // nobody waits for the resident
}

TEST_CASE(
    "silence drafts the question once more, then hands it to a person and lets the clock go") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", lamp), noon);
  world.send(noon);
  world.keep_clocks(after(1s));
  const auto asked = world.detail(number).replies.size();
  world.keep_clocks(after(47h));  // 23 open hours
  CHECK(world.detail(number).replies.size() == asked);
  world.keep_clocks(after(48h));  // two days of the desk
  world.keep_clocks(after(48h));
  auto then = world.detail(number);
  REQUIRE(then.replies.size() == asked + 1);
  CHECK(then.replies.back().kind == ReplyKind::question);
  CHECK(then.replies.back().state == ReplyState::draft);
  CHECK(world.question(number).times == 2);
  CHECK_FALSE(world.clock(number, "resolution").due_at);

  world.keep_clocks(after(97h));  // the second silence: Friday morning
  world.keep_clocks(after(98h));
  then = world.detail(number);
  CHECK(world.question(number).state == "person");
  CHECK(then.about.status == CaseStatus::fresh);
  CHECK(was(then, "needs_person"));
  CHECK(world.clock(number, "resolution").due_at);
  CHECK(then.replies.size() == asked + 1);

  // A late answer is still an answer.
  world.hear(answer_post("2", "1", "sorry! in front of 1200 Pearl St"), after(100h));
  CHECK(world.question(number).state == "answered");
}

TEST_CASE("a person's own question holds the clock, and any word of the resident answers it") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  auto asked = world.reply(number, "1");
  asked.kind = ReplyKind::question;
  REQUIRE(world.store->answer_case(number, world.detail(number).version, asked).done);
  world.send(after(1min));
  world.keep_clocks(after(2min));
  CHECK(world.detail(number).about.status == CaseStatus::needs_info);
  CHECK(world.question(number).code == "*");
  CHECK(world.clock(number, "response").stopped_at == after(1min));
  world.hear(answer_post("2", "1", "It is about as deep as my foot"), after(1h));
  CHECK(world.question(number).state == "answered");
  CHECK(world.detail(number).about.status == CaseStatus::open);
}

TEST_CASE("the clocks of a deleted post stand still until it is back") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  const auto due = world.clock(number, "resolution").due_at;
  world.store->keep_again(seen({}, {{"1", "hidden"}}, after(1h)));
  world.take_changes(after(1h));
  world.take_changes(after(1h));
  world.keep_clocks(after(1h));
  CHECK_FALSE(world.clock(number, "resolution").due_at);
  CHECK(world.detail(number).time.pauses.at(0).why ==
        "the resident's post was hidden on the network");
  CHECK(was(world.detail(number), "paused"));
  CHECK(world.detail(number).posts.at(0).post.text.empty());

  world.store->keep_again(seen({make_post("1", hole)}, {}, after(2h)));
  world.take_changes(after(2h));
  world.keep_clocks(after(2h));
  CHECK(world.clock(number, "resolution").due_at == *due + 1h);
  CHECK(world.detail(number).time.pauses.size() == 1);
}

TEST_CASE("a case whose resident has another post left goes on") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.hear(answer_post("2", "1", "and it grows every day"), after(1min));
  world.store->keep_again(seen({}, {{"2", "deleted"}}, after(1h)));
  world.take_changes(after(1h));
  world.keep_clocks(after(1h));
  CHECK(world.clock(number, "resolution").due_at);
}

TEST_CASE("danger to life stays in a hurry although the post is deleted") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", danger), noon);
  REQUIRE(world.detail(number).about.priority == Priority::emergency);
  world.store->keep_again(seen({}, {{"1", "deleted"}}, after(1min)));
  world.take_changes(after(1min));
  world.keep_clocks(after(2min));
  CHECK(world.clock(number, "resolution").due_at == after(1h));
}

TEST_CASE("what was read from a deleted post goes with its words") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole + " in the bike lane"), noon);
  REQUIRE(world.detail(number).time.facts.size() == 1);
  world.store->keep_again(seen({}, {{"1", "deleted"}}, after(1h)));
  world.take_changes(after(1h));
  CHECK(world.detail(number).time.facts.empty());
}

TEST_CASE(
    "an edit that names the place answers the question, one that names danger raises the case") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", lamp), noon);
  world.send(after(1s));
  auto edited = make_post("1", lamp + " at 1200 Pearl St");
  edited.version = "2";
  world.store->keep_again(seen({edited}, {}, after(1h)));
  world.take_changes(after(1h));
  CHECK(world.question(number).state == "answered");
  CHECK(world.detail(number).about.status == CaseStatus::fresh);
  edited.text = danger;
  edited.version = "3";
  world.store->keep_again(seen({edited}, {}, after(2h)));
  world.take_changes(after(2h));
  world.keep_clocks(after(2h));
  CHECK(world.detail(number).about.priority == Priority::emergency);
  CHECK(world.clock(number, "resolution").basis == "wall_time");
}

TEST_CASE("a deadline that comes near and one that is missed are told once each") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  const auto matter = world.clock(number, "resolution");
  REQUIRE(matter.warn_at);
  world.keep_clocks(*matter.warn_at - 1s);
  CHECK_FALSE(world.clock(number, "resolution").warned_at);
  world.keep_clocks(*matter.warn_at + 1s);
  world.keep_clocks(*matter.warn_at + 2s);
  CHECK(world.clock(number, "resolution").warned_at == *matter.warn_at + 1s);
  world.keep_clocks(*matter.due_at + 1s);
  world.keep_clocks(*matter.due_at + 2s);
  CHECK(world.clock(number, "resolution").breached_at == *matter.due_at + 1s);
  const auto all = kinds(world.detail(number));
  // Of the answer and of the matter; nobody is warned of the answer once it is overdue.
  CHECK(std::count(all.begin(), all.end(), "deadline_near") == 1);
  CHECK(std::count(all.begin(), all.end(), "deadline_missed") == 2);
}

TEST_CASE("people are told of deadlines while the desk is open, of danger to life at once") {
  BridgeWorld world;
  // Both begin at 2 in the night of Saturday.
  const Instant night = parse_iso8601("2026-03-07T09:00:00Z").value();
  world.hear(make_post("1", danger), night);
  auto calm = make_post("2", hole);
  calm.author.id = "43";
  const auto number = world.hear(calm, night);
  world.keep_clocks(night + 1s);
  CHECK(world.sql("select count(*) from hot_delivery where what like 'emergency/%' and next_at = "
                  "from_ms(" +
                  std::to_string((night + 1s).time_since_epoch().count()) + ")") == "1");
  world.keep_clocks(night + 2h);  // the emergency is overdue: told at once as well
  CHECK(world.sql("select count(*) from hot_delivery where what like 'deadline/%/over'") == "2");
  // The keeper was away when the warning's moment came: nobody is woken for it.
  const Instant late = parse_iso8601("2026-03-12T08:00:00Z").value();
  world.keep_clocks(late);
  REQUIRE(world.clock(number, "resolution").warned_at == late);
  CHECK(world.sql("select to_char(next_at at time zone 'America/Denver', 'Dy HH24:MI') from "
                  "hot_delivery where what like 'deadlines/%'") == "Thu 07:00");
  CHECK(world.store->told_deadlines(late, late + 1s, 10).size() == 2);
}

TEST_CASE("what was overdue before clocks were kept alarms nobody") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.sql("update clock_owed set quiet = true");
  world.keep_clocks(after(20 * 24h));
  CHECK(world.clock(number, "resolution").breached_at);
  CHECK_FALSE(was(world.detail(number), "deadline_missed"));
  CHECK(world.sql("select count(*) from hot_delivery") == "0");
}

TEST_CASE("a person holds the clock with a reason, and lets it go") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  const auto due = world.clock(number, "resolution").due_at;
  CHECK(world.store->resume_by(number, "why", "dana", after(1min)).why_not == "not paused");
  CHECK(world.store->pause_by(number, "the street is closed", "dana", after(1h)).done);
  CHECK(world.store->pause_by(number, "again", "dana", after(1h)).why_not == "paused");
  world.keep_clocks(after(1h));
  CHECK_FALSE(world.clock(number, "resolution").due_at);
  CHECK(world.store->resume_by(number, "open again", "dana", after(4h)).done);
  world.keep_clocks(after(4h));
  CHECK(world.clock(number, "resolution").due_at == *due + 3h);
  CHECK(world.store->pause_by("26-999999", "why", "dana", noon).why_not == "unknown case");
}

TEST_CASE("closing stops the clocks, reopening starts new ones") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  auto version = world.detail(number).version;
  REQUIRE(world.store->close_case(number, version, "filled", "dana", after(5h), {}).done);
  world.keep_clocks(after(6h));
  CHECK(world.clock(number, "resolution").stopped_at == after(5h));
  CHECK(world.store->pause_by(number, "why", "dana", after(6h)).why_not == "closed");
  version = world.detail(number).version;
  REQUIRE(world.store->reopen_case(number, version, "dana", after(24h)).done);
  world.keep_clocks(after(25h));
  const auto again = world.clock(number, "resolution");
  CHECK(again.started_at == after(24h));
  CHECK_FALSE(again.stopped_at);
  CHECK(world.detail(number).about.due_at == again.due_at);
  CHECK(world.detail(number).time.clocks.size() == 4);
}

TEST_CASE("a case of another topic has the other target, from its own beginning") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  const auto version = world.detail(number).version;
  REQUIRE(world.store
              ->reroute_case(number, version, "streetlight", "STREETLIGHT", "", "dana", after(1h))
              .done);
  world.keep_clocks(after(1h));
  const auto matter = world.clock(number, "resolution");
  CHECK(matter.span == 120h);
  CHECK(matter.started_at == noon);
  CHECK(matter.topic == "streetlight");
}

TEST_CASE("partners have their own target and their own priority") {
  auto city = sample_city();
  city.partner_ids = {"twitter/42"};
  BridgeWorld world(std::move(city));
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  CHECK(world.detail(number).about.priority == Priority::partner);
  CHECK(world.clock(number, "resolution").span == 12h);
  CHECK(world.clock(number, "response").span == 12h);
}

TEST_CASE("facts that a person sets answer the question, and no machine replaces them") {
  auto city = sample_city();
  asks_for(city, "pothole_street", false);
  BridgeWorld world(std::move(city));
  const auto number = world.hear(make_post("1", hole), noon);
  world.send(after(1min));
  const auto version = world.detail(number).version;
  CHECK(
      world.store->set_facts(number, version - 1, {{"PLATE", "X"}}, "dana", after(2min)).why_not ==
      "changed");
  CHECK(world.store->set_facts(number, version, {{"PLATE", "X 1"}}, "dana", after(2min)).done);
  CHECK(world.question(number).state == "answered");
  CHECK(world.detail(number).about.status == CaseStatus::fresh);
  CHECK(world.detail(number).time.facts.at(0).by == "dana");
  world.store->decide_posts(1, noon, [](auto&, const auto&) {});
  const auto again = world.detail(number).version;
  CHECK(world.store->set_facts(number, again, {{"PLATE", ""}}, "dana", after(3min)).done);
  CHECK(world.detail(number).time.facts.empty());
}

TEST_CASE("a part of the work has a clock of its own, started once and stopped once") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  const auto matter = world.clock(number, "resolution");
  const sql::StartClock agency{.name = "agency",
                               .span = 4h,
                               .targets = *world.store->policy(matter.targets),
                               .calendar = *world.store->policy(matter.calendar)};
  CHECK(world.store->start_clock(number, agency, after(1h)));
  CHECK_FALSE(world.store->start_clock(number, agency, after(1h)));
  world.keep_clocks(after(1h));
  CHECK(world.clock(number, "agency").due_at == after(5h));
  CHECK(world.clock(number, "resolution").due_at == matter.due_at);
  CHECK(world.store->stop_clock(number, "agency", after(2h)));
  CHECK_FALSE(world.store->stop_clock(number, "agency", after(2h)));
  CHECK(world.store->start_clock(number, agency, after(3h)));
}

TEST_CASE("other hours are tried out on the clocks that run, and nothing changes") {
  BridgeWorld world;
  const auto number = world.hear(make_post("1", hole), noon);
  world.keep_clocks(after(1s));
  const auto loaded = casebridge::load_hours(
      "[week]\nmonday = [\"09:00-12:00\"]\ntuesday = [\"07:00-19:00\"]\n", "h", "America/Denver");
  REQUIRE(loaded.hours);
  const auto asked = service::what_if_hours(*world.store, world.city, *loaded.hours, after(1h));
  CHECK(asked.clocks == 2);
  CHECK(asked.later == 2);
  REQUIRE(asked.moved.size() == 2);
  CHECK(asked.moved[0].number == number);
  CHECK(asked.moved[0].due_at == world.clock(number, "resolution").due_at);
  const auto same = service::what_if_hours(*world.store, world.city, world.city.hours, after(1h));
  CHECK(same.moved.empty());
}

TEST_CASE("two keepers at once start each clock once and tell each deadline once") {
  BridgeWorld world;
  for (int i = 1; i <= 20; ++i) {
    auto post = make_post(std::to_string(i), hole);
    post.author.id = "a" + std::to_string(i);
    world.hear(post, noon);
  }
  const auto other = world.another();
  const auto intake = world.parts();
  const auto at = [&](Instant now) {
    std::thread beside([&] {
      service::ClockKeeper keeper(world.config, intake);
      keeper.turn(*other, now);
    });
    service::ClockKeeper keeper(world.config, intake);
    keeper.turn(*world.store, now);
    beside.join();
    keeper.turn(*world.store, now);
  };
  at(after(1s));
  CHECK(world.sql("select count(*) from case_clock") == "40");
  at(after(30 * 24h));
  CHECK(world.sql("select count(*) from case_event where kind = 'deadline_missed'") == "40");
}

TEST_CASE("partners and questions that need a person have a list of their own") {
  auto city = sample_city();
  city.partner_ids = {"twitter/42"};
  asks_for(city, "pothole_street", true);
  BridgeWorld world(std::move(city), ReplyMode::acknowledge, BridgeWorld::Messages::none);
  const auto number = world.hear(make_post("1", hole), noon);
  for (const char* view : {"partner", "needs_person"}) {
    const auto inbox = world.store->inbox({.view = view}, noon);
    REQUIRE(inbox.cases.size() == 1);
    CHECK(inbox.cases[0].about.number == number);
    CHECK(inbox.counts.at(view) == 1);
  }
  REQUIRE(world.store->close_case(number, world.detail(number).version, "x", "dana", after(1h), {})
              .done);
  CHECK(world.store->inbox({.view = "needs_person"}, noon).cases.empty());
  CHECK(world.store->inbox({.view = "partner"}, noon).counts.at("needs_person") == 0);
}
