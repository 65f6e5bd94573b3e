#include <doctest/doctest.h>

#include "connectors/network.h"
#include "core/json.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using Kind = PublishOutcome::Kind;

namespace {

OutgoingReply reply_saying(const std::string& text) {
  OutgoingReply reply;
  reply.target_id = "1990000000000000001";
  reply.text = text;
  reply.marker = "Case 26-000001";
  reply.composed_at = noon;
  return reply;
}

PublishOutcome publish_against(const HttpResponse& response, Bench& bench) {
  bench.http.play([response](const HttpRequest&) { return response; });
  auto made = make_network(x_account(), bench.parts());
  REQUIRE(made.ok());
  return made.value()->publish(reply_saying("Thanks. Case 26-000001"), noon);
}

PublishOutcome publish_against(const HttpResponse& response) {
  Bench bench;
  return publish_against(response, bench);
}

const std::string problems = "https://api.x.com/2/problems/";

}  // namespace

TEST_CASE("a reply to X is one POST with nothing in it that X does not know") {
  Bench bench;
  const auto out =
      publish_against(answer(201, R"({"data":{"id":"1990000000000000777","text":"t"}})"), bench);
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "1990000000000000777");
  CHECK(out.http_status == 201);
  REQUIRE(bench.http.requests().size() == 1);
  const HttpRequest& request = bench.http.requests()[0];
  CHECK(request.method == "POST");
  CHECK(request.url == "https://api.x.test/2/tweets");
  CHECK(request.effect == HttpEffect::write);
  CHECK(request.limits.total == std::chrono::seconds(8));
  const auto body = JsonValue::parse(request.body);
  REQUIRE(body.ok());
  CHECK(body->keys().size() == 2);
  CHECK((*body)["text"].text() == "Thanks. Case 26-000001");
  CHECK((*body)["reply"].keys() == std::vector<std::string>{"in_reply_to_tweet_id"});
  CHECK((*body)["reply"]["in_reply_to_tweet_id"].text() == "1990000000000000001");
}

TEST_CASE("every answer to a reply has its end") {
  struct Case {
    const char* name;
    int status;
    std::string body;
    Kind kind;
    bool park;
  };
  const Case cases[] = {
      {"ok with 200", 200, R"({"data":{"id":"7","text":"t"}})", Kind::sent, false},
      {"created without id", 201, R"({"data":{}})", Kind::unknown, false},
      {"created but cut", 201, R"({"data":{"id":"19900000)", Kind::unknown, false},
      {"created with a strange id", 201, R"({"data":{"id":"../1"}})", Kind::unknown, false},
      {"bad request", 400,
       R"({"errors":[{"message":"text is too long"}],"title":"Invalid Request","type":")" +
           problems + R"(invalid-request"})",
       Kind::rejected, false},
      {"bad request from a proxy", 400, "<html>bad</html>", Kind::unknown, false},
      {"unauthorized", 401, R"({"title":"Unauthorized","type":"about:blank","status":401})",
       Kind::not_sent, true},
      {"credits", 402,
       R"({"title":"Payment Required","detail":"credits depleted","type":")" + problems +
           R"(credits-depleted"})",
       Kind::not_sent, true},
      {"duplicate", 403,
       R"({"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403})",
       Kind::unknown, false},
      {"old duplicate code", 403, R"({"errors":[{"code":187,"message":"Status is a repeat."}]})",
       Kind::unknown, false},
      {"not summoned", 403,
       R"({"detail":"You are not permitted to reply to this conversation.","type":"about:blank","title":"Forbidden","status":403})",
       Kind::rejected, false},
      {"app without user", 403,
       R"({"title":"Unsupported Authentication","detail":"d","type":")" + problems +
           R"(unsupported-authentication"})",
       Kind::not_sent, true},
      {"app not enrolled", 403,
       R"({"title":"Client Forbidden","detail":"d","reason":"client-not-enrolled","type":")" +
           problems + R"(client-forbidden"})",
       Kind::not_sent, true},
      {"forbidden by a proxy", 403, "<html>no</html>", Kind::unknown, false},
      {"window", 429, R"({"errors":[{"code":88,"message":"Rate limit exceeded"}]})", Kind::not_sent,
       false},
      {"usage cap", 429, R"({"title":"UsageCapExceeded","type":")" + problems + R"(usage-capped"})",
       Kind::not_sent, true},
      {"not found", 404, "", Kind::unknown, false},
      {"redirect", 302, "", Kind::unknown, false},
      {"server error", 500, R"({"title":"Internal"})", Kind::unknown, false},
      {"html", 503, "<html>over capacity</html>", Kind::unknown, false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    const auto out = publish_against(answer(one.status, one.body));
    CHECK(out.kind == one.kind);
    CHECK(out.park_account == one.park);
    CHECK(out.http_status == one.status);
    CHECK((out.kind == Kind::sent) == out.message.empty());
    CHECK((out.kind == Kind::sent) == !out.remote_id.empty());
  }
}

TEST_CASE("X15 a duplicate is evidence of an earlier success and is named so") {
  const auto out = publish_against(answer(
      403,
      R"({"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403})"));
  CHECK(out.kind == Kind::unknown);
  CHECK(out.platform_code == "duplicate-content");
}

TEST_CASE("a used-up window says when to come again") {
  const auto reset =
      std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count() + 120;
  const auto out = publish_against(answer(429, R"({"title":"Too Many Requests"})",
                                          {{"x-rate-limit-reset", std::to_string(reset)}}));
  CHECK(out.kind == Kind::not_sent);
  CHECK(out.retry_after == std::chrono::seconds(120));
}

TEST_CASE("only a reply that provably never left is not sent") {
  for (const Reach reach : {Reach::not_sent, Reach::unknown}) {
    Bench bench;
    bench.http.play(
        [reach](const HttpRequest&) -> Result<HttpResponse> { return no_answer(reach); });
    auto made = make_network(x_account(), bench.parts());
    REQUIRE(made.ok());
    const auto out = made.value()->publish(reply_saying("hello"), noon);
    CHECK(out.kind == (reach == Reach::not_sent ? Kind::not_sent : Kind::unknown));
    CHECK(bench.http.requests().size() == 1);
  }
}

TEST_CASE("X18 what X would refuse is refused before anything leaves") {
  Bench bench;
  auto made = make_network(x_account(), bench.parts());
  REQUIRE(made.ok());
  Network& x = **made;
  OutgoingReply to_nobody = reply_saying("hello");
  to_nobody.target_id = "at://did:plc:x/app.bsky.feed.post/1";
  OutgoingReply message = reply_saying("hello");
  message.direct_message = true;
  for (const OutgoingReply& reply :
       {reply_saying(std::string(281, 'x')), reply_saying("$ABC and $XYZ"), reply_saying(""),
        to_nobody, message}) {
    const auto out = x.publish(reply, noon);
    CHECK(out.kind == Kind::rejected);
    CHECK_FALSE(out.message.empty());
  }
  CHECK(bench.http.requests().empty());
  CHECK(x.publish(reply_saying(std::string(280, 'x')), noon).kind ==
        Kind::unknown);  // the 404 of the bench
  CHECK(bench.http.requests().size() == 1);
}

TEST_CASE("an app's bearer token reads but cannot reply") {
  Bench bench;
  Account account = x_account();
  account.credentials = {{"bearer_token", Secret("app-token")}};
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  const auto out = made.value()->publish(reply_saying("hello"), noon);
  CHECK(out.kind == Kind::not_sent);
  CHECK(out.park_account);
  CHECK(bench.http.requests().empty());
}

TEST_CASE("a vault that cannot be read means that nothing was sent") {
  class LostVault final : public Vault {
   public:
    std::optional<Secret> load(const std::string&) override {
      throw std::runtime_error("database lost");
    }
    void update(const std::string&,
                const std::function<std::optional<Secret>(std::optional<Secret>)>&) override {
      throw std::runtime_error("database lost");
    }
  };
  Bench bench;
  LostVault vault;
  auto made = make_network(x_account(), {bench.http, vault, bench.clock, bench.random});
  REQUIRE(made.ok());
  const auto out = made.value()->publish(reply_saying("hello"), noon);
  CHECK(out.kind == Kind::not_sent);
  CHECK(bench.http.requests().empty());
}

TEST_CASE("X promises are told to the rest of the house") {
  Bench bench;
  auto made = make_network(x_account(), bench.parts());
  REQUIRE(made.ok());
  const Capabilities& can = made.value()->capabilities();
  CHECK(can.policy == ReplyPolicy::retry_if_deduped);
  CHECK_FALSE(can.chooses_key);
  CHECK(can.reach == 800);
  CHECK(can.window == std::chrono::hours(168));
  CHECK(can.length.fits(std::string(280, 'a')));
  CHECK_FALSE(can.length.fits(std::string(281, 'a')));
  CHECK(made.value()->new_key(noon, bench.random).empty());
  CHECK(made.value()->newer("1000000000000000000", "999999999999999999"));
}
