// Cases between divisions, people who follow a case, residents on several networks, as they are
// remembered.
#include <doctest/doctest.h>

#include <algorithm>

#include "casebridge/contacts.h"
#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

using Numbers = std::vector<std::string>;

struct Agencies : World {
  Agencies() {
    add("stella", "agent", "streets");
    add("walt", "agent", "waste");
    add("sue", "supervisor", "");
    add("desk", "agent", "");
    add("vera", "viewer", "waste");
    number = one_case("1", {.topic = "graffiti", .division = "streets", .due_at = after(9h)});
  }
  void add(const std::string& name, const std::string& role, const std::string& division) {
    REQUIRE(store->add_agent(
        {.name = name, .role = role, .division = division, .password_hash = "x"}, noon));
  }
  std::int64_t id(const std::string& name) { return store->agent(name)->agent_id; }
  std::int64_t version() { return detail(number).version; }

  sql::Changed send(const std::string& to, const std::string& by, Instant at = noon,
                    const std::string& flag = "", const std::string& state = "waiting") {
    return store->start_transfer({.number = number,
                                  .version = version(),
                                  .transfer = {.to = to,
                                               .why = "not ours",
                                               .by = by,
                                               .started_at = at,
                                               .target_min = 240,
                                               .due_at = at + 4h,
                                               .state = state,
                                               .flag = flag},
                                  .line = "to " + to});
  }
  sql::Changed answer(const std::string& state, const std::string& by, const std::string& division,
                      Instant at = after(1h)) {
    return store->answer_transfer({.number = number,
                                   .version = version(),
                                   .state = state,
                                   .why = "because",
                                   .by = by,
                                   .now = at,
                                   .division = division,
                                   .status = CaseStatus::with_agency,
                                   .event = "transfer_" + state,
                                   .line = state});
  }
  // "transfer_in by stella", newest first.
  Numbers told(const std::string& name) {
    Numbers out;
    for (const auto& one : store->notices(id(name), "", 50).page) {
      CHECK(one.number == number);
      out.push_back(one.kind + " by " + one.actor);
    }
    return out;
  }
  Numbers inbox(const std::string& view, const std::string& agent) {
    Numbers out;
    for (const auto& one : store->inbox({.view = view, .agent = agent}, noon).cases)
      out.push_back(one.about.number);
    return out;
  }

  std::string number;
};

Post resident_post(const std::string& id, const std::string& network, const std::string& author) {
  Post post = make_post(id);
  post.network = network;
  post.author.id = author;
  post.author.handle = author + "_handle";
  return post;
}

// One case of another author, brought in by hand: any network, no feed.
std::string case_of(World& world, const Post& post) {
  REQUIRE(world.store->import_posts({post}, noon) == 1);
  const auto numbers = world.open_cases({.topic = "graffiti"});
  REQUIRE(numbers.size() == 1);
  return numbers.front();
}

std::vector<std::string> numbers_of(const sql::ResidentView& view) {
  std::vector<std::string> out;
  for (const auto& one : view.cases) out.push_back(one.about.number);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("a transfer waits with the case where it was, and moves it when it is accepted") {
  Agencies world;
  REQUIRE(world.store->assign_case(world.number, 1, "stella", "stella", noon).done);
  REQUIRE(world.send("waste", "stella").done);
  CHECK(world.detail(world.number).about.division == "streets");
  CHECK(world.detail(world.number).assignee == "stella");
  auto all = world.store->transfers(world.number);
  REQUIRE(all.size() == 1);
  CHECK(all[0].from == "streets");
  CHECK(all[0].to == "waste");
  CHECK(all[0].state == "waiting");
  CHECK(all[0].target_min == 240);
  CHECK(all[0].due_at == after(4h));
  REQUIRE(world.answer("accepted", "walt", "waste").done);
  const auto detail = world.detail(world.number);
  CHECK(detail.about.number == world.number);  // one number throughout
  CHECK(detail.about.division == "waste");
  CHECK(detail.about.status == CaseStatus::with_agency);
  CHECK(detail.assignee.empty());
  all = world.store->transfers(world.number);
  CHECK(all[0].state == "accepted");
  CHECK(all[0].answered_by == "walt");
  CHECK(all[0].answered_at == after(1h));
  CHECK(detail.events.back().kind == "transfer_accepted");
}

TEST_CASE("a refused case stays where it is said, with its people") {
  Agencies world;
  REQUIRE(world.store->assign_case(world.number, 1, "stella", "stella", noon).done);
  REQUIRE(world.send("waste", "stella").done);
  REQUIRE(world.answer("refused", "walt", "streets").done);
  CHECK(world.detail(world.number).about.division == "streets");
  CHECK(world.detail(world.number).assignee == "stella");
  CHECK(world.told("stella") == Numbers{"transfer_refused by walt"});
  REQUIRE(world.send("waste", "stella", after(2h), "came_back").done);
  REQUIRE(world.answer("refused", "walt", "").done);
  CHECK(world.detail(world.number).about.division == "");
  CHECK(world.detail(world.number).assignee == "");
}

TEST_CASE("of two transfers at once one is made, and an answer needs one that waits") {
  Agencies world;
  CHECK(world.answer("accepted", "walt", "waste").why_not == "not waiting");
  const auto seen = world.version();
  REQUIRE(world.send("waste", "stella").done);
  CHECK(world.send("dmv", "stella").why_not == "waiting");
  auto late = world.store->start_transfer(
      {.number = world.number,
       .version = seen,
       .transfer = {.to = "dmv", .why = "x", .by = "desk", .started_at = noon}});
  CHECK(late.why_not == "changed");
  REQUIRE(world.answer("withdrawn", "stella", "streets").done);
  CHECK(world.send("dmv", "stella").done);
  CHECK(world.store->transfers(world.number).size() == 2);
}

TEST_CASE("a supervisor's decision ends what waits and places the case") {
  Agencies world;
  REQUIRE(world.send("waste", "stella").done);
  REQUIRE(world.send("dmv", "sue", after(1h), "", "decided").done);
  const auto all = world.store->transfers(world.number);
  REQUIRE(all.size() == 2);
  CHECK(all[0].state == "withdrawn");
  CHECK(all[1].state == "decided");
  CHECK(all[1].answered_by == "sue");
  CHECK(world.detail(world.number).about.division == "dmv");
}

TEST_CASE("the clock of a transfer among the case's clocks stops with the answer") {
  Agencies world;
  const auto stopped = [&] {
    return world.sql(
        "select coalesce(string_agg(name || to_ms(stopped_at), ' ' order by clock_id), '') from "
        "case_clock where name = 'agency' and stopped_at is not null");
  };
  const sql::StartClock clock{.name = "agency",
                              .span = 240min,
                              .targets = {"0123456789ab", "targets", "{}"},
                              .calendar = {"ba9876543210", "calendar", "{}"}};
  REQUIRE(world.send("waste", "stella").done);
  REQUIRE(world.store->start_clock(world.number, clock, noon));
  CHECK(!world.store->start_clock(world.number, clock, noon));
  CHECK(stopped() == "");
  REQUIRE(world.answer("refused", "walt", "streets", after(1h)).done);
  CHECK(stopped() == "agency" + std::to_string(after(1h).time_since_epoch().count()));
  REQUIRE(world.send("dmv", "stella", after(2h)).done);
  CHECK(world.store->start_clock(world.number, clock, after(2h)));
}

TEST_CASE("closing a case ends the transfer that waits") {
  Agencies world;
  REQUIRE(world.send("waste", "stella").done);
  REQUIRE(
      world.store->close_case(world.number, world.version(), "done", "sue", after(2h), {}).done);
  const auto all = world.store->transfers(world.number);
  CHECK(all[0].state == "withdrawn");
  CHECK(all[0].answer == "the case was closed");
  CHECK(all[0].answered_by == "sue");
  CHECK(all[0].answered_at == after(2h));
}

TEST_CASE("a transfer is told to its receivers, its sender, and to who leads when it is flagged") {
  Agencies world;
  REQUIRE(world.send("waste", "stella").done);
  CHECK(world.told("walt") == Numbers{"transfer_in by stella"});
  CHECK(world.told("vera").empty());  // looks only
  CHECK(world.told("sue").empty());
  REQUIRE(world.answer("accepted", "walt", "waste").done);
  CHECK(world.told("stella") == Numbers{"transfer_accepted by walt"});
  REQUIRE(world.send("streets", "walt", after(2h), "came_back").done);
  CHECK(world.told("sue") == Numbers{"ping_pong by walt"});
  REQUIRE(world.answer("refused", "stella", "").done);
  CHECK(world.told("sue") == Numbers{"ping_pong by stella", "ping_pong by walt"});
}

TEST_CASE("incoming shows each what waits for them") {
  Agencies world;
  REQUIRE(world.send("waste", "stella").done);
  CHECK(world.inbox("incoming", "walt") == Numbers{world.number});
  CHECK(world.inbox("incoming", "sue") == Numbers{world.number});
  CHECK(world.inbox("incoming", "stella").empty());
  CHECK(world.inbox("incoming", "desk").empty());
  CHECK(world.store->inbox({.agent = "walt"}, noon).counts.at("incoming") == 1);
  REQUIRE(world.answer("refused", "walt", "streets").done);
  CHECK(world.inbox("incoming", "walt").empty());
  CHECK(world.inbox("incoming", "sue").empty());
  REQUIRE(world.send("waste", "stella", after(2h), "came_back").done);
  REQUIRE(world.answer("refused", "walt", "").done);
  CHECK(world.inbox("incoming", "sue") == Numbers{world.number});  // flagged: a supervisor decides
  REQUIRE(world.send("waste", "sue", after(3h), "", "decided").done);
  CHECK(world.inbox("incoming", "sue").empty());
}

TEST_CASE("a transfer to a body outside the city waits for the desk") {
  Agencies world;
  REQUIRE(world.store
              ->start_transfer({.number = world.number,
                                .version = world.version(),
                                .transfer = {.to = "utility",
                                             .outside = true,
                                             .why = "a tree on a power line",
                                             .by = "stella",
                                             .started_at = noon}})
              .done);
  CHECK(world.inbox("incoming", "desk") == Numbers{world.number});
  CHECK(world.inbox("incoming", "walt").empty());
}

TEST_CASE("who watches a case is told what they asked for, but not of their own doing") {
  Agencies world;
  CHECK(!world.store->watch(world.number, world.id("walt")));
  REQUIRE(world.store->keep_watch(world.number, world.id("walt"), {"closed", "transferred"}, noon));
  REQUIRE(world.store->keep_watch(world.number, world.id("desk"), {"written"}, noon));
  CHECK(world.store->watch(world.number, world.id("walt"))->wants ==
        std::vector<std::string>{"closed", "transferred"});
  CHECK(world.store->watchers(world.number) == Numbers{"desk", "walt"});
  CHECK(world.inbox("watched", "walt") == Numbers{world.number});
  CHECK(world.store->inbox({.agent = "walt"}, noon).counts.at("watched") == 1);
  REQUIRE(world.send("dmv", "stella").done);
  CHECK(world.told("walt") == Numbers{"transferred by stella"});
  CHECK(world.told("desk").empty());
  REQUIRE(world.store->close_case(world.number, world.version(), "done", "sue", noon, {}).done);
  CHECK(world.told("walt") == Numbers{"closed by sue", "transferred by stella"});
  REQUIRE(world.store->reopen_case(world.number, world.version(), "walt", noon).done);
  CHECK(world.told("walt").size() == 2);
  REQUIRE(world.store->end_watch(world.number, world.id("walt")));
  CHECK(!world.store->end_watch(world.number, world.id("walt")));
  CHECK(world.inbox("watched", "walt").empty());
  CHECK(!world.store->keep_watch("26-999999", world.id("walt"), {}, noon));
}

TEST_CASE("a watcher is told that the resident wrote and that the answer was sent") {
  Agencies world;
  REQUIRE(world.store->keep_watch(world.number, world.id("walt"), {"written", "answered"}, noon));
  world.keep({make_post("2")});
  world.store->decide_posts(10, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.join_case(world.number, post);
    turn.settle_post(post, "case", {}, "", noon);
  });
  CHECK(world.told("walt") == Numbers{"written by auto"});
  const auto intent = world.queue(world.number, "1");
  world.sql(
      "update reply_intent set state = 'sent', remote_id = 'r1', sent_at = now() where intent_id "
      "= " +
      std::to_string(intent));
  CHECK(world.told("walt") == Numbers{"answered by dana", "written by auto"});
}

TEST_CASE("a passed deadline is told once to who asked, a late transfer to who must answer it") {
  Agencies world;
  REQUIRE(world.store->keep_watch(world.number, world.id("desk"), {"overdue"}, noon));
  REQUIRE(world.store->keep_watch(world.number, world.id("stella"), {"closed"}, noon));
  REQUIRE(world.send("waste", "stella").done);
  CHECK(world.store->tell_late(after(3h)) == 0);
  CHECK(world.store->tell_late(after(4h)) == 2);
  CHECK(world.told("walt") == Numbers{"transfer_late by auto", "transfer_in by stella"});
  CHECK(world.told("sue") == Numbers{"transfer_late by auto"});
  CHECK(world.store->tell_late(after(5h)) == 0);
  CHECK(world.store->tell_late(after(9h)) == 1);
  CHECK(world.told("desk") == Numbers{"overdue by auto"});
  CHECK(world.told("stella").empty());
  CHECK(world.store->tell_late(after(20h)) == 0);
}

TEST_CASE("notices are unread until they are read, page by page and by case") {
  Agencies world;
  REQUIRE(world.store->keep_watch(world.number, world.id("desk"), {"transferred"}, noon));
  for (int i = 0; i < 3; ++i) {
    REQUIRE(world.send("waste", "stella").done);
    REQUIRE(world.answer("withdrawn", "stella", "streets").done);
  }
  auto page = world.store->notices(world.id("desk"), "", 2);
  CHECK(page.page.size() == 2);
  CHECK(page.unread == 3);
  CHECK(page.unread_cases == Numbers{world.number});
  page = world.store->notices(world.id("desk"), page.next, 2);
  CHECK(page.page.size() == 1);
  CHECK(page.next.empty());
  CHECK(world.store->read_notices(world.id("desk"), "26-999999", noon) == 0);
  CHECK(world.store->read_notices(world.id("desk"), world.number, noon) == 3);
  page = world.store->notices(world.id("desk"), "", 50);
  CHECK(page.unread == 0);
  CHECK(page.page.at(0).read);
  // Somebody else's stay.
  CHECK(world.store->notices(world.id("walt"), "", 50).unread == 3);
}

TEST_CASE("two accounts are two residents until one of them said otherwise, and can part again") {
  World world;
  const auto first = case_of(world, resident_post("a1", "twitter", "ann"));
  const auto second = case_of(world, resident_post("b1", "mastodon", "ann_m"));
  const auto third = case_of(world, resident_post("c1", "bluesky", "cal"));
  const auto join = [&](const std::string& one, const std::string& other, const std::string& post) {
    return world.store->join_personas({.number = one,
                                       .other_number = other,
                                       .said = "that is me over there",
                                       .post_id = post,
                                       .by = "dana",
                                       .now = noon});
  };
  CHECK(numbers_of(*world.store->resident_of(first)) == Numbers{first});
  CHECK(join(first, second, "c1").why_not == "not their post");
  CHECK(join(first, first, "a1").why_not == "same persona");
  CHECK(join(first, "26-999999", "a1").why_not == "unknown case");
  CHECK(numbers_of(*world.store->resident_of(first)) == Numbers{first});
  REQUIRE(join(first, second, "b1").done);
  CHECK(join(second, first, "").why_not == "joined already");
  REQUIRE(join(second, third, "").done);
  const auto whole = *world.store->resident_of(first);
  CHECK(numbers_of(whole) == Numbers{first, second, third});
  CHECK(numbers_of(*world.store->resident_of(third)) == numbers_of(whole));
  CHECK(whole.personas.size() == 3);
  CHECK(whole.personas.front().own);
  CHECK(whole.personas.front().network_id == "ann");
  CHECK(whole.conversations == 3);
  REQUIRE(whole.links.size() == 2);
  CHECK(whole.links.back().said == "that is me over there");
  CHECK(whole.links.back().post_id == "b1");
  CHECK(whole.links.back().by == "dana");

  REQUIRE(world.store->revoke_link(whole.links.back().link_id, "she asked", "lee", after(1h)));
  CHECK(!world.store->revoke_link(whole.links.back().link_id, "again", "lee", after(1h)));
  CHECK(numbers_of(*world.store->resident_of(first)) == Numbers{first});
  CHECK(numbers_of(*world.store->resident_of(second)) == Numbers{second, third});
  const auto links = world.store->resident_of(first)->links;
  REQUIRE(links.size() == 1);  // the record stays
  CHECK(links[0].revoked_by == "lee");
  CHECK(links[0].revoked_why == "she asked");
  REQUIRE(join(first, second, "").done);  // and may be given anew
  CHECK(!world.store->resident_of("26-999999"));
}

TEST_CASE("the words of a removed post do not stay in the record of an opt-in") {
  World world;
  const auto first = world.one_case("a1");
  const auto second = case_of(world, resident_post("b1", "mastodon", "ann_m"));
  REQUIRE(world.store
              ->join_personas({.number = first,
                               .other_number = second,
                               .said = "my other name",
                               .post_id = "a1",
                               .by = "dana",
                               .now = noon})
              .done);
  world.store->posts_gone(account, {{.id = "a1", .why = "deleted"}}, after(1h));
  CHECK(world.store->resident_of(first)->links.at(0).said == "[the post was deleted]");
}

TEST_CASE("the figures of a period are those of its cases") {
  Agencies world;  // opened at noon, due after nine hours
  const auto second = world.one_case("2", {.topic = "graffiti", .division = "waste"});
  REQUIRE(world.send("waste", "stella").done);
  REQUIRE(world.answer("accepted", "walt", "waste").done);
  REQUIRE(
      world.store->close_case(world.number, world.version(), "done", "walt", after(8h), {}).done);
  REQUIRE(world.store->close_case(second, 1, "told", "walt", after(2h), {}).done);
  casebridge::PeriodTally tally(noon - 24h, noon + 24h);
  std::vector<sql::PeriodCase> cases;
  world.store->period_cases(noon - 24h, noon + 24h,
                            [&](const sql::PeriodCase& one) { cases.push_back(one); });
  REQUIRE(cases.size() == 2);
  CHECK(cases[0].division == "waste");
  CHECK(cases[0].transfers == 1);
  CHECK(cases[0].moves == 1);
  CHECK(cases[0].resident_posts == 1);
  CHECK(cases[0].due_at == after(9h));
  CHECK(cases[0].closed_at == after(8h));
  CHECK(cases[1].moves == 0);
  CHECK(cases[1].resident_posts == 1);
  REQUIRE(world.store->reopen_case(second, 2, "walt", after(3h)).done);
  cases.clear();
  world.store->period_cases(noon + 7h, noon + 24h,
                            [&](const sql::PeriodCase& one) { cases.push_back(one); });
  CHECK(cases.size() == 1);  // the other one is open again
}
