// The meter of an account, the limits its server told, and the ids of two servers of one network.
#include <doctest/doctest.h>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

const std::string first = "mastodon/1";
const std::string second = "mastodon/2";

Post toot(const std::string& id, const std::string& text) {
  auto post = make_post(id, text);
  post.network = "mastodon";
  return post;
}

}  // namespace

TEST_CASE("the meter counts a day and a month of UTC, each account for itself") {
  World world;
  const Instant late{std::chrono::seconds(1'772'495'999)};  // 2026-03-02 23:59:59
  world.store->add_spend(account, {.calls = 2, .reads = 100, .micro_usd = 500'000}, late);
  world.store->add_spend(account, {.calls = 1, .reads = 10, .micro_usd = 50'000}, late + 2s);
  world.store->add_spend("twitter/other", {.calls = 9}, late);
  const auto spent = world.store->spent(account, late + 2s);
  CHECK(spent.today == sql::Spent{1, 10, 50'000});
  CHECK(spent.month == sql::Spent{3, 110, 550'000});
  CHECK(world.store->spent(account, late + 24h * 31).month == sql::Spent{});
  CHECK(world.store->all_spent(late).size() == 2);
}

TEST_CASE("what a page cost is booked with it, and not when it is rolled back") {
  World world;
  auto page = world.page({make_post("1")});
  page.spent = {.calls = 1, .reads = 1, .micro_usd = 5'000};
  world.store->keep_page(page);
  page.feed_id = 999;
  CHECK_THROWS(world.store->keep_page(page));
  CHECK(world.store->spent(account, noon).today == sql::Spent{1, 1, 5'000});
}

TEST_CASE("a server's limits are kept for the processes that compose") {
  World world;
  CHECK(!world.store->limits(account));
  world.store->keep_limits(account, "{\"characters\":1000}", noon);
  world.store->keep_limits(account, "{\"characters\":2000}", noon);
  CHECK(world.store->limits(account) == "{\"characters\":2000}");
}

TEST_CASE("the same id on two servers of one network is two posts") {
  World world;
  for (const auto& key : {first, second}) {
    world.store->keep_account(key, "city", ReplyMode::approve, noon);
    world.store->keep_host(key, key == first ? "a.example" : "b.example");
    world.store->keep_host(key, key == first ? "a.example" : "b.example");
  }
  const auto keep = [&](const std::string& key, const Post& post) {
    return world.store->keep_page({.feed_id = world.store->feed(key, "mentions", noon).feed_id,
                                   .account_key = key,
                                   .posts = {post},
                                   .now = noon});
  };
  CHECK(keep(first, toot("100", "one")).added == 1);
  CHECK(keep(second, toot("100", "two")).added == 1);
  CHECK(keep(second, toot("100", "two")).known == 1);
  CHECK(world.sql("select text from post_shown where server = ''") == "one");
  CHECK(world.sql("select text from post_shown where server = 'b.example'") == "two");
  CHECK(world.store->posts_gone(second, {{"100", "deleted"}}, noon) == 1);
  CHECK(world.sql("select state from post where server = ''") == "new");

  // An import knows no server: it is the first one's.
  CHECK(world.store->import_posts({toot("100", "one")}, noon) == 0);
}

TEST_CASE("an answer on one server finds no case of the other") {
  World world;
  for (const auto& key : {first, second}) {
    world.store->keep_account(key, "city", ReplyMode::approve, noon);
    world.store->keep_host(key, key == first ? "a.example" : "b.example");
  }
  const auto keep = [&](const std::string& key, const Post& post) {
    world.store->keep_page({.feed_id = world.store->feed(key, "mentions", noon).feed_id,
                            .account_key = key,
                            .posts = {post},
                            .now = noon});
  };
  keep(first, toot("100", "A pothole"));
  world.open_cases();
  auto answer = toot("101", "Still there");
  answer.in_reply_to = "100";
  answer.conversation = "100";
  answer.created_at = after(1min);
  keep(second, answer);
  keep(first, answer);
  std::vector<bool> belongs;
  world.store->decide_posts(10, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
    belongs.push_back(turn.history(post, noon).conversation_case.has_value());
    turn.settle_post(post, "ignored", {}, "", noon);
  });
  CHECK(belongs == std::vector<bool>{false, true});
}
