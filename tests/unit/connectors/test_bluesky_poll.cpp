#include <doctest/doctest.h>

#include "connectors/bluesky/uri.h"
#include "connectors/network.h"
#include "tests/unit/connectors/bluesky_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

std::unique_ptr<Network> bluesky_on(Bench& bench, const Account& account = bluesky_account()) {
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  return std::move(made).value();
}

PageAsk mentions_since(std::optional<Instant> since) {
  PageAsk ask;
  ask.listen = "mentions";
  ask.since_at = since;
  ask.now = noon;
  return ask;
}

std::string item_at(const std::string& key, int seconds_before_noon,
                    const std::string& text = "@denver311.test hi") {
  return bluesky_item(uri_of(maria_did, key), maria_did,
                      to_iso8601(noon - std::chrono::seconds(seconds_before_noon)),
                      bluesky_record(text));
}

std::string notification_page(const std::string& items, const std::string& cursor = {}) {
  const std::string more = cursor.empty() ? "" : R"(,"cursor":")" + cursor + "\"";
  return R"({"notifications":[)" + items + R"(],"priority":false)" + more + "}";
}

const std::string list_notifications = "app.bsky.notification.listNotifications";
const std::string search_posts = "app.bsky.feed.searchPosts";

}  // namespace

TEST_CASE("B3 B5 a hundred polls log in once and never ask with priority") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest& request) {
    CHECK(parameter(request, "priority") == "false");
    CHECK(parameter(request, "limit") == "100");
    std::vector<std::string> reasons;
    for (const auto& [name, value] : query_of(request)) {
      if (name == "reasons") reasons.push_back(value);
    }
    CHECK(reasons == std::vector<std::string>{"mention", "reply", "quote"});
    return answer(200, notification_page(""));
  };
  for (int process = 0; process < 10; ++process) {
    auto bluesky = bluesky_on(bench);
    for (int poll = 0; poll < 10; ++poll) CHECK(bluesky->read_page(mentions_since(noon)).ok());
  }
  CHECK(network.log_ins == 1);
  CHECK(network.refreshes == 0);
  CHECK(bench.http.count(list_notifications) == 100);
}

TEST_CASE("B4 an expired token is refreshed once and the read goes on") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest&) {
    return answer(200, notification_page(""));
  };
  auto poll = bluesky_on(bench);
  auto send = bluesky_on(bench);
  CHECK(poll->read_page(mentions_since(noon)).ok());
  CHECK(send->read_page(mentions_since(noon)).ok());
  ++network.session;  // the pair of both has ended
  CHECK(poll->read_page(mentions_since(noon)).ok());
  CHECK(send->read_page(mentions_since(noon)).ok());
  CHECK(network.refreshes == 1);
  CHECK(network.log_ins == 1);
}

TEST_CASE("a refresh token that has ended leads to one new log-in") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest&) {
    return answer(200, notification_page(""));
  };
  auto bluesky = bluesky_on(bench);
  CHECK(bluesky->read_page(mentions_since(noon)).ok());
  ++network.session;
  network.refresh_works = false;
  CHECK(bluesky->read_page(mentions_since(noon)).ok());
  CHECK(network.log_ins == 2);
}

TEST_CASE("a wrong password stops the account and is not tried again and again") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.password_works = false;
  auto bluesky = bluesky_on(bench);
  const auto page = bluesky->read_page(mentions_since(noon));
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::denied);
  CHECK(page.fault().message.find("app-pass") == std::string::npos);
  CHECK(network.log_ins == 1);
}

TEST_CASE("another password in the file begins another session") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest&) {
    return answer(200, notification_page(""));
  };
  CHECK(bluesky_on(bench)->read_page(mentions_since(noon)).ok());
  Account changed = bluesky_account();
  changed.credentials["app_password"] = Secret("wrong now");
  CHECK_FALSE(bluesky_on(bench, changed)->read_page(mentions_since(noon)).ok());
  CHECK(network.log_ins == 2);
}

TEST_CASE("a walk ends below the cursor minus the overlap and keeps what is inside") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest& request) {
    if (parameter(request, "cursor").empty())
      return answer(200, notification_page(item_at("3a", 10) + "," + item_at("3b", 20), "c1"));
    CHECK(parameter(request, "cursor") == "c1");
    std::string items = item_at("3c", 3'800);
    for (int i = 0; i < 10; ++i) items += "," + item_at("3d" + std::to_string(i), 4'000 + i);
    return answer(200, notification_page(items, "c2"));
  };
  auto bluesky = bluesky_on(bench);
  PageAsk ask = mentions_since(noon - std::chrono::seconds(300));
  auto page = bluesky->read_page(ask);
  REQUIRE(page.ok());
  CHECK(page->posts.size() == 2);
  CHECK(page->newest_id == uri_of(maria_did, "3a"));
  CHECK(page->next == "c1");
  ask.next = page->next;
  page = bluesky->read_page(ask);
  REQUIRE(page.ok());
  REQUIRE(page->posts.size() == 1);  // within the overlap of an hour, the others are not
  CHECK(page->posts[0].id == uri_of(maria_did, "3c"));
  CHECK(page->next.empty());
}

TEST_CASE("B9 a back-dated mention among newer ones neither gets lost nor ends the walk") {
  Bench bench;
  BlueskyNetwork network(bench);
  SeededRandom random(1);
  const std::string key = bluesky::make_tid(noon - std::chrono::seconds(30), random);
  const auto claimed = [&](const std::string& at) {
    return bluesky_item(uri_of(maria_did, key), maria_did, at,
                        bluesky_record("@denver311.test hi"));
  };
  std::string items;
  for (int i = 0; i < 15; ++i) items += item_at("3n" + std::to_string(i), 10 + i) + ",";
  network.answers[list_notifications] = [&](const HttpRequest&) {
    return answer(200, notification_page(items + claimed("1970-01-01T00:00:00.000Z"), "c1"));
  };
  auto bluesky = bluesky_on(bench);
  const auto back_dated = [&]() -> std::optional<Post> {
    const auto page = bluesky->read_page(mentions_since(noon - std::chrono::seconds(300)));
    REQUIRE(page.ok());
    CHECK(page->next == "c1");
    for (const Post& post : page->posts) {
      if (post.id == uri_of(maria_did, key)) return post;
    }
    return std::nullopt;
  };
  // The post itself shows when it was indexed.
  network.posts[uri_of(maria_did, key)] = claimed("2026-11-21T11:59:31.000Z");
  auto post = back_dated();
  REQUIRE(post.has_value());
  CHECK(post->created_at == noon - std::chrono::seconds(29));
  // A network that shows the claim everywhere: the key was made when the post was.
  network.posts[uri_of(maria_did, key)] = claimed("1970-01-01T00:00:00.000Z");
  post = back_dated();
  REQUIRE(post.has_value());
  CHECK(post->created_at == noon - std::chrono::seconds(30));
  CHECK(bluesky->read_posts({uri_of(maria_did, key)}, noon)->posts.at(0).created_at == post->created_at);
}

TEST_CASE("a key of the future lifts no time") {
  Bench bench;
  BlueskyNetwork network(bench);
  SeededRandom random(1);
  const std::string key = bluesky::make_tid(noon + std::chrono::hours(24 * 365), random);
  network.posts[uri_of(maria_did, key)] = item_at(key, 60);
  auto bluesky = bluesky_on(bench);
  const auto posts = bluesky->read_posts({uri_of(maria_did, key)}, noon);
  REQUIRE(posts.ok());
  CHECK(posts->posts.at(0).created_at == noon - std::chrono::seconds(60));
}

TEST_CASE("a network whose clock is ahead does not move the cursor into the future") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest&) {
    return answer(200, notification_page(item_at("3a", -3'600)));
  };
  auto bluesky = bluesky_on(bench);
  const auto page = bluesky->read_page(mentions_since(noon - std::chrono::seconds(300)));
  REQUIRE(page.ok());
  CHECK(page->posts.size() == 1);
  CHECK(page->newest_at == noon);
}

TEST_CASE("a notified post that is gone meanwhile is left out and old ones are not looked at") {
  Bench bench;
  BlueskyNetwork network(bench);
  SeededRandom random(1);
  const std::string old_key = bluesky::make_tid(noon - std::chrono::hours(30), random);
  std::size_t asked = 0;
  network.answers["app.bsky.feed.getPosts"] = [&](const HttpRequest& request) {
    asked += query_of(request).size();
    return answer(200, R"({"posts":[)" + item_at("3a", 10) + "]}");
  };
  network.answers[list_notifications] = [&](const HttpRequest&) {
    return answer(200, notification_page(item_at("3a", 10) + "," + item_at("3gone", 11) + "," +
                                         item_at(old_key, 30 * 3'600)));
  };
  auto bluesky = bluesky_on(bench);
  const auto page = bluesky->read_page(mentions_since(noon - std::chrono::seconds(300)));
  REQUIRE(page.ok());
  CHECK(page->posts.size() == 1);
  CHECK(asked == 2);
}

TEST_CASE("B10 posts of one millisecond at the bound are all inside") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest&) {
    return answer(200, notification_page(item_at("3a", 3'900) + "," + item_at("3b", 3'900) + "," +
                                         item_at("3c", 3'900)));
  };
  auto bluesky = bluesky_on(bench);
  const auto page = bluesky->read_page(mentions_since(noon - std::chrono::seconds(300)));
  REQUIRE(page.ok());
  CHECK(page->posts.size() == 3);
}

TEST_CASE("B11 a short page with a cursor and an empty page after it end the walk") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest& request) {
    if (parameter(request, "cursor").empty())
      return answer(200, notification_page(item_at("3a", 10), "c1"));
    return answer(200, notification_page(""));
  };
  auto bluesky = bluesky_on(bench);
  PageAsk ask = mentions_since(noon - std::chrono::hours(24));
  const auto first = bluesky->read_page(ask);
  REQUIRE(first.ok());
  REQUIRE(first->next == "c1");
  ask.next = first->next;
  const auto last = bluesky->read_page(ask);
  REQUIRE(last.ok());
  CHECK(last->posts.empty());
  CHECK(last->next.empty());
}

TEST_CASE("a cursor that leads to itself ends the walk") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest&) {
    return answer(200, notification_page(item_at("3a", 10), "same"));
  };
  auto bluesky = bluesky_on(bench);
  PageAsk ask = mentions_since(noon - std::chrono::hours(24));
  ask.next = "same";
  const auto page = bluesky->read_page(ask);
  REQUIRE(page.ok());
  CHECK(page->next.empty());
  CHECK(page->problems.size() == 1);
}

TEST_CASE("a gap is entered at its upper end") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[list_notifications] = [](const HttpRequest& request) {
    CHECK(parameter(request, "cursor") == "2026-11-21T11:58:20.001Z");
    return answer(200, notification_page(item_at("3x", 99) + "," + item_at("3a", 100) + "," +
                                         item_at("3b", 120)));
  };
  network.answers[search_posts] = [](const HttpRequest& request) {
    CHECK(parameter(request, "until") == "2026-11-21T11:58:20.001Z");
    return answer(200, R"({"posts":[]})");
  };
  auto bluesky = bluesky_on(bench);
  PageAsk ask = mentions_since(noon - std::chrono::seconds(600));
  ask.until_at = noon - std::chrono::seconds(100);
  const auto page = bluesky->read_page(ask);
  REQUIRE(page.ok());
  CHECK(page->posts.size() == 2);
  ask.listen = "search:pothole";
  CHECK(bluesky->read_page(ask).ok());
}

TEST_CASE("B2 a search names the account by its handle and finds what no notification tells") {
  Bench bench;
  BlueskyNetwork network(bench);
  network.answers[search_posts] = [](const HttpRequest& request) {
    CHECK(parameter(request, "q") == "@denver311.test");
    CHECK(parameter(request, "sort") == "latest");
    return answer(200, R"({"posts":[)" + item_at("3a", 10) + R"(],"cursor":"100"})");
  };
  const auto words = default_listen("bluesky");
  REQUIRE(words.size() == 2);
  CHECK(words[0] == "mentions");
  auto bluesky = bluesky_on(bench);
  PageAsk ask = mentions_since(noon - std::chrono::hours(1));
  ask.listen = words[1];
  const auto page = bluesky->read_page(ask);
  REQUIRE(page.ok());
  REQUIRE(page->posts.size() == 1);
  CHECK(page->posts[0].id == uri_of(maria_did, "3a"));  // the id the notification has: stored once
  CHECK(page->posts[0].repliable_reason == "mentioned");
}

TEST_CASE("refusals of Bluesky have their consequences") {
  struct Case {
    const char* name;
    HttpResponse response;
    FaultKind kind;
    std::optional<Milliseconds> wait;
  };
  const auto refusal = BlueskyNetwork::refusal;
  HttpResponse limited = refusal(429, "RateLimitExceeded", "Rate Limit Exceeded");
  limited.headers["RateLimit-Reset"] = std::to_string(
      std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count() + 77);
  const Case cases[] = {
      {"limit", limited, FaultKind::retry_later, std::chrono::seconds(77)},
      {"limit without reset", refusal(429, "RateLimitExceeded", "x"), FaultKind::retry_later,
       std::chrono::seconds(60)},
      {"appview away", refusal(502, "UpstreamFailure", "x"), FaultKind::retry_later, {}},
      {"html", answer(503, "<html>"), FaultKind::retry_later, {}},
      {"our bug", refusal(400, "InvalidRequest", "x"), FaultKind::rejected, {}},
      {"takedown", refusal(400, "AccountTakedown", "x"), FaultKind::denied, {}},
      {"forbidden", refusal(403, "Forbidden", "x"), FaultKind::denied, {}},
      {"garbled", answer(200, "<html>"), FaultKind::garbled, {}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    Bench bench;
    BlueskyNetwork network(bench);
    network.answers[list_notifications] = [&](const HttpRequest&) { return one.response; };
    const auto page = bluesky_on(bench)->read_page(mentions_since(noon));
    REQUIRE_FALSE(page.ok());
    CHECK(page.fault().kind == one.kind);
    CHECK(page.fault().retry_after == one.wait);
  }
}

TEST_CASE("B16 a log-in that meets the limit waits until its reset") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    HttpResponse limited = BlueskyNetwork::refusal(429, "RateLimitExceeded", "Rate Limit Exceeded");
    limited.headers["ratelimit-reset"] = std::to_string(
        std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count() + 200);
    return limited;
  });
  const auto page = bluesky_on(bench)->read_page(mentions_since(noon));
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::retry_later);
  CHECK(page.fault().retry_after == std::chrono::seconds(200));
  CHECK(bench.http.requests().size() == 1);
}

TEST_CASE("B15 known posts are read again and a missing one is gone") {
  Bench bench;
  BlueskyNetwork network(bench);
  std::size_t calls = 0;
  network.answers["app.bsky.feed.getPosts"] = [&](const HttpRequest& request) {
    ++calls;
    CHECK(query_of(request).size() <= 25);
    return answer(200, R"({"posts":[)" + item_at("3a", 10, "edited in place") + "]}");
  };
  auto bluesky = bluesky_on(bench);
  std::vector<std::string> ids{uri_of(maria_did, "3a"), uri_of(maria_did, "3gone")};
  const auto posts = bluesky->read_posts(ids, noon);
  REQUIRE(posts.ok());
  REQUIRE(posts->posts.size() == 1);
  CHECK(posts->posts.at(0).text == "edited in place");
  for (int i = 0; i < 30; ++i) ids.push_back(uri_of(maria_did, "3x" + std::to_string(i)));
  CHECK(bluesky->read_posts(ids, noon).ok());
  CHECK(calls == 3);
  CHECK(bluesky->read_posts({"nonsense"}, noon)->posts.empty());
  CHECK(calls == 3);
}

TEST_CASE("Bluesky promises are told to the rest of the house") {
  Bench bench;
  auto bluesky = bluesky_on(bench);
  const Capabilities& can = bluesky->capabilities();
  CHECK(can.policy == ReplyPolicy::retry_keyed);
  CHECK(can.chooses_key);
  CHECK_FALSE(can.since_is_exclusive_id);
  CHECK_FALSE(can.reach.has_value());
  CHECK_FALSE(bluesky->newer("b", "a"));
  CHECK(bluesky::is_tid(bluesky->new_key(noon, bench.random)));
}

TEST_CASE("the check of a Bluesky account names a wrong id and a changed handle") {
  Bench bench;
  BlueskyNetwork network(bench);
  std::string did = city_did;
  std::string handle = "denver311.test";
  network.answers["com.atproto.server.getSession"] = [&](const HttpRequest&) {
    return answer(200, R"({"did":")" + did + R"(","handle":")" + handle + R"("})");
  };
  auto bluesky = bluesky_on(bench);
  CHECK(bluesky->check(noon).ok);
  handle = "denver.gov";
  CHECK(bluesky->check(noon).message.find("denver.gov") != std::string::npos);
  did = jo_did;
  CHECK_FALSE(bluesky->check(noon).ok);
}
