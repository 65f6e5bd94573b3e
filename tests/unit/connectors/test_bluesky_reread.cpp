#include <doctest/doctest.h>

#include "connectors/bluesky/parse.h"
#include "connectors/network.h"
#include "tests/unit/connectors/bluesky_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using Kind = PublishOutcome::Kind;

namespace {

std::unique_ptr<Network> bluesky_on(Bench& bench) {
  auto made = make_network(bluesky_account(), bench.parts());
  REQUIRE(made.ok());
  return std::move(made).value();
}

std::string page_with(const std::string& item) {
  return R"({"posts":[)" + item + "]}";
}

}  // namespace

TEST_CASE("B12 a person with a new handle is the same person") {
  const bluesky::Self self{city_did, "denver311.test"};
  const std::string item = bluesky_item(uri_of(maria_did, "3a"), maria_did, "2026-11-21T11:00:00Z",
                                        bluesky_record("@denver311.test hi"));
  std::string renamed = item;
  renamed.replace(renamed.find("someone.test"), 12, "maria.example");
  const auto before = bluesky::parse_page(page_with(item), bluesky::Listing::posts, self);
  const auto after = bluesky::parse_page(page_with(renamed), bluesky::Listing::posts, self);
  REQUIRE(before.ok());
  REQUIRE(after.ok());
  CHECK(before->posts.at(0).author.id == after->posts.at(0).author.id);
  CHECK(before->posts.at(0).id == after->posts.at(0).id);
  CHECK(before->posts.at(0).author.handle == "someone.test");
  CHECK(after->posts.at(0).author.handle == "maria.example");
}

TEST_CASE("B14 a record that was edited in place is the same post in another version") {
  Bench bench;
  BlueskyNetwork network(bench);
  const std::string uri = uri_of(maria_did, "3a");
  std::string item = bluesky_item(uri, maria_did, "2026-11-21T11:00:00Z", bluesky_record("before"));
  network.posts[uri] = item;
  const auto bluesky = bluesky_on(bench);
  const auto first = bluesky->read_posts({uri}, noon);
  item = bluesky_item(uri, maria_did, "2026-11-21T11:00:00Z", bluesky_record("after"));
  item.replace(item.find("\"cid\":\"bafy"), 11, "\"cid\":\"bafz");
  network.posts[uri] = item;
  const auto second = bluesky->read_posts({uri}, noon);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->posts.at(0).id == second->posts.at(0).id);
  CHECK(first->posts.at(0).version != second->posts.at(0).version);
  CHECK(second->posts.at(0).text == "after");
  CHECK(bluesky->capabilities().shows_edits);
}

TEST_CASE("a Bluesky post of ours is taken back and nobody else's is") {
  Bench bench;
  BlueskyNetwork network(bench);
  int status = 200;
  network.answers["com.atproto.repo.deleteRecord"] = [&](const HttpRequest& request) {
    const auto body = JsonValue::parse(request.body);
    REQUIRE(body.ok());
    CHECK((*body)["repo"].text() == city_did);
    CHECK((*body)["collection"].text() == "app.bsky.feed.post");
    CHECK((*body)["rkey"].text() == "3kabc");
    CHECK(request.effect == HttpEffect::write);
    return status == 200 ? answer(200, "{}")
                         : BlueskyNetwork::refusal(status, "UpstreamFailure", "away");
  };
  const auto bluesky = bluesky_on(bench);
  CHECK(bluesky->capabilities().removes_own);
  CHECK(bluesky->remove_own(uri_of(city_did, "3kabc"), noon).kind == Kind::sent);
  status = 502;
  CHECK(bluesky->remove_own(uri_of(city_did, "3kabc"), noon).kind == Kind::unknown);
  const std::size_t sent = bench.http.requests().size();
  CHECK(bluesky->remove_own(uri_of(maria_did, "3kabc"), noon).kind == Kind::rejected);
  CHECK(bluesky->remove_own("at://" + city_did + "/app.bsky.feed.like/3kabc", noon).kind ==
        Kind::rejected);
  CHECK(bench.http.requests().size() == sent);
}

TEST_CASE("B17 an AppView that is away is waited for") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers["app.bsky.notification.listNotifications"] = [](const HttpRequest&) {
    return BlueskyNetwork::refusal(502, "UpstreamFailure", "AppView is away");
  };
  PageAsk ask;
  ask.listen = "mentions";
  ask.now = noon;
  const auto page = bluesky_on(bench)->read_page(ask);
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::retry_later);
}
