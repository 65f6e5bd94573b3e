// Posts that are looked at again: edited, gone, hidden and back.
#include <doctest/doctest.h>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

sql::SeenAgain again(const std::vector<Post>& posts, const std::vector<sql::GonePost>& gone = {},
                     Instant now = after(1h)) {
  sql::SeenAgain seen;
  seen.account_key = account;
  seen.posts = posts;
  seen.gone = gone;
  for (const auto& post : posts) seen.asked.push_back(post.id);
  for (const auto& post : gone) seen.asked.push_back(post.id);
  seen.now = now;
  return seen;
}

Post edited(const std::string& id, const std::string& text) {
  Post post = make_post(id, text);
  post.version = "2";
  return post;
}

std::vector<std::string> due(World& world, Instant now) {
  return world.store->posts_to_check(account, {}, 100, now);
}

std::vector<std::string> changes(World& world) {
  std::vector<std::string> out;
  world.store->take_changes(
      100, after(2h),
      [&](sql::DecideTurn&, const sql::PostChange& change, const sql::StoredPost& post) {
        out.push_back(change.kind + " " + post.post.id + " " + change.case_number + " " +
                      change.why);
      });
  return out;
}

std::vector<std::string> kinds(const sql::CaseDetail& detail) {
  std::vector<std::string> out;
  for (const auto& event : detail.events) out.push_back(event.kind);
  return out;
}

}  // namespace

TEST_CASE("fresh posts of open cases are due often, older ones hourly, old ones within a day") {
  World world;
  world.one_case("1");
  CHECK(due(world, after(5min)).empty());
  CHECK(due(world, after(10min)) == std::vector<std::string>{"1"});
  world.store->keep_again(again({make_post("1")}, {}, after(3h)));
  CHECK(due(world, after(3h + 59min)).empty());
  CHECK(due(world, after(4h)) == std::vector<std::string>{"1"});
  world.store->keep_again(again({make_post("1")}, {}, after(100h)));
  CHECK(due(world, after(119h)).empty());
  CHECK(due(world, after(120h)) == std::vector<std::string>{"1"});
}

TEST_CASE("closed cases, posts of no interest and direct messages are not looked at again") {
  World world;
  auto message = make_post("7");
  message.kind = PostKind::direct_message;
  world.keep({message});
  world.open_cases();
  const auto number = world.one_case("1");
  CHECK(due(world, after(2h)) == std::vector<std::string>{"1"});
  const auto detail = world.detail(number);
  REQUIRE(world.store->close_case(number, detail.version, "done", "agent", after(1h), {}).done);
  CHECK(due(world, after(2h)).empty());
}

TEST_CASE("the target of a reply in flight is looked at again although its case is closed") {
  World world;
  const auto number = world.one_case("1");
  world.queue(number, "1");
  const auto detail = world.detail(number);
  REQUIRE(world.store->close_case(number, detail.version, "done", "agent", after(1h), {}).done);
  CHECK(due(world, after(2h)) == std::vector<std::string>{"1"});
}

TEST_CASE("what could not be judged changes nothing and does not come first again at once") {
  World world;
  world.one_case("1");
  auto vain = again({});
  vain.asked = {"1"};
  const auto kept = world.store->keep_again(vain);
  CHECK(kept.gone + kept.changed + kept.back == 0);
  CHECK(world.states().at("1") == "case");
  CHECK(due(world, after(1h + 29min)).empty());
  CHECK(due(world, after(1h + 30min)) == std::vector<std::string>{"1"});
}

TEST_CASE("an edited post of a case keeps its case and is handed to the bridge once") {
  World world;
  const auto number = world.one_case("1");
  const auto kept = world.store->keep_again(again({edited("1", "The pothole is at 5th and Main")}));
  CHECK(kept.changed == 1);
  CHECK(world.states().at("1") == "case");
  CHECK(world.detail(number).events.back().kind == "edited");
  CHECK(world.detail(number).posts.at(0).post.text == "The pothole is at 5th and Main");
  CHECK(world.sql("select count(*) from post_version") == "2");
  CHECK(changes(world) == std::vector<std::string>{"edited 1 " + number + " "});
  CHECK(changes(world).empty());
  CHECK(world.store->inbox({.view = "all", .search = "Main"}, noon).cases.size() == 1);
}

TEST_CASE("an edited post that was passed over is decided again from the beginning") {
  World world;
  world.keep({make_post("1", "Lovely day")});
  world.store->decide_posts(10, noon, [](sql::DecideTurn& turn, const sql::StoredPost& post) {
    turn.settle_post(post, "ignored", {}, "nothing asked", noon);
  });
  CHECK(world.states().at("1") == "ignored");
  world.store->keep_again(again({edited("1", "A pothole on 5th")}));
  CHECK(world.states().at("1") == "new");
  CHECK(changes(world).empty());
}

TEST_CASE("the same text again is no change, and posts nobody knows are passed over") {
  World world;
  world.one_case("1");
  const auto kept = world.store->keep_again(again({make_post("1"), make_post("unknown")}));
  CHECK(kept.changed == 0);
  CHECK(world.states().size() == 1);
}

TEST_CASE("of a deleted post nothing stays but that it was there, and for which case") {
  World world;
  const auto number = world.one_case("1");
  world.sql(
      "update finding set body = '{\"id\":\"1\",\"topics\":[{\"topic\":\"pothole_street\","
      "\"evidence\":[{\"start\":0,\"end\":5,\"term\":\"hole\"}]}],\"pii\":[{\"kind\":\"phone\"}],"
      "\"locations\":[{\"text\":\"my house\"}]}'");
  const auto told = world.store->newest_event();
  CHECK(world.store->keep_again(again({}, {{"1", "deleted"}})).gone == 1);
  CHECK(world.states().at("1") == "deleted");
  CHECK(world.sql("select count(*) from post_version where text <> '' or raw <> ''") == "0");
  CHECK(world.sql("select count(*) from case_words") == "0");
  CHECK(world.sql("select body::text from finding").find("my house") == std::string::npos);
  CHECK(world.sql("select body -> 'topics' -> 0 ->> 'topic' from finding") == "pothole_street");
  CHECK(world.sql("select body -> 'topics' -> 0 ->> 'evidence' from finding") == "[]");
  const auto detail = world.detail(number);
  CHECK(detail.events.back().kind == "deleted");
  CHECK(detail.events.back().text == "the resident deleted the post");
  REQUIRE(detail.posts.size() == 1);
  CHECK(detail.posts[0].post.id == "1");
  CHECK(detail.posts[0].post.author.id == "42");
  CHECK(detail.posts[0].post.created_at == noon);
  CHECK(detail.posts[0].post.text.empty());
  CHECK(world.store->newest_event() > told);
  CHECK(changes(world) == std::vector<std::string>{"gone 1 " + number + " deleted"});
  CHECK(world.store->keep_again(again({}, {{"1", "deleted"}})).gone == 0);
  CHECK(due(world, after(48h)).empty());
}

TEST_CASE("replies to a post that is gone are withheld when they come up") {
  World world;
  const auto number = world.one_case("1");
  const auto intent = world.queue(number, "1");
  world.store->keep_again(again({}, {{"1", "hidden"}}));
  REQUIRE(world.store->lock_sender(account));
  CHECK(!world.store->claim_reply(account, "life", after(2h), same_text));
  CHECK(world.state_of(intent) == "withheld");
}

TEST_CASE("a hidden post is looked at now and then, and comes back with its text and its case") {
  World world;
  const auto number = world.one_case("1", {});
  world.store->keep_again(again({}, {{"1", "hidden"}}));
  CHECK(world.detail(number).events.back().text == "the post was hidden on the network");
  changes(world);
  CHECK(due(world, after(20h)).empty());
  CHECK(due(world, after(21h)) == std::vector<std::string>{"1"});
  const auto kept = world.store->keep_again(again({make_post("1")}, {}, after(22h)));
  CHECK(kept.back == 1);
  CHECK(world.states().at("1") == "case");
  CHECK(world.detail(number).posts.at(0).post.text == "There is a pothole");
  CHECK(kinds(world.detail(number)).back() == "restored");
  CHECK(changes(world) == std::vector<std::string>{"back 1 " + number + " "});
  CHECK(world.store->inbox({.view = "all", .search = "pothole"}, noon).cases.size() == 1);
}

TEST_CASE(
    "a page that still shows a tombstone's post brings it back, undecided ones to be decided") {
  World world;
  world.keep({make_post("1")});
  CHECK(world.store->posts_gone(account, {{"1", "withheld"}}, after(1min)) == 1);
  CHECK(world.store->decide_posts(10, noon, [](auto&, const auto&) {}) == 0);
  world.keep({edited("1", "There is a pothole, still")});
  CHECK(world.states().at("1") == "new");
  CHECK(world.sql("select coalesce(gone, 'none') from post") == "none");
  CHECK(world.sql("select text from post_version v join post p on p.version = v.version") ==
        "There is a pothole, still");
}

TEST_CASE("our own posts are our record: they are not wiped") {
  World world;
  auto own = make_post("1", "Thanks, case 26-000001");
  own.author.id = own_id;
  world.keep({own});
  CHECK(world.store->posts_gone(account, {{"1", "deleted"}}, noon) == 0);
  CHECK(world.sql("select text from post_version") == "Thanks, case 26-000001");
}

TEST_CASE("a change that cannot be acted on is tried three times and holds up no other") {
  World world;
  world.one_case("1");
  world.one_case("2");
  world.store->keep_again(again({}, {{"1", "deleted"}, {"2", "deleted"}}));
  int seen = 0;
  const auto act = [&](sql::DecideTurn&, const sql::PostChange&, const sql::StoredPost& post) {
    ++seen;
    if (post.post.id == "1") throw std::runtime_error("a bad rule");
  };
  for (int i = 0; i < 5; ++i) world.store->take_changes(10, noon, act);
  CHECK(seen == 4);
  CHECK(world.sql("select count(*) from post_change") == "0");
}
