#include <doctest/doctest.h>

#include "network_under_test.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

TEST_CASE("a window counts down, refuses and opens again") {
  NetworkUnderTest x;
  const Answer first = x.get("/2/users/me");
  CHECK(first.header("x-rate-limit-limit") == "75");
  CHECK(first.header("x-rate-limit-remaining") == "74");
  const auto reset = std::stoll(first.header("x-rate-limit-reset"));
  CHECK(reset == x.clock.now().time_since_epoch().count() / 1000 + 900);
  for (int i = 0; i < 74; ++i) CHECK(x.get("/2/users/me").status == 200);
  const Answer refused = x.get("/2/users/me");
  CHECK(refused.status == 429);
  CHECK(refused.header("x-rate-limit-remaining") == "0");
  CHECK(std::stoll(refused.header("x-rate-limit-reset")) == reset);
  CHECK(x.get("/2/users/by/username/ana").status == 200);   // a window of its own
  CHECK(x.get("/2/users/me", "tweet-user").status == 200);  // so has the other app
  x.pass(Milliseconds(900'000));
  CHECK(x.get("/2/users/me").status == 200);
}

TEST_CASE("limits differ by endpoint and by context") {
  NetworkUnderTest x;
  CHECK(x.get(mentions_path(), "app").header("x-rate-limit-limit") == "450");
  CHECK(x.get(mentions_path(), "user").header("x-rate-limit-limit") == "300");
  CHECK(x.get("/2/tweets/search/recent?query=x", "app").header("x-rate-limit-limit") == "450");
  CHECK(x.get("/2/tweets?ids=1", "user").header("x-rate-limit-limit") == "5000");
  CHECK(x.get("/2/dm_events").header("x-rate-limit-limit") == "15");
  CHECK(x.create(R"({"text":"a"})").header("x-rate-limit-limit") == "100");
}

TEST_CASE("the window and the posting limit can be scaled for drills") {
  SimulatorOptions options;
  options.rate_window = Milliseconds(2'000);
  options.post_limit = 2;
  NetworkUnderTest x(options);
  CHECK(x.create(R"({"text":"a"})").status == 201);
  CHECK(x.create(R"({"text":"b"})").status == 201);
  CHECK(x.create(R"({"text":"c"})").status == 429);
  x.pass(Milliseconds(2'000));
  CHECK(x.create(R"({"text":"c"})").status == 201);
}

TEST_CASE("a used-up month looks healthy in the headers and is no window") {
  SimulatorOptions options;
  options.monthly_post_cap = 2;
  NetworkUnderTest x(options);
  x.mention("1");
  x.mention("2");
  CHECK(x.get(mentions_path()).status == 200);
  const Answer capped = x.get(mentions_path());
  CHECK(capped.status == 429);
  CHECK(capped.problem() == "usage-capped");
  CHECK(capped.body["period"].text() == "Monthly");
  CHECK(std::stoi(capped.header("x-rate-limit-remaining")) > 200);
  CHECK(x.create(R"({"text":"still posting"})").status == 201);
  CHECK(x.get("/2/usage/tweets", "app").body["data"]["project_usage"].text() == "2");
  CHECK(x.get("/2/usage/tweets", "tweet-app").body["data"]["project_usage"].number(0, 9) == 2);
  x.pass(std::chrono::hours(24 * 31));
  x.control("POST", "/account", R"({"restore_tokens":true})");
  CHECK(x.get(mentions_path()).status == 200);
}

TEST_CASE("without credits every call ends in 402") {
  SimulatorOptions options;
  options.credits_usd = 0.02;
  NetworkUnderTest x(options);
  const auto target = x.mention("1");
  CHECK(x.reply(target, "one").status == 201);
  CHECK(x.reply(target, "two").status == 201);
  const Answer refused = x.reply(target, "three");
  CHECK(refused.status == 402);
  CHECK(refused.problem() == "credits-depleted");
  CHECK(refused.body["detail"].text() == "credits depleted");
  CHECK(x.get(mentions_path()).status == 402);
  x.control("POST", "/account", R"({"credits_usd":1})");
  CHECK(x.get(mentions_path()).status == 200);
  x.control("POST", "/account", R"({"credits_usd":0})");
  CHECK(x.get(mentions_path()).status == 402);
  x.control("POST", "/account", R"({"credits_usd":null})");
  CHECK(x.get(mentions_path()).status == 200);
}

TEST_CASE("things cost what the price list says, reads once a day") {
  NetworkUnderTest x;
  const auto spent = [&x] { return *x.control("GET", "/stats").body["spent_usd"].real(); };
  const auto target = x.mention("1");
  x.get(mentions_path());
  x.get(mentions_path());
  CHECK(spent() == doctest::Approx(0.001));
  x.reply(target, "thanks");
  CHECK(spent() == doctest::Approx(0.011));
  x.reply(target, "see denver.gov");
  CHECK(spent() == doctest::Approx(0.211));
  x.create(R"({"text":"good morning"})");
  CHECK(spent() == doctest::Approx(0.226));
  x.get("/2/users/by/username/ana");
  CHECK(spent() == doctest::Approx(0.236));
  x.pass(std::chrono::hours(9));
  x.get(mentions_path(), "app");
  CHECK(spent() == doctest::Approx(0.241));
}
