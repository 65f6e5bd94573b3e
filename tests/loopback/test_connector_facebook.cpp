// The Facebook connector through the production HTTP client against the simulated Graph API, which
// refuses what Meta's own descriptions do not know: a field, an edge, a parameter, a missing proof.
#include <set>

#include "tests/loopback/graph_town.h"

using namespace social311;
using namespace social311::connectors;
using connectors::test::graph_clock;
using connectors::test::GraphTown;
using simulator::Outcome;
using simulator::Site;
using Kind = PublishOutcome::Kind;

namespace {

const Post* find(const std::map<std::string, Post>& posts, const std::string& id) {
  const auto found = posts.find(id);
  return found == posts.end() ? nullptr : &found->second;
}

}  // namespace

TEST_CASE("a Page's token passes its check on the simulated Graph API, a person's does not") {
  GraphTown town(Site::facebook);
  const Health health = town.network().check(graph_clock.now());
  CHECK_MESSAGE(health.ok, health.message);
  CHECK(health.warnings.empty());
  REQUIRE(health.token_ends_at.has_value());
  CHECK(*health.token_ends_at > graph_clock.now() + std::chrono::hours(80 * 24));
  CHECK(town.refusals() == "");
  town.account.credentials["page_access_token"] =
      town.running->network().options().meta.user_access_token;
  const Health person = town.make()->check(graph_clock.now());
  CHECK_FALSE(person.ok);
  CHECK(person.message.find("cannot read comments") != std::string::npos);
}

TEST_CASE("posts, tags, comments, replies and messages of a simulated Page are all found") {
  GraphTown town(Site::facebook);
  const std::string own = town.city_post("Snow is coming");
  const std::string post = town.say("post", "A hole in the road at 5th and Elm");
  const std::string tagged = town.say("tagged", "Look at this @Denver311");
  const std::string comment = town.say("comment", "And my street?", own);
  const std::string reply = town.say("comment", "Mine too", comment);
  const std::string message = town.say("message", "Hello, is anybody there?");

  const auto posts = town.walk("posts");
  REQUIRE(find(posts, post) != nullptr);
  CHECK(find(posts, post)->author.name == "Ana");
  CHECK(find(posts, tagged) != nullptr);
  CHECK(find(posts, own) != nullptr);
  CHECK(find(posts, own)->author.id == town.account.id);

  const auto comments = town.walk("comments");
  REQUIRE(find(comments, comment) != nullptr);
  CHECK(find(comments, comment)->in_reply_to == own);
  REQUIRE(find(comments, reply) != nullptr);
  CHECK(find(comments, reply)->in_reply_to == comment);

  const auto messages = town.walk("messages");
  REQUIRE(messages.size() == 1);
  CHECK(messages.begin()->first == message);
  CHECK(messages.begin()->second.text == "Hello, is anybody there?");
  CHECK(town.refusals() == "");
}

TEST_CASE("a burst of comments on a simulated Page is read to the last one") {
  GraphTown town(Site::facebook);
  const std::string own = town.city_post("Ask us anything");
  std::set<std::string> said;
  for (int i = 0; i < 230; ++i)
    said.insert(town.say("comment", "Question " + std::to_string(i), own));
  for (int i = 0; i < 60; ++i) town.city_post("Post " + std::to_string(i));
  const auto comments = town.walk("comments");
  CHECK(comments.size() == said.size());
}

TEST_CASE("an answer on a simulated Page lands under the right comment, once, and is found again") {
  GraphTown town(Site::facebook);
  const std::string own = town.city_post("Snow is coming");
  const std::string comment = town.say("comment", "And my street?", own);
  const std::string reply = town.say("comment", "Mine too", comment);
  const auto comments = town.walk("comments");
  const auto out = town.network().publish(town.answer_to(comments.at(reply)), graph_clock.now());
  CHECK_MESSAGE(out.kind == Kind::sent, out.message);
  CHECK(out.message == "read back");
  CHECK(town.below(comment) == 2);
  const auto read =
      town.network().read_own(graph_clock.now() - std::chrono::minutes(1),
                              {town.answer_to(comments.at(reply))}, graph_clock.now());
  REQUIRE(read.ok());
  CHECK(read->complete);
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].remote_id == out.remote_id);
  CHECK(read->posts[0].in_reply_to == reply);
  CHECK(town.network().remove_own(out.remote_id, graph_clock.now()).kind == Kind::sent);
  CHECK(town.below(comment) == 1);
  CHECK(town.refusals() == "");
}

TEST_CASE("M11 whatever becomes of the answer, a simulated comment has one reply") {
  for (const Outcome outcome : {Outcome::posted_500, Outcome::only_500, Outcome::posted_hang,
                                Outcome::posted_reset, Outcome::reset, Outcome::posted_truncated,
                                Outcome::posted_odd_format, Outcome::reset_applied_later}) {
    CAPTURE(simulator::name_of(outcome));
    GraphTown town(Site::facebook);
    const std::string own = town.city_post("Snow is coming");
    const std::string comment = town.say("comment", "And my street?", own);
    const auto comments = town.walk("comments");
    OutgoingReply reply = town.answer_to(comments.at(comment));
    town.running->fail_next("POST", "", outcome);
    const auto first = town.network().publish(reply, graph_clock.now());
    CHECK(first.kind == Kind::unknown);
    // Any later attempt looks first: here as if half a minute had passed.
    for (int tries = 0; tries < 3; ++tries) {
      reply.composed_at = graph_clock.now() - std::chrono::seconds(31);
      const auto again = town.network().publish(reply, graph_clock.now());
      CHECK_MESSAGE(again.kind == Kind::sent, again.message);
    }
    CHECK(town.below(comment) == 1);
  }
}

TEST_CASE("M12 a blocked simulated Page stops writing and goes on reading") {
  GraphTown town(Site::facebook);
  const std::string own = town.city_post("Snow is coming");
  const std::string comment = town.say("comment", "And my street?", own);
  const auto comments = town.walk("comments");
  town.control("/account", R"({"meta_blocked":true})");
  const auto out = town.network().publish(town.answer_to(comments.at(comment)), graph_clock.now());
  CHECK(out.park_writes);
  CHECK(town.below(comment) == 0);
  CHECK(town.walk("comments").size() == 1);
}

TEST_CASE("M18 edits, hides and deletions on a simulated Page are read again") {
  GraphTown town(Site::facebook);
  const std::string own = town.city_post("Snow is coming");
  const std::string edited = town.say("comment", "first words", own);
  const std::string hidden = town.say("comment", "rude words", own);
  const std::string deleted = town.say("comment", "regretted words", own);
  const std::string post = town.say("post", "a post");
  const auto before = town.walk("comments");
  town.with([&](simulator::Commons& commons) {
    commons.edit(Site::facebook, edited, "second words");
    commons.hide(Site::facebook, hidden, "hidden");
    commons.remove(Site::facebook, deleted);
  });
  const auto read = town.network().read_posts({edited, hidden, deleted, post}, graph_clock.now());
  REQUIRE(read.ok());
  CHECK(read->gone ==
        std::map<std::string, Gone>{{hidden, Gone::hidden}, {deleted, Gone::deleted}});
  REQUIRE(read->posts.size() == 2);
  for (const Post& one : read->posts) {
    if (one.id != edited) continue;
    CHECK(one.text == "second words");
    CHECK(one.version != before.at(edited).version);
  }
}

TEST_CASE("a simulated message is answered in its conversation, and a comment privately once") {
  GraphTown town(Site::facebook);
  const std::string own = town.city_post("Snow is coming");
  town.say("message", "Hello?");
  const std::string comment = town.say("comment", "My number is private", own);
  const auto messages = town.walk("messages");
  auto out = town.network().publish(town.answer_to(messages.begin()->second), graph_clock.now());
  CHECK_MESSAGE(out.kind == Kind::sent, out.message);
  const auto comments = town.walk("comments");
  OutgoingReply secret = town.answer_to(comments.at(comment));
  secret.private_reply = secret.direct_message = true;
  secret.text = "A word in private. 26-000002-X1";
  out = town.network().publish(secret, graph_clock.now());
  CHECK_MESSAGE(out.kind == Kind::sent, out.message);
  CHECK(town.refusals() == "");
  CHECK(town.network().publish(secret, graph_clock.now()).kind == Kind::rejected);
}

TEST_CASE("faults of reads cost the Facebook connector time, never a post") {
  for (const Outcome outcome :
       {Outcome::unavailable, Outcome::truncated, Outcome::reset, Outcome::batch_nulls,
        Outcome::batch_failures, Outcome::reduce_data, Outcome::reordered, Outcome::integer_ids,
        Outcome::empty_page, Outcome::older_version, Outcome::date_skew}) {
    CAPTURE(simulator::name_of(outcome));
    GraphTown town(Site::facebook);
    std::set<std::string> said;
    for (int i = 0; i < 3; ++i) {
      const std::string own = town.city_post("Post " + std::to_string(i));
      for (int k = 0; k < 4; ++k) said.insert(town.say("comment", "c" + std::to_string(k), own));
    }
    std::map<std::string, Post> found;
    for (int cycle = 0; cycle < 3; ++cycle) {
      if (cycle == 0) town.running->fail_next("", "", outcome, 2);
      PageAsk ask;
      ask.listen = "comments";
      ask.since_id = "1_1";
      ask.since_at = graph_clock.now() - std::chrono::hours(1);
      for (int pages = 0; pages < 20; ++pages) {
        ask.now = graph_clock.now();
        auto page = town.network().read_page(ask);
        if (!page) {
          CHECK(page.fault().kind != FaultKind::denied);
          break;  // the next cycle begins again
        }
        for (Post& post : page->posts) found[post.id] = std::move(post);
        ask.next = page->next;
        if (ask.next.empty()) break;
      }
    }
    CHECK(found.size() == said.size());
  }
}

TEST_CASE("M23 M31 the simulated account's limits and tokens are told as what they are") {
  GraphTown town(Site::facebook);
  town.city_post("Snow is coming");
  town.control("/account", R"({"meta_usage":{"use":"pages","percent":92,"regain_minutes":30}})");
  PageAsk ask;
  ask.listen = "posts";
  ask.since_at = graph_clock.now() - std::chrono::hours(1);
  ask.now = graph_clock.now();
  const auto slow = town.network().read_page(ask);
  REQUIRE(slow.ok());
  CHECK(slow->used_share.value_or(0) >= 0.9);
  CHECK(slow->resets_at.has_value());
  std::set<std::string> words;
  for (const char* state : {"scope_missing", "password_changed", "role_lost"}) {
    town.control("/account", std::string(R"({"meta_token":")") + state + "\"}");
    const auto page = town.network().read_page(ask);
    REQUIRE_FALSE(page.ok());
    CHECK(page.fault().kind == FaultKind::denied);
    words.insert(page.fault().message.substr(page.fault().message.find("; ")));
  }
  CHECK(words.size() == 3);
}
