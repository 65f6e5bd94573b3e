// The X connector through the production HTTP client against the simulated network, which holds
// every request to the OpenAPI documents of both vocabularies: a parameter it does not know is a
// 400.
#include <doctest/doctest.h>

#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "connectors/network.h"
#include "net/client.h"
#include "simulator/in_process.h"
#include "tests/support/memory_vault.h"

using namespace social311;
using namespace social311::connectors;
using simulator::InProcessSimulator;
using simulator::Outcome;
using simulator::Vocabulary;
using Kind = PublishOutcome::Kind;

namespace {

SystemClock the_clock;
SystemRandom the_chance;

using tests::MemoryVault;

enum class SignIn { oauth2, oauth1, app_only };

struct Town {
  std::unique_ptr<InProcessSimulator> x{};
  std::unique_ptr<HttpClient> http = net::make_http_client();
  MemoryVault vault{};
  Account account{};

  explicit Town(Vocabulary vocabulary = Vocabulary::post, SignIn sign_in = SignIn::oauth2) {
    simulator::SimulatorOptions options;
    options.search_tail = Milliseconds(0);
    options.hang = Milliseconds(300);
    options.apply_later = Milliseconds(1);
    auto started = InProcessSimulator::start(options, the_clock);
    REQUIRE(started.ok());
    x = std::move(*started);
    account.network = "twitter";
    account.id = "2244994945";
    account.handle = "Denver311";
    account.base_url = x->base_url();
    account.api_names = simulator::name_of(vocabulary);
    const auto app = simulator::demo_credentials(vocabulary);
    if (sign_in == SignIn::oauth1) {
      account.credentials = {{"consumer_key", Secret(app.consumer_key)},
                             {"consumer_secret", app.consumer_secret},
                             {"token", Secret(app.token)},
                             {"token_secret", app.token_secret}};
    } else if (sign_in == SignIn::app_only) {
      account.credentials = {{"bearer_token", app.bearer_token}};
    } else {
      account.credentials = {{"access_token", app.access_token},
                             {"refresh_token", app.refresh_token},
                             {"client_id", Secret(app.client_id)},
                             {"client_secret", app.client_secret}};
    }
  }

  std::unique_ptr<Network> network() {
    auto made = make_network(account, {*http, vault, the_clock, the_chance});
    REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.fault().message));
    return std::move(made).value();
  }

  std::size_t replies_under(std::uint64_t target) {
    std::size_t count = 0;
    x->network().with_world(
        [&](simulator::World& world) { count = world.replies_to(target).size(); });
    return count;
  }
};

// Everything a walk brings, newest first; the ids must be unique.
std::vector<Post> walk(Network& network, const std::string& listen,
                       const std::string& since_id = {}) {
  PageAsk ask;
  ask.listen = listen;
  ask.since_id = since_id;
  ask.since_at = the_clock.now() - std::chrono::hours(1);
  std::vector<Post> posts;
  for (int pages = 0; pages < 20; ++pages) {
    ask.now = the_clock.now();
    auto page = network.read_page(ask);
    REQUIRE_MESSAGE(page.ok(), (page.ok() ? "" : page.fault().message));
    CHECK(page->unreadable.empty());
    posts.insert(posts.end(), page->posts.begin(), page->posts.end());
    ask.next = page->next;
    if (ask.next.empty()) return posts;
  }
  FAIL("the walk has no end");
  return posts;
}

OutgoingReply reply_to(std::uint64_t target, const std::string& text) {
  OutgoingReply reply;
  reply.target_id = std::to_string(target);
  reply.text = text;
  reply.composed_at = the_clock.now();
  return reply;
}

}  // namespace

TEST_CASE(
    "X1 mentions and searches come in alike in both vocabularies and by each way of signing in") {
  for (const Vocabulary vocabulary : {Vocabulary::post, Vocabulary::tweet}) {
    for (const SignIn sign_in : {SignIn::oauth2, SignIn::oauth1, SignIn::app_only}) {
      Town town(vocabulary, sign_in);
      const auto summons =
          town.x->post("maria_r", "🕳️ @Denver311 a pothole on Colfax &amp; Broadway");
      const auto remark = town.x->post("jo", "what a pothole on Speer");
      const auto answer_to_maria = town.x->post("jo", "me too", summons);
      auto x = town.network();
      std::set<std::string> ids;
      for (const Post& post : walk(*x, "mentions")) {
        ids.insert(post.id);
        if (post.id != std::to_string(summons)) continue;
        CHECK(post.author.handle == "maria_r");
        CHECK(post.mention_ids == std::vector<std::string>{"2244994945"});
        CHECK(post.repliable == Repliable::yes);
      }
      CHECK(ids.contains(std::to_string(summons)));
      CHECK_FALSE(ids.contains(std::to_string(remark)));
      bool found = false;
      for (const Post& post : walk(*x, "search:pothole -is:retweet")) {
        if (post.id != std::to_string(remark)) continue;
        found = true;
        CHECK(post.repliable == Repliable::not_summoned);
        CHECK(post.text == "what a pothole on Speer");
      }
      CHECK(found);
      for (const Post& post : walk(*x, "search:me OR too")) {
        if (post.id == std::to_string(answer_to_maria))
          CHECK(post.in_reply_to == std::to_string(summons));
      }
      const Health health = x->check(the_clock.now());
      CHECK_MESSAGE(health.ok, health.message);
    }
  }
}

TEST_CASE("a burst of 230 mentions is walked over three pages and read again from its cursor") {
  Town town;
  std::set<std::string> expected;
  for (int i = 0; i < 230; ++i)
    expected.insert(
        std::to_string(town.x->post("maria_r", "@Denver311 number " + std::to_string(i))));
  auto x = town.network();
  std::set<std::string> seen;
  std::string newest;
  for (const Post& post : walk(*x, "mentions")) {
    CHECK(seen.insert(post.id).second);
    if (newest.empty() || x->newer(post.id, newest)) newest = post.id;
  }
  CHECK(seen == expected);
  const auto late = town.x->post("maria_r", "@Denver311 and one more");
  std::set<std::string> again;
  for (const Post& post : walk(*x, "mentions", newest)) again.insert(post.id);
  CHECK(again.contains(std::to_string(late)));
}

TEST_CASE("reads that fail in every simulated way end in a fault or a page and never in a crash") {
  for (const Outcome outcome :
       {Outcome::unavailable, Outcome::truncated, Outcome::reset, Outcome::too_many,
        Outcome::missing_author, Outcome::empty_page, Outcome::usage_capped, Outcome::no_credits,
        Outcome::drip, Outcome::stale}) {
    CAPTURE(std::string(simulator::name_of(outcome)));
    Town town;
    town.x->post("maria_r", "@Denver311 a hole");
    auto x = town.network();
    town.x->fail_next("GET", "/2/users/*", outcome, 2);  // the client repeats a lost read once
    PageAsk ask;
    ask.listen = "mentions";
    ask.now = the_clock.now();
    const auto page = x->read_page(ask);
    switch (outcome) {
      case Outcome::usage_capped:
      case Outcome::no_credits:
        REQUIRE_FALSE(page.ok());
        CHECK(page.fault().kind == FaultKind::denied);
        break;
      case Outcome::too_many:
        REQUIRE_FALSE(page.ok());
        CHECK(page.fault().kind == FaultKind::retry_later);
        CHECK(page.fault().retry_after.has_value());
        break;
      case Outcome::unavailable:
      case Outcome::reset:
      case Outcome::truncated:
      case Outcome::drip:  // slower than the deadline of a call
        REQUIRE_FALSE(page.ok());
        CHECK((page.fault().kind == FaultKind::retry_later ||
               page.fault().kind == FaultKind::garbled));
        break;
      case Outcome::missing_author:
        REQUIRE(page.ok());
        REQUIRE(page->posts.size() == 1);
        CHECK(page->posts[0].author.handle.empty());
        CHECK_FALSE(page->posts[0].author.id.empty());
        break;
      default:
        CHECK(page.ok());
    }
  }
}

TEST_CASE("X15 what the connector says of a write is what the network shows") {
  struct Case {
    Outcome outcome;
    Kind kind;
    std::size_t replies;
  };
  const Case cases[] = {
      {Outcome::ok, Kind::sent, 1},
      {Outcome::posted_500, Kind::unknown, 1},
      {Outcome::only_500, Kind::unknown, 0},
      {Outcome::posted_reset, Kind::unknown, 1},
      {Outcome::reset, Kind::unknown, 0},
      {Outcome::too_many, Kind::not_sent, 0},
      {Outcome::bad_request, Kind::rejected, 0},
      {Outcome::duplicate, Kind::unknown, 0},
      {Outcome::posted_truncated, Kind::unknown, 1},
      {Outcome::usage_capped, Kind::not_sent, 0},
      {Outcome::no_credits, Kind::not_sent, 0},
  };
  for (const Case& one : cases) {
    CAPTURE(std::string(simulator::name_of(one.outcome)));
    Town town;
    const auto target = town.x->post("maria_r", "@Denver311 a hole");
    auto x = town.network();
    if (one.outcome != Outcome::ok) town.x->fail_next("POST", "/2/tweets", one.outcome);
    const auto reply = reply_to(target, "Thanks. Case 26-000001");
    const auto out = x->publish(reply, the_clock.now());
    CHECK(out.kind == one.kind);
    CHECK(town.replies_under(target) == one.replies);
    if (one.kind != Kind::unknown) continue;

    // The same text again is refused where it was posted, and found by looking; nowhere is it there
    // twice.
    const auto read =
        x->read_own(the_clock.now() - std::chrono::minutes(5), {reply}, the_clock.now());
    REQUIRE(read.ok());
    CHECK(read->complete);
    CHECK(read->posts.size() == one.replies);
    for (const OwnPost& own : read->posts) CHECK(own.in_reply_to == reply.target_id);
    const auto again = x->publish(reply, the_clock.now());
    CHECK(again.kind == (one.replies == 1 ? Kind::unknown : Kind::sent));
    if (one.replies == 1) CHECK(again.platform_code == "duplicate-content");
    CHECK(town.replies_under(target) == 1);
  }
}

TEST_CASE("a write that hangs beyond its deadline is unknown and left alone") {
  Town town;
  const auto target = town.x->post("maria_r", "@Denver311 a hole");
  auto x = town.network();
  town.x->fail_next("POST", "/2/tweets", Outcome::posted_hang);
  const auto out = x->publish(reply_to(target, "Thanks"), the_clock.now());
  CHECK(out.kind == Kind::unknown);
  CHECK(town.replies_under(target) == 1);
}

TEST_CASE("X17 a reply that nobody summoned is refused for good") {
  Town town;
  const auto remark = town.x->post("jo", "what a pothole on Speer");
  const auto out = town.network()->publish(reply_to(remark, "We can help"), the_clock.now());
  CHECK(out.kind == Kind::rejected);
  CHECK(out.http_status == 403);
  CHECK_FALSE(out.park_account);
  CHECK(town.replies_under(remark) == 0);
}

TEST_CASE("an ended access token is renewed on the way and the chain stays whole") {
  Town town;
  const auto target = town.x->post("maria_r", "@Denver311 a hole");
  auto poll = town.network();
  auto send = town.network();
  town.x->network().with_apps([](simulator::AppRegistry& apps) { apps.expire_access(); });
  std::thread reader([&] { CHECK(walk(*poll, "mentions").size() == 1); });
  auto out = send->publish(reply_to(target, "Thanks"), the_clock.now());
  reader.join();
  if (out.kind == Kind::not_sent) {
    CHECK_FALSE(out.park_account);
    out = send->publish(reply_to(target, "Thanks"), the_clock.now());
  }
  CHECK(out.kind == Kind::sent);
  CHECK(town.replies_under(target) == 1);
  town.x->network().with_apps([](simulator::AppRegistry& apps) {
    CHECK(apps.refreshes() == 1);
    CHECK(apps.broken_chains() == 0);
  });
}

TEST_CASE("X11 X22 edits and deletions are seen when known posts are read again") {
  Town town;
  const auto edited = town.x->post("maria_r", "@Denver311 a hole");
  const auto deleted = town.x->post("jo", "@Denver311 never mind");
  town.x->network().with_world([&](simulator::World& world) {
    REQUIRE(world.edit(edited, "@Denver311 a deep hole").ok());
    REQUIRE(world.remove(deleted));
  });
  auto x = town.network();
  const auto posts =
      x->read_posts({std::to_string(edited), std::to_string(deleted)}, the_clock.now());
  REQUIRE_MESSAGE(posts.ok(), (posts.ok() ? "" : posts.fault().message));
  REQUIRE(posts->posts.size() == 1);
  CHECK(posts->posts.at(0).id == std::to_string(edited));
  CHECK(posts->posts.at(0).version != posts->posts.at(0).id);
  CHECK(posts->posts.at(0).text == "@Denver311 a deep hole");
}
