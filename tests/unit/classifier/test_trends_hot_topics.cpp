#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "classifier/trends/hot_topics.h"
#include "core/random.h"

using namespace social311;
using namespace std::chrono_literals;
using classifier::trends::BucketCount;
using classifier::trends::HotKind;
using classifier::trends::HotTopic;
using classifier::trends::HotTopics;

namespace {

const Instant start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};

struct Said {
  Post post{};
  Finding finding{};
};

Said said(Instant at, const std::string& author, const std::string& text,
          const std::string& topic = "", const std::string& place = "") {
  static int number = 0;
  Said one;
  one.post.network = "twitter";
  one.post.id = "id" + std::to_string(++number);
  one.post.text = text;
  one.post.author = {author, author, ""};
  one.post.created_at = at;
  if (!topic.empty()) {
    one.finding.decision = Decision::review;
    one.finding.topics.push_back({topic});
  }
  if (!place.empty()) {
    one.finding.locations.emplace_back();
    one.finding.locations.back().neighborhood = place;
    one.finding.locations.back().kind = "area";
  }
  return one;
}

// Everybody puts it in other words.
std::string words(Random& random) {
  static const std::vector<std::string> parts = {
      "kitchen", "garden", "violin",  "marble", "copper", "lantern", "pepper", "saddle",
      "window",  "basket", "feather", "timber", "velvet", "anchor",  "pebble", "thistle",
      "magnet",  "saucer", "blanket", "ribbon", "walnut", "bucket",  "pillow", "cactus"};
  std::string text;
  for (int i = 0; i < 7; ++i) text += parts[random.below(parts.size())] + " ";
  return text;
}

class Stream {
 public:
  explicit Stream(std::uint64_t seed = 311) : random_(seed) {}

  // A calm city: a post every few minutes, six topics in ten neighbourhoods.
  void calm(Instant from, Milliseconds span, int posts) {
    for (int i = 0; i < posts; ++i) {
      const Instant at = from + span * i / posts;
      const auto topic = "topic" + std::to_string(random_.below(6));
      const auto place = "place" + std::to_string(random_.below(10));
      const auto who = "calm" + std::to_string(random_.below(5000)) + letters();
      add(said(at, who, words(random_), topic, place));
    }
  }
  void add(const Said& one) { add(one, one.post.created_at); }
  void add(const Said& one, Instant now) { topics.add(one.post, one.finding, now, found); }
  // So many people within half an hour.
  void burst(Instant from, int people, const std::string& topic, const std::string& place) {
    for (int i = 0; i < people; ++i)
      add(said(from + i * (30min / people), "witness" + letters(), words(random_), topic, place));
  }
  std::string letters() {
    std::string name;
    for (int i = 0; i < 6; ++i) name += static_cast<char>('a' + random_.below(26));
    return name;
  }

  HotTopics topics{};
  std::vector<HotTopic> found{};

 private:
  SeededRandom random_;
};

void check_sane(const HotTopic& hot) {
  CHECK(std::isfinite(hot.score));
  CHECK(hot.score >= 0.0);
  CHECK(hot.score <= 1.0);
  CHECK(std::isfinite(hot.expected));
  CHECK(hot.since <= hot.at);
}

TEST_CASE("a calm week has no hot topic") {
  Stream stream;
  stream.calm(start, 7 * 24h, 4000);
  CHECK(stream.found.empty());
}

TEST_CASE("eight people in half an hour in one neighbourhood are a hot topic, told once") {
  Stream stream;
  stream.calm(start, 48h, 1200);
  stream.burst(start + 48h, 8, "topic3", "place7");
  stream.calm(start + 48h + 30min, 3h, 75);
  REQUIRE(stream.found.size() == 1);
  const HotTopic& hot = stream.found.front();
  check_sane(hot);
  CHECK(hot.kind == HotKind::topic);
  CHECK(hot.topic == "topic3");
  CHECK(hot.neighborhood == "place7");
  CHECK(hot.at <= start + 48h + 30min);
  CHECK(hot.score > 0.85);
  CHECK(hot.expected < 1.0);
  CHECK(hot.authors >= 6);
  CHECK_FALSE(hot.late);
  CHECK(hot.samples.size() >= 5);
}

TEST_CASE("one person who writes thirty times is no hot topic") {
  Stream stream;
  stream.calm(start, 24h, 600);
  for (int i = 0; i < 30; ++i)
    stream.add(said(start + 24h + i * 1min, "loud", "pothole again " + std::to_string(i), "topic3",
                    "place7"));
  CHECK(stream.found.empty());
}

TEST_CASE("reposts of one post are no hot topic") {
  Stream stream;
  stream.calm(start, 24h, 600);
  for (int i = 0; i < 15; ++i)
    stream.add(said(start + 24h + i * 1min, "fan" + stream.letters(),
                    "RT @someone: huge pothole at the corner by the bakery", "topic3", "place7"));
  CHECK(stream.found.empty());
}

TEST_CASE("alike accounts that push one text are a brigade, never a hot topic") {
  Stream stream;
  stream.calm(start, 24h, 600);
  for (int i = 0; i < 30; ++i)
    stream.add(said(start + 24h + i * 1min, "honestlocal" + std::to_string(1000 + 37 * i),
                    "Shame on the council, the new bridge must be stopped at once today", "topic3",
                    "place7"));
  REQUIRE_FALSE(stream.found.empty());
  for (const HotTopic& hot : stream.found) CHECK(hot.kind == HotKind::brigade);
  CHECK(stream.found.front().phrase.find("bridge") != std::string::npos);
}

TEST_CASE("young accounts that push one text are a brigade") {
  Stream stream;
  stream.calm(start, 24h, 600);
  const auto born = (start + 20h).time_since_epoch().count() - 1'288'834'974'657;
  for (int i = 0; i < 12; ++i) {
    Said one = said(start + 24h + i * 1min, stream.letters(),
                    "Nobody wants the tall building next to the old library here", "topic3");
    one.post.author.id =
        std::to_string((static_cast<std::uint64_t>(born) << 22) + static_cast<std::uint64_t>(i));
    stream.add(one);
  }
  REQUIRE_FALSE(stream.found.empty());
  for (const HotTopic& hot : stream.found) CHECK(hot.kind == HotKind::brigade);
}

TEST_CASE("words that nobody wrote a rule for become one hot phrase") {
  Stream stream;
  stream.calm(start, 24h, 800);
  for (int i = 0; i < 14; ++i)
    stream.add(said(
        start + 24h + i * 2min, "seen" + stream.letters(),
        "zeppelin over " + stream.letters() + " " + stream.letters() + " " + stream.letters()));
  REQUIRE(stream.found.size() == 1);
  CHECK(stream.found.front().kind == HotKind::phrase);
  CHECK(stream.found.front().phrase == "zeppelin");
  check_sane(stream.found.front());
}

TEST_CASE("a post that comes twice counts once") {
  Stream once;
  once.calm(start, 24h, 600);
  once.topics.take_counts();
  const Said one = said(start + 24h, "somebody", "pothole", "topic1", "place1");
  once.add(one);
  once.add(one);
  const auto counts = once.topics.take_counts();
  REQUIRE(counts.size() == 1);
  CHECK(counts.front().posts == 1);
  CHECK(once.topics.take_counts().empty());
}

TEST_CASE("counts are whole buckets of five minutes with different people") {
  HotTopics topics;
  std::vector<HotTopic> found;
  const std::vector<std::string> people = {"ana", "ben", "ana"};
  for (const std::string& who : people) {
    const Said one = said(start + 61min, who, "pothole", "topic1", "place1");
    topics.add(one.post, one.finding, one.post.created_at, found);
  }
  const auto counts = topics.take_counts();
  REQUIRE(counts.size() == 1);
  CHECK(counts.front() == BucketCount{"topic1", "place1", "twitter", start + 60min, 3, 2});
}

TEST_CASE("a feed that catches up is counted where it belongs and marked late") {
  Stream stream;
  stream.calm(start, 48h, 1200);
  const Instant now = start + 48h;
  for (int i = 0; i < 10; ++i)
    stream.add(said(now - 3h + i * 2min, "w" + stream.letters(), "flood here " + stream.letters(),
                    "topic2", "place4"),
               now);
  REQUIRE_FALSE(stream.found.empty());
  CHECK(stream.found.front().late);
  CHECK(stream.found.front().since < now - 2h);
}

TEST_CASE("posts of many hours that arrive at once are no burst of now") {
  Stream stream;
  stream.calm(start, 48h, 1200);
  const Instant now = start + 48h;
  for (int i = 0; i < 24; ++i)
    stream.add(said(now - 24h + i * 1h, "w" + stream.letters(), "slow " + stream.letters(),
                    "topic2", "place4"),
               now);
  CHECK(stream.found.empty());
}

TEST_CASE("what a feed missed is marked when it was told to be behind") {
  Stream stream;
  stream.calm(start, 48h, 1200);
  stream.topics.behind("twitter", start + 47h, start + 49h);
  stream.burst(start + 48h, 8, "topic3", "place7");
  REQUIRE_FALSE(stream.found.empty());
  CHECK(stream.found.front().late);
}

TEST_CASE("a replay after a restart knows what was told") {
  Stream live;
  live.calm(start, 48h, 1200);
  std::vector<Said> burst;
  for (int i = 0; i < 8; ++i)
    burst.push_back(said(start + 48h + i * 3min, "w" + live.letters(), live.letters() + " hole",
                         "topic3", "place7"));
  for (const Said& one : burst) live.add(one);
  REQUIRE(live.found.size() == 1);

  Stream again;
  again.calm(start, 48h, 1200);
  again.found.clear();
  for (const Said& one : burst) again.topics.replay(one.post, one.finding);
  again.add(said(start + 48h + 30min, "late", "one more hole", "topic3", "place7"));
  CHECK(again.found.empty());
}

TEST_CASE("old counts teach what is usual") {
  HotTopics topics;
  for (int day = 0; day < 14; ++day)
    for (int bucket = 0; bucket < 288; ++bucket)
      topics.learn({"topic1", "place1", "twitter", start + day * 24h + bucket * 5min,
                    bucket < 144 ? 1 : 3, bucket < 144 ? 1 : 3});
  const auto quiet = topics.usual("topic1", "place1", start + 14 * 24h + 6h, 1h);
  const auto busy = topics.usual("topic1", "place1", start + 14 * 24h + 18h, 1h);
  CHECK(quiet.expected == doctest::Approx(12).epsilon(0.25));
  CHECK(busy.expected == doctest::Approx(36).epsilon(0.25));
  CHECK(busy.low < busy.expected);
  CHECK(busy.high > busy.expected);
  CHECK(topics.usual("never heard of", "", start, 1h).expected == 0.0);
}

// Nothing of this may alarm, crash or give a number that is none.
TEST_CASE("clock jumps, missing days and posts out of order raise no alarm") {
  const std::array<std::function<void(Stream&)>, 8> troubles = {
      [](Stream& s) { s.calm(start + 120h, 24h, 600); },                  // three days missing
      [](Stream& s) { s.calm(start + 24h * 365, 24h, 600); },             // forward
      [](Stream& s) { s.calm(start - 24h * 30, 24h, 600); },              // back
      [](Stream& s) { s.calm(start + 24h, 24h, 600); },                   // a day again
      [](Stream& s) { s.add(said(start + 24h * 9999, "x", "future")); },  // one wild date
      [](Stream& s) { s.add(said(Instant{}, "x", "past")); },
      [](Stream& s) { s.calm(start + 48h, 0h, 5); },        // all at one moment
      [](Stream& s) { s.add(said(start + 48h, "", "")); },  // nobody, nothing
  };
  for (std::size_t which = 0; which < troubles.size(); ++which) {
    CAPTURE(which);
    Stream stream(which);
    stream.calm(start, 48h, 1200);
    troubles[which](stream);
    stream.calm(start + 48h, 24h, 600);
    for (const HotTopic& hot : stream.found) {
      check_sane(hot);
      CAPTURE(hot.topic + hot.phrase + "@" + hot.neighborhood);
      CHECK(hot.authors == 0);
    }
  }
}

TEST_CASE("a burst is found again after the clock was put back") {
  Stream stream;
  stream.calm(start + 24h * 30, 48h, 1200);
  stream.calm(start, 48h, 1200);
  stream.burst(start + 48h, 8, "topic3", "place7");
  REQUIRE(stream.found.size() == 1);
  CHECK(stream.found.front().topic == "topic3");
}

TEST_CASE("a prefix of the stream gives a prefix of what is told") {
  Stream whole;
  Stream part;
  std::vector<Said> posts;
  SeededRandom random(5);
  for (int i = 0; i < 3000; ++i)
    posts.push_back(said(start + i * 2min, "p" + std::to_string(random.below(900)) + "q",
                         words(random),
                         i % 700 < 9 ? "topic1" : "topic" + std::to_string(random.below(5)),
                         i % 700 < 9 ? "place1" : "place" + std::to_string(random.below(9))));
  for (const Said& one : posts) whole.add(one);
  for (std::size_t i = 0; i < 2200; ++i) part.add(posts[i]);
  REQUIRE_FALSE(part.found.empty());
  REQUIRE(part.found.size() <= whole.found.size());
  for (std::size_t i = 0; i < part.found.size(); ++i) {
    CHECK(part.found[i].at == whole.found[i].at);
    CHECK(part.found[i].episode == whole.found[i].episode);
    CHECK(part.found[i].score == whole.found[i].score);
  }
}

TEST_CASE("hostile texts and names do no harm") {
  Stream stream;
  stream.calm(start, 24h, 300);
  const std::array<std::string, 6> texts = {std::string(9000, 'a'),
                                            std::string(3000, ' '),
                                            std::string("\xF0\x9F\x92\xA9 #\xE2\x80\x8B"),
                                            std::string("#") + std::string(500, 'x'),
                                            std::string("RT @"),
                                            std::string("\x01\x02")};
  for (const std::string& text : texts)
    for (int i = 0; i < 20; ++i)
      stream.add(said(start + 24h + i * 1min, "h" + stream.letters(), text, "", ""));
  for (const HotTopic& hot : stream.found) check_sane(hot);
}

}  // namespace
