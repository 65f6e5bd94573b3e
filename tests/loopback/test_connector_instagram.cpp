// The Instagram connector through the production HTTP client against the simulated Graph API.
#include <set>

#include "tests/loopback/graph_town.h"

using namespace social311;
using namespace social311::connectors;
using connectors::test::graph_clock;
using connectors::test::GraphTown;
using simulator::Outcome;
using simulator::Site;
using Kind = PublishOutcome::Kind;

TEST_CASE("an Instagram account passes its check on the simulated Graph API") {
  GraphTown town(Site::instagram);
  const Health health = town.network().check(graph_clock.now());
  CHECK_MESSAGE(health.ok, health.message);
  CHECK(health.warnings.empty());
  CHECK(town.refusals() == "");
}

TEST_CASE("comments, replies, tags, hashtags and messages of a simulated account are all found") {
  GraphTown town(Site::instagram);
  const std::string own = town.city_post("Our new park");
  const std::string comment = town.say("comment", "The gate is broken", own);
  const std::string reply = town.say("comment", "For weeks", comment);
  const std::string tagged = town.say("tagged", "A hole, @denver311");
  const std::string marked = town.say("post", "So many #pothole");
  const std::string message = town.say("message", "Hello?");

  const auto comments = town.walk("comments");
  REQUIRE(comments.contains(comment));
  CHECK(comments.at(comment).in_reply_to == own);
  CHECK(comments.at(comment).author.handle == "ana");
  REQUIRE(comments.contains(reply));
  CHECK(comments.at(reply).in_reply_to == comment);
  CHECK(town.walk("tags").contains(tagged));
  CHECK(town.walk("hashtag:pothole").contains(marked));
  const auto messages = town.walk("messages");
  REQUIRE(messages.contains(message));
  CHECK(messages.at(message).repliable == Repliable::yes);
  CHECK(town.refusals() == "");
}

TEST_CASE("an Instagram answer is written once and found again on the simulated account") {
  for (const Outcome outcome : {Outcome::ok, Outcome::posted_500, Outcome::posted_reset,
                                Outcome::posted_odd_format, Outcome::only_500}) {
    CAPTURE(simulator::name_of(outcome));
    GraphTown town(Site::instagram);
    const std::string own = town.city_post("Our new park");
    const std::string comment = town.say("comment", "The gate is broken", own);
    const auto comments = town.walk("comments");
    OutgoingReply reply = town.answer_to(comments.at(comment));
    if (outcome != Outcome::ok) town.running->fail_next("POST", "", outcome);
    const auto first = town.network().publish(reply, graph_clock.now());
    CHECK_MESSAGE(first.kind == (outcome == Outcome::ok ? Kind::sent : Kind::unknown),
                  first.message);
    reply.composed_at = graph_clock.now() - std::chrono::seconds(31);
    const auto again = town.network().publish(reply, graph_clock.now());
    CHECK_MESSAGE(again.kind == Kind::sent, again.message);
    CHECK(town.below(comment) == 1);
    const auto read = town.network().read_own(graph_clock.now() - std::chrono::minutes(2), {reply},
                                              graph_clock.now());
    REQUIRE(read.ok());
    CHECK(read->complete);
    CHECK(read->posts.size() == 1);
    if (outcome == Outcome::ok) CHECK(town.refusals() == "");
  }
}

TEST_CASE("an Instagram message is answered, and a comment privately, on the simulated account") {
  GraphTown town(Site::instagram);
  const std::string own = town.city_post("Our new park");
  const std::string comment = town.say("comment", "The gate is broken", own);
  town.say("message", "Hello?");
  const auto messages = town.walk("messages");
  REQUIRE(messages.size() == 1);
  auto out = town.network().publish(town.answer_to(messages.begin()->second), graph_clock.now());
  CHECK_MESSAGE(out.kind == Kind::sent, out.message);
  const auto comments = town.walk("comments");
  OutgoingReply secret = town.answer_to(comments.at(comment));
  secret.private_reply = secret.direct_message = true;
  out = town.network().publish(secret, graph_clock.now());
  CHECK_MESSAGE(out.kind == Kind::sent, out.message);
  CHECK(town.refusals() == "");
}

TEST_CASE("M18 hides and deletions on a simulated Instagram account are read again") {
  GraphTown town(Site::instagram);
  const std::string own = town.city_post("Our new park");
  const std::string hidden = town.say("comment", "rude", own);
  const std::string deleted = town.say("comment", "regretted", own);
  const std::string kept = town.say("comment", "kept", own);
  town.walk("comments");
  town.with([&](simulator::Commons& commons) {
    commons.hide(Site::instagram, hidden, "hidden");
    commons.remove(Site::instagram, deleted);
  });
  const auto read = town.network().read_posts({hidden, deleted, kept}, graph_clock.now());
  REQUIRE(read.ok());
  CHECK(read->gone ==
        std::map<std::string, Gone>{{hidden, Gone::hidden}, {deleted, Gone::deleted}});
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].id == kept);
}

TEST_CASE("a burst of Instagram comments is read whole or told as lost") {
  GraphTown town(Site::instagram);
  const std::string own = town.city_post("Our new park");
  std::set<std::string> said;
  for (int i = 0; i < 120; ++i) said.insert(town.say("comment", "c" + std::to_string(i), own));
  PageAsk ask;
  ask.listen = "comments";
  ask.since_id = "1";
  ask.since_at = graph_clock.now() - std::chrono::hours(1);
  std::set<std::string> found;
  bool lost = false;
  for (int pages = 0; pages < 30; ++pages) {
    ask.now = graph_clock.now();
    const auto page = town.network().read_page(ask);
    REQUIRE(page.ok());
    for (const Post& post : page->posts) found.insert(post.id);
    lost = lost || page->clipped.has_value();
    ask.next = page->next;
    if (ask.next.empty()) break;
  }
  CHECK((found == said || lost));
}
