// A post of the account's own to everybody: it answers nothing, and is published by every network
// that takes a post without a picture.
#include <doctest/doctest.h>

#include "connectors/network.h"
#include "tests/unit/connectors/bluesky_samples.h"
#include "tests/unit/connectors/mastodon_samples.h"
#include "tests/unit/connectors/meta_samples.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;
using Kind = PublishOutcome::Kind;

namespace {

const std::string words = "Crews are on their way to Colfax. Please drive around it.";

OutgoingReply notice_under(const std::string& key) {
  OutgoingReply reply;
  reply.text = words;
  reply.network_key = key;
  reply.composed_at = noon;
  reply.notice = true;
  reply.written_by_person = true;
  return reply;
}

std::unique_ptr<Network> make(const Account& account, Bench& bench) {
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  return std::move(made).value();
}

// The Page's wall: what was written is shown again.
struct PageWall {
  std::vector<std::string> written{};
  int refuse_code = 0;
  bool loses_answer = false;

  HttpResponse operator()(const GraphCall& call) {
    if (call.method == "POST" && call.path == page + "/feed") {
      if (refuse_code != 0) return graph_error(refuse_code, 0);
      written.push_back(call["message"]);
      if (loses_answer) return answer(500, "");
      return answer(200, R"({"id":")" + page + "_" + std::to_string(written.size()) + "\"}");
    }
    std::vector<std::string> items;
    for (std::size_t i = 0; i < written.size(); ++i)
      items.push_back(R"({"id":")" + page + "_" + std::to_string(i + 1) + R"(","message":")" +
                      written[i] + R"(","created_time":"2026-11-21T12:00:01+0000","from":{"id":")" +
                      page + R"(","name":"City"}})");
    if (call.path == page + "/feed") return graph_list(items);
    if (call.path == page + "_1") return answer(200, items.at(0));
    return graph_error(100, 33);
  }
};

}  // namespace

TEST_CASE("a notice on X is a post without a reply, and costs what a post costs") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    return answer(201, R"({"data":{"id":"1990000000000000777","text":"t"}})");
  });
  const auto x = make(x_account(), bench);
  const auto out = x->publish(notice_under(""), noon);
  CHECK(out.kind == Kind::sent);
  REQUIRE(bench.http.requests().size() == 1);
  const auto body = JsonValue::parse(bench.http.requests()[0].body);
  CHECK((*body)["text"].text() == words);
  CHECK((*body)["reply"].absent());
  CHECK(out.spend.micro_usd == 15'000);
  auto linked = notice_under("");
  linked.text += " https://www.denvergov.org/";
  CHECK(x->cost_of(linked) == 200'000);
}

TEST_CASE("a notice on Bluesky is the same record however often it is sent") {
  Bench bench;
  BlueskyNetwork network{bench};
  const auto bluesky = make(bluesky_account(), bench);
  const auto notice = notice_under("3l5aaaaaaab2a");
  const auto first = bluesky->publish(notice, noon);
  const auto second = bluesky->publish(notice, noon + 5min);
  CHECK(first.kind == Kind::sent);
  CHECK(first.remote_id == uri_of(city_did, "3l5aaaaaaab2a"));
  CHECK(second.remote_id == first.remote_id);
  CHECK(network.commits == 1);
  const HttpRequest* put = nullptr;
  for (const auto& request : bench.http.requests())
    if (request.method == "POST" && request.url.ends_with("putRecord")) put = &request;
  REQUIRE(put != nullptr);
  const auto record = (*JsonValue::parse(put->body))["record"];
  CHECK(record["text"].text() == words);
  CHECK(record["reply"].absent());
}

TEST_CASE("a notice on Mastodon is public, addresses nobody and carries its key") {
  Bench bench;
  MastodonServer server{bench};
  const auto mastodon = make(mastodon_account(), bench);
  const auto out = mastodon->publish(notice_under("0193-key-1"), noon);
  CHECK(out.kind == Kind::sent);
  const HttpRequest* post = nullptr;
  for (const auto& request : bench.http.requests())
    if (request.method == "POST") post = &request;
  REQUIRE(post != nullptr);
  CHECK(post->headers.at("Idempotency-Key") == "0193-key-1");
  const auto body = JsonValue::parse(post->body);
  CHECK((*body)["status"].text() == words);
  CHECK((*body)["in_reply_to_id"].absent());
  CHECK((*body)["visibility"].text() == "public");
}

TEST_CASE("a notice on Facebook is a post of the Page, looked for before it is written again") {
  auto wall = std::make_shared<PageWall>();
  wall->loses_answer = true;
  PlayedGraph graph([wall](const GraphCall& call) { return (*wall)(call); });
  const auto facebook = graph.make(facebook_account());
  const auto notice = notice_under("");
  CHECK(facebook->publish(notice, noon).kind == Kind::unknown);
  REQUIRE(wall->written == std::vector<std::string>{words});
  const auto own = facebook->read_own(noon - 2min, {notice}, noon + 1min);
  REQUIRE(own.ok());
  CHECK(own->complete);
  REQUIRE(own->posts.size() == 1);
  CHECK(own->posts[0].remote_id == page + "_1");
  CHECK(own->posts[0].in_reply_to.empty());
  const auto again = facebook->publish(notice, noon + 1h);
  CHECK(again.kind == Kind::sent);
  CHECK(again.remote_id == page + "_1");
  CHECK(wall->written.size() == 1);
}

TEST_CASE("a missing permission for the Page's own posts stops the notice, not the account") {
  for (const int code : {200, 10}) {
    CAPTURE(code);
    auto wall = std::make_shared<PageWall>();
    wall->refuse_code = code;
    PlayedGraph graph([wall](const GraphCall& call) { return (*wall)(call); });
    const auto out = graph.make(facebook_account())->publish(notice_under(""), noon);
    CHECK(out.kind == Kind::rejected);
    CHECK_FALSE(out.park_account);
    CHECK(out.message.find("pages_manage_posts") != std::string::npos);
  }
  auto wall = std::make_shared<PageWall>();
  wall->refuse_code = 102;  // the token has ended: that is the account's trouble
  PlayedGraph graph([wall](const GraphCall& call) { return (*wall)(call); });
  CHECK(graph.make(facebook_account())->publish(notice_under(""), noon).park_account);
}

TEST_CASE("Instagram says why it takes no notice, and nothing leaves") {
  PlayedGraph graph([](const GraphCall&) { return graph_error(100, 33); });
  const auto instagram = graph.make(instagram_account());
  CHECK(instagram->capabilities().no_notices.find("picture") != std::string::npos);
  const auto out = instagram->publish(notice_under(""), noon);
  CHECK(out.kind == Kind::rejected);
  CHECK(out.message == instagram->capabilities().no_notices);
  CHECK(graph.calls.empty());
}
