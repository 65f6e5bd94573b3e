#include <doctest/doctest.h>

#include "connectors/network.h"
#include "connectors/twitter/ids.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using Kind = PublishOutcome::Kind;

namespace {

std::unique_ptr<Network> network_of(const Account& account, Bench& bench) {
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  return std::move(made).value();
}

std::string three_posts() {
  std::string items;
  for (int i = 1; i <= 3; ++i)
    items += (items.empty() ? "" : ",") + mention_item(id_before_noon(i), "@Denver311 hi");
  return items;
}

Spend spent_on(Network& x, const char* word) {
  PageAsk ask;
  ask.listen = word;
  ask.now = noon;
  const auto page = x.read_page(ask);
  REQUIRE(page.ok());
  return page->spend;
}

OutgoingReply saying(const std::string& text) {
  OutgoingReply reply;
  reply.target_id = "1990000000000000001";
  reply.text = text;
  return reply;
}

}  // namespace

TEST_CASE("reads of each feed cost what X takes for them") {
  Bench bench;
  bench.http.play([](const HttpRequest& request) {
    if (path_of(request) == "/2/dm_events")
      return answer(200, page_of(message_item(id_before_noon(1), "hi") + "," +
                                 message_item(id_before_noon(2), "hi")));
    return answer(200, page_of(three_posts()));
  });
  const auto x = network_of(x_account(), bench);
  CHECK(spent_on(*x, "mentions").reads == 3);
  CHECK(spent_on(*x, "mentions").micro_usd == 3 * 1'000);
  CHECK(spent_on(*x, "search:pothole").micro_usd == 3 * 5'000);
  CHECK(spent_on(*x, "direct_messages").reads == 2);
  CHECK(spent_on(*x, "direct_messages").micro_usd == 2 * 10'000);
  CHECK(x->read_posts({id_before_noon(1)}, noon)->spend.micro_usd == 3 * 5'000);
  CHECK(x->read_own(noon - std::chrono::hours(1), {}, noon)->spend.micro_usd == 3 * 1'000);

  Account by_app = x_account();
  by_app.credentials = {{"bearer_token", Secret("b")}};
  const auto app = network_of(by_app, bench);
  CHECK(spent_on(*app, "mentions").micro_usd == 3 * 5'000);  // no owned read without its user
  CHECK_FALSE(app->capabilities().sends_messages);

  Account enterprise = x_account();
  enterprise.tier = "enterprise";
  const auto paid = network_of(enterprise, bench);
  CHECK(spent_on(*paid, "search:pothole").micro_usd == 0);
  CHECK(spent_on(*paid, "search:pothole").reads == 3);
}

TEST_CASE("X18 a reply with a link says its cost before and after it is sent") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    return answer(201, R"({"data":{"id":"1990000000000000777","text":"t"}})");
  });
  const auto x = network_of(x_account(), bench);
  const OutgoingReply plain = saying("Thanks. Case 26-000001");
  const OutgoingReply linked = saying("See denver.gov/case/26-000001");
  CHECK(x->cost_of(plain) == 10'000);
  CHECK(x->cost_of(linked) == 200'000);
  CHECK(x->capabilities().prices.reply_with_url == 200'000);
  CHECK(x->publish(plain, noon).spend.micro_usd == 10'000);
  const auto out = x->publish(linked, noon);
  CHECK(out.spend.micro_usd == 200'000);
  CHECK(out.message.find("0.200 US dollars") != std::string::npos);
  OutgoingReply message = saying("hello");
  message.direct_message = true;
  CHECK(x->cost_of(message) == 15'000);
  CHECK(x->publish(saying("$AAA $BBB"), noon).spend.micro_usd == 0);  // refused before sending
}

TEST_CASE("what may have been posted may have been charged, what was refused was not") {
  Bench bench;
  const auto x = network_of(x_account(), bench);
  bench.http.play(
      [](const HttpRequest&) -> Result<HttpResponse> { return no_answer(Reach::unknown); });
  CHECK(x->publish(saying("a"), noon).spend.micro_usd == 10'000);
  bench.http.play(
      [](const HttpRequest&) -> Result<HttpResponse> { return no_answer(Reach::not_sent); });
  CHECK(x->publish(saying("a"), noon).spend.micro_usd == 0);
  bench.http.play([](const HttpRequest&) {
    return answer(403, R"({"title":"Forbidden","detail":"no","type":"about:blank"})");
  });
  CHECK(x->publish(saying("a"), noon).spend.micro_usd == 0);
}

TEST_CASE("X14 a used-up cap and a used-up day of posts end writes by themselves") {
  Bench bench;
  const auto x = network_of(x_account(), bench);
  bench.http.play([](const HttpRequest&) {
    return answer(
        429, R"({"title":"UsageCapExceeded","type":"https://api.x.com/2/problems/usage-capped"})");
  });
  const auto capped = x->publish(saying("a"), noon);
  CHECK(capped.kind == Kind::not_sent);
  CHECK(capped.park_account);
  CHECK(capped.retry_after == std::chrono::hours(12));  // the next day of UTC
  bench.http.play([](const HttpRequest&) {
    return answer(429, R"({"title":"Too Many Requests","type":"about:blank","status":429})",
                  {{"x-rate-limit-reset", "1795262700"},
                   {"x-user-limit-24hour-remaining", "0"},
                   {"x-user-limit-24hour-reset", "1795284000"}});
  });
  const auto daily = x->publish(saying("a"), noon);
  CHECK(daily.kind == Kind::not_sent);
  CHECK_FALSE(daily.park_account);
  CHECK(daily.retry_after == std::chrono::hours(6));
}

TEST_CASE("a post of ours is taken back once and a missing one counts as taken back") {
  Bench bench;
  const auto x = network_of(x_account(), bench);
  CHECK(x->capabilities().removes_own);
  bench.http.play([](const HttpRequest&) { return answer(200, R"({"data":{"deleted":true}})"); });
  CHECK(x->remove_own("1990000000000000777", noon).kind == Kind::sent);
  const HttpRequest& request = bench.http.requests().back();
  CHECK(request.method == "DELETE");
  CHECK(request.url == "https://api.x.test/2/tweets/1990000000000000777");
  CHECK(request.effect == HttpEffect::write);
  CHECK(request.body.empty());
  struct Case {
    int status;
    const char* body;
    Kind kind;
  };
  const Case cases[] = {
      {200, R"({"data":{"deleted":false}})", Kind::unknown},
      {404, "", Kind::sent},
      {403, R"({"title":"Forbidden","detail":"not yours","type":"about:blank"})", Kind::rejected},
      {429, R"({"title":"Too Many Requests"})", Kind::not_sent},
      {503, "<html>", Kind::unknown}};
  for (const Case& one : cases) {
    CAPTURE(one.status);
    bench.http.play([&](const HttpRequest&) { return answer(one.status, one.body); });
    CHECK(x->remove_own("1990000000000000777", noon).kind == one.kind);
  }
  const auto sent = bench.http.requests().size();
  CHECK(x->remove_own("../users/me", noon).kind == Kind::rejected);
  CHECK(bench.http.requests().size() == sent);
}
