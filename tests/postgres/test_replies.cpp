// The reply protocol's rows: T2, T3, recovery, evidence, and the keys that carry the proof.
#include <doctest/doctest.h>

#include <thread>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

// A world with one case for post "1" and a queued answer to it.
struct Sending : World {
  Sending() : number(one_case("1")), intent(queue(number, "1")) {}

  std::optional<sql::ClaimedReply> claim(Instant now = noon) {
    return store->claim_reply(account, "life-1", now, same_text);
  }
  sql::ClaimedReply must_claim() {
    const auto claimed = claim();
    REQUIRE(claimed.has_value());
    return *claimed;
  }
  sql::EndOfAttempt end(const sql::ClaimedReply& claimed, const std::string& outcome,
                        ReplyState state) const {
    return {.intent_id = claimed.intent_id,
            .attempt_id = claimed.attempt_id,
            .outcome = outcome,
            .state = state,
            .remote_id = state == ReplyState::sent ? "900" : "",
            .at = after(1min)};
  }
  std::int64_t doubt() {
    const auto claimed = must_claim();
    auto unknown = end(claimed, "unknown", ReplyState::in_doubt);
    unknown.next_at = after(1min);
    unknown.message = "the connection was cut";
    REQUIRE(store->end_attempt(unknown));
    return claimed.intent_id;
  }
  sql::SeenOwnPost seen(const std::string& remote_id) {
    return {.remote_id = remote_id,
            .in_reply_to = "1",
            .text = reply(number, "1").body + " https://t.example/x",
            .created_at = after(1min)};
  }
  std::vector<std::int64_t> look(const std::vector<sql::SeenOwnPost>& posts) {
    return store->keep_own_posts(account, posts, after(2min), same_text);
  }

  std::string number;
  std::int64_t intent;
};

using Found = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a claim marks the intent, opens its attempt and brings the post it answers") {
  Sending world;
  const auto claimed = world.must_claim();
  CHECK(claimed.intent_id == world.intent);
  CHECK(claimed.attempts == 1);
  CHECK(!claimed.target_gone);
  CHECK(claimed.target == make_post("1"));
  auto expected = world.reply(world.number, "1");
  CHECK(claimed.reply.body == expected.body);
  CHECK(claimed.reply.marker == expected.marker);
  CHECK(claimed.reply.case_number == world.number);
  CHECK(claimed.reply.kind == ReplyKind::answer);
  CHECK(world.state_of(world.intent) == "sending");
  CHECK(world.sql("select incarnation, ended_at is null from reply_attempt") == "life-1|t");
  CHECK(!world.claim());
}

TEST_CASE(
    "nothing is claimed before its time, while its account is parked, or for another account") {
  Sending world;
  SUBCASE("undo window") {
    auto later = world.reply(world.number, "1", 2);
    later.not_before = after(10s);
    world.must_claim();
    REQUIRE(world.store->answer_case(world.number, world.detail(world.number).version, later).done);
    CHECK(!world.claim(after(9s)));
    CHECK(world.store->next_send_at(account) == after(10s));
    CHECK(world.claim(after(10s)));
  }
  SUBCASE("not sent before: next try later") {
    const auto claimed = world.must_claim();
    auto not_sent = world.end(claimed, "not_sent", ReplyState::queued);
    not_sent.next_at = after(5min);
    REQUIRE(world.store->end_attempt(not_sent));
    CHECK(!world.claim(after(4min)));
    CHECK(world.store->next_send_at(account) == after(5min));
    CHECK(world.claim(after(5min))->attempts == 2);
  }
  SUBCASE("parked until") {
    world.store->park_account(account, "credits are used up", after(1h));
    CHECK(!world.claim(after(59min)));
    CHECK(world.store->next_send_at(account) == after(1h));
    CHECK(world.claim(after(1h)));
  }
  SUBCASE("parked until a person acts") {
    world.store->park_account(account, "the token was revoked", {});
    CHECK(!world.claim(after(9999h)));
    CHECK(!world.store->next_send_at(account));
    world.store->unpark_account(account);
    CHECK(world.claim());
  }
  SUBCASE("another account") {
    CHECK(!world.store->claim_reply("twitter/999", "life", noon, same_text));
  }
  SUBCASE("a draft") {
    world.must_claim();
    world.queue(world.number, "1", 2, ReplyState::draft);
    CHECK(!world.claim());
  }
}

TEST_CASE("a life-safety text overtakes, everything else goes in the order it was written") {
  Sending world;
  auto urgent = world.reply(world.number, "1");
  urgent.kind = ReplyKind::emergency;
  urgent.marker = "urgent-marker";
  urgent.created_at = after(1min);
  REQUIRE(world.store->answer_case(world.number, world.detail(world.number).version, urgent).done);
  CHECK(world.claim(after(2min))->reply.kind == ReplyKind::emergency);
  CHECK(world.claim(after(2min))->reply.kind == ReplyKind::answer);
}

TEST_CASE("a reply to a post that was deleted is withheld when its turn comes, and says why") {
  Sending world;
  world.store->posts_gone(account, {{"1", "deleted"}}, noon);
  CHECK(!world.claim());
  CHECK(world.state_of(world.intent) == "withheld");
  CHECK(world.detail(world.number).replies.at(0).last_error == "the post was deleted");
}

TEST_CASE("a sent reply has its id, stops the response clock and counts as a contact") {
  Sending world;
  const auto claimed = world.must_claim();
  REQUIRE(world.store->end_attempt(world.end(claimed, "sent", ReplyState::sent)));
  const auto detail = world.detail(world.number);
  CHECK(detail.about.first_response_at == after(1min));
  CHECK(detail.about.contacts == 2);
  const auto reply = detail.replies.at(0);
  CHECK(reply.state == ReplyState::sent);
  CHECK(reply.remote_id == "900");
  CHECK(reply.sent_at == after(1min));
  CHECK(detail.events.back().text == "answer was sent");
  CHECK(!world.store->end_attempt(world.end(claimed, "sent", ReplyState::sent)));
  CHECK(world.detail(world.number).about.contacts == 2);
  CHECK(world.look({world.seen("900")}).empty());
  CHECK(world.store->overview(noon).doubled_replies == 0);
}

TEST_CASE("the first response stays the first one") {
  Sending world;
  world.queue(world.number, "1", 2);
  auto first = world.end(world.must_claim(), "sent", ReplyState::sent);
  auto second = world.end(world.must_claim(), "sent", ReplyState::sent);
  second.remote_id = "901";
  second.at = after(1h);
  REQUIRE(world.store->end_attempt(first));
  REQUIRE(world.store->end_attempt(second));
  CHECK(world.detail(world.number).about.first_response_at == after(1min));
  CHECK(world.detail(world.number).about.contacts == 3);
}

TEST_CASE("each end of an attempt puts the intent where the protocol says") {
  Sending world;
  const auto claimed = world.must_claim();
  SUBCASE("refused before any effect") {
    auto refused = world.end(claimed, "rejected", ReplyState::failed);
    refused.message = "the text is too long";
    refused.http_status = 400;
    refused.platform_code = "too-long";
    REQUIRE(world.store->end_attempt(refused));
    CHECK(world.state_of(world.intent) == "failed");
    CHECK(world.detail(world.number).replies.at(0).last_error == "the text is too long");
    CHECK(world.sql("select outcome, http_status, platform_code from reply_attempt") ==
          "rejected|400|too-long");
  }
  SUBCASE("provably not sent") {
    REQUIRE(world.store->end_attempt(world.end(claimed, "not_sent", ReplyState::queued)));
    CHECK(world.state_of(world.intent) == "queued");
  }
  SUBCASE("unknown") {
    auto unknown = world.end(claimed, "unknown", ReplyState::in_doubt);
    unknown.next_at = after(1min + 5s);
    REQUIRE(world.store->end_attempt(unknown));
    CHECK(world.state_of(world.intent) == "in_doubt");
    CHECK(world.store->next_send_at(account) == after(1min + 5s));
    CHECK(!world.claim(after(1h)));
    CHECK(world.store->overview(noon).oldest_in_doubt_at == noon);
  }
  SUBCASE("sent without an id is no end at all") {
    auto nothing = world.end(claimed, "sent", ReplyState::sent);
    nothing.remote_id = "";
    CHECK_THROWS_AS(world.store->end_attempt(nothing), std::logic_error);
    CHECK(world.state_of(world.intent) == "sending");
  }
}

TEST_CASE("recovery doubts what earlier lives left open, and only that") {
  Sending world;
  const auto claimed = world.must_claim();
  CHECK(world.store->recover_attempts(account, "life-1", after(1min)) == 0);
  CHECK(world.state_of(world.intent) == "sending");
  CHECK(world.store->recover_attempts("twitter/999", "life-2", after(1min)) == 0);
  CHECK(world.store->recover_attempts(account, "life-2", after(1min)) == 1);
  CHECK(world.state_of(world.intent) == "in_doubt");
  CHECK(world.sql("select outcome from reply_attempt") == "unknown");
  CHECK(world.store->recover_attempts(account, "life-3", after(1min)) == 0);
  const auto doubtful = world.store->doubtful(account, after(1min));
  REQUIRE(doubtful.size() == 1);
  CHECK(doubtful[0].attempt_started_at == noon);
  CHECK(doubtful[0].attempt_ended_at == after(1min));
  CHECK(doubtful[0].complete_reads == 0);
  CHECK(doubtful[0].target.kind == PostKind::post);
  CHECK_FALSE(doubtful[0].target.author.id.empty());
  // The old life comes back with its answer: too late, the look decides.
  CHECK(!world.store->end_attempt(world.end(claimed, "sent", ReplyState::sent)));
  CHECK(world.state_of(world.intent) == "in_doubt");
}

TEST_CASE("what is seen on the network is sent, however we came to doubt it") {
  Sending world;
  SUBCASE("in doubt") {
    world.doubt();
    CHECK(world.look({world.seen("900")}) == Found{world.intent});
  }
  SUBCASE("waiting for a person") {
    world.doubt();
    world.store->note_absent_read(world.intent, true, ReplyState::in_doubt, true, {}, after(20min));
    CHECK(world.state_of(world.intent) == "in_doubt+person");
    CHECK(world.look({world.seen("900")}) == Found{world.intent});
  }
  SUBCASE("queued again") {
    world.doubt();
    world.store->note_absent_read(world.intent, true, ReplyState::queued, false, after(20min),
                                  after(20min));
    CHECK(world.look({world.seen("900")}) == Found{world.intent});
  }
  SUBCASE("failed, says the network, and yet it is there") {
    REQUIRE(
        world.store->end_attempt(world.end(world.must_claim(), "rejected", ReplyState::failed)));
    CHECK(world.look({world.seen("900")}) == Found{world.intent});
  }
  SUBCASE("by ordinary polling") {
    world.doubt();
    auto ours = make_post("900", world.seen("900").text);
    ours.author.id = own_id;
    ours.in_reply_to = "1";
    ours.created_at = after(1min);
    world.keep({ours});
  }
  SUBCASE("by the last look before it leaves") {
    auto ours = make_post("900", world.seen("900").text);
    ours.author.id = own_id;
    ours.in_reply_to = "1";
    world.sql("update reply_intent set state = 'draft'");
    world.keep({ours});
    world.sql("update reply_intent set state = 'queued'");
    CHECK(!world.claim());
  }
  CHECK(world.state_of(world.intent) == "sent");
  const auto detail = world.detail(world.number);
  CHECK(detail.replies.at(0).remote_id == "900");
  CHECK(detail.about.contacts == 2);
  CHECK(detail.about.first_response_at.has_value());
  CHECK(!world.claim(after(24h)));
  CHECK(world.store->doubtful(account, after(24h)).empty());
}

TEST_CASE("what is not this reply leaves it in doubt") {
  Sending world;
  world.doubt();
  auto other = world.seen("900");
  SUBCASE("another post is answered") {
    other.in_reply_to = "2";
  }
  SUBCASE("another text") {
    other.text = "We are on something else";
  }
  SUBCASE("it was there before the reply was written") {
    other.created_at = after(-6min);
  }
  CHECK(world.look({other}).empty());
  CHECK(world.state_of(world.intent) == "in_doubt");
}

TEST_CASE("evidence that arrives during the attempt waits for its end") {
  Sending world;
  const auto claimed = world.must_claim();
  CHECK(world.look({world.seen("900")}).empty());
  CHECK(world.state_of(world.intent) == "sending");
  SUBCASE("the attempt ends well") {
    REQUIRE(world.store->end_attempt(world.end(claimed, "sent", ReplyState::sent)));
    CHECK(world.look({}).empty());
  }
  SUBCASE("the attempt ends in doubt") {
    REQUIRE(world.store->end_attempt(world.end(claimed, "unknown", ReplyState::in_doubt)));
    CHECK(world.look({}) == Found{world.intent});
  }
  CHECK(world.state_of(world.intent) == "sent");
  CHECK(world.store->overview(noon).doubled_replies == 0);
}

TEST_CASE("two equal texts without a marker are two replies, each found once") {
  Sending world;
  world.sql("update reply_intent set marker = null, body = 'Thank you'");
  auto second = world.reply(world.number, "1", 2);
  second.marker = "";
  second.body = "Thank you";
  REQUIRE(world.store->answer_case(world.number, world.detail(world.number).version, second).done);
  auto first_seen = world.seen("900");
  first_seen.text = "Thank you";
  auto second_seen = first_seen;
  second_seen.remote_id = "901";
  CHECK(world.look({first_seen}).size() == 1);
  CHECK(world.look({first_seen, second_seen}).size() == 1);
  CHECK(world.store->overview(noon).replies_by_state.at("sent") == 2);
  CHECK(world.store->overview(noon).doubled_replies == 0);
}

TEST_CASE("a reply that stands on the network twice is counted as doubled") {
  Sending world;
  world.doubt();
  world.look({world.seen("900"), world.seen("901")});
  CHECK(world.store->overview(noon).doubled_replies == 1);
}

TEST_CASE("a direct message is recognised by its conversation") {
  World world;
  auto message = make_post("1");
  message.kind = PostKind::direct_message;
  message.conversation = "dm-7";
  world.keep({message});
  const auto number = world.open_cases().at(0);
  const auto intent = world.queue(number, "1");
  REQUIRE(world.store->claim_reply(account, "life-1", noon, same_text));
  REQUIRE(world.store->recover_attempts(account, "life-2", noon) == 1);
  CHECK(world.store->doubtful(account, noon).at(0).target.kind == PostKind::direct_message);
  const auto body = world.reply(number, "1").body;
  CHECK(
      world.store->keep_own_posts(account, {{"d1", "dm-8", body, noon}}, noon, same_text).empty());
  CHECK(world.store->keep_own_posts(account, {{"d2", "dm-7", body, noon}}, noon, same_text) ==
        Found{intent});
}

TEST_CASE("complete reads are counted, cut ones are not, and both move the next look") {
  Sending world;
  world.doubt();
  CHECK(world.store->doubtful(account, noon).empty());  // its next look is due in a minute
  const auto reads = [&](Instant at) {
    return world.store->doubtful(account, at).at(0).complete_reads;
  };
  world.store->note_absent_read(world.intent, false, ReplyState::in_doubt, false, after(2min),
                                noon);
  CHECK(reads(after(2min)) == 0);
  world.store->note_absent_read(world.intent, true, ReplyState::in_doubt, false, after(5min), noon);
  CHECK(world.store->doubtful(account, after(4min)).empty());
  CHECK(reads(after(5min)) == 1);
}

TEST_CASE("a person settles a doubt, but only sends again what was looked up to the end") {
  Sending world;
  world.doubt();
  SUBCASE("found by hand") {
    CHECK(!world.store->settle_doubt(world.intent, "sent", "", "dana", noon).done);
    CHECK(world.store->settle_doubt(world.intent, "sent", "900", "dana", noon).done);
    CHECK(world.state_of(world.intent) == "sent");
    CHECK(world.detail(world.number).about.contacts == 2);
  }
  SUBCASE("sent again") {
    CHECK(!world.store->settle_doubt(world.intent, "queue", "", "dana", noon).done);
    world.store->note_absent_read(world.intent, true, ReplyState::in_doubt, true, {}, noon);
    CHECK(world.store->settle_doubt(world.intent, "queue", "", "dana", noon).done);
    CHECK(world.claim()->attempts == 2);
  }
  SUBCASE("given up") {
    CHECK(world.store->withhold_reply(world.intent, "answered by phone", "dana", noon).done);
    CHECK(world.state_of(world.intent) == "withheld");
  }
  CHECK(!world.store->settle_doubt(world.intent, "queue", "", "dana", noon).done);
  CHECK(!world.store->settle_doubt(9999, "queue", "", "dana", noon).done);
}

TEST_CASE("a draft waits for approval, may be withheld, and neither happens twice") {
  Sending world;
  world.must_claim();
  const auto draft = world.queue(world.number, "1", 2, ReplyState::draft);
  SUBCASE("approved as it is") {
    CHECK(world.store->approve_reply(draft, "", "lee", after(10s), noon).done);
    CHECK(!world.claim(after(9s)));
    CHECK(world.claim(after(10s))->reply.body == world.reply(world.number, "1", 2).body);
    CHECK(world.detail(world.number).replies.at(1).by == "lee");
  }
  SUBCASE("approved with another text") {
    CHECK(world.store->approve_reply(draft, "Better words", "lee", noon, noon).done);
    CHECK(world.claim()->reply.body == "Better words");
  }
  SUBCASE("undone while it still waits") {
    REQUIRE(world.store->approve_reply(draft, "", "lee", after(10s), noon).done);
    CHECK(world.store->withhold_reply(draft, "undone", "lee", after(5s)).done);
    CHECK(!world.claim(after(10s)));
  }
  const auto again = world.store->approve_reply(draft, "", "lee", noon, noon);
  CHECK(!again.done);
  CHECK(!again.why_not.empty());
}

TEST_CASE("what is being sent can be neither withheld nor approved again") {
  Sending world;
  world.must_claim();
  CHECK(!world.store->withhold_reply(world.intent, "too late", "dana", noon).done);
  CHECK(!world.store->approve_reply(world.intent, "", "dana", noon, noon).done);
  CHECK(world.state_of(world.intent) == "sending");
}

TEST_CASE("the tables themselves refuse a second open attempt and a sent reply without an id") {
  Sending world;
  world.must_claim();
  const auto id = std::to_string(world.intent);
  CHECK_THROWS(world.sql("insert into reply_attempt (intent_id, incarnation, started_at) values (" +
                         id + ", 'x', now())"));
  CHECK_THROWS(world.sql("update reply_intent set state = 'sent'"));
  CHECK_THROWS(world.sql("update reply_intent set remote_id = '1'"));
  CHECK_THROWS(world.sql(
      "insert into reply_intent (account_key, target_post_id, kind, seq, body, network_key, "
      "language, policy, state, created_by, created_at, changed_at) select account_key, "
      "target_post_id, kind, seq, 'two', '', '', policy, 'queued', '', created_at, changed_at "
      "from reply_intent"));
}

TEST_CASE("two claimers never get the same intent, and all of them are got") {
  Sending world;
  constexpr int intents = 40;
  for (int seq = 2; seq <= intents; ++seq) world.queue(world.number, "1", seq);
  std::vector<std::vector<std::int64_t>> got(4);
  std::vector<std::thread> claimers;
  for (auto& mine : got)
    claimers.emplace_back([&, store = std::shared_ptr(world.another())] {
      while (const auto claimed = store->claim_reply(account, "life-1", noon, same_text))
        mine.push_back(claimed->intent_id);
    });
  for (auto& claimer : claimers) claimer.join();
  std::set<std::int64_t> all;
  std::size_t claims = 0;
  for (const auto& mine : got) {
    claims += mine.size();
    all.insert(mine.begin(), mine.end());
  }
  CHECK(claims == intents);
  CHECK(all.size() == intents);
}

TEST_CASE("one sender an account holds the lock, until its connection is gone") {
  World world;
  auto first = world.another();
  CHECK(first->lock_sender(account));
  CHECK(!world.store->lock_sender(account));
  CHECK(world.store->lock_sender("mastodon/1"));
  first.reset();
  bool got = false;
  for (int i = 0; i < 1000 && !got; ++i) got = world.store->lock_sender(account);
  CHECK(got);
}

TEST_CASE(
    "after a restart of the server the store is lost for good, and nothing that was committed is") {
  Sending world;
  const auto claimed = world.must_claim();
  REQUIRE(world.store->lock_sender(account));
  ScratchCluster::shared().restart_immediately();
  CHECK_THROWS_AS(world.store->end_attempt(world.end(claimed, "sent", ReplyState::sent)),
                  sql::StoreLost);
  CHECK_THROWS_AS(world.store->ping(),
                  sql::StoreLost);  // never a silent reconnect without the lock
  world.store = world.another();
  CHECK(world.store->lock_sender(account));
  CHECK(world.state_of(world.intent) == "sending");
  CHECK(world.store->recover_attempts(account, "life-2", noon) == 1);
  CHECK(world.look({world.seen("900")}) == Found{world.intent});
}

TEST_CASE("a backend that is ended between two calls is noticed by the first of them") {
  World world;
  REQUIRE(world.store->lock_sender(account));
  world.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = "
      "'social311-test' "
      "and datname = current_database()");
  CHECK_THROWS_AS(world.store->newest_event(), sql::StoreLost);
  CHECK_THROWS_AS(world.store->newest_event(), sql::StoreLost);
}

TEST_CASE("after a restore everything that is not at an end is looked up before it is sent") {
  Sending world;
  world.must_claim();
  const auto queued = world.queue(world.number, "1", 2);
  const auto draft = world.queue(world.number, "1", 3, ReplyState::draft);
  const auto name = world.store->instance_id();
  CHECK(world.store->instance_id() == name);
  CHECK(world.store->doubt_everything(noon) == 2);
  CHECK(world.state_of(world.intent) == "in_doubt");
  CHECK(world.state_of(queued) == "in_doubt");
  CHECK(world.state_of(draft) == "draft");
  CHECK(!world.claim());
  CHECK(world.store->doubtful(account, noon).size() == 2);
  CHECK(world.store->renew_instance_id() != name);
}

TEST_CASE("sequences of replies count up, by target and kind") {
  Sending world;
  CHECK(world.store->next_reply_seq(account, "1", ReplyKind::answer) == 2);
  CHECK(world.store->next_reply_seq(account, "1", ReplyKind::closing) == 1);
  const auto first = world.store->next_reply_sequence();
  CHECK(world.store->next_reply_sequence() > first);
}

TEST_CASE("the way that a person chose comes with every claim and every look") {
  for (const auto way : {sql::ReplyWay::private_reply, sql::ReplyWay::direct_message}) {
    World world;
    const auto number = world.one_case("1");
    auto answer = world.reply(number, "1");
    answer.way = way;
    answer.state = ReplyState::queued;
    REQUIRE(world.store->answer_case(number, 1, answer).done);
    REQUIRE(world.store->case_detail(number)->replies.size() == 1);
    CHECK(world.store->case_detail(number)->replies[0].way == way);
    const auto claimed = world.store->claim_reply(account, "life", noon, same_text);
    REQUIRE(claimed);
    CHECK(claimed->reply.way == way);
    REQUIRE(world.store->end_attempt({.intent_id = claimed->intent_id,
                                      .attempt_id = claimed->attempt_id,
                                      .outcome = "unknown",
                                      .state = ReplyState::in_doubt,
                                      .next_at = after(1min),
                                      .at = after(1min)}));
    const auto doubtful = world.store->doubtful(account, after(2min));
    REQUIRE(doubtful.size() == 1);
    CHECK(doubtful[0].reply.way == way);
    // Where the network puts it is its own business: the conversation with somebody who wrote in
    // public is not known here. The mark decides.
    const sql::SeenOwnPost elsewhere{.remote_id = "m_9",
                                     .in_reply_to = "messages:77",
                                     .text = "Hello! " + answer.marker,
                                     .created_at = after(1min)};
    const auto marked = [](const std::string&, const std::string& marker, const std::string& seen) {
      return seen.find(marker) != std::string::npos;
    };
    CHECK(world.store->keep_own_posts(account, {elsewhere}, after(2min), marked) ==
          Found{claimed->intent_id});
    CHECK(world.state_of(claimed->intent_id) == "sent");
  }
}

TEST_CASE("a comment takes one private reply, until it was withheld") {
  World world;
  const auto number = world.one_case("1");
  const auto write = [&](int seq, sql::ReplyWay way) {
    auto answer = world.reply(number, "1", seq);
    answer.way = way;
    answer.state = ReplyState::queued;
    return world.store->answer_case(number, world.store->case_detail(number)->version, answer);
  };
  REQUIRE(write(1, sql::ReplyWay::private_reply).done);
  CHECK(write(2, sql::ReplyWay::as_target).done);
  CHECK(!write(3, sql::ReplyWay::private_reply).done);
  const auto replies = world.store->case_detail(number)->replies;
  REQUIRE(replies.size() == 2);
  REQUIRE(world.store->withhold_reply(replies[0].intent_id, "a test", "dana", after(1min)).done);
  CHECK(write(4, sql::ReplyWay::private_reply).done);
}
