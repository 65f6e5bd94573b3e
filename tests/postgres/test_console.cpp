// What the console reads and what people change: lists by keyset, compare-and-set, histories nobody
// rewrites.
#include <doctest/doctest.h>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

using Numbers = std::vector<std::string>;

Numbers numbers_of(const sql::Inbox& inbox) {
  Numbers numbers;
  for (const auto& line : inbox.cases) numbers.push_back(line.about.number);
  return numbers;
}

Numbers inbox(World& world, const sql::InboxAsk& ask) {
  return numbers_of(world.store->inbox(ask, noon));
}

// All pages of a view, two cases a page.
Numbers walk(World& world, sql::InboxAsk ask) {
  Numbers all;
  ask.limit = 2;
  for (int pages = 0; pages < 20; ++pages) {
    const auto page = world.store->inbox(ask, noon);
    for (const auto& number : numbers_of(page)) all.push_back(number);
    if (page.next.empty()) return all;
    CHECK(page.cases.size() == 2);
    ask.cursor = page.next;
  }
  FAIL("the pages do not end");
  return all;
}

struct Five : World {
  Five() {
    // number, due, priority: deadlines out of order, one without, one emergency, two alike
    one_case("1", {.topic = "graffiti", .due_at = after(3h)});
    one_case("2", {.topic = "graffiti", .due_at = after(1h)});
    one_case("3", {.topic = "pothole_street"});
    one_case("4", {.topic = "graffiti", .priority = Priority::emergency, .due_at = after(9h)});
    one_case("5", {.topic = "pothole_street", .due_at = after(1h)});
  }
};

}  // namespace

TEST_CASE("the inbox shows emergencies first, then deadlines, then opening, page by page") {
  Five world;
  const Numbers order{"26-000004", "26-000002", "26-000005", "26-000001", "26-000003"};
  CHECK(inbox(world, {}) == order);
  CHECK(walk(world, {}) == order);
  CHECK(inbox(world, {.topic = "pothole_street"}) == Numbers{"26-000005", "26-000003"});
  CHECK(inbox(world, {.view = "emergency"}) == Numbers{"26-000004"});
}

TEST_CASE("a line of the inbox has the words, the author and what its replies wait for") {
  World world;
  const auto number = world.one_case("1");
  auto line = world.store->inbox({}, noon).cases.at(0);
  CHECK(line.text == "There is a pothole");
  CHECK(line.author_name == "A Resident");
  CHECK(line.version == 1);
  CHECK(!line.draft_waits);
  world.queue(number, "1", 1, ReplyState::draft);
  line = world.store->inbox({}, noon).cases.at(0);
  CHECK(line.draft_waits);
  CHECK(!line.reply_in_doubt);
  world.sql("update reply_intent set state = 'in_doubt'");
  CHECK(world.store->inbox({}, noon).cases.at(0).reply_in_doubt);
  world.sql("update reply_intent set state = 'failed'");
  CHECK(world.store->inbox({}, noon).cases.at(0).reply_failed);
}

TEST_CASE("the views of the inbox are what they say, and their counts agree") {
  Five world;
  REQUIRE(world.store->assign_case("26-000001", 1, "dana", "dana", noon).done);
  REQUIRE(world.store->assign_case("26-000002", 1, "lee", "lee", noon).done);
  REQUIRE(world.store->close_case("26-000003", 1, "fixed", "dana", noon, {}).done);
  world.queue("26-000005", "5", 1, ReplyState::draft);
  world.queue("26-000004", "4");
  REQUIRE(world.store->claim_reply(account, "life", noon, same_text));
  REQUIRE(world.store->recover_attempts(account, "life-2", noon) == 1);
  CHECK(inbox(world, {.view = "mine", .agent = "dana"}) == Numbers{"26-000001"});
  CHECK(inbox(world, {.view = "unassigned"}) == Numbers{"26-000004", "26-000005"});
  CHECK(inbox(world, {.view = "drafts"}) == Numbers{"26-000005"});
  CHECK(inbox(world, {.view = "in_doubt"}) == Numbers{"26-000004"});
  CHECK(inbox(world, {.view = "closed"}) == Numbers{"26-000003"});
  CHECK(inbox(world, {.view = "all"}).size() == 5);
  CHECK(inbox(world, {.view = "no such view"}).empty());
  CHECK(world.store->inbox({.agent = "dana"}, noon).counts ==
        std::map<std::string, std::int64_t>{{"open", 4},
                                            {"mine", 1},
                                            {"unassigned", 2},
                                            {"emergency", 1},
                                            {"partner", 0},
                                            {"needs_person", 0},
                                            {"drafts", 1},
                                            {"in_doubt", 1},
                                            {"watched", 0},
                                            {"incoming", 0}});
}

TEST_CASE("every view can be walked page by page without missing or repeating a case") {
  World world;
  for (int i = 1; i <= 7; ++i) world.one_case(std::to_string(i), {.due_at = after(1h)});
  const auto everything = inbox(world, {});
  CHECK(walk(world, {}) == everything);
  CHECK(walk(world, {.view = "all"}).size() == 7);
  CHECK(walk(world, {.search = "pothole"}).size() == 7);
  for (const auto& number : everything) {
    world.queue(number, std::to_string(std::stoi(number.substr(3))), 1, ReplyState::draft);
  }
  CHECK(walk(world, {.view = "drafts"}).size() == 7);
  for (const auto& number : everything)
    REQUIRE(
        world.store->close_case(number, world.detail(number).version, "done", "d", noon, {}).done);
  const auto closed = walk(world, {.view = "closed"});
  CHECK(std::set<std::string>(closed.begin(), closed.end()).size() == 7);
}

TEST_CASE("a cursor that is none of ours begins at the beginning") {
  Five world;
  for (const auto* cursor : {"x", "1.2", "0.1.2.3.4", "1.999999999999999999999.2.3",
                             "'; drop table post", "-.-.-.-", "1.x.2.3"}) {
    CAPTURE(cursor);
    CHECK(inbox(world, {.cursor = cursor}).size() == 5);
    CHECK_NOTHROW(world.store->review(cursor, 10));
  }
}

TEST_CASE("a search finds a number, its beginning, or words of the first post in any language") {
  World world;
  world.keep({make_post("1", "Hay un bache enorme en Colfax")});
  world.open_cases();
  world.one_case("2");
  CHECK(inbox(world, {.search = "26-000001"}) == Numbers{"26-000001"});
  CHECK(inbox(world, {.search = "26-"}).size() == 2);
  CHECK(inbox(world, {.search = " BACHE colfax "}) == Numbers{"26-000001"});
  CHECK(inbox(world, {.search = "bache pothole"}).empty());
  CHECK(inbox(world, {.search = "'; drop table case_file; --"}).empty());
  REQUIRE(world.store->close_case("26-000001", 1, "done", "d", noon, {}).done);
  CHECK(inbox(world, {.view = "open", .search = "bache"}) == Numbers{"26-000001"});
}

TEST_CASE("a case shows the whole conversation as far as it is known, oldest first") {
  World world;
  auto question = make_post("1");
  question.created_at = after(-3h);
  question.conversation = "root";
  question.in_reply_to = "0";
  auto parent = make_post("0", "Tell us what is broken");
  parent.author.id = own_id;
  parent.created_at = after(-4h);
  auto ours = make_post("2", "Where is it?");
  ours.author.id = own_id;
  ours.conversation = "root";
  ours.in_reply_to = "1";
  ours.created_at = after(-2h);
  auto thanks = make_post("3", "Thanks!");
  thanks.conversation = "root";
  thanks.created_at = after(-1h);
  auto stranger = make_post("4", "Me too");
  stranger.author.id = "77";
  stranger.conversation = "root";
  world.keep({question});
  const auto number = world.open_cases().at(0);
  world.keep({parent, ours, thanks, stranger});
  Numbers ids;
  for (const auto& post : world.detail(number).posts) ids.push_back(post.post.id);
  CHECK(ids == Numbers{"0", "1", "2", "3"});
}

TEST_CASE("a case is found by its public token and by nothing else") {
  World world;
  const auto number = world.one_case("1");
  const auto token = world.detail(number).public_token;
  REQUIRE(world.store->case_by_token(token).has_value());
  CHECK(world.store->case_by_token(token)->about.number == number);
  CHECK(!world.store->case_by_token(""));
  CHECK(!world.store->case_by_token(number));
  CHECK(!world.store->case_detail("26-999999"));
}

TEST_CASE("who decides on an older state of a case is refused, and nothing happens") {
  World world;
  const auto number = world.one_case("1");
  REQUIRE(world.store->assign_case(number, 1, "dana", "dana", noon).done);
  const auto before = world.detail(number);
  const auto told = world.store->newest_event();
  const auto check = [](const sql::Changed& changed) {
    CHECK(!changed.done);
    CHECK(changed.why_not == "changed");
    CHECK(changed.version == 2);
  };
  check(world.store->assign_case(number, 1, "lee", "lee", noon));
  check(world.store->close_case(number, 1, "fixed", "lee", noon, world.reply(number, "1")));
  check(world.store->reopen_case(number, 1, "lee", noon));
  check(world.store->answer_case(number, 1, world.reply(number, "1")));
  check(world.store->set_status(number, 1, CaseStatus::open, "lee", noon));
  check(world.store->reroute_case(number, 1, "graffiti", "G", "parks", "lee", noon));
  CHECK(world.detail(number).about == before.about);
  CHECK(world.detail(number).events.size() == before.events.size());
  CHECK(world.detail(number).replies.empty());
  CHECK(world.store->newest_event() == told);
  CHECK(world.store->close_case("26-999999", 1, "", "", noon, {}).why_not == "unknown case");
}

TEST_CASE("closing takes its closing note along and withholds drafts that it overtakes") {
  World world;
  const auto number = world.one_case("1");
  world.queue(number, "1", 1, ReplyState::draft);
  auto note = world.reply(number, "1");
  note.kind = ReplyKind::closing;
  note.marker = "closing-marker";
  const auto version = world.detail(number).version;
  const auto closed =
      world.store->close_case(number, version, "The hole is filled", "dana", after(1h), note);
  CHECK(closed.done);
  CHECK(closed.version == version + 1);
  const auto detail = world.detail(number);
  CHECK(detail.about.status == CaseStatus::closed);
  CHECK(detail.about.closed_at == after(1h));
  CHECK(detail.about.resolution == "The hole is filled");
  REQUIRE(detail.replies.size() == 2);
  CHECK(detail.replies[0].state == ReplyState::withheld);
  CHECK(detail.replies[1].kind == ReplyKind::closing);
  CHECK(detail.replies[1].state == ReplyState::queued);
  CHECK(detail.events.back().kind == "closed");
  CHECK(world.store->close_case(number, closed.version, "again", "dana", noon, {}).why_not ==
        "closed");

  const auto reopened = world.store->reopen_case(number, closed.version, "dana", after(2h));
  CHECK(reopened.done);
  const auto open = world.detail(number);
  CHECK(open.about.status == CaseStatus::open);
  CHECK(!open.about.closed_at);
  CHECK(!open.about.resolution);
  CHECK(world.store->reopen_case(number, reopened.version, "dana", noon).why_not == "not closed");
  // The same closing note once more: refused as a whole, the case stays open and its drafts alive.
  CHECK(!world.store->close_case(number, reopened.version, "done", "dana", noon, note).done);
  CHECK(world.detail(number).about.status == CaseStatus::open);
}

TEST_CASE("an answer is written down with its case in one step and makes a new case an open one") {
  World world;
  const auto number = world.one_case("1");
  const auto answered = world.store->answer_case(number, 1, world.reply(number, "1"));
  CHECK(answered.done);
  CHECK(answered.version == 2);
  CHECK(world.detail(number).about.status == CaseStatus::open);
  const auto again = world.store->answer_case(number, 2, world.reply(number, "1"));
  CHECK(!again.done);
  CHECK(again.why_not == "the same reply exists");
  CHECK(world.detail(number).version == 2);
  CHECK(world.detail(number).replies.size() == 1);
}

TEST_CASE(
    "status, route, assignee and notes move a case and stand in its history with their author") {
  World world;
  const auto number = world.one_case("1");
  CHECK(world.store->set_status(number, 1, CaseStatus::with_agency, "dana", noon).done);
  CHECK(world.store->reroute_case(number, 2, "graffiti", "GRAFFITI", "parks", "dana", noon).done);
  CHECK(world.store->assign_case(number, 3, "lee", "dana", noon).done);
  const auto noted = world.store->add_note(number, "called the crew", "lee", noon);
  CHECK(noted.done);
  CHECK(noted.version == 4);
  CHECK(!world.store->set_status(number, 4, CaseStatus::closed, "dana", noon).done);
  CHECK(!world.store->add_note("26-999999", "x", "lee", noon).done);
  const auto detail = world.detail(number);
  CHECK(detail.about.status == CaseStatus::with_agency);
  CHECK(detail.about.topic == "graffiti");
  CHECK(detail.about.service_code == "GRAFFITI");
  CHECK(detail.about.division == "parks");
  CHECK(detail.assignee == "lee");
  std::vector<std::string> history;
  for (const auto& event : detail.events)
    history.push_back(event.actor + " " + event.kind + " " + event.text);
  CHECK(history == std::vector<std::string>{"auto opened ", "dana status with_agency",
                                            "dana rerouted graffiti, parks", "dana assigned lee",
                                            "lee note called the crew"});
}

TEST_CASE("nobody rewrites a history or the stream, not even with SQL") {
  World world;
  world.one_case("1");
  for (const auto* table : {"case_event", "event"}) {
    CAPTURE(table);
    CHECK_THROWS(world.sql(std::string("delete from ") + table));
    CHECK_THROWS(world.sql(std::string("truncate ") + table));
    CHECK_THROWS(world.sql(std::string("update ") + table + " set at = now()"));
  }
}

TEST_CASE("posts in review come newest first, page by page, and leave by an agent's word") {
  World world;
  std::vector<Post> posts;
  for (int i = 1; i <= 5; ++i) {
    posts.push_back(make_post(std::to_string(i)));
    posts.back().created_at = after(i * 1min);
  }
  world.keep(posts);
  world.store->decide_posts(10, noon, [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.settle_post(post, "review", {}, "unsure", noon);
  });
  const auto first = world.store->review("", 3);
  REQUIRE(first.posts.size() == 3);
  CHECK(first.posts[0].post.id == "5");
  const auto second = world.store->review(first.next, 3);
  REQUIRE(second.posts.size() == 2);
  CHECK(second.posts[0].post.id == "2");
  CHECK(second.next.empty());
  CHECK(world.store->dismiss_post(first.posts[0].post_id, "dana", noon));
  CHECK(!world.store->dismiss_post(first.posts[0].post_id, "dana", noon));
  CHECK(!world.store->dismiss_post(9999, "dana", noon));
  CHECK(world.store->review("", 10).posts.size() == 4);
  const auto post = world.store->post(first.posts[0].post_id);
  REQUIRE(post.has_value());
  CHECK(post->state == "ignored");
  CHECK(post->reason == "not a request, says dana");
  CHECK(!world.store->post(9999));
}

TEST_CASE("a draft is one agent's for one case, and an empty one is gone") {
  World world;
  const auto number = world.one_case("1");
  world.store->save_draft(number, "dana", "We are look", noon);
  world.store->save_draft(number, "dana", "We are looking", noon);
  world.store->save_draft(number, "lee", "other", noon);
  CHECK(world.store->draft(number, "dana") == "We are looking");
  CHECK(world.store->draft(number, "lee") == "other");
  CHECK(world.store->draft(number, "max").empty());
  world.store->save_draft(number, "dana", "", noon);
  CHECK(world.store->draft(number, "dana").empty());
  CHECK(world.sql("select count(*) from draft") == "1");
}

TEST_CASE("the stream tells what moved, in order, and never what was said") {
  World world;
  const auto start = world.store->newest_event();
  const auto number = world.one_case("1");
  REQUIRE(world.store->assign_case(number, 1, "dana", "dana", noon).done);
  world.queue(number, "1");
  const auto events = world.store->events_after(start, 100);
  std::vector<std::string> told;
  for (const auto& event : events)
    told.push_back(event.kind + " " + event.object + " " + std::to_string(event.version));
  const auto feed = std::to_string(world.feed.feed_id);
  const auto post = std::to_string(world.detail(number).posts.at(0).post_id);
  CHECK(told == std::vector<std::string>{"feed " + feed + " 1", "case " + number + " 1",
                                         "post " + post + " 0", "case " + number + " 2",
                                         "reply " + number + " 2", "case " + number + " 3"});
  CHECK(world.store->events_after(events.at(2).event_id, 2).size() == 2);
  CHECK(world.store->events_after(world.store->newest_event(), 10).empty());
  CHECK(world.sql("select count(*) from event where object like '%pothole%'") == "0");
}

TEST_CASE("the overview counts what there is") {
  World world;
  CHECK(!world.store->overview(noon).oldest_new_post_at);
  world.one_case("1");
  world.keep({make_post("2")});
  const auto overview = world.store->overview(noon);
  CHECK(overview.posts_by_state == std::map<std::string, std::int64_t>{{"case", 1}, {"new", 1}});
  CHECK(overview.cases_by_status == std::map<std::string, std::int64_t>{{"new", 1}});
  CHECK(overview.replies_by_state.empty());
  CHECK(overview.oldest_new_post_at == noon);
  CHECK(!overview.oldest_in_doubt_at);
  REQUIRE(overview.feeds.size() == 1);
  CHECK(overview.feeds[0].feed.listen == "mentions");
}
