// Notices through the reply protocol's rows, the past counted from stored posts, the band of words.
#include <doctest/doctest.h>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

const std::string one_episode = "00000000000000b1";

sql::HotEpisode episode() {
  return {.episode = one_episode,
          .kind = "phrase",
          .phrase = "water main",
          .since = after(-20min),
          .found_at = noon,
          .last_at = noon,
          .score = 0.9,
          .expected = 0.4,
          .posts = 9,
          .authors = 8,
          .span = 1800s,
          .networks = {"twitter"},
          .languages = {"en"},
          .negative = 0.5,
          .positive = 0.125,
          .usual_share = 0.01};
}

void tell(World& world) {
  world.store->keep_trends({.position = 1, .found = {episode()}, .not_before = noon, .now = noon});
}

std::int64_t approved(World& world) {
  tell(world);
  const auto intent = world.store->draft_notice(one_episode, {.account_key = account,
                                                              .body = "A crew is on its way.",
                                                              .network_key = "old-key",
                                                              .by = "dana",
                                                              .now = noon});
  REQUIRE(intent);
  CHECK(world.store->renew_notice(*intent, "new-key", after(1h)));
  REQUIRE(world.store->approve_reply(*intent, "A crew is on its way.", "lee", after(1h), after(1h))
              .done);
  CHECK_FALSE(world.store->renew_notice(*intent, "late-key", after(2h)));
  return *intent;
}

sql::HotNotice notice(World& world) {
  return world.store->hot_topic(one_episode, after(3h))->notices.at(0);
}

Finding about(const std::string& place) {
  Finding finding{.decision = Decision::review, .language = "en"};
  finding.topics.push_back({.topic = "pothole_street"});
  finding.locations.push_back({.text = "a street", .kind = "street"});
  finding.locations.push_back({.text = place, .kind = "area", .neighborhood = place});
  return finding;
}

void decide(World& world, Instant now, const char* state) {
  while (world.store->decide_posts(100, now, [&](sql::DecideTurn& turn, const auto& stored) {
    auto finding = about("Elm Hill");
    if (std::string(state) == "ignored") finding.decision = Decision::ignore;
    turn.settle_post(stored, state, finding, "a test", now);
  }) > 0) {
  }
}

Post old_post(int number, Instant at, const std::string& author) {
  Post post;
  post.network = "import";
  post.id = "p" + std::to_string(number);
  post.author.id = author;
  post.text = "A pothole on Elm Street";
  post.created_at = at;
  return post;
}

}  // namespace

TEST_CASE("a notice is claimed as one that answers nothing, and its episode keeps its history") {
  World world;
  approved(world);
  const auto claimed = world.store->claim_reply(account, "life-1", after(2h), same_text);
  REQUIRE(claimed);
  CHECK(claimed->reply.target_post_id.empty());
  CHECK(claimed->reply.kind == ReplyKind::notice);
  CHECK(claimed->reply.network_key == "new-key");
  CHECK(claimed->reply.created_at == after(1h));
  CHECK(world.store->end_attempt({.intent_id = claimed->intent_id,
                                  .attempt_id = claimed->attempt_id,
                                  .outcome = "sent",
                                  .state = ReplyState::sent,
                                  .remote_id = "5001",
                                  .at = after(2h)}));
  CHECK(notice(world).state == "sent");
  CHECK(notice(world).remote_id == "5001");
  const auto events = world.store->hot_topic(one_episode, after(3h))->events;
  REQUIRE(events.size() >= 3);
  CHECK(events[0].kind == "notice_step");
  CHECK(events[0].text == "was sent");
  CHECK(events[1].text == "approved");
  CHECK(events[1].actor == "lee");
}

TEST_CASE("a doubtful notice is found among the account's own posts and not sent again") {
  World world;
  const auto intent = approved(world);
  const auto claimed = world.store->claim_reply(account, "life-1", after(2h), same_text);
  REQUIRE(claimed);
  CHECK(world.store->end_attempt({.intent_id = intent,
                                  .attempt_id = claimed->attempt_id,
                                  .outcome = "unknown",
                                  .state = ReplyState::in_doubt,
                                  .next_at = after(2h),
                                  .at = after(2h)}));
  const auto found = world.store->keep_own_posts(
      account, {{"5002", "", "A crew is on its way.", after(2h)}}, after(2h + 1min), same_text);
  CHECK(found == std::vector<std::int64_t>{intent});
  CHECK(notice(world).state == "sent");
  CHECK_FALSE(world.store->claim_reply(account, "life-1", after(3h), same_text));
}

TEST_CASE("a notice that waits is taken back, and nothing leaves") {
  World world;
  const auto intent = approved(world);
  CHECK(world.store->withhold_reply(intent, "wrong street", "dana", after(1h)).done);
  CHECK_FALSE(world.store->claim_reply(account, "life-1", after(2h), same_text));
  CHECK(notice(world).state == "withheld");
}

TEST_CASE("an episode keeps how it sounds, and its first knowledge of what is usual") {
  World world;
  tell(world);
  auto grown = episode();
  grown.last_at = after(10min);
  grown.negative = 0.75;
  grown.usual_share = 0.5;
  world.store->keep_trends({.position = 2, .found = {grown}, .not_before = noon, .now = noon});
  const auto kept = world.store->hot_topic(one_episode, noon)->about;
  CHECK(kept.negative == 0.75);
  CHECK(kept.usual_share == 0.01);
}

TEST_CASE("the band of words stands beside what was counted") {
  World world;
  tell(world);
  const Instant at = after(-30min);
  const Instant quarter = at - at.time_since_epoch() % 900s;
  world.store->keep_band(one_episode, {{quarter, 900s, 0.5, 0, 2}});
  const auto series = world.store->hot_topic(one_episode, after(1min))->series;
  REQUIRE(series.size() >= 96);
  int known = 0;
  for (const auto& point : series) known += point.band.high > 0 ? 1 : 0;
  CHECK(known == 1);
}

TEST_CASE("the past is counted whole, as the detector counts it, however often") {
  World world;
  std::vector<Post> posts;
  const Instant old = after(-24h * 200);
  for (int i = 0; i < 30; ++i)
    posts.push_back(old_post(i, old + i * 20min, "a" + std::to_string(i % 3)));
  for (int i = 30; i < 40; ++i) posts.push_back(old_post(i, after(-24h * 10), "b"));
  world.store->import_posts(posts, noon);
  decide(world, noon, "review");
  world.store->import_posts({old_post(90, old, "c")}, noon);
  decide(world, noon, "ignored");
  for (int again = 0; again < 2; ++again) {
    std::int64_t counted = 0;
    for (Instant from = after(-24h * 201 - 12h); from < after(-3 * 24h - 12h); from += 24h)
      counted += world.store->count_past(from, from + 24h, {}, noon);
    CHECK(counted == 41);
    CHECK(world.sql("select sum(posts) from topic_count_long where span = 'day'") == "41");
    CHECK(world.sql("select sum(posts) from topic_count_long where span = 'hour' and topic = "
                    "'pothole_street' and neighborhood = 'Elm Hill'") == "40");
    CHECK(world.sql("select max(authors) from topic_count_long where span = 'day'") == "3");
    CHECK(world.sql("select sum(posts) from topic_count") == "10");  // older ones are kept in hours
  }
  CHECK(world.store->trends_recounted() == 0);  // nobody follows yet
  world.store->keep_trends({.position = 1, .now = noon});
  world.store->past_counted(after(-24h * 201), after(-48h));
  CHECK(world.store->trends_recounted() == 1);
  CHECK(world.sql("select rolled_to = from_ms(" +
                  std::to_string(after(-48h).time_since_epoch().count()) + ") from trends_state") ==
        "t");
}
