#include <doctest/doctest.h>

#include "connectors/network.h"
#include "connectors/twitter/push.h"
#include "core/digest.h"
#include "core/json.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

const Secret app_secret("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw");

std::unique_ptr<Network> hooked(Bench& bench) {
  Account account = x_account();
  account.credentials["consumer_secret"] = app_secret;
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  return std::move(made).value();
}

Push signed_push(const std::string& body) {
  Push push;
  push.method = "POST";
  push.body = body;
  push.headers["X-Twitter-Webhooks-Signature"] = "sha256=" + base64(hmac_sha256(app_secret, body));
  return push;
}

std::string activity(const std::string& type, const std::string& payload,
                     const std::string& user = city_id) {
  return R"({"data":{"event_uuid":"1","filter":{"user_id":")" + user + R"("},"event_type":")" +
         type + R"(","tag":"t","payload":)" + payload +
         R"(,"includes":{"users":[{"id":"55","username":"maria_r","name":"Maria"}]}}})";
}

}  // namespace

TEST_CASE("X's challenge is answered with the token under the app's secret") {
  Bench bench;
  const auto x = hooked(bench);
  CHECK(x->capabilities().takes_push);
  Push push;
  push.method = "GET";
  push.query = {{"other", "1"}, {"crc_token", "challenge"}};
  const Pushed out = x->take_push(push, noon);
  CHECK(out.status == 200);
  CHECK(out.content_type == "application/json");
  const auto body = JsonValue::parse(out.body);
  REQUIRE(body.ok());
  // printf challenge | openssl dgst -sha256 -hmac SECRET -binary | base64
  CHECK((*body)["response_token"].text() == "sha256=O+GbzUfQNp8O6rdMJ8AQhWo4cVXDnGZXrjMiNwnWm7Y=");
  push.query = {};
  CHECK(x->take_push(push, noon).status == 400);
  push.query = {{"crc_token", std::string(5'000, 'a')}};
  CHECK(x->take_push(push, noon).status == 400);
  push.method = "DELETE";
  CHECK(x->take_push(push, noon).status == 405);
}

TEST_CASE("the signature of a known secret and body is the published construction") {
  // RFC 4231, test case 2.
  CHECK(twitter::is_signed("what do ya want for nothing?",
                           "sha256=W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=", Secret("Jefe")));
  CHECK_FALSE(twitter::is_signed("body", "", Secret("Jefe")));
  CHECK_FALSE(twitter::is_signed("body", "sha256=", Secret("")));
}

TEST_CASE("nothing is believed but what is signed over the raw bytes") {
  Bench bench;
  const auto x = hooked(bench);
  const std::string id = id_before_noon(60);
  const std::string body = activity("post.mention.create", mention_item(id, "@Denver311 pothole"));
  CHECK(x->take_push(signed_push(body), noon).posts.size() == 1);
  Push push = signed_push(body);
  push.body += " ";
  CHECK(x->take_push(push, noon).status == 401);
  CHECK(x->take_push(push, noon).posts.empty());
  push = signed_push(body);
  push.headers.clear();
  CHECK(x->take_push(push, noon).status == 401);
  Push other = signed_push(body);
  other.headers["x-twitter-webhooks-signature"] = "sha256=" + base64(std::string(32, 'a'));
  CHECK(x->take_push(other, noon).status == 401);
  auto plain = std::move(make_network(x_account(), bench.parts())).value();
  CHECK(plain->take_push(signed_push(body), noon).status == 404);
  CHECK_FALSE(plain->capabilities().takes_push);
}

TEST_CASE("a pushed mention is the post that polling brings") {
  Bench bench;
  const auto x = hooked(bench);
  const std::string id = id_before_noon(60);
  const std::string item = mention_item(id, "@Denver311 pothole");
  const Pushed out = x->take_push(signed_push(activity("post.mention.create", item)), noon);
  CHECK(out.status == 200);
  REQUIRE(out.posts.size() == 1);
  bench.http.play([&](const HttpRequest&) { return answer(200, page_of(item)); });
  PageAsk ask;
  ask.listen = "mentions";
  ask.now = noon;
  const auto page = x->read_page(ask);
  REQUIRE(page.ok());
  CHECK(out.posts[0] == page->posts.at(0));
}

TEST_CASE("deletions, messages and the older events bring ids alone") {
  Bench bench;
  const auto x = hooked(bench);
  const std::string id = id_before_noon(60);
  const Pushed gone = x->take_push(
      signed_push(activity("post.delete", R"({"id":")" + id + R"(","author_id":"55"})")), noon);
  CHECK(gone.gone == std::map<std::string, Gone>{{id, Gone::deleted}});
  const Pushed message = x->take_push(
      signed_push(
          activity("dm.received", R"({"direct_message_events":[{"type":"message_create","id":")" +
                                      id + R"("},{"type":"read","id":"1"}]})")),
      noon);
  CHECK(message.touched == std::vector<std::string>{id});
  CHECK(message.posts.empty());
  const Pushed older = x->take_push(
      signed_push(
          R"({"for_user_id":"2244994945","tweet_create_events":[{"id":1,"id_str":")" + id +
          R"("}],"tweet_delete_events":[{"status":{"id":"1990000000000000009","user_id":"55"}}],
                  "direct_message_events":[{"type":"message_create","id":"1990000000000000008"}]})"),
      noon);
  CHECK(older.status == 200);
  CHECK(older.touched == std::vector<std::string>{id, "1990000000000000008"});
  CHECK(older.gone.contains("1990000000000000009"));
}

TEST_CASE("a push for another account of the app brings nothing here") {
  Bench bench;
  const auto x = hooked(bench);
  const std::string item = mention_item(id_before_noon(60), "hello");
  const Pushed out = x->take_push(signed_push(activity("post.mention.create", item, "777")), noon);
  CHECK(out.status == 200);
  CHECK(out.posts.empty());
  CHECK(
      x->take_push(
           signed_push(
               R"({"for_user_id":"777","tweet_create_events":[{"id_str":"1990000000000000009"}]})"),
           noon)
          .touched.empty());
}

TEST_CASE("X26 hostile pushes are refused or kept apart") {
  Bench bench;
  const auto x = hooked(bench);
  CHECK(x->take_push(signed_push("<html>"), noon).status == 400);
  CHECK(x->take_push(signed_push("[]"), noon).status == 400);
  CHECK(x->take_push(signed_push("{}"), noon).status == 200);
  const Pushed bad =
      x->take_push(signed_push(activity("post.mention.create", R"({"id":"x"})")), noon);
  CHECK(bad.status == 200);
  CHECK(bad.posts.empty());
  CHECK(bad.unreadable.size() == 1);
  const std::string future = twitter::first_id_at(noon + std::chrono::hours(24 * 300));
  const Pushed later =
      x->take_push(signed_push(activity("post.mention.create", mention_item(future, "t"))), noon);
  CHECK(later.posts.empty());
  CHECK(later.unreadable.size() == 1);
}
