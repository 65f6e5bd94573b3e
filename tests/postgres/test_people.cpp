// Agents, sessions, accounts and their sealed tokens.
#include <doctest/doctest.h>

#include <thread>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

std::int64_t add(World& world, const std::string& name) {
  REQUIRE(world.store->add_agent({.name = name, .role = "agent", .password_hash = "hash"}, noon));
  return world.store->agent(name)->agent_id;
}

using Kept = std::optional<Secret>;

}  // namespace

TEST_CASE("an agent is added once, whatever the letters' case, and keeps a role there is") {
  World world;
  CHECK(world.store->add_agent(
      {.name = "Dana", .role = "supervisor", .division = "parks", .password_hash = "h"}, noon));
  CHECK(!world.store->add_agent({.name = "dana", .role = "agent"}, noon));
  const auto dana = world.store->agent("dana");
  REQUIRE(dana.has_value());
  CHECK(dana->name == "Dana");
  CHECK(dana->role == "supervisor");
  CHECK(dana->division == "parks");
  CHECK(dana->password_hash == "h");
  CHECK(!dana->disabled);
  CHECK(!world.store->agent("nobody"));
  CHECK_THROWS(world.store->add_agent({.name = "x", .role = "emperor"}, noon));
  add(world, "alex");
  CHECK(world.store->agents().at(0).name == "alex");
}

TEST_CASE("a session lives for thirty idle minutes and for twelve hours in all") {
  World world;
  const auto dana = add(world, "dana");
  world.store->open_session("hash-1", dana, "127.0.0.1", noon);
  CHECK(!world.store->session("hash-2", noon));
  const auto seen = world.store->session("hash-1", after(29min));
  REQUIRE(seen.has_value());
  CHECK(seen->agent.name == "dana");
  CHECK(seen->created_at == noon);
  CHECK(seen->seen_at == after(29min));
  SUBCASE("use keeps it alive") {
    CHECK(world.store->session("hash-1", after(58min)));
  }
  SUBCASE("idle") {
    CHECK(!world.store->session("hash-1", after(59min)));
  }
  SUBCASE("twelve hours are the end, however busy") {
    for (auto at = 40min; at < 12h; at += 20min) REQUIRE(world.store->session("hash-1", after(at)));
    CHECK(!world.store->session("hash-1", after(12h)));
  }
  SUBCASE("signed out") {
    world.store->end_session("hash-1");
    CHECK(!world.store->session("hash-1", after(30min)));
  }
  SUBCASE("the agent was disabled") {
    CHECK(world.store->disable_agent("DANA", noon));
    CHECK(!world.store->disable_agent("dana", noon));
    CHECK(!world.store->disable_agent("nobody", noon));
    CHECK(!world.store->session("hash-1", after(30min)));
    CHECK(world.store->agent("dana")->disabled);
  }
}

TEST_CASE("an account is parked until a moment or until a person acts") {
  World world;
  CHECK(!world.store->parked(account, noon));
  world.store->park_account(account, "credits are used up", after(1h));
  CHECK(world.store->parked(account, noon)->why == "credits are used up");
  CHECK(world.store->parked(account, noon)->until == after(1h));
  CHECK(!world.store->parked(account, after(1h)));
  world.store->park_account(account, "the token was revoked", {});
  CHECK(!world.store->parked(account, after(9999h))->until);
  world.store->keep_account(account, "NewHandle", ReplyMode::off, noon);
  CHECK(world.store->parked(account, noon));
  world.store->unpark_account(account);
  CHECK(!world.store->parked(account, noon));
  CHECK(world.sql("select handle, mode from account") == "NewHandle|off");
}

TEST_CASE("a token is sealed for its account and name, and comes back as it was") {
  World world;
  CHECK(!world.store->sealed(account, "refresh_token"));
  world.store->update_sealed(account, "refresh_token", noon, [](Kept before) -> Kept {
    CHECK(!before);
    return Secret("canary-token-1");
  });
  REQUIRE(world.store->sealed(account, "refresh_token").has_value());
  CHECK(world.store->sealed(account, "refresh_token")->reveal() == "canary-token-1");
  CHECK(!world.store->sealed(account, "access_token"));
  CHECK(world.sql("select count(*) from account_secret where sealed like '%canary%'") == "0");
  SUBCASE("kept as it is") {
    world.store->update_sealed(account, "refresh_token", noon, [](Kept) { return Kept{}; });
    CHECK(world.store->sealed(account, "refresh_token")->reveal() == "canary-token-1");
  }
  SUBCASE("a refresh that fails changes nothing") {
    CHECK_THROWS(world.store->update_sealed(account, "refresh_token", noon, [](Kept) -> Kept {
      throw std::runtime_error("the network said no");
    }));
    CHECK(world.store->sealed(account, "refresh_token")->reveal() == "canary-token-1");
  }
  SUBCASE("moved to another account it does not open") {
    world.sql("update account_secret set account_key = 'twitter/999'");
    CHECK_THROWS_AS(world.store->sealed("twitter/999", "refresh_token"), std::logic_error);
  }
  SUBCASE("with another key it does not open, and the message names no secret") {
    auto options = scratch_options(world.url);
    options.seal_key = Secret(std::string(32, 'x'));
    auto other = sql::open_store(options);
    REQUIRE(other.ok());
    try {
      (*other)->sealed(account, "refresh_token");
      FAIL("it opened");
    } catch (const std::logic_error& error) {
      CHECK(std::string(error.what()).find("canary") == std::string::npos);
    }
  }
  SUBCASE("without a key nothing is read") {
    auto options = scratch_options(world.url);
    options.seal_key = {};
    auto other = sql::open_store(options);
    REQUIRE(other.ok());
    CHECK_THROWS_AS((*other)->sealed(account, "refresh_token"), std::logic_error);
  }
}

TEST_CASE(
    "two refreshers of one token go one after the other, the second sees the first's result") {
  World world;
  const auto other = world.another();
  std::thread second;
  world.store->update_sealed(account, "token", noon, [&](Kept) -> Kept {
    second = std::thread([&] {
      other->update_sealed(account, "token", noon, [](Kept before) -> Kept {
        return Secret((before ? before->reveal() : "none") + "+2");
      });
    });
    return Secret("1");
  });
  second.join();
  CHECK(world.store->sealed(account, "token")->reveal() == "1+2");
}
