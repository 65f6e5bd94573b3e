// Many posts in a short while, on any network, and what is kept over a restart.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <set>

#include "core/digest.h"
#include "graph_caller.h"
#include "site_caller.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

TEST_CASE("a burst on X is spread over its span and read once, page by page") {
  NetworkUnderTest x(without_search_tail());
  x.control("POST", "/burst",
            R"({"count":2000,"over_s":60,"authors":40,"text":"@Denver311 pothole %n"})");
  std::set<std::string> seen;
  std::size_t reads = 0;
  std::string since;
  for (int turn = 0; turn <= 6; ++turn) {
    std::string next;
    std::string newest;
    do {
      const Answer page = x.get("/2/tweets/search/recent?query=pothole&max_results=100" +
                                (since.empty() ? "" : "&since_id=" + since) +
                                (next.empty() ? "" : "&next_token=" + next));
      REQUIRE(page.status == 200);
      if (newest.empty()) newest = page.body["meta"]["newest_id"].text_or("");
      for (const std::string& id : page.ids()) seen.insert(id);
      reads += page.ids().size();
      next = page.next();
    } while (!next.empty());
    if (!newest.empty()) since = newest;
    x.pass(std::chrono::seconds(10));
  }
  CHECK(seen.size() == 2000);
  CHECK(reads == 2000);  // none twice
}

TEST_CASE("a burst runs on every network, faster with a faster clock") {
  for (const std::string network : {"facebook", "instagram", "bluesky", "mastodon", "twitter"}) {
    CAPTURE(network);
    SimulatorOptions options;
    options.speed = 60;
    NetworkUnderTest under(std::move(options));
    const auto count = [&] {
      const JsonValue stats = under.control("GET", "/stats").body;
      const auto number = network == "twitter" ? stats["posts"] : stats["sites"][network]["posts"];
      return number.number(0, 1'000'000).value_or(-1);
    };
    const std::int64_t before = count();
    under.control("POST", "/burst", R"({"network":")" + network + R"(","count":100,"over_s":60})");
    under.pass(Milliseconds(500));
    CHECK(count() - before == 51);  // the first one at once
    under.pass(Milliseconds(600));
    CHECK(count() - before == 100);
  }
}

TEST_CASE("a burst that makes no sense is refused") {
  NetworkUnderTest under;
  CHECK(under.control("POST", "/burst", R"({"count":0})").status == 400);
  CHECK(under.control("POST", "/burst", R"({"network":"myspace","count":3})").status == 400);
}

TEST_CASE("the other networks outlive their process, edits, hides and deletions too") {
  const std::string state = "/tmp/simulator-sites-test-" + std::to_string(::getpid());
  std::remove(state.c_str());
  SimulatorOptions options;
  options.state_file = state;
  std::string comment;
  std::string gone;
  {
    GraphCaller before(options);
    comment = before.comment("first words");
    gone = before.comment("soon gone");
    before.resident("facebook", R"("kind":"message","text":"psst")");
    before.under.control("PUT", "/posts/facebook/" + comment,
                         R"({"text":"second words","hidden":true})");
    before.under.control("DELETE", "/posts/facebook/" + gone);
    before.resident("bluesky", R"("text":"@denver311.test hello")", "ana.test");
  }
  GraphCaller after(options);
  const JsonValue seen = after.get("/" + comment, {{"fields", "message,is_hidden,from"}}).body;
  CHECK(seen["message"].text_or("") == "second words");
  CHECK(seen["is_hidden"].flag() == true);
  CHECK(seen["from"]["name"].text_or("") == "Ana Romero");
  CHECK(subcode_of(after.get("/" + gone)) == 33);
  CHECK(after.get("/me/conversations").body["data"].size() == 1);
  CHECK(after.comment("a new one") != comment);
  const JsonValue stats = after.under.control("GET", "/stats").body;
  CHECK(stats["sites"]["bluesky"]["posts"].number(0, 10) == 1);
  std::remove(state.c_str());
}

TEST_CASE("every fault on every network ends in an answer, and the next call is whole") {
  const std::vector<std::pair<std::string, std::string>> reads = {
      {"/v26.0/me/feed", "demo-page-token"},
      {"/instagram/v26.0/me/media", "demo-page-token"},
      {"/xrpc/app.bsky.feed.getAuthorFeed?actor=denver311.test", ""},
      {"/api/v1/notifications", "demo-mastodon-token"},
      {"/2/users/me", "demo-access"}};
  const std::vector<std::string> outcomes = {"ok",
                                             "hang",
                                             "reset",
                                             "too_many",
                                             "unavailable",
                                             "slow",
                                             "drip",
                                             "truncated",
                                             "stale",
                                             "shifted",
                                             "empty_page",
                                             "looping",
                                             "reordered",
                                             "integer_ids",
                                             "batch_nulls",
                                             "batch_failures",
                                             "reduce_data",
                                             "older_version",
                                             "date_skew",
                                             "usage_capped",
                                             "no_credits",
                                             "error_in_200",
                                             "permission_lost",
                                             "missing_author",
                                             "unauthorized"};
  for (const auto& [path, token] : reads) {
    SiteCaller caller(token);
    if (token.empty()) {
      caller.token = caller
                         .send("POST", "/xrpc/com.atproto.server.createSession",
                               R"({"identifier":"denver311.test","password":"demo-app-password"})")
                         .body["accessJwt"]
                         .text_or("");
    }
    Query proof;
    if (token == "demo-page-token") {
      proof = {{"appsecret_proof", hex(hmac_sha256(MetaAccount{}.app_secret, token))}};
    }
    for (const std::string& outcome : outcomes) {
      CAPTURE(path);
      CAPTURE(outcome);
      caller.fail_next(outcome);
      const std::string whole = path + (proof.empty() ? "" : "?" + query_string(proof));
      CHECK(caller.send("GET", whole, "").status >= 200);
      const Answer next = caller.send("GET", whole, "");
      CHECK_MESSAGE(next.status == 200, next.reply.body);
      CHECK(next.body["error"].absent());
    }
  }
}

TEST_CASE("the Date header can lie on every network") {
  SiteCaller caller("demo-mastodon-token");
  const std::string honest = caller.get("/api/v1/notifications").header("date");
  caller.fail_next("date_skew");
  CHECK(caller.get("/api/v1/notifications").header("date") != honest);
}
