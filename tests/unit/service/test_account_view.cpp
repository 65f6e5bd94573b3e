#include <doctest/doctest.h>

#include "core/json.h"
#include "service/account_view.h"
#include "service/web/app.h"
#include "service/web/sign_in.h"

#include <fstream>
#include <iterator>
#include <set>

using namespace social311;
using namespace social311::service;
using namespace std::chrono_literals;

namespace {

const Instant noon{std::chrono::hours(500'000)};

sql::AccountState behind(std::int64_t posts, std::int64_t lately) {
  sql::AccountState state;
  state.posts_lately = lately;
  sql::FeedState feed;
  if (posts > 0) feed.open.push_back({.opened_at = noon - 1h, .estimate = posts});
  state.feeds.push_back(feed);
  return state;
}

}  // namespace

TEST_CASE("a token's last day counts as no day left") {
  sql::AccountState state;
  CHECK_FALSE(token_days_left(state, noon));
  state.check = sql::AccountCheck{.at = noon, .ok = true};
  CHECK_FALSE(token_days_left(state, noon));
  const std::vector<std::pair<std::chrono::hours, int>> cases{{72h, 3}, {71h, 2}, {24h, 1},
                                                              {23h, 0}, {0h, 0},  {-48h, 0}};
  for (const auto& [left, days] : cases) {
    CAPTURE(left.count());
    state.check->token_ends_at = noon + left;
    CHECK(token_days_left(state, noon) == days);
  }
}

TEST_CASE("coverage is the read share of a day and never more than all of it") {
  sql::FeedState feed;
  CHECK(covered_share(feed) == 0);
  feed.covered = {{noon - 24h, noon - 18h}, {noon - 6h, noon}};
  CHECK(covered_share(feed) == doctest::Approx(0.5));
  feed.covered = {{noon - 24h, noon + 1h}};
  CHECK(covered_share(feed) == 1);
}

TEST_CASE("a gap is filled at the pace at which posts come in, and never by itself") {
  const auto state = behind(600, 60);  // 60 in ten minutes: one in ten seconds
  CHECK(filled_by(state, state.feeds[0], noon) == noon + 6000s);
  const auto still = behind(600, 0);
  CHECK_FALSE(filled_by(still, still.feeds[0], noon));
  const auto done = behind(0, 60);
  CHECK_FALSE(filled_by(done, done.feeds[0], noon));
  auto parked = behind(600, 60);
  parked.parked = sql::ParkedState{.why = "credits are used up"};
  CHECK_FALSE(filled_by(parked, parked.feeds[0], noon));
}

TEST_CASE("what push missed is a share of posts, not of nothing") {
  sql::AccountState state;
  CHECK_FALSE(push_missed_share(state));
  state.push = sql::PushState{};
  CHECK_FALSE(push_missed_share(state));
  state.push->posts = 8;
  state.push->polled_first = 2;
  CHECK(push_missed_share(state) == 0.25);
}

TEST_CASE("every network says what polling cannot see, in words the console knows") {
  std::ifstream in(std::string(SOCIAL311_SOURCE_DIR) + "/service/openapi.json");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto document = JsonValue::parse(text);
  REQUIRE(document);
  std::set<std::string> known;
  for (const auto& word : (*document)["components"]["schemas"]["BlindSpot"]["enum"].items())
    known.insert(word.text_or(""));
  for (const char* network : {"twitter", "facebook", "instagram", "bluesky", "mastodon"}) {
    CAPTURE(network);
    CHECK_FALSE(blind_spots(network).empty());
    for (const auto& spot : blind_spots(network)) {
      CAPTURE(spot);
      CHECK(known.contains(spot));
    }
  }
  CHECK(blind_spots("import").empty());
}

TEST_CASE("only supervisors and administrators lead") {
  for (const char* role : {"supervisor", "admin"}) CHECK(may(role, Power::lead));
  for (const char* role : {"agent", "approver", "viewer", "auditor", ""})
    CHECK_FALSE(may(role, Power::lead));
}
