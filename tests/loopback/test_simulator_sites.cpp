// Bluesky's and Mastodon's connectors through the production HTTP client against the simulated
// networks, which hold every request to the networks' documents: what they do not know they refuse.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "connectors/network.h"
#include "net/client.h"
#include "simulator/in_process.h"
#include "tests/support/memory_vault.h"

using namespace social311;
using namespace social311::connectors;
using simulator::InProcessSimulator;
using simulator::Outcome;
using simulator::Site;
using Kind = PublishOutcome::Kind;

namespace {

SystemClock wall_clock;
SystemRandom the_dice;

struct Town {
  explicit Town(Site network) : site(network) {
    simulator::SimulatorOptions options;
    options.hang = Milliseconds(300);
    options.apply_later = Milliseconds(1);
    auto started = InProcessSimulator::start(options, wall_clock);
    REQUIRE(started.ok());
    running = std::move(*started);
    const auto& set = running->network().options();
    account.network = simulator::name_of(site);
    account.base_url = running->base_url();
    if (site == Site::bluesky) {
      account.id = set.bluesky.did;
      account.handle = set.bluesky.handle;
      account.credentials = {{"identifier", Secret(set.bluesky.handle)},
                             {"app_password", set.bluesky.app_password}};
    } else {
      account.id = set.mastodon.id;
      account.handle = set.mastodon.handle;
      account.credentials = {{"access_token", set.mastodon.access_token}};
    }
  }

  std::unique_ptr<Network> network() {
    auto made = make_network(account, {*http, vault, wall_clock, the_dice});
    REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.fault().message));
    return std::move(made).value();
  }

  std::string say(const std::string& text, const std::string& kind = "post") {
    simulator::PublicItem item;
    item.author.handle = site == Site::bluesky ? "ana.test" : "ana@far.example";
    item.kind = kind;
    item.item.site = site;
    item.item.text = "@" + account.handle + " " + text;
    auto id = running->network().publish(std::move(item));
    REQUIRE(id.ok());
    return *id;
  }

  std::size_t replies_under(const std::string& id) {
    std::size_t count = 0;
    running->network().with_commons(
        [&](simulator::Commons& commons) { count = commons.below(site, id).size(); });
    return count;
  }

  Site site;
  std::unique_ptr<InProcessSimulator> running{};
  std::unique_ptr<HttpClient> http = net::make_http_client();
  tests::MemoryVault vault{};
  Account account{};
};

// Everything a walk brings, by id.
std::map<std::string, Post> walk(Network& network, const std::string& since_id = {}) {
  PageAsk ask;
  ask.listen = "mentions";
  ask.since_id = since_id;
  ask.since_at = wall_clock.now() - std::chrono::hours(1);
  std::map<std::string, Post> posts;
  for (int pages = 0; pages < 30; ++pages) {
    ask.now = wall_clock.now();
    auto page = network.read_page(ask);
    REQUIRE_MESSAGE(page.ok(), (page.ok() ? "" : page.fault().message));
    CHECK(page->unreadable.empty());
    for (Post& post : page->posts) posts[post.id] = std::move(post);
    ask.next = page->next;
    if (ask.next.empty()) return posts;
  }
  FAIL("the walk has no end");
  return posts;
}

OutgoingReply answer_to(Network& network, const std::string& target) {
  OutgoingReply reply;
  reply.target_id = target;
  reply.text = "Thank you. Your case is 26-000001-K3.";
  reply.marker = "26-000001-K3";
  reply.composed_at = wall_clock.now();
  reply.network_key = network.new_key(reply.composed_at, the_dice);
  return reply;
}

constexpr std::array<Site, 2> open_sites = {Site::bluesky, Site::mastodon};

}  // namespace

TEST_CASE("the open networks' connectors pass their own check on the simulated networks") {
  for (const Site site : open_sites) {
    CAPTURE(simulator::name_of(site));
    Town town(site);
    const Health health = town.network()->check(wall_clock.now());
    CHECK_MESSAGE(health.ok, health.message);
  }
}

TEST_CASE("every mention on the simulated open networks is read once, over several pages") {
  for (const Site site : open_sites) {
    CAPTURE(simulator::name_of(site));
    Town town(site);
    std::set<std::string> made;
    for (int i = 0; i < 230; ++i) made.insert(town.say("hole number " + std::to_string(i)));
    const auto network = town.network();
    const auto seen = walk(*network);
    CHECK(seen.size() == made.size());
    for (const std::string& id : made) CHECK(seen.contains(id));
  }
}

TEST_CASE("a reply on the simulated open networks stands once, however its first try ended") {
  for (const Site site : open_sites) {
    for (const Outcome outcome :
         {Outcome::ok, Outcome::posted_reset, Outcome::posted_500, Outcome::posted_hang}) {
      CAPTURE(simulator::name_of(site));
      CAPTURE(simulator::name_of(outcome));
      Town town(site);
      const std::string target = town.say("a hole");
      const auto network = town.network();
      CHECK(walk(*network).contains(target));
      OutgoingReply reply = answer_to(*network, target);
      const char* path =
          site == Site::bluesky ? "/xrpc/com.atproto.repo.putRecord" : "/api/v1/statuses";
      town.running->fail_next("POST", path, outcome);
      const auto first = network->publish(reply, wall_clock.now());
      CHECK((first.kind == Kind::sent) == (outcome == Outcome::ok));
      const auto second = network->publish(reply, wall_clock.now());
      CHECK(second.kind == Kind::sent);
      CHECK(town.replies_under(target) == 1);
    }
  }
}

TEST_CASE("an edited and a deleted post of the simulated open networks are seen as such") {
  for (const Site site : open_sites) {
    CAPTURE(simulator::name_of(site));
    Town town(site);
    const std::string kept = town.say("first words");
    const std::string gone = town.say("soon gone");
    town.running->network().with_commons([&](simulator::Commons& commons) {
      commons.edit(site, kept, "@" + town.account.handle + " second words");
      commons.remove(site, gone);
    });
    const auto seen = town.network()->read_posts({kept, gone}, wall_clock.now());
    REQUIRE(seen.ok());
    REQUIRE(seen->posts.size() == 1);
    CHECK(seen->posts.at(0).text.find("second words") != std::string::npos);
    CHECK(seen->gone.size() == 1);
  }
}

TEST_CASE("an ended Bluesky session is renewed once and nothing is asked of the resident") {
  Town town(Site::bluesky);
  town.say("a hole");
  const auto network = town.network();
  CHECK(walk(*network).size() == 1);
  town.running->fail_next("GET", "/xrpc/app.bsky.notification.listNotifications",
                          Outcome::token_expired);
  CHECK(walk(*network).size() == 1);
  std::size_t log_ins = 0;
  for (const auto& request : town.running->network().log()) {
    log_ins += request.target.find("createSession") != std::string::npos ? 1U : 0U;
  }
  CHECK(log_ins == 1);
}
