// A question whose answer is known goes to a person with the article, never into the dark.
#include <doctest/doctest.h>

#include "casebridge/bridge.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;

namespace {

const City& denver() {
  static const LoadedCity loaded = load_city(SOCIAL311_SOURCE_DIR "/samples/denver/rules", "Denver",
                                             "America/Denver", {"en", "es"});
  return loaded.city.value();
}

DecideAsk question(const std::string& text, const std::string& topic = "") {
  DecideAsk ask;
  ask.post.network = "twitter";
  ask.post.id = "1";
  ask.post.text = text;
  ask.post.author = {"5", "demo_rider", "Demo Rider"};
  ask.finding.intent = Intent::question;
  ask.finding.language = "en";
  ask.finding.addressed = true;
  if (!topic.empty()) ask.finding.topics = {{topic, {}, "", 0.8, {}}};
  ask.now = at("2026-03-02T19:00:00Z");
  return ask;
}

std::string article(const DecideAsk& ask) {
  return decide(denver(), ask).article;
}

}  // namespace

TEST_CASE("a question with a known answer goes to a person with its article and sends nothing") {
  for (const Decision decision : {Decision::ignore, Decision::review}) {
    DecideAsk ask = question("@Denver311 what are your hours today?");
    ask.finding.decision = decision;
    const Decided got = decide(denver(), ask);
    CHECK(got.outcome == Outcome::review);
    CHECK(got.article == "desk_hours");
    CHECK(got.reason == "a question with a known answer: When is 311 open?");
    CHECK_FALSE(got.intent.has_value());
  }
}

TEST_CASE("the reason names the question in the language it is asked in") {
  DecideAsk ask = question("@Denver311 ¿cuál es su horario?");
  ask.finding.language = "es";
  CHECK(decide(denver(), ask).reason == "a question with a known answer: ¿Cuándo atiende el 311?");
}

// The threshold: our own sentences on both sides of it.
TEST_CASE("an article is clear where its phrase stands whole, or the topic agrees with all words") {
  CHECK(article(question("@Denver311 when are you open")) == "desk_hours");
  CHECK(article(question("which number do I call? what number do i call??")) == "phone");
  CHECK(article(question("a pothole like this, how long does it take?", "pothole_street")) ==
        "pothole_time");
  CHECK(article(question("can I renew the registration of my truck? plates?", "dmv")) == "dmv");
  CHECK(article(question("who clears the icy sidewalks?", "snow_ice")) == "snow_sidewalk");
}

TEST_CASE("scattered words, another topic and a single word are not clear") {
  // All words of "are you open", apart, and no topic says so.
  CHECK(article(question("are any of you people still open to a talk about the park?")).empty());
  // A phrase stands whole, but the rules read another matter than the article's.
  CHECK(article(question("I lost my dog in this pothole?", "pothole_street")).empty());
  // Half of the words.
  CHECK(article(question("is there a phone in the library?")).empty());
  CHECK(article(question("what is this?")).empty());
}

TEST_CASE(
    "a request, danger, who does not ask and who does not speak to the city go their old way") {
  DecideAsk request = question("when do you open? please fix the pothole");
  request.finding.decision = Decision::open_case;
  CHECK(decide(denver(), request).outcome == Outcome::new_case);
  DecideAsk danger = question("what are your hours? there is a fire");
  danger.finding.urgency = Urgency::emergency;
  CHECK(article(danger).empty());
  DecideAsk statement = question("what are your hours");
  statement.finding.intent = Intent::other;
  CHECK(article(statement).empty());
  DecideAsk aside = question("what are your hours");
  aside.finding.addressed = false;
  CHECK(decide(denver(), aside).outcome == Outcome::ignored);
}

TEST_CASE("a known question by private message goes to a person, not to the menu") {
  DecideAsk ask = question("what are your hours?");
  ask.post.kind = PostKind::direct_message;
  const Decided got = decide(denver(), ask);
  CHECK(got.outcome == Outcome::review);
  CHECK(got.article == "desk_hours");
}
