// What is remembered of accounts: health, parking, stops, and push against polling.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

sql::AccountState state_of(World& world, Instant now = noon) {
  for (auto& state : world.store->account_states(now))
    if (state.key == account) return state;
  FAIL("the account has no state");
  return {};
}

void push(World& world, const std::vector<std::string>& told,
          const std::vector<std::string>& touched, Instant now) {
  world.store->keep_push({.account_key = account, .told = told, .touched = touched, .now = now});
}

// A post that was written and kept at `at`, as polling does it.
void poll(World& world, const std::string& id, Instant at) {
  Post post = make_post(id);
  post.created_at = at;
  auto page = world.page({post});
  page.now = at;
  world.store->keep_page(page);
}

std::vector<std::string> ids(const std::vector<sql::WantedPost>& wanted) {
  std::vector<std::string> all;
  for (const auto& one : wanted) all.push_back(one.network_id);
  return all;
}

}  // namespace

TEST_CASE("a parked account shows its reason, since when, and its history once a reason") {
  World world;
  world.store->keep_account(account, "Denver311", ReplyMode::approve, noon);
  CHECK_FALSE(state_of(world).parked);
  const Instant now = SystemClock().now();  // parking is stamped by the store
  world.store->park_account(account, "credits are used up", now + 1h);
  world.store->park_account(account, "credits are used up", now + 2h);
  const auto parked = state_of(world, now);
  REQUIRE(parked.parked);
  CHECK(parked.parked->why == "credits are used up");
  CHECK(parked.parked->since.has_value());
  REQUIRE(parked.events.size() == 1);
  CHECK(parked.events[0].kind == "parked");
  CHECK(parked.events[0].actor == "auto");
  CHECK_FALSE(state_of(world, now + 3h).parked);
  CHECK(world.store->release_account(account, "dana", now));
  CHECK_FALSE(world.store->release_account(account, "dana", now));
  const auto free = state_of(world, now);
  CHECK_FALSE(free.parked);
  REQUIRE(free.events.size() == 2);
  CHECK(free.events[0].kind == "unparked");
  CHECK(free.events[0].actor == "dana");
  world.store->park_account(account, "credits are used up", now + 2h);
  CHECK(state_of(world, now).events.size() == 3);
}

TEST_CASE("one account that is parked leaves another as it is") {
  World world;
  world.store->keep_account(account, "Denver311", ReplyMode::approve, noon);
  world.store->keep_account("mastodon/1", "denver", ReplyMode::approve, noon);
  world.store->park_account(account, "poison", {});
  for (const auto& state : world.store->account_states(noon))
    CHECK(state.parked.has_value() == (state.key == account));
  CHECK_FALSE(world.store->parked("mastodon/1", noon));
}

TEST_CASE("a look at an account is kept, and pages are told only when it says something else") {
  World world;
  world.store->keep_account(account, "Denver311", ReplyMode::approve, noon);
  CHECK_FALSE(world.store->last_check(account));
  sql::AccountCheck check{.at = noon,
                          .ok = true,
                          .token_ends_at = after(72h),
                          .warnings = {"the version \"v21\" ends soon"}};
  world.store->keep_check(account, check);
  CHECK(world.store->last_check(account) == check);
  CHECK(state_of(world).check == check);
  const auto told = world.store->newest_event();
  check.at = after(24h);
  world.store->keep_check(account, check);
  CHECK(world.store->newest_event() == told);
  CHECK(world.store->last_check(account)->at == after(24h));
  check.ok = false;
  check.message = "the token was revoked";
  world.store->keep_check(account, check);
  CHECK(world.store->newest_event() > told);
}

TEST_CASE("nothing leaves while sending is stopped, for one account or for all") {
  World world;
  const auto number = world.one_case("500");
  world.queue(number, "500");
  const auto claim = [&] {
    return world.store->claim_reply(account, "life-1", after(1h), same_text).has_value();
  };
  for (const std::string& key : {account, std::string()}) {
    CAPTURE(key);
    CHECK(world.store->stop_sending(key, "a wrong text", "dana", noon));
    CHECK_FALSE(world.store->stop_sending(key, "again", "alex", noon));
    CHECK(world.store->sending_stop(key) ==
          sql::SendingStop{.why = "a wrong text", .by = "dana", .since = noon});
    CHECK_FALSE(claim());
    CHECK(world.store->resume_sending(key, "dana", noon));
    CHECK_FALSE(world.store->resume_sending(key, "dana", noon));
  }
  CHECK(world.store->events_of_all_accounts().size() == 2);
  CHECK(world.store->stop_sending("mastodon/1", "another one", "dana", noon));
  CHECK(claim());
}

TEST_CASE("posts that push told of first are told apart from those that polling had to find") {
  World world;
  world.store->keep_account(account, "Denver311", ReplyMode::approve, noon);
  poll(world, "100", after(-1h));
  CHECK_FALSE(state_of(world).push);
  CHECK(world.store->keep_push({.account_key = account, .told = {"101"}, .now = noon}));
  CHECK_FALSE(world.store->keep_push({.account_key = account, .told = {"101"}, .now = after(1s)}));
  poll(world, "101", noon);         // push had it
  poll(world, "102", after(1min));  // polling had it, push comes late
  push(world, {}, {"102"}, after(2min));
  poll(world, "103", after(3min));  // push never tells
  push(world, {}, {"104"}, after(4min));
  poll(world, "104", after(5min));  // told of, then read
  const auto push_state = state_of(world, after(1h)).push;
  REQUIRE(push_state);
  CHECK(push_state->first_at == noon);
  CHECK(push_state->last_at == after(4min));
  CHECK(push_state->posts == 4);  // what was written before push began is no miss of it
  CHECK(push_state->polled_first == 2);
  CHECK(push_state->never_pushed == 1);
  CHECK(push_state->waiting == 2);
  CHECK(state_of(world, after(48h)).push->posts == 0);
}

TEST_CASE(
    "what push touched is read once, later when it was not there, and again when told again") {
  World world;
  push(world, {}, {"7", "8", "8"}, noon);
  CHECK(ids(world.store->wanted_posts(account, 10, noon)) == std::vector<std::string>{"7", "8"});
  CHECK(world.store->wanted_posts(account, 1, noon).size() == 1);
  world.store->had_posts(account, {"7"}, after(1s));
  world.store->want_later(account, {"8"}, after(1min));
  CHECK(world.store->wanted_posts(account, 10, after(2s)).empty());
  const auto later = world.store->wanted_posts(account, 10, after(1min));
  REQUIRE(later.size() == 1);
  CHECK(later[0].tries == 1);
  push(world, {}, {"8"}, after(2min));
  CHECK(world.store->wanted_posts(account, 10, after(2min))[0].tries == 0);
  world.store->had_posts(account, {"8"}, after(1min));  // asked before it was told of again
  CHECK(world.store->wanted_posts(account, 10, after(2min)).size() == 1);
  CHECK(world.store->wanted_posts("mastodon/1", 10, after(2min)).empty());
}

TEST_CASE("pushed posts come in under a word that is no feed of the account") {
  World world;
  world.store->keep_account(account, "Denver311", ReplyMode::approve, noon);
  auto page = world.page({make_post("900")});
  page.feed_id = world.store->feed(account, sql::push_feed, noon).feed_id;
  CHECK(world.store->keep_page(page).added == 1);
  CHECK(world.store->keep_page(page).added == 0);
  world.keep({make_post("900")});
  CHECK(world.sql("select count(*) from post where network_id = '900'") == "1");
  for (const auto& feed : state_of(world).feeds) CHECK(feed.listen != sql::push_feed);
  CHECK(world.sql("select newest_id from feed where listen = 'push'").empty());
}

TEST_CASE("coverage of a day has its gaps taken out, and what is lost stays lost") {
  World world;
  world.store->keep_account(account, "Denver311", ReplyMode::approve, noon);
  const auto id = std::to_string(world.feed.feed_id);
  const auto at = [](Instant when) {
    return "from_ms(" + std::to_string(when.time_since_epoch().count()) + ")";
  };
  world.sql("insert into coverage values (" + id + ", " + at(after(-30h)) + ", " + at(noon) + ")");
  const auto gap = [&](Instant lo, Instant hi, const std::string& end) {
    world.sql(
        "insert into poll_gap (feed_id, lo_id, hi_id, top_id, lo_at, hi_at, estimate, "
        "reason, opened_at, closed_at, outcome) values (" +
        id + ", '" + std::to_string(lo.time_since_epoch().count()) + "', '2', '2', " + at(lo) +
        ", " + at(hi) + ", 40, 'too old', " + at(hi) + ", " + end + ")");
  };
  gap(after(-12h), after(-11h), "null, null");
  gap(after(-6h), after(-5h), at(noon) + ", 'lost'");
  const auto state = state_of(world);
  const auto feed = std::find_if(state.feeds.begin(), state.feeds.end(), [&](const auto& one) {
    return one.feed_id == world.feed.feed_id;
  });
  REQUIRE(feed != state.feeds.end());
  CHECK(feed->covered == std::vector<sql::TimeSpan>{{after(-24h), after(-12h)},
                                                    {after(-11h), after(-6h)},
                                                    {after(-5h), noon}});
  REQUIRE(feed->open.size() == 1);
  CHECK(feed->open[0].estimate == 40);
  CHECK(feed->open[0].opened_at == after(-11h));
  REQUIRE(feed->lost.size() == 1);
  CHECK(feed->lost[0].reason == "too old");
  CHECK(feed->lost_ranges == 1);
}
