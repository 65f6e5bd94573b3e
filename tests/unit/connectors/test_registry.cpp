#include <doctest/doctest.h>

#include "connectors/answers.h"
#include "connectors/network.h"
#include "tests/unit/connectors/bluesky_samples.h"
#include "tests/unit/connectors/mastodon_samples.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

std::string refusal_of(const Account& account) {
  Bench bench;
  const auto made = make_network(account, bench.parts());
  if (made.ok()) return {};
  CHECK(made.fault().kind == FaultKind::rejected);
  return made.fault().message;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("only networks that work are known") {
  CHECK(known_networks() ==
        std::vector<std::string>{"bluesky", "facebook", "instagram", "mastodon", "twitter"});
  Account account = x_account();
  account.network = "myspace";
  CHECK(says(refusal_of(account), "bluesky, facebook, instagram, mastodon, twitter"));
}

TEST_CASE("listen words are checked and a wrong one is answered with the right ones") {
  CHECK_FALSE(check_listen("twitter", "mentions").has_value());
  CHECK_FALSE(check_listen("twitter", "search:(pothole OR bache) lang:en").has_value());
  CHECK_FALSE(check_listen("bluesky", "search:@{handle}").has_value());
  for (const char* word : {"Mentions", "", "hashtag:x", "search:", "search:  "}) {
    CAPTURE(word);
    CHECK(check_listen("twitter", word).has_value());
    CHECK(check_listen("bluesky", word).has_value());
  }
  CHECK_FALSE(check_listen("twitter", "direct_messages").has_value());
  CHECK(check_listen("bluesky", "direct_messages").has_value());
  CHECK(says(check_listen("twitter", "posts").value_or(""),
             "mentions, direct_messages, search:QUERY"));
  CHECK(says(check_listen("bluesky", "posts").value_or(""), "mentions, search:QUERY"));
  CHECK(says(check_listen("twitter", "search:" + std::string(513, 'a')).value_or(""), "512"));
  CHECK_FALSE(check_listen("twitter", "search:" + std::string(512, 'a')).has_value());
  CHECK(check_listen("myspace", "mentions").has_value());
  for (const char* word : {"mentions", "direct_messages", "hashtag:Denver311", "hashtag:año_2"})
    CHECK_FALSE_MESSAGE(check_listen("mastodon", word).has_value(), word);
  for (const char* word : {"", "search:x", "hashtag:", "hashtag:#x", "hashtag:a b", "hashtag:a/b"})
    CHECK_MESSAGE(check_listen("mastodon", word).has_value(), word);
}

TEST_CASE("an empty list of words stands for everything that addresses the account") {
  CHECK(default_listen("twitter") == std::vector<std::string>{"mentions", "direct_messages"});
  CHECK(default_listen("bluesky").size() == 2);
  CHECK(default_listen("mastodon") == std::vector<std::string>{"mentions", "direct_messages"});
  CHECK(default_listen("myspace").empty());
  for (const std::string& network : known_networks()) {
    for (const std::string& word : default_listen(network))
      CHECK_FALSE(check_listen(network, word).has_value());
  }
}

TEST_CASE("an account that cannot work is refused with the name of what is wrong") {
  CHECK(refusal_of(x_account()).empty());
  CHECK(refusal_of(bluesky_account()).empty());
  CHECK(refusal_of(mastodon_account()).empty());

  Account account = x_account();
  account.credentials.clear();
  CHECK(says(refusal_of(account), "access_token"));
  account.credentials = {
      {"consumer_key", Secret("a")}, {"consumer_secret", Secret("b")}, {"token", Secret("c")}};
  CHECK(says(refusal_of(account), "token_secret"));
  account.credentials = {{"refresh_token", Secret("a")}};
  CHECK(says(refusal_of(account), "client_id"));
  account = x_account();
  account.tier = "gold";
  CHECK(says(refusal_of(account), "tier must be"));
  account = x_account();
  account.id = "Denver311";
  CHECK(says(refusal_of(account), "id must be"));
  account = x_account();
  account.handle = "@Denver311";
  CHECK(says(refusal_of(account), "handle"));
  for (const char* url :
       {"", "ftp://x.test", "http://api.x.test", "https://user@x.test", "https://x.test/?a=b"}) {
    account = x_account();
    account.base_url = url;
    CHECK_MESSAGE(says(refusal_of(account), "base_url"), url);
  }
  account = bluesky_account();
  account.credentials.erase("app_password");
  CHECK(says(refusal_of(account), "app_password"));
  account = mastodon_account();
  account.credentials.clear();
  CHECK(says(refusal_of(account), "access_token"));
  account = mastodon_account();
  account.id = "";
  CHECK(says(refusal_of(account), "id must be"));
  account = bluesky_account();
  account.id = "denver311.test";
  CHECK(says(refusal_of(account), "DID"));
}

TEST_CASE("dates of answers are read in the fixed form alone") {
  CHECK(http_date("Sat, 21 Nov 2026 21:13:13 GMT") == *parse_iso8601("2026-11-21T21:13:13Z"));
  CHECK(http_date("Wed, 03 Nov 2021 21:38:39 UTC") == *parse_iso8601("2021-11-03T21:38:39Z"));
  for (const char* bad : {"", "2026-11-21T21:13:13Z", "Sat, 31 Feb 2026 21:13:13 GMT",
                          "Sat, 21 Nov 2026 25:13:13 GMT", "Sat, 21 Foo 2026 21:13:13 GMT",
                          "Sat, 21 Nov 2026 21:13:13 CET", "Saturday, 21-Nov-26 21:13:13 GMT"})
    CHECK_FALSE_MESSAGE(http_date(bad).has_value(), bad);
}

TEST_CASE("a wait is kept between a second and a quarter of an hour") {
  const auto wait = [](HttpHeaders headers) {
    return wait_after(HttpResponse{.status = 429, .headers = std::move(headers)}, "x-reset", noon);
  };
  const auto epoch = std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count();
  CHECK(wait({{"X-Reset", std::to_string(epoch + 30)}}) == std::chrono::seconds(30));
  CHECK(wait({{"x-reset", std::to_string(epoch - 30)}}) == std::chrono::seconds(1));
  CHECK(wait({{"x-reset", "99999999999999999999"}}) == std::chrono::seconds(60));
  CHECK(wait({{"x-reset", std::to_string(epoch + 86'400)}}) == std::chrono::minutes(15));
  CHECK(wait({{"Retry-After", "5"}, {"x-reset", std::to_string(epoch + 30)}}) ==
        std::chrono::seconds(5));
  CHECK(wait({}) == std::chrono::seconds(60));
}

TEST_CASE("ends of a write have the names that are stored") {
  CHECK(std::string(name_of(PublishOutcome::Kind::sent)) == "sent");
  CHECK(std::string(name_of(PublishOutcome::Kind::rejected)) == "rejected");
  CHECK(std::string(name_of(PublishOutcome::Kind::not_sent)) == "not_sent");
  CHECK(std::string(name_of(PublishOutcome::Kind::unknown)) == "unknown");
}
