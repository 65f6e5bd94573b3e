// The simulated Bluesky network.
#include <doctest/doctest.h>

#include <set>

#include "site_caller.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

struct Bluesky : SiteCaller {
  explicit Bluesky(SimulatorOptions options = {}) : SiteCaller("", std::move(options)) { log_in(); }

  Answer log_in(const std::string& password = "demo-app-password") {
    const Answer answer = send("POST", "/xrpc/com.atproto.server.createSession",
                               R"({"identifier":"denver311.test","password":")" + password + "\"}");
    token = answer.body["accessJwt"].text_or("");
    refresh = answer.body["refreshJwt"].text_or("");
    return answer;
  }
  Answer renew() {
    const std::string access = token;
    token = refresh;
    const Answer answer = send("POST", "/xrpc/com.atproto.server.refreshSession", "");
    token = access;
    return answer;
  }
  std::string say(const std::string& text, const std::string& more = "",
                  const std::string& handle = "ana.test") {
    return resident("bluesky", handle, text, more);
  }
  Answer mentions(Query query = {}) {
    query.emplace_back("priority", "false");
    return get("/xrpc/app.bsky.notification.listNotifications", query);
  }
  Answer put(const std::string& key, const std::string& text, const std::string& more = "",
             const std::string& word = "put") {
    return send(
        "POST", "/xrpc/com.atproto.repo." + word + "Record",
        R"({"repo":")" + BlueskyAccount{}.did + R"(","collection":"app.bsky.feed.post","rkey":")" +
            key +
            R"(","record":{"$type":"app.bsky.feed.post","createdAt":"2026-03-02T15:00:00Z","text":")" +
            text + "\"" + more + "}}");
  }

  std::string refresh;
};

}  // namespace

TEST_CASE("a Bluesky session ends with 400, and refreshing brings a new one") {
  Bluesky bluesky;
  CHECK(bluesky.get("/xrpc/com.atproto.server.getSession").status == 200);
  bluesky.under.pass(std::chrono::hours(2) + std::chrono::seconds(1));
  const Answer over = bluesky.get("/xrpc/com.atproto.server.getSession");
  CHECK(over.status == 400);
  CHECK(over.body["error"].text_or("") == "ExpiredToken");
  const Answer renewed = bluesky.renew();
  REQUIRE(renewed.status == 200);
  CHECK(bluesky.renew().status == 200);  // the grace period
  CHECK(bluesky.renew().body["error"].text_or("") == "ExpiredToken");
  bluesky.token = renewed.body["accessJwt"].text_or("");
  CHECK(bluesky.get("/xrpc/com.atproto.server.getSession").status == 200);
  bluesky.token = "made.up.token";
  CHECK(bluesky.get("/xrpc/com.atproto.server.getSession").body["error"].text_or("") ==
        "InvalidToken");
  bluesky.token.clear();
  CHECK(bluesky.get("/xrpc/com.atproto.server.getSession").status == 401);
  CHECK(bluesky.log_in("wrong").status == 401);
}

TEST_CASE("the thirty-first log-in within five minutes waits") {
  Bluesky bluesky;
  for (int i = 1; i < 30; ++i) CHECK(bluesky.log_in().status == 200);
  const Answer limited = bluesky.log_in();
  CHECK(limited.status == 429);
  CHECK(limited.header("RateLimit-Policy") == "30;w=300");
  CHECK(limited.header("RateLimit-Remaining") == "0");
  CHECK(limited.header("Retry-After").empty());
  bluesky.under.pass(std::chrono::minutes(5));
  CHECK(bluesky.log_in().status == 200);
}

TEST_CASE("a Bluesky mention is a facet, its offsets are bytes") {
  Bluesky bluesky;
  const std::string id = bluesky.say("🕳️ @denver311.test a hole");
  const std::string plain = bluesky.say("@denver311.test without", R"("kind":"plain")");
  const Answer answer = bluesky.mentions({{"reasons", "mention"}});
  REQUIRE(answer.body["notifications"].size() == 1);
  const JsonValue item = answer.body["notifications"].at(0);
  CHECK(item["uri"].text_or("") == id);
  CHECK(item["record"]["facets"].at(0)["index"]["byteStart"].number(0, 99) == 8);
  CHECK(item["record"]["facets"].at(0)["index"]["byteEnd"].number(0, 99) == 23);
  const Answer found = bluesky.get("/xrpc/app.bsky.feed.searchPosts", {{"q", "@denver311.test"}});
  CHECK(found.body["posts"].size() == 2);
  CHECK(found.body["posts"].at(0)["uri"].text_or("") == plain);
}

TEST_CASE("150 Bluesky notifications come page by page, the last page empty and without cursor") {
  Bluesky bluesky;
  std::set<std::string> made;
  for (int i = 0; i < 150; ++i) made.insert(bluesky.say("@denver311.test " + std::to_string(i)));
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    Query query = {{"limit", "100"}};
    if (!cursor.empty()) query.emplace_back("cursor", cursor);
    const Answer page = bluesky.mentions(query);
    for (const JsonValue& item : page.body["notifications"].items())
      seen.insert(item["uri"].text_or(""));
    cursor = page.body["cursor"].text_or("");
    ++pages;
  } while (!cursor.empty() && pages < 10);
  CHECK(seen == made);
  CHECK(pages == 3);
  CHECK(bluesky.mentions({{"limit", "101"}}).status == 400);
  CHECK(bluesky.mentions({{"since", "1"}}).status == 400);
}

TEST_CASE("with priority on the list is empty unless it is asked for all") {
  Bluesky bluesky;
  bluesky.say("@denver311.test a hole");
  bluesky.control("/account", R"({"bluesky_priority":true})");
  const Answer hidden = bluesky.get("/xrpc/app.bsky.notification.listNotifications");
  CHECK(hidden.body["notifications"].size() == 0);
  CHECK(hidden.body["priority"].flag() == true);
  CHECK(bluesky.mentions().body["notifications"].size() == 1);
}

TEST_CASE("the same record under the same key is one post, createRecord fails the second time") {
  Bluesky bluesky;
  const Answer first = bluesky.put("3kaaaaaaaaa22", "Case 1");
  REQUIRE(first.status == 200);
  const Answer again = bluesky.put("3kaaaaaaaaa22", "Case 1");
  CHECK(again.body["uri"].text_or("") == first.body["uri"].text_or("?"));
  CHECK(again.body["cid"].text_or("") == first.body["cid"].text_or("?"));
  CHECK(bluesky.put("3kaaaaaaaaa22", "Case 1", "", "create").status == 500);
  const Answer changed = bluesky.put("3kaaaaaaaaa22", "Case 2");
  CHECK(changed.body["cid"].text_or("") != first.body["cid"].text_or("?"));
  const Answer feed =
      bluesky.get("/xrpc/app.bsky.feed.getAuthorFeed", {{"actor", BlueskyAccount{}.did}});
  REQUIRE(feed.body["feed"].size() == 1);
  CHECK(feed.body["feed"].at(0)["post"]["record"]["text"].text_or("") == "Case 2");
}

TEST_CASE("Bluesky counts graphemes and bytes, and checks no parent") {
  Bluesky bluesky;
  CHECK(bluesky.put("3kaaaaaaaaa22", std::string(300, 'x')).status == 200);
  const Answer long_one = bluesky.put("3kaaaaaaaaa23", std::string(301, 'x'));
  CHECK(long_one.status == 400);
  CHECK(long_one.body["message"].text_or("").find("(maximum 300, got 301)") != std::string::npos);
  std::string family;
  for (int i = 0; i < 200; ++i) family += "👨‍👩‍👧";
  CHECK(bluesky.put("3kaaaaaaaaa24", family).status == 400);
  const std::string reply =
      R"(,"reply":{"root":{"uri":"at://x/app.bsky.feed.post/1","cid":"c"},"parent":{"uri":"at://x/app.bsky.feed.post/1","cid":"c"}})";
  CHECK(bluesky.put("3kaaaaaaaaa25", "to nobody", reply).status == 200);
  CHECK(bluesky.put("3kaaaaaaaaa26", "half", R"(,"reply":{"root":{"uri":"x"}})").status == 400);
  CHECK(bluesky.put("not/a/key", "x").status == 400);
}

TEST_CASE("replies and quotes of the city's post are notifications with their reason") {
  Bluesky bluesky;
  const std::string own = bluesky.put("3kaaaaaaaaa22", "hello").body["uri"].text_or("");
  const std::string reply = bluesky.say("thank you", R"("in_reply_to":")" + own + "\"");
  bluesky.say("look", R"("quoted":")" + own + "\"", "bo.test");
  bluesky.say("me too", R"("in_reply_to":")" + reply + "\"", "cy.test");
  std::vector<std::string> reasons;
  for (const JsonValue& item : bluesky.mentions().body["notifications"].items()) {
    reasons.push_back(item["reason"].text_or(""));
  }
  CHECK(reasons == std::vector<std::string>{"reply", "quote", "reply"});
  const JsonValue thread =
      bluesky.get("/xrpc/app.bsky.feed.getPostThread", {{"uri", own}}).body["thread"];
  CHECK(thread["replies"].at(0)["replies"].size() == 1);
  CHECK(thread["replies"].at(0)["post"]["record"]["reply"]["root"]["uri"].text_or("") == own);
}

TEST_CASE("a deleted Bluesky post is missing from posts and a 400 as a thread") {
  Bluesky bluesky;
  const std::string id = bluesky.say("@denver311.test a hole");
  bluesky.under.control("DELETE", "/posts/bluesky/" + id);
  CHECK(bluesky.get("/xrpc/app.bsky.feed.getPosts", {{"uris", id}}).reply.body ==
        R"({"posts":[]})");
  CHECK(bluesky.get("/xrpc/app.bsky.feed.getPostThread", {{"uri", id}}).body["error"].text_or("") ==
        "NotFound");
  CHECK(bluesky.mentions().body["notifications"].size() == 0);
}

TEST_CASE("Bluesky's faults come in its own words") {
  for (const auto& [outcome, status] :
       std::vector<std::pair<std::string, int>>{{"only_500", 500},
                                                {"bad_request", 400},
                                                {"too_many", 429},
                                                {"unauthorized", 401},
                                                {"token_expired", 400},
                                                {"reduce_data", 502},
                                                {"rate_exhausted", 429},
                                                {"unavailable", 503},
                                                {"error_in_200", 200}}) {
    CAPTURE(outcome);
    Bluesky bluesky;
    bluesky.fail_next(outcome);
    const Answer answer = bluesky.mentions();
    CHECK(answer.status == status);
    CHECK((answer.body["error"].absent()) == (status == 503));
  }
  Bluesky bluesky;
  bluesky.fail_next("token_expired");
  CHECK(bluesky.mentions().status == 400);
  CHECK(bluesky.mentions().status == 400);  // it stays over
  bluesky.token = bluesky.renew().body["accessJwt"].text_or("");
  CHECK(bluesky.mentions().status == 200);
}
