// Undecided posts: who gets them, what a failing decision leaves behind, what is known around a
// post.
#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "core/json.h"
#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

using Posts = std::vector<std::string>;

Post at(Post post, Instant created) {
  post.created_at = created;
  return post;
}

void ignore(sql::DecideTurn& turn, const sql::StoredPost& post) {
  turn.settle_post(post, "ignored", {}, "nothing is asked", noon);
}

Posts decide(sql::Store& store, int limit) {
  Posts seen;
  store.decide_posts(limit, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    seen.push_back(post.post.id);
    ignore(turn, post);
  });
  return seen;
}

sql::PostHistory history_of(World& world, const Post& post) {
  world.keep({post});
  sql::PostHistory history;
  world.store->decide_posts(100, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& stored) {
    if (stored.post.id == post.id) history = turn.history(stored, noon);
    ignore(turn, stored);
  });
  return history;
}

Post answer_to(const std::string& id, const std::string& in_reply_to) {
  auto post = make_post(id);
  post.in_reply_to = in_reply_to;
  return post;
}

Post in_conversation(const std::string& id, const std::string& conversation) {
  auto post = make_post(id);
  post.conversation = conversation;
  return post;
}

sql::NewCaseRow case_for(const std::string& number) {
  return {.topic = "pothole_street", .opened_at = noon, .public_token = "token-of-" + number};
}

}  // namespace

TEST_CASE("undecided posts come oldest first, as many as asked for, and only once") {
  World world;
  world.keep({at(make_post("new"), after(2h)), at(make_post("old"), after(-2h)), make_post("mid")});
  CHECK(decide(*world.store, 2) == Posts{"old", "mid"});
  CHECK(decide(*world.store, 2) == Posts{"new"});
  CHECK(decide(*world.store, 2).empty());
  CHECK(world.store->decide_posts(2, noon, ignore) == 0);
}

TEST_CASE("a finding that cannot be stored is one post's failure, not the batch's") {
  World world;
  world.keep({make_post("good"), make_post("bad"), make_post("fine")});
  const auto settle = [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    Finding finding;
    if (post.post.id == "bad") finding.language = std::string("e\0n", 3);  // as JSON: refused
    turn.settle_post(post, "ignored", finding, "nothing is asked", noon);
  };
  CHECK(world.store->decide_posts(10, noon, settle) == 3);
  CHECK(decide(*world.store, 10) == Posts{"bad"});
}

TEST_CASE("an answer in the same batch finds what its question became") {
  World world;
  auto answer = in_conversation("answer", "talk");
  answer.in_reply_to = "first";
  world.keep({at(in_conversation("first", "talk"), noon), at(answer, after(1min)),
              at(make_post("other"), after(2min))});
  std::map<std::string, std::string> seen;
  world.store->decide_posts(10, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    const auto history = turn.history(post, noon);
    seen[post.post.id] = history.conversation_case ? history.conversation_case->number : "none";
    if (post.post.id == "first") turn.open_case("26-000001", case_for("26-000001"), post);
    turn.settle_post(post, post.post.id == "first" ? "case" : "ignored", {}, "", noon);
  });
  CHECK(seen == std::map<std::string, std::string>{
                    {"first", "none"}, {"answer", "26-000001"}, {"other", "none"}});
}

TEST_CASE("what one post of a batch wrote goes when its decision fails, the others stay") {
  World world;
  world.keep(
      {at(make_post("1"), noon), at(make_post("2"), after(1min)), at(make_post("3"), after(2min))});
  CHECK_NOTHROW(
      world.store->decide_posts(10, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
        const auto number = "26-00000" + post.post.id;
        turn.open_case(number, case_for(number), post);
        turn.settle_post(post, "case", {}, "", noon);
        if (post.post.id == "2") throw std::runtime_error("a rule that fails");
      }));
  CHECK(world.store->case_detail("26-000001"));
  CHECK_FALSE(world.store->case_detail("26-000002"));
  CHECK(world.store->case_detail("26-000003"));
  CHECK(decide(*world.store, 10) == Posts{"2"});
}

TEST_CASE("posts another worker holds are passed over") {
  World world;
  world.keep({make_post("1"), make_post("2"), make_post("3")});
  const auto other = world.another();
  Posts others;
  int mine = 0;
  world.store->decide_posts(2, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    if (mine++ == 0) others = decide(*other, 10);
    ignore(turn, post);
  });
  CHECK(mine == 2);
  CHECK(others == Posts{"3"});
}

TEST_CASE("an answer is not decided while another worker holds what was said before it") {
  World world;
  world.keep(
      {at(in_conversation("1", "c"), after(-1h)), in_conversation("2", "c"), make_post("3")});
  const auto other = world.another();
  Posts others;
  world.store->decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    others = decide(*other, 10);
    ignore(turn, post);
  });
  CHECK(others == Posts{"3"});
  CHECK(decide(*other, 10) == Posts{"2"});
}

TEST_CASE("a decision that throws leaves nothing of itself and does not touch its neighbours") {
  World world;
  world.keep({at(make_post("1"), after(-2h)), at(make_post("2"), after(-1h)), make_post("3")});
  const auto before = world.store->newest_event();
  const auto failing = [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.settle_post(post, "ignored", {}, "", noon);
    if (post.post.id != "2") return;
    turn.open_case("26-000001", {.opened_at = noon, .public_token = "t"}, post);
    throw std::runtime_error("a poisonous post");
  };
  CHECK(world.store->decide_posts(10, noon, failing) == 3);
  CHECK(world.states() ==
        std::map<std::string, std::string>{{"1", "ignored"}, {"2", "new"}, {"3", "ignored"}});
  CHECK(world.sql("select count(*) from case_file") == "0");
  CHECK(world.store->newest_event() == before + 2);
}

TEST_CASE("a post that fails three times goes to a person, with its bytes among the dead letters") {
  World world;
  world.keep({make_post("1")});
  const auto failing = [](sql::DecideTurn&, const sql::StoredPost&) {
    throw std::runtime_error("a poisonous post");
  };
  world.store->decide_posts(10, noon, failing);
  world.store->decide_posts(10, noon, failing);
  CHECK(world.states().at("1") == "new");
  world.store->decide_posts(10, noon, failing);
  CHECK(world.states().at("1") == "review");
  CHECK(world.store->decide_posts(10, noon, failing) == 0);
  CHECK(world.store->overview(noon).dead_letters == 1);
  CHECK(world.sql("select raw, error from dead_letter") == R"({"id":"1"}|a poisonous post)");
  CHECK(world.store->review("", 10).posts.at(0).reason == "could not be decided: a poisonous post");
}

TEST_CASE("an error of the database inside a decision counts against its post only") {
  World world;
  world.keep({at(make_post("1"), after(-1h)), make_post("2")});
  const auto same_number = [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.open_case("26-000001", {.opened_at = noon, .public_token = post.post.id}, post);
    turn.settle_post(post, "case", {}, "", noon);
  };
  CHECK(world.store->decide_posts(10, noon, same_number) == 2);
  CHECK(world.states() == std::map<std::string, std::string>{{"1", "case"}, {"2", "new"}});
}

TEST_CASE("a database that is lost in the middle of a batch undoes the whole batch") {
  World world;
  world.keep({at(make_post("1"), after(-1h)), make_post("2")});
  const auto losing = [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    if (post.post.id == "2") throw sql::StoreLost("pulled the plug");
    ignore(turn, post);
  };
  CHECK_THROWS_AS(world.store->decide_posts(10, noon, losing), sql::StoreLost);
  CHECK(decide(*world.another(), 10) == Posts{"1", "2"});
}

TEST_CASE("numbers of cases start at one each year and a rolled back one is given again") {
  World world;
  world.keep({make_post("1")});
  Posts given;
  const auto count = [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    given.push_back(std::to_string(turn.next_case_sequence(2026)) + " " +
                    std::to_string(turn.next_case_sequence(2027)));
    if (given.size() == 1) throw std::runtime_error("once");
    ignore(turn, post);
  };
  world.store->decide_posts(1, noon, count);
  world.store->decide_posts(1, noon, count);
  CHECK(given == Posts{"1 1", "1 1"});
  world.keep({make_post("2")});
  world.store->decide_posts(1, noon, count);
  CHECK(given.back() == "2 2");
}

TEST_CASE("a case is opened once for a post and carries what it was opened with") {
  World world;
  world.keep({make_post("1")});
  const sql::NewCaseRow row{.topic = "pothole_street",
                            .service_code = "POTHOLE",
                            .division = "street",
                            .priority = Priority::emergency,
                            .status = CaseStatus::needs_info,
                            .opened_at = noon,
                            .due_at = after(48h),
                            .location = Location{.start = 3,
                                                 .end = 9,
                                                 .text = "Colfax",
                                                 .kind = "street",
                                                 .lat = 39.74,
                                                 .lon = -104.99,
                                                 .neighborhood = "Capitol Hill"},
                            .language = "es",
                            .reason = "it names a pothole",
                            .public_token = "secret-token"};
  world.store->decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    CHECK(turn.open_case("26-000001", row, post));
    CHECK(!turn.open_case("26-000002", row, post));
    CHECK(turn.find_case("26-000001").has_value());
    CHECK(!turn.find_case("26-000002").has_value());
    turn.settle_post(post, "case", {}, "", noon);
  });
  const auto detail = world.detail("26-000001");
  const Case expected{.number = "26-000001",
                      .status = CaseStatus::needs_info,
                      .topic = "pothole_street",
                      .service_code = "POTHOLE",
                      .division = "street",
                      .priority = Priority::emergency,
                      .opened_at = noon,
                      .due_at = after(48h),
                      .network = "twitter",
                      .post_ids = {"1"},
                      .location = row.location,
                      .resident = {.network = "twitter", .id = "42", .handle = "resident"},
                      .language = "es",
                      .contacts = 1};
  CHECK(detail.about == expected);
  CHECK(detail.reason == "it names a pothole");
  CHECK(detail.public_token == "secret-token");
  CHECK(detail.version == 1);
  REQUIRE(detail.events.size() == 1);
  CHECK(detail.events[0].kind == "opened");
  CHECK(detail.events[0].actor == "auto");
}

TEST_CASE("what the rules said is kept with the post in its exchange form") {
  World world;
  world.keep({make_post("1")});
  const Finding finding{.service_request = 0.75,
                        .decision = Decision::review,
                        .topics = {{.topic = "graffiti", .score = 0.5}},
                        .rules = "v7"};
  world.store->decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.settle_post(post, "review", finding, "a person looks", noon);
  });
  const auto post = world.store->review("", 10).posts.at(0);
  const auto json = JsonValue::parse(post.finding_json);
  REQUIRE(json.ok());
  CHECK((*json)["decision"].text() == "review");
  CHECK((*json)["topics"].at(0)["topic"].text() == "graffiti");
  CHECK((*json)["rules"].text() == "v7");
  CHECK(post.reason == "a person looks");
  CHECK(world.sql("select rules, topic, decision from finding") == "v7|graffiti|review");
}

TEST_CASE("a state that no decided post can have is refused") {
  World world;
  world.keep({make_post("1")});
  world.store->decide_posts(1, noon, [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    CHECK_THROWS_AS(turn.settle_post(post, "new", {}, "", noon), std::logic_error);
  });
}

TEST_CASE("a further post joins a case once, moves it and counts as a contact") {
  World world;
  const auto number = world.one_case("1");
  world.keep({answer_to("2", "1")});
  world.store->decide_posts(1, after(1h), [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.join_case(number, post);
    turn.join_case(number, post);
    turn.settle_post(post, "case", {}, "", noon);
  });
  const auto detail = world.detail(number);
  CHECK(detail.about.post_ids == std::vector<std::string>{"1", "2"});
  CHECK(detail.about.contacts == 2);
  CHECK(detail.version == 2);
  CHECK(detail.events.back().kind == "joined");
}

TEST_CASE("a status set by a decision clears or stamps the end, and a missing case is an error") {
  World world;
  const auto number = world.one_case("1");
  world.keep({make_post("2")});
  world.store->decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.set_case_status(number, CaseStatus::closed, "", after(1h));
    CHECK(turn.find_case(number)->closed_at == after(1h));
    turn.set_case_status(number, CaseStatus::open, "not fixed", after(2h));
    CHECK(!turn.find_case(number)->closed_at);
    turn.set_case_location(number, {.text = "Broadway", .kind = "street"}, after(2h));
    CHECK(turn.find_case(number)->location->text == "Broadway");
    ignore(turn, post);
  });
  const auto events = world.detail(number).events;
  REQUIRE(events.size() == 4);
  CHECK(events[2].kind == "reopened");
  CHECK(events[2].text == "not fixed");
  world.keep({make_post("3")});
  bool refused = false;
  world.store->decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    try {
      turn.join_case("26-999999", post);
    } catch (const std::logic_error&) {
      refused = true;
      throw;
    }
  });
  CHECK(refused);
}

TEST_CASE("a post finds the case of the post it answers") {
  World world;
  const auto number = world.one_case("1");
  const auto history = history_of(world, answer_to("2", "1"));
  REQUIRE(history.conversation_case.has_value());
  CHECK(history.conversation_case->number == number);
  CHECK(!history.answers_us);
}

TEST_CASE("a post that answers our reply finds that reply's case and knows that it answers us") {
  World world;
  const auto number = world.one_case("1");
  world.queue(number, "1");
  const auto claimed = world.store->claim_reply(account, "life", noon, same_text);
  REQUIRE(claimed.has_value());
  REQUIRE(world.store->end_attempt({.intent_id = claimed->intent_id,
                                    .attempt_id = claimed->attempt_id,
                                    .outcome = "sent",
                                    .state = ReplyState::sent,
                                    .remote_id = "555",
                                    .at = noon}));
  const auto history = history_of(world, answer_to("2", "555"));
  REQUIRE(history.conversation_case.has_value());
  CHECK(history.conversation_case->number == number);
  CHECK(history.answers_us);
}

TEST_CASE("in a conversation of many the author's own case is nearer than another's") {
  World world;
  auto others = in_conversation("2", "root");
  others.author = {.id = "77", .handle = "neighbour", .name = "N"};
  world.keep({in_conversation("1", "root")});
  const auto mine = world.open_cases().at(0);
  world.keep({others});
  const auto theirs = world.open_cases({.opened_at = after(1h)}).at(0);
  CHECK(history_of(world, in_conversation("3", "root")).conversation_case->number == mine);
  auto stranger = in_conversation("4", "root");
  stranger.author.id = "99";
  CHECK(history_of(world, stranger).conversation_case->number == theirs);
  CHECK(!history_of(world, in_conversation("5", "elsewhere")).conversation_case);
  auto elsewhere = in_conversation("6", "root");
  elsewhere.network = "mastodon";
  CHECK(!history_of(world, elsewhere).conversation_case);
}

TEST_CASE("an automatic reply in the conversation counts for a day and for its author only") {
  World world;
  world.keep({in_conversation("1", "root")});
  const auto number = world.open_cases().at(0);
  auto receipt = world.reply(number, "1");
  receipt.kind = ReplyKind::receipt;
  receipt.by = "auto";
  REQUIRE(world.store->answer_case(number, 1, receipt).done);
  CHECK(history_of(world, in_conversation("2", "root")).automatic_reply_in_conversation);
  CHECK(!history_of(world, in_conversation("3", "elsewhere")).automatic_reply_in_conversation);
  auto other = in_conversation("4", "root");
  other.author.id = "77";
  CHECK(!history_of(world, other).automatic_reply_in_conversation);
  world.sql("update reply_intent set created_at = created_at - interval '25 hours'");
  CHECK(!history_of(world, in_conversation("5", "root")).automatic_reply_in_conversation);
}

TEST_CASE("a draft and a reply by a person are no automatic reply") {
  World world;
  world.keep({in_conversation("1", "root")});
  const auto number = world.open_cases().at(0);
  world.queue(number, "1");
  auto draft = world.reply(number, "1", 2);
  draft.by = "auto";
  draft.state = ReplyState::draft;
  REQUIRE(world.store->answer_case(number, world.detail(number).version, draft).done);
  CHECK(!history_of(world, in_conversation("2", "root")).automatic_reply_in_conversation);
}

TEST_CASE("the same reply cannot be written down twice, whoever tries") {
  World world;
  const auto number = world.one_case("1");
  world.keep({make_post("2")});
  world.store->decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    CHECK(turn.add_reply(world.reply(number, "1", 1)));
    auto again = world.reply(number, "1", 1);
    again.body = "another text";
    again.marker = "another-marker";
    CHECK(!turn.add_reply(again));
    CHECK(turn.add_reply(world.reply(number, "1", 2)));
    ignore(turn, post);
  });
  CHECK(world.sql("select count(*) from reply_intent where body = 'another text'") == "0");
}

TEST_CASE("a marker that stands in another reply is an error, not a reply lost in silence") {
  World world;
  const auto number = world.one_case("1");
  world.queue(number, "1");
  auto stolen = world.reply(number, "1", 2);
  stolen.marker = world.reply(number, "1", 1).marker;
  CHECK_THROWS_AS(world.store->answer_case(number, world.detail(number).version, stolen),
                  std::logic_error);
}

TEST_CASE("an agent turns a post into a case, once, and not one of our own") {
  World world;
  world.keep({make_post("1")});
  world.store->decide_posts(1, noon, [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.settle_post(post, "review", {}, "unsure", noon);
  });
  const auto post_id = world.store->review("", 1).posts.at(0).post_id;
  const auto make = [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.open_case("26-000001", {.opened_at = noon, .public_token = "t", .opened_by = "dana"},
                   post);
    turn.settle_post(post, "case", {}, "an agent's decision", noon);
  };
  CHECK_THROWS_AS(world.store->convert_post(post_id, noon,
                                            [](sql::DecideTurn& turn, const sql::StoredPost& post) {
                                              turn.settle_post(post, "case", {}, "", noon);
                                              throw std::runtime_error("changed my mind");
                                            }),
                  std::runtime_error);
  CHECK(world.states().at("1") == "review");
  CHECK(world.store->convert_post(post_id, noon, make));
  CHECK(!world.store->convert_post(post_id, noon, make));
  CHECK(!world.store->convert_post(9999, noon, make));
  CHECK(world.detail("26-000001").events.at(0).actor == "dana");
}

TEST_CASE("two workers that wait for each other's rows both get done") {
  World world;
  const auto number = world.one_case("1");
  world.keep({make_post("2"), make_post("3")});
  const auto other = world.another();
  std::barrier both_hold(2);
  enum class Takes { number_first, case_first };
  const auto work = [&](sql::Store& store, Takes order) {
    const bool number_first = order == Takes::number_first;
    int tries = 0;
    store.decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
      const bool first_try = ++tries == 1;
      if (number_first) turn.next_case_sequence(2026);
      if (!number_first) turn.join_case(number, post);
      if (first_try) both_hold.arrive_and_wait();
      if (number_first) turn.join_case(number, post);
      if (!number_first) turn.next_case_sequence(2026);
      turn.settle_post(post, "case", {}, "", noon);
    });
    return tries;
  };
  std::atomic<int> tries = 0;
  std::string trouble;
  std::thread second([&] { tries += work(*other, Takes::case_first); });
  try {
    tries += work(*world.store, Takes::number_first);
  } catch (const std::exception& error) {
    trouble = error.what();
  }
  second.join();
  CHECK(trouble.empty());
  CHECK(tries.load() >= 3);  // the server ended one of the two, its turn ran again
  CHECK(world.detail(number).about.contacts == 3);
}
