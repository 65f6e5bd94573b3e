// Hot topics in a real database: counts, episodes, mutes, labels, messages.
#include <doctest/doctest.h>

#include "service/roles/messenger.h"
#include "service/roles/trends.h"
#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;
using service::TrendsDetector;

namespace {

const std::string one_episode = "00000000000000a1";

sql::HotEpisode episode(const std::string& name = one_episode) {
  return {.episode = name,
          .kind = "topic",
          .topic = "pothole_street",
          .neighborhood = "Elm Hill",
          .since = after(-20min),
          .found_at = noon,
          .last_at = noon,
          .score = 0.9,
          .expected = 0.4,
          .posts = 9,
          .authors = 8,
          .span = 1800s,
          .terms = {"pothole", "elm street"},
          .samples = {{"twitter", "900"}, {"twitter", "901"}},
          .networks = {"twitter"},
          .languages = {"en"}};
}

sql::TrendsNews news(const std::vector<sql::HotEpisode>& found, std::int64_t position = 1) {
  return {.position = position,
          .found = found,
          .channels = {"webhook", "email"},
          .not_before = noon,
          .now = noon};
}

sql::TopicCount count(int posts, int authors, Instant bucket = noon) {
  return {.bucket = bucket,
          .topic = "pothole_street",
          .neighborhood = "Elm Hill",
          .network = "twitter",
          .posts = posts,
          .authors = authors};
}

std::vector<sql::TopicCount> counts_of(sql::Store& store) {
  std::vector<sql::TopicCount> all;
  store.topic_counts(after(-72h), after(72h), [&](const auto& one) { all.push_back(one); });
  return all;
}

Finding pothole(const std::string& place) {
  Finding finding{.decision = Decision::open_case, .language = "en"};
  finding.topics.push_back({.topic = "pothole_street"});
  finding.locations.push_back({.text = place, .kind = "area", .neighborhood = place});
  return finding;
}

Post post_of(int number, Instant at) {
  static const std::vector<std::string> words = {
      "My rim is bent, there is a crater on the corner of Elm and Third",
      "Who is going to fill this hole? It swallowed my bike wheel",
      "Third time this month that I blow a tire here",
      "Asphalt broke open right at the school crossing",
      "Please send a crew, cars swerve into the other lane",
      "The patch from last winter is gone again",
      "I nearly fell off my scooter because of the road",
      "Deep cavity in the pavement beside the library",
      "Bus 15 hits it every morning and everybody jumps",
      "Somebody put a cone into it, that is no repair",
      "Got towed after my axle cracked on the avenue",
      "Is it normal that you can see the gravel below the street?",
      "Water stands in it, nobody can tell how deep it is"};
  static const std::vector<std::string> names = {
      "marta",    "oldoak", "qrs_tuv", "Hannah.B", "zz9",  "the_baker", "IvoK",
      "nightbus", "lu-lu",  "pfeif",   "Cobalt77", "wren", "dusty_rose"};
  const auto pick = static_cast<std::size_t>(number);
  Post post = make_post(std::to_string(number), words[pick % words.size()]);
  post.author.id = std::to_string(5'000 + number);
  post.author.handle = names[pick % names.size()] + (number < 1'050 ? "x" : "");
  post.created_at = at;
  return post;
}

// Decides all that waits as requests about potholes in one place.
void decide_all(World& world, Instant now) {
  while (world.store->decide_posts(100, now, [&](sql::DecideTurn& turn, const auto& stored) {
    turn.settle_post(stored, "review", pothole("Elm Hill"), "a test", now);
  }) > 0) {
  }
}

// A quiet week with a post every three hours, then twelve people within twenty minutes.
struct Burst {
  World world{};
  service::Config config{};
  int number = 1'000;

  Burst() {
    config.trends.webhook_url = "http://127.0.0.1:1/";
    for (int hours = 144; hours >= 3; hours -= 3) add(after(-1h * hours), 1);
    decide_all(world, after(-2h));
  }
  void add(Instant from, int posts) {
    std::vector<Post> all;
    for (int i = 0; i < posts; ++i) all.push_back(post_of(number++, from + i * 100s));
    auto page = world.page(all);
    page.now = from;
    world.store->keep_page(page);
  }
  void burst() {
    add(after(-20min), 12);
    decide_all(world, noon);
  }
  std::string episodes() {
    return world.sql("select count(*) || '/' || coalesce(max(told), 0) from hot_topic");
  }
};

void follow_all(TrendsDetector& detector, sql::Store& store) {
  while (detector.follow(store, noon)) {
  }
}

}  // namespace

TEST_CASE("counts are whole values: written again they stay, and a part never shrinks them") {
  World world;
  for (int times = 0; times < 3; ++times)
    world.store->keep_trends({.position = 5, .counts = {count(4, 3)}, .now = noon});
  CHECK(counts_of(*world.store) == std::vector{count(4, 3)});
  world.store->keep_trends({.position = 6, .counts = {count(2, 2)}, .now = noon});
  CHECK(counts_of(*world.store) == std::vector{count(4, 3)});
  world.store->keep_trends({.position = 4, .counts = {count(6, 4)}, .now = noon});
  CHECK(counts_of(*world.store) == std::vector{count(6, 4)});
  CHECK(world.store->trends_position() == 6);
}

TEST_CASE("an episode is kept and told once, however often it is written") {
  World world;
  const auto first = world.store->keep_trends(news({episode()}));
  CHECK(first.fresh == 1);
  CHECK(first.alerts == 2);
  const auto told = world.store->newest_event();
  const auto again = world.store->keep_trends(news({episode()}));
  CHECK(again.fresh + again.grown + again.alerts == 0);
  CHECK(world.store->newest_event() == told);
  auto larger = episode();
  larger.last_at = after(10min);
  larger.authors = 40;
  const auto grown = world.store->keep_trends(news({larger}));
  CHECK(grown.grown == 1);
  CHECK(grown.alerts == 0);
  const auto detail = world.store->hot_topic(one_episode, noon);
  REQUIRE(detail.has_value());
  CHECK(detail->about.authors == 40);
  CHECK(detail->about.told == 2);
  CHECK(detail->about.found_at == noon);
  CHECK(detail->about.samples == episode().samples);
  CHECK(detail->about.terms == episode().terms);
  CHECK(detail->deliveries.size() == 2);
  CHECK(world.store->events_after(told - 1, 10).front().kind == "topic");
}

TEST_CASE("what came late and what a brigade pushed is kept and not alarmed") {
  World world;
  auto late = episode("00000000000000b1");
  late.late = true;
  auto brigade = episode("00000000000000b2");
  brigade.kind = "brigade";
  brigade.topic = "";
  brigade.phrase = "recall the mayor";
  CHECK(world.store->keep_trends(news({late, brigade})).alerts == 0);
  CHECK(world.store->going_hot().size() == 2);
  CHECK_FALSE(world.store->claim_delivery(after(1h)));
  late.late = false;  // it grew in posts that came in time
  late.last_at = after(5min);
  CHECK(world.store->keep_trends(news({late})).alerts == 2);
}

TEST_CASE("posts that hold all words of a phrase are its series") {
  World world;
  auto other = make_post("801", "Smell of roses");
  other.created_at = after(-30min);
  auto first = make_post("802", "Strong SMELL of GAS on Elm");
  first.created_at = after(-30min);
  auto second = make_post("803", "gas again, that smell!");
  second.created_at = after(-29min);
  second.author.id = "43";
  world.keep({other, first, second});
  decide_all(world, noon);
  auto phrase = episode();
  phrase.kind = "phrase";
  phrase.topic = "";
  phrase.phrase = "gas smell";
  world.store->keep_trends(news({phrase}));
  CHECK(world.store->count_phrase("gas smell", after(-1h), noon).posts == 2);
  CHECK(world.store->count_phrase("gas smell", after(-1h), noon).authors == 2);
  CHECK(world.store->count_phrase("gas smell", after(-20min), noon).posts == 0);
  const auto series = world.store->hot_topic(one_episode, noon)->series;
  REQUIRE(series.size() == 97);  // a day of quarter hours by the clock, the last one begun
  CHECK(series.front().band.from.time_since_epoch() % 15min == Milliseconds(0));
  for (const auto& point : series) {
    const bool theirs = point.band.from <= after(-30min) && after(-30min) < point.band.from + 15min;
    CHECK(point.posts == (theirs ? 2 : 0));
    CHECK(point.authors == (theirs ? 2 : 0));
  }
}

TEST_CASE("the place in the event stream at a moment is before all that came after it") {
  World world;
  CHECK(world.store->position_at(noon) == world.store->newest_event());
  world.keep({make_post("810")});
  decide_all(world, after(1h));
  const auto before = world.store->position_at(after(30min));
  CHECK(before < world.store->newest_event());
  const auto page = world.store->decided_after(before, {}, 100);
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].post.id == "810");
  CHECK(page.posts[0].told_at == after(1h));
  CHECK(world.store->position_at(after(2h)) == world.store->newest_event());
}

TEST_CASE("a mute keeps a topic quiet in its place for its time, and ends by a person's word") {
  World world;
  world.store->keep_trends(news({episode()}));
  REQUIRE(world.store->mute_hot(one_episode, "Elm Hill", after(2h), "road works", "dana", noon));
  CHECK(world.store->hot_topic(one_episode, noon)->about.state == "muted");
  CHECK_FALSE(world.store->claim_delivery(after(1h)));
  CHECK(world.store->keep_trends(news({episode("00000000000000a2")})).alerts == 0);
  auto elsewhere = episode("00000000000000a3");
  elsewhere.neighborhood = "Oak Flats";
  CHECK(world.store->keep_trends(news({elsewhere})).alerts == 2);
  auto later = news({episode("00000000000000a4")});
  later.now = after(3h);
  CHECK(world.store->keep_trends(later).alerts == 2);
  const auto mutes = world.store->hot_mutes(noon);
  REQUIRE(mutes.size() == 1);
  CHECK(mutes[0].why == "road works");
  CHECK(world.store->unmute_hot(mutes[0].mute_id, "alex", noon));
  CHECK_FALSE(world.store->unmute_hot(mutes[0].mute_id, "alex", noon));
  CHECK(world.store->hot_topic(one_episode, noon)->about.state == "open");
  CHECK(world.store->hot_mutes(noon).empty());
}

TEST_CASE("a false alarm is kept as a label, and what was not told yet is not told any more") {
  World world;
  world.store->keep_trends(news({episode()}));
  CHECK(world.store->label_hot(one_episode, "false_alarm", "a film crew", "dana", noon));
  CHECK(world.store->label_hot(one_episode, "real", "", "alex", after(1min)));
  CHECK_FALSE(world.store->label_hot("ffffffffffffffff", "real", "", "alex", noon));
  CHECK_FALSE(world.store->claim_delivery(after(1h)));
  std::string next;
  const auto first = world.store->hot_labels("", 1, next);
  REQUIRE(first.size() == 1);
  CHECK(first[0].by == "dana");
  CHECK(first[0].note == "a film crew");
  CHECK(first[0].authors == 8);
  const auto second = world.store->hot_labels(next, 1, next);
  REQUIRE(second.size() == 1);
  CHECK(second[0].verdict == "real");
  const auto detail = world.store->hot_topic(one_episode, noon);
  CHECK(detail->about.false_alarms == 1);
  CHECK(detail->about.real_ones == 1);
  CHECK(detail->about.state == "acknowledged");
}

TEST_CASE("open cases of the same topic and place are shown, and any case can be linked") {
  World world;
  sql::NewCaseRow here{.topic = "pothole_street"};
  here.location = Location{.text = "Elm Hill", .kind = "area", .neighborhood = "Elm Hill"};
  const auto related = world.one_case("700", here);
  sql::NewCaseRow there{.topic = "graffiti"};
  const auto other = world.one_case("701", there);
  world.store->keep_trends(news({episode()}));
  const auto cases = [&] { return world.store->hot_topic(one_episode, noon)->cases; };
  REQUIRE(cases().size() == 1);
  CHECK(cases()[0].number == related);
  CHECK_FALSE(cases()[0].linked);
  CHECK(world.store->link_hot(one_episode, other, "dana", noon));
  CHECK_FALSE(world.store->link_hot(one_episode, other, "dana", noon));
  CHECK_FALSE(world.store->link_hot(one_episode, "26-999999", "dana", noon));
  REQUIRE(cases().size() == 2);
  CHECK(cases()[0].number == other);
  CHECK(cases()[0].linked);
  CHECK(world.store->unlink_hot(one_episode, other, "dana", noon));
  CHECK(cases().size() == 1);
}

TEST_CASE("a post to everybody is a draft that no sender takes") {
  World world;
  world.store->keep_trends(news({episode()}));
  const sql::NoticeDraft draft{.account_key = account,
                               .body = "We know about Elm Street.",
                               .language = "en",
                               .by = "dana",
                               .now = noon};
  REQUIRE(world.store->draft_notice(one_episode, draft));
  REQUIRE(world.store->draft_notice(one_episode, draft));
  CHECK_FALSE(world.store->draft_notice("ffffffffffffffff", draft));
  CHECK(world.store->hot_topic(one_episode, noon)->notices.size() == 2);
  CHECK_FALSE(world.store->claim_reply(account, "life-1", after(24h), same_text));
  std::vector<ExportedReply> exported;
  world.store->export_replies({}, [&](const auto& one) { exported.push_back(one); });
  REQUIRE(exported.size() == 2);
  CHECK(exported[0].kind == ReplyKind::notice);
  CHECK(exported[0].state == ReplyState::draft);
  CHECK_FALSE(exported[0].in_reply_to.has_value());
}

TEST_CASE("a message leaves at most once, what was being sent at a crash is not sent again") {
  World world;
  world.store->keep_trends(news({episode()}));
  const auto first = world.store->claim_delivery(noon);
  const auto second = world.store->claim_delivery(noon);
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(first->channel != second->channel);
  CHECK_FALSE(world.store->claim_delivery(noon));
  world.store->end_delivery(
      {first->what, first->channel, "waiting", "it is down", after(1min), noon});
  CHECK(world.another()->forget_tries() == 1);  // of the second, whose sender is gone
  CHECK_FALSE(world.store->claim_delivery(after(30s)));
  const auto retried = world.store->claim_delivery(after(1min));
  REQUIRE(retried.has_value());
  CHECK(retried->channel == first->channel);
  CHECK(retried->tries == 2);
  world.store->end_delivery({first->what, first->channel, "sent", "", {}, after(1min)});
  CHECK_FALSE(world.store->claim_delivery(after(24h)));
  std::map<std::string, std::string> states;
  for (const auto& one : world.store->hot_deliveries(10)) states[one.channel] = one.state;
  CHECK(states[first->channel] == "sent");
  CHECK(states[second->channel] == "unknown");
}

TEST_CASE("one detector for the whole city: the second stands by until the first is gone") {
  World world;
  auto first = world.another();
  auto second = world.another();
  CHECK(first->lock_trends(sql::TrendsLock::detector));
  CHECK_FALSE(second->lock_trends(sql::TrendsLock::detector));
  CHECK(second->lock_trends(sql::TrendsLock::messenger));
  first.reset();  // the server sees a closed connection a moment later
  bool got = false;
  for (int i = 0; i < 1000 && !got; ++i) got = second->lock_trends(sql::TrendsLock::detector);
  CHECK(got);
}

TEST_CASE("counts are rolled up to hours and days, in bounded pieces, and old ones go") {
  World world;
  const Instant old = after(-24h * 80);
  std::vector<sql::TopicCount> counts;
  for (int i = 0; i < 4; ++i) counts.push_back(count(i + 1, 1, old + i * 30min));
  world.store->keep_trends({.position = 1, .counts = counts, .now = noon});
  int pieces = 1;
  while (world.store->roll_up_counts({}, noon)) ++pieces;
  CHECK(pieces == 39);
  CHECK_FALSE(world.store->roll_up_counts({}, noon));
  CHECK(world.sql("select sum(posts) from topic_count_long where span = 'hour'") == "10");
  CHECK(world.sql("select sum(posts) from topic_count_long where span = 'day'") == "10");
  CHECK(counts_of(*world.store).empty());
  CHECK(world.sql("select count(*) from topic_count") == "0");
}

TEST_CASE("a burst is found once, with its posts, and a second life finds nothing new") {
  Burst burst;
  TrendsDetector detector(burst.config);
  detector.begin(*burst.world.store, after(-1h));
  follow_all(detector, *burst.world.store);
  CHECK(burst.episodes() == "0/0");
  burst.burst();
  follow_all(detector, *burst.world.store);
  CHECK(burst.world.sql("select count(*) from hot_topic where kind = 'topic'") == "1");
  const auto before = burst.episodes();
  CHECK(burst.world.sql("select min(jsonb_array_length(samples)) >= 3 from hot_topic") == "t");
  const auto counted = counts_of(*burst.world.store);
  for (int life = 0; life < 2; ++life) {
    TrendsDetector next(burst.config);
    next.begin(*burst.world.store, noon);
    follow_all(next, *burst.world.store);
    CHECK(next.position() >= detector.position());
  }
  CHECK(burst.episodes() == before);
  CHECK(counts_of(*burst.world.store) == counted);
  CHECK(burst.world.sql("select sum(posts) from topic_count where topic = 'pothole_street'") ==
        "60");
}

TEST_CASE("a detector that dies before it has stored what it found finds it again, once") {
  Burst burst;
  TrendsDetector settled(burst.config);
  settled.begin(*burst.world.store, after(-1h));
  burst.burst();
  {  // its connection is killed in the middle of the page
    auto doomed = burst.world.another();
    TrendsDetector detector(burst.config);
    detector.begin(*doomed, noon);
    burst.world.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
        "and datname = current_database()");
    CHECK_THROWS_AS(follow_all(detector, *doomed), sql::StoreLost);
  }
  CHECK(burst.episodes() == "0/0");
  auto fresh = burst.world.another();
  TrendsDetector next(burst.config);
  next.begin(*fresh, noon);
  follow_all(next, *fresh);
  CHECK(burst.world.sql("select count(*) from hot_topic where kind = 'topic'") == "1");
  CHECK(burst.world.sql("select count(*) from hot_delivery where what in (select 'episode/' || "
                        "episode from hot_topic where kind = 'topic')") == "1");
}

TEST_CASE("a database that nobody followed tells nothing old, and its counts are kept") {
  Burst burst;
  burst.burst();
  TrendsDetector detector(burst.config);
  detector.begin(*burst.world.store, noon);
  follow_all(detector, *burst.world.store);
  CHECK(burst.episodes() == "0/0");
  CHECK(burst.world.sql("select sum(posts) from topic_count where topic = 'pothole_street'") ==
        "60");
}

TEST_CASE("what is usual is drawn around an episode, and it is over when it is as usual again") {
  Burst burst;
  TrendsDetector detector(burst.config);
  detector.begin(*burst.world.store, after(-1h));
  burst.burst();
  follow_all(detector, *burst.world.store);
  detector.look(*burst.world.store, noon);
  const auto going = burst.world.store->going_hot();
  REQUIRE_FALSE(going.empty());
  const auto topic =
      std::find_if(going.begin(), going.end(), [](const auto& one) { return one.kind == "topic"; });
  REQUIRE(topic != going.end());
  const auto detail = burst.world.store->hot_topic(topic->episode, noon);
  CHECK(detail->series.size() >= 48);
  CHECK(std::any_of(detail->series.begin(), detail->series.end(), [](const auto& point) {
    return static_cast<double>(point.posts) > point.band.high && point.posts >= 6;
  }));
  for (int minute = 0; minute < 10; ++minute)
    detector.look(*burst.world.store, after(2h) + minute * 1min);
  CHECK(burst.world.store->hot_topic(topic->episode, noon)->about.state == "open");
  for (int minute = 10; minute < 20; ++minute)
    detector.look(*burst.world.store, after(2h) + minute * 1min);
  CHECK(burst.world.store->hot_topic(topic->episode, noon)->about.state == "over");
}

TEST_CASE("a burst that comes in after a feed was behind is marked and not alarmed") {
  Burst burst;
  auto page = burst.world.page({});
  page.covered_from = after(-24h);
  page.covered_to = after(-3h);
  page.now = after(-3h);
  burst.world.store->keep_page(page);
  burst.config.accounts.push_back({.network = "twitter", .id = own_id});
  TrendsDetector detector(burst.config);
  detector.begin(*burst.world.store, after(-1h));
  detector.look(*burst.world.store, after(-1min));
  burst.burst();
  follow_all(detector, *burst.world.store);
  CHECK(burst.world.sql("select count(*) >= 1 and bool_and(late) from hot_topic") == "t");
  CHECK_FALSE(burst.world.store->claim_delivery(after(24h)));
}
