#include <thread>

#include "classifier/decide.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

Post spoken_to_city(const std::string& text) {
  Post post;
  post.network = "twitter";
  post.text = text;
  post.mentions = {"TEST311"};
  return post;
}

}  // namespace

TEST_CASE("a request with a matter and a place becomes a case and says why") {
  const SmallCity city;
  const Explanation why = city->explain(
      spoken_to_city("@Test311 there is a huge pothole at 1437 Bannock St, please fix it"),
      Instant{});
  CHECK(why.finding.decision == Decision::open_case);
  CHECK(why.finding.intent == Intent::request);
  CHECK(why.finding.addressed);
  CHECK(why.finding.urgency == Urgency::normal);
  REQUIRE_FALSE(why.finding.topics.empty());
  CHECK(why.finding.topics[0].topic == "pothole_street");
  CHECK(why.finding.topics[0].division == std::optional<std::string>("streets"));
  CHECK(why.finding.topics[0].service_code == "CODE");
  double sum = 0;
  for (const Weighed& line : why.weighed) sum += line.weight;
  CHECK(sum == doctest::Approx(why.score));
  CHECK(probability_of(why.score) == doctest::Approx(why.finding.service_request));
}

TEST_CASE("classify and explain give the same finding") {
  const SmallCity city;
  for (const char* text :
       {"", "pothole", "@test311 tree down on Main St lol", "gracias por el árbol", "🚧"}) {
    const Post post = spoken_to_city(text);
    CHECK(city->classify(post, Instant{}) == city->explain(post, Instant{}).finding);
  }
}

TEST_CASE("a matter alone, a joke and thanks open no case") {
  const SmallCity city;
  CHECK(city.read("what a lovely tree").decision == Decision::ignore);
  CHECK(city.read("there is a pothole in my heart lol").decision != Decision::open_case);
  const Finding thanks = city->classify(spoken_to_city("@Test311 thank you so much!"), Instant{});
  CHECK(thanks.decision == Decision::ignore);
  CHECK(thanks.intent == Intent::thanks);
  CHECK(thanks.topics.empty());
}

TEST_CASE("a request to the city without a known matter is other and never a guess") {
  const SmallCity city;
  const Finding finding =
      city->classify(spoken_to_city("@Test311 please fix the thing at 1437 Bannock St"), Instant{});
  REQUIRE(finding.topics.size() == 1);
  CHECK(finding.topics[0].topic == "other");
  CHECK(finding.topics[0].evidence.empty());
  CHECK(finding.topics[0].score < 0.25);
}

TEST_CASE("an emergency is always seen, and a case when spoken to the city or with a place") {
  const SmallCity city;
  const Finding alone = city.read("lol gas leak thanks");
  CHECK(alone.urgency == Urgency::emergency);
  CHECK(alone.decision == Decision::review);
  CHECK(city.read("wires are down on Colfax Ave lol").decision == Decision::open_case);
  CHECK(city->classify(spoken_to_city("gas leak"), Instant{}).decision == Decision::open_case);
  CHECK(city.read("a wire, my phone is down").urgency == Urgency::emergency);
  CHECK(city.read("dangerous pothole").urgency == Urgency::urgent);
}

TEST_CASE("spoken to the city means a handle of that network or a message") {
  const SmallCity city;
  const auto spoken = [&](const char* network, const char* text, PostKind kind) {
    Post post;
    post.network = network;
    post.text = text;
    post.kind = kind;
    return city->classify(post, Instant{}).addressed;
  };
  CHECK(spoken("twitter", "hey @TEST311!", PostKind::post));
  CHECK(spoken("bluesky", "hey @test311.bsky.social.", PostKind::post));
  CHECK_FALSE(spoken("bluesky", "hey @test311", PostKind::post));
  CHECK_FALSE(spoken("twitter", "hey test311", PostKind::post));
  CHECK(spoken("mastodon", "hey @test311", PostKind::post));  // no handles of its own: all count
  CHECK(spoken("facebook", "hello", PostKind::direct_message));
}

TEST_CASE("thanks for a matter open no case and thanks behind a request do not hinder it") {
  const SmallCity city;
  const Finding thanks =
      city->classify(spoken_to_city("@Test311 thank you, the pothole is gone"), Instant{});
  CHECK(thanks.intent == Intent::thanks);
  CHECK(thanks.decision == Decision::ignore);
  const Finding polite =
      city->classify(spoken_to_city("@Test311 please fix the pothole, thank you"), Instant{});
  const Finding plain =
      city->classify(spoken_to_city("@Test311 please fix the pothole"), Instant{});
  CHECK(polite.decision == Decision::open_case);
  CHECK(polite.intent == Intent::request);
  CHECK(polite.service_request == doctest::Approx(plain.service_request));
}

TEST_CASE("probability rises with every good sign and falls with every bad one") {
  const Weights weights = built_in_weights();
  Strengths middle{};
  middle[index_of(Signal::bias)] = 1;
  middle[index_of(Signal::topic)] = 0.8;
  for (std::size_t i = 0; i < weighed_count; ++i) {
    Strengths more = middle;
    more[i] += 0.2;
    const double before = weighed_sum(middle, weights);
    const double after = weighed_sum(more, weights);
    CAPTURE(weighed_names()[i].name);
    CHECK((weights[i] > 0) == (after > before));
    CHECK((weights[i] < 0) == (after < before));
  }
}

TEST_CASE("decision thresholds are kept at their edges") {
  const Thresholds thresholds{.open_case = 0.6, .review = 0.35, .topic = 0.25, .intent = 0.35};
  const auto decided = [&](double p, Urgency urgency, Circumstances known) {
    return decision_of(p, urgency, known, thresholds);
  };
  CHECK(decided(0.6, Urgency::normal, {}) == Decision::open_case);
  CHECK(decided(0.5999, Urgency::urgent, {}) == Decision::review);
  CHECK(decided(0.35, Urgency::normal, {}) == Decision::review);
  CHECK(decided(0.3499, Urgency::normal, {true, true}) == Decision::ignore);
  CHECK(decided(0.0, Urgency::emergency, {}) == Decision::review);
  CHECK(decided(0.0, Urgency::emergency, {.addressed = true}) == Decision::open_case);
  CHECK(decided(0.0, Urgency::emergency, {.has_place = true}) == Decision::open_case);
}

TEST_CASE("eight threads share one classifier and agree") {
  const SmallCity city;
  const std::vector<std::string> texts{"there is a pothole on Main St", "tree down lol",
                                       "hay un bache enorme",           "thanks for the tree",
                                       "#FixThePotHole @CityPolice",    "sinking street"};
  std::vector<Finding> expected;
  for (const std::string& text : texts) expected.push_back(city.read(text));
  std::vector<int> differences(8, 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < differences.size(); ++t) {
      threads.emplace_back([&, t] {
        for (std::size_t i = 0; i < 600; ++i) {
          const std::size_t which = (i * 7 + t) % texts.size();
          if (!(city.read(texts[which]) == expected[which])) ++differences[t];
        }
      });
    }
  }
  CHECK(differences == std::vector<int>(8, 0));
}

TEST_CASE("two classifiers used in turn by one thread do not mix their notes") {
  const SmallCity large;
  const SmallCity small(probe("1 : zebra"));
  for (int i = 0; i < 5; ++i) {
    CHECK(large.score("pothole zebra", "pothole_street") > 0.8);
    CHECK(small.score("pothole zebra", "probe") > 0.6);
    CHECK(large.score("zebra", "probe") == 0);
  }
}

TEST_CASE("what a picture is said to show is read, but nothing of it is quoted from the text") {
  const SmallCity city;
  Post post = spoken_to_city("@Test311 please fix it");
  const Finding without = city->classify(post, Instant{});
  post.media_texts = {"A deep pothole at 1437 Bannock St, call 303-555-0142"};
  const Finding with = city->classify(post, Instant{});
  REQUIRE_FALSE(with.topics.empty());
  CHECK(with.topics[0].topic == "pothole_street");
  CHECK(with.service_request > without.service_request);
  CHECK(with.locations.empty());
  CHECK(with.pii.empty());
  const Explanation why = city->explain(post, Instant{});
  CHECK(why.finding == with);
  for (const Weighed& line : why.weighed)
    for (const Evidence& evidence : line.evidence) CHECK(evidence.end <= post.text.size());
}

TEST_CASE("no phrase reaches from the text into a picture") {
  const SmallCity city;
  Post post = spoken_to_city("@Test311 see the pot");
  post.media_texts = {"hole"};
  const Finding finding = city->classify(post, Instant{});
  for (const TopicFinding& topic : finding.topics) CHECK(topic.topic != "pothole_street");
}
