#include <doctest/doctest.h>

#include "connectors/network.h"
#include "core/json.h"
#include "tests/unit/connectors/bluesky_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using Kind = PublishOutcome::Kind;

namespace {

const std::string get_posts = "app.bsky.feed.getPosts";
const std::string put_record = "com.atproto.repo.putRecord";

OutgoingReply reply_saying(const std::string& text) {
  OutgoingReply reply;
  reply.target_id = uri_of(maria_did, "3aaa");
  reply.text = text;
  reply.network_key = "3l5aaaaaaab2a";
  reply.language = "es";
  reply.composed_at = noon - std::chrono::seconds(30);
  return reply;
}

HttpResponse parent_answer(const std::string& more = {}) {
  return answer(200, R"({"posts":[)" +
                         bluesky_item(uri_of(maria_did, "3aaa"), maria_did, "2026-11-21T11:30:00Z",
                                      bluesky_record("@denver311.test hi"), more) +
                         "]}");
}

struct Stage {
  Bench bench{};
  BlueskyNetwork network{bench};
  std::unique_ptr<Network> bluesky{};

  Stage() {
    network.answers[get_posts] = [](const HttpRequest&) { return parent_answer(); };
    auto made = make_network(bluesky_account(), bench.parts());
    REQUIRE(made.ok());
    bluesky = std::move(made).value();
  }
};

}  // namespace

TEST_CASE("B6 the same reply sent twice is the same record") {
  Stage stage;
  const OutgoingReply reply = reply_saying("Gracias @someone.test 🕳️ https://city.test/1");
  const auto first = stage.bluesky->publish(reply, noon);
  const auto second = stage.bluesky->publish(reply, noon + std::chrono::minutes(5));
  CHECK(first.kind == Kind::sent);
  CHECK(second.kind == Kind::sent);
  CHECK(first.remote_id == uri_of(city_did, "3l5aaaaaaab2a"));
  CHECK(second.remote_id == first.remote_id);
  CHECK(stage.network.puts == 2);
  CHECK(stage.network.commits == 1);

  const auto body = JsonValue::parse(stage.network.records.begin()->second);
  REQUIRE(body.ok());
  CHECK((*body)["repo"].text() == city_did);
  CHECK((*body)["collection"].text() == "app.bsky.feed.post");
  const JsonValue record = (*body)["record"];
  CHECK(record["$type"].text() == "app.bsky.feed.post");
  CHECK(record["createdAt"].text() == "2026-11-21T11:59:30Z");
  CHECK(record["langs"].at(0).text() == "es");
  CHECK(record["reply"]["parent"]["uri"].text() == uri_of(maria_did, "3aaa"));
  CHECK(record["reply"]["parent"]["cid"].text() == "bafyaaa");
  CHECK(record["reply"]["root"]["uri"].text() == uri_of(maria_did, "3aaa"));
  CHECK(record["facets"].size() == 2);
  CHECK(record["facets"].at(0)["features"].at(0)["did"].text() == maria_did);
}

TEST_CASE("B7 a parent that was deleted is not answered") {
  Stage stage;
  stage.network.answers[get_posts] = [](const HttpRequest&) {
    return answer(200, R"({"posts":[]})");
  };
  const auto out = stage.bluesky->publish(reply_saying("hello"), noon);
  CHECK(out.kind == Kind::rejected);
  CHECK(out.message == "the post was deleted");
  CHECK(stage.network.puts == 0);
}

TEST_CASE("a thread that its author has closed is not answered") {
  Stage stage;
  stage.network.answers[get_posts] = [](const HttpRequest&) {
    return parent_answer(R"(,"viewer":{"replyDisabled":true})");
  };
  CHECK(stage.bluesky->publish(reply_saying("hello"), noon).kind == Kind::rejected);
  CHECK(stage.network.puts == 0);
}

TEST_CASE("B13 a text beyond 300 graphemes or 3000 bytes never leaves") {
  Stage stage;
  std::string family;
  for (int i = 0; i < 300; ++i) family += "👨‍👩‍👧‍👦";
  OutgoingReply keyless = reply_saying("x");
  keyless.network_key = "my key";
  OutgoingReply elsewhere = reply_saying("x");
  elsewhere.target_id = "1990000000000000001";
  OutgoingReply message = reply_saying("x");
  message.direct_message = true;
  for (const OutgoingReply& reply : {reply_saying(std::string(301, 'x')), reply_saying(family),
                                     reply_saying(""), keyless, elsewhere, message}) {
    CHECK(stage.bluesky->publish(reply, noon).kind == Kind::rejected);
  }
  CHECK(stage.bench.http.requests().empty());
  CHECK(stage.bluesky->publish(reply_saying(std::string(300, 'x')), noon).kind == Kind::sent);
}

TEST_CASE(
    "B17 with the AppView away the account's own server knows the parent or nothing is sent") {
  Stage stage;
  stage.network.answers[get_posts] = [](const HttpRequest&) {
    return BlueskyNetwork::refusal(502, "UpstreamFailure", "Upstream service unreachable");
  };
  const auto foreign = stage.bluesky->publish(reply_saying("hello"), noon);
  CHECK(foreign.kind == Kind::not_sent);
  CHECK_FALSE(foreign.park_account);
  CHECK(stage.network.puts == 0);
  stage.network.answers["com.atproto.repo.getRecord"] = [](const HttpRequest& request) {
    CHECK(parameter(request, "rkey") == "3aaa");
    return answer(200, R"({"uri":")" + uri_of(maria_did, "3aaa") + R"(","cid":"bafyaaa","value":)" +
                           bluesky_record("hi") + "}");
  };
  CHECK(stage.bluesky->publish(reply_saying("hello"), noon).kind == Kind::sent);
}

TEST_CASE("every answer to a record has its end") {
  struct Case {
    const char* name;
    Result<HttpResponse> response;
    Kind kind;
    bool park;
  };
  const auto refusal = BlueskyNetwork::refusal;
  const Case cases[] = {
      {"too long", refusal(400, "InvalidRequest", "grapheme too big (maximum 300, got 301)"),
       Kind::rejected, false},
      {"limit", refusal(429, "RateLimitExceeded", "x"), Kind::not_sent, false},
      {"takedown", refusal(400, "AccountTakedown", "x"), Kind::not_sent, true},
      {"server error", refusal(500, "InternalServerError", "x"), Kind::unknown, false},
      {"gateway", answer(502, "<html>"), Kind::unknown, false},
      {"another name", refusal(400, "InvalidSwap", "x"), Kind::unknown, false},
      {"another record", answer(200, R"({"uri":"at://did:plc:x/app.bsky.feed.post/3","cid":"c"})"),
       Kind::unknown, false},
      {"cut", answer(200, R"({"uri":"at:)"), Kind::unknown, false},
      {"redirect", answer(307, ""), Kind::unknown, false},
      {"no answer", no_answer(Reach::unknown), Kind::unknown, false},
      {"no way", no_answer(Reach::not_sent), Kind::not_sent, false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    Stage stage;
    stage.network.answers[put_record] = [&](const HttpRequest& request) {
      CHECK(request.effect == HttpEffect::write);
      CHECK(request.limits.total == std::chrono::seconds(8));
      return one.response;
    };
    const auto out = stage.bluesky->publish(reply_saying("hello"), noon);
    CHECK(out.kind == one.kind);
    CHECK(out.park_account == one.park);
    CHECK(stage.bench.http.count(put_record) == 1);
  }
}

TEST_CASE("a token that ends just before the write is renewed for the next attempt") {
  Stage stage;
  stage.network.answers[put_record] = [&](const HttpRequest&) {
    stage.network.answers.erase(put_record);
    ++stage.network.session;
    return BlueskyNetwork::refusal(400, "ExpiredToken", "Token has expired");
  };
  const auto out = stage.bluesky->publish(reply_saying("hello"), noon);
  CHECK(out.kind == Kind::not_sent);
  CHECK_FALSE(out.park_account);
  CHECK(out.retry_after.has_value());
  CHECK(stage.network.refreshes == 1);
  CHECK(stage.bluesky->publish(reply_saying("hello"), noon).kind == Kind::sent);
}

TEST_CASE("what cannot be looked up first is not sent") {
  for (const int status : {503, 429}) {
    Stage stage;
    stage.network.answers[get_posts] = [status](const HttpRequest&) {
      return BlueskyNetwork::refusal(status, "x", "x");
    };
    const auto out = stage.bluesky->publish(reply_saying("hello"), noon);
    CHECK(out.kind == Kind::not_sent);
    CHECK(stage.network.puts == 0);
  }
}

TEST_CASE("a doubtful reply is looked up by its key and in the account's feed") {
  Stage stage;
  const std::string old_post = bluesky_item(
      uri_of(city_did, "3old"), city_did, "2026-11-21T11:00:00Z", bluesky_record("an old answer"));
  const std::string staff_post = bluesky_item(uri_of(city_did, "3new"), city_did,
                                              "2026-11-21T11:59:00Z", bluesky_record("by hand"));
  const std::string repost = bluesky_item(uri_of(maria_did, "3rep"), maria_did,
                                          "2026-11-21T11:59:30Z", bluesky_record("theirs"));
  stage.network.answers["app.bsky.feed.getAuthorFeed"] = [&](const HttpRequest& request) {
    CHECK(parameter(request, "actor") == city_did);
    CHECK(parameter(request, "filter") == "posts_with_replies");
    HttpResponse response =
        answer(200, R"({"feed":[{"post":)" + repost + R"(,"reason":{"$type":"repost"}},{"post":)" +
                        staff_post + R"(},{"post":)" + old_post + R"(}],"cursor":"further"})");
    response.headers["Date"] = "Sat, 21 Nov 2026 11:59:58 GMT";
    return response;
  };
  const OutgoingReply reply = reply_saying("Thanks. Case 26-000001");
  auto read = stage.bluesky->read_own(noon - std::chrono::minutes(10), {reply}, noon);
  REQUIRE(read.ok());
  CHECK(read->complete);
  CHECK(read->skew == std::chrono::seconds(-2));
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].text == "by hand");

  CHECK(stage.bluesky->publish(reply, noon).kind == Kind::sent);
  read = stage.bluesky->read_own(noon - std::chrono::minutes(10), {reply}, noon);
  REQUIRE(read.ok());
  REQUIRE(read->posts.size() == 2);
  CHECK(read->posts[1].remote_id == uri_of(city_did, reply.network_key));
  CHECK(read->posts[1].in_reply_to == reply.target_id);
  CHECK(read->posts[1].text == reply.text);
  CHECK(read->posts[1].created_at == noon);
}

TEST_CASE("a read of our own posts that could not finish proves no absence") {
  Stage stage;
  stage.network.answers["app.bsky.feed.getAuthorFeed"] = [](const HttpRequest&) {
    return BlueskyNetwork::refusal(502, "UpstreamFailure", "x");
  };
  const OutgoingReply reply = reply_saying("Thanks");
  CHECK_FALSE(stage.bluesky->read_own(noon, {reply}, noon).ok());
  CHECK(stage.bluesky->publish(reply, noon).kind == Kind::sent);
  const auto read = stage.bluesky->read_own(noon, {reply}, noon);
  REQUIRE(read.ok());
  CHECK_FALSE(read->complete);
  CHECK(read->posts.size() == 1);  // found by key with the AppView away

  stage.network.answers["app.bsky.feed.getAuthorFeed"] = [](const HttpRequest&) {
    return answer(200, R"({"feed":[]})");
  };
  stage.network.answers["com.atproto.repo.getRecord"] = [](const HttpRequest&) {
    return answer(500, "");
  };
  const auto unsure = stage.bluesky->read_own(noon, {reply}, noon);
  REQUIRE(unsure.ok());
  CHECK_FALSE(unsure->complete);
}
