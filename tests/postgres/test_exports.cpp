// Exports, oldest change first, and being woken.
#include <doctest/doctest.h>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

std::vector<ExportedPost> posts_of(World& world, std::optional<Instant> since = {}) {
  std::vector<ExportedPost> all;
  world.store->export_posts(since, [&](const ExportedPost& post) { all.push_back(post); });
  return all;
}

std::vector<Case> cases_of(World& world, std::optional<Instant> since = {}) {
  std::vector<Case> all;
  world.store->export_cases(since, [&](const Case& one) { all.push_back(one); });
  return all;
}

std::vector<ExportedReply> replies_of(World& world, std::optional<Instant> since = {}) {
  std::vector<ExportedReply> all;
  world.store->export_replies(since, [&](const ExportedReply& one) { all.push_back(one); });
  return all;
}

std::unique_ptr<sql::Waker> waker(World& world) {
  auto opened = sql::open_waker(scratch_options(world.url));
  REQUIRE(opened.ok());
  return std::move(*opened);
}

}  // namespace

TEST_CASE("an export has every post once, however many there are and however alike their times") {
  World world;
  std::vector<Post> posts;
  for (int i = 0; i < 1203; ++i) posts.push_back(make_post("p" + std::to_string(i)));
  world.store->import_posts(posts, noon);
  std::set<std::string> ids;
  for (const auto& post : posts_of(world)) ids.insert(post.post.id);
  CHECK(posts_of(world).size() == 1203);
  CHECK(ids.size() == 1203);
}

TEST_CASE("a post that changes while it is exported comes once") {
  World world;
  std::vector<Post> posts;
  for (int i = 0; i < 1203; ++i) posts.push_back(make_post("p" + std::to_string(i)));
  world.store->import_posts(posts, noon);
  auto other = world.another();
  std::multiset<std::string> ids;
  world.store->export_posts({}, [&](const ExportedPost& post) {
    if (ids.size() == 600) other->posts_gone(account, {{"p1", "deleted"}}, after(1h));
    ids.insert(post.post.id);
  });
  CHECK(ids.count("p1") == 1);
  CHECK(ids.size() == 1203);
}

TEST_CASE("an exported post says where it stands and to which case it belongs") {
  World world;
  const auto number = world.one_case("1");
  world.keep({make_post("2")});
  const auto posts = posts_of(world);
  REQUIRE(posts.size() == 2);
  CHECK(posts[0].post.text == "There is a pothole");
  CHECK(posts[0].state == "case");
  CHECK(posts[0].case_number == number);
  CHECK(posts[0].seen_at == noon);
  CHECK(posts[1].state == "new");
  CHECK(!posts[1].case_number);
}

TEST_CASE("since compares the time of the last change, for posts, cases and replies") {
  World world;
  const auto number = world.one_case("1");
  world.one_case("2");
  world.queue(number, "1");
  CHECK(posts_of(world, noon).size() == 2);
  CHECK(posts_of(world, after(1ms)).empty());
  world.store->posts_gone(account, {{"1", "deleted"}}, after(1h));
  REQUIRE(posts_of(world, after(1h)).size() == 1);
  CHECK(posts_of(world, after(1h))[0].state == "deleted");
  CHECK(cases_of(world, after(1h)).size() == 1);
  CHECK(replies_of(world, after(1h)).empty());
  CHECK(!world.store->claim_reply(account, "life", after(2h),
                                  same_text));  // withheld: the post is gone
  REQUIRE(replies_of(world, after(2h)).size() == 1);
  CHECK(replies_of(world, after(2h))[0].state == ReplyState::withheld);
}

TEST_CASE("the oldest change comes first") {
  World world;
  world.one_case("1");
  world.one_case("2");
  REQUIRE(world.store->assign_case("26-000001", 1, "dana", "dana", after(1h)).done);
  const auto cases = cases_of(world);
  REQUIRE(cases.size() == 2);
  CHECK(cases[0].number == "26-000002");
  CHECK(cases[0].post_ids == std::vector<std::string>{"2"});
}

TEST_CASE("an exported reply says what was said, to whom, where it stands and by whom") {
  World world;
  const auto number = world.one_case("1");
  world.queue(number, "1");
  const auto claimed = world.store->claim_reply(account, "life", noon, same_text);
  REQUIRE(world.store->end_attempt({.intent_id = claimed->intent_id,
                                    .attempt_id = claimed->attempt_id,
                                    .outcome = "sent",
                                    .state = ReplyState::sent,
                                    .remote_id = "900",
                                    .at = noon}));
  const auto replies = replies_of(world);
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].network == "twitter");
  CHECK(replies[0].in_reply_to == "1");
  CHECK(replies[0].network_id == "900");
  CHECK(replies[0].text == world.reply(number, "1").body);
  CHECK(replies[0].kind == ReplyKind::answer);
  CHECK(replies[0].state == ReplyState::sent);
  CHECK(replies[0].case_number == number);
  CHECK(replies[0].sent_at == noon);
  CHECK(replies[0].by == "dana");
}

TEST_CASE("a waker wakes for posts, replies and cases, and not for a turn without effect") {
  World world;
  const auto bell = waker(world);
  CHECK(!bell->wait(0ms));
  world.keep({make_post("1")});
  CHECK(bell->wait(10s));
  CHECK(!bell->wait(0ms));
  world.keep({make_post("1")});
  CHECK(!bell->wait(0ms));
  const auto number = world.open_cases().at(0);
  CHECK(bell->wait(10s));
  world.queue(number, "1");
  CHECK(bell->wait(10s));
}

TEST_CASE("a waker whose server goes away says that it is lost") {
  World world;
  const auto bell = waker(world);
  ScratchCluster::shared().restart_immediately();
  CHECK_THROWS_AS(bell->wait(10s), sql::StoreLost);
  CHECK_THROWS_AS(bell->wait(10s), sql::StoreLost);
}
