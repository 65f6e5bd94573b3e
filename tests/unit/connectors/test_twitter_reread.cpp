#include <doctest/doctest.h>

#include "connectors/network.h"
#include "connectors/twitter/parse.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

std::unique_ptr<Network> network_of(const Account& account, Bench& bench) {
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  return std::move(made).value();
}

std::string problem(const std::string& id, const std::string& kind, const char* title = "t") {
  return R"({"resource_id":")" + id + R"(","title":")" + title +
         R"(","detail":"d","type":"https://api.twitter.com/2/problems/)" + kind + R"("})";
}

}  // namespace

TEST_CASE("X22 missing posts are deleted, protected and withheld ones are withheld") {
  const std::string missing = id_before_noon(10);
  const std::string suspended = id_before_noon(20);
  const std::string guarded = id_before_noon(30);
  const std::string barred = id_before_noon(40);
  const std::string shown = id_before_noon(50);
  const std::string by_country = id_before_noon(60);
  std::string item = mention_item(by_country, "t");
  item.insert(item.size() - 1, R"(,"withheld":{"copyright":false,"country_codes":["DE"]})");
  Bench bench;
  bench.http.play([&](const HttpRequest&) {
    std::string body = page_of(mention_item(shown, "t") + "," + item);
    body.insert(body.size() - 1, R"(,"errors":[)" + problem(missing, "resource-not-found") + "," +
                                     problem(suspended, "resource-not-found", "Forbidden") + "," +
                                     problem(guarded, "not-authorized-for-resource") + "," +
                                     problem(barred, "resource-unavailable") + "]");
    return answer(200, body);
  });
  const auto x = network_of(x_account(), bench);
  const auto read = x->read_posts({missing, suspended, guarded, barred, shown, by_country}, noon);
  REQUIRE(read.ok());
  CHECK(read->posts.size() == 1);
  CHECK(read->posts.at(0).id == shown);
  CHECK(read->gone == std::map<std::string, Gone>{{missing, Gone::deleted},
                                                  {suspended, Gone::deleted},
                                                  {guarded, Gone::withheld},
                                                  {barred, Gone::withheld},
                                                  {by_country, Gone::withheld}});
  CHECK(x->capabilities().shows_edits);
}

TEST_CASE("X22 a sweep of nothing but gone posts is an answer") {
  const std::string missing = id_before_noon(10);
  Bench bench;
  bench.http.play([&](const HttpRequest&) {
    return answer(200, R"({"errors":[)" + problem(missing, "resource-not-found") + "]}");
  });
  const auto read = network_of(x_account(), bench)->read_posts({missing}, noon);
  REQUIRE(read.ok());
  CHECK(read->gone.size() == 1);
}

TEST_CASE("X22 a message is not taken for a deleted post") {
  Account account = x_account();
  account.listen = {"direct_messages"};
  const std::string message = id_before_noon(10);
  const std::string deleted = id_before_noon(20);
  const std::string in_doubt = id_before_noon(5);
  Bench bench;
  bench.http.play([&](const HttpRequest& request) {
    const std::string path = path_of(request);
    if (path == "/2/tweets") {
      std::string errors;
      for (const auto& id : {message, deleted, in_doubt})
        errors += (errors.empty() ? "" : ",") + problem(id, "resource-not-found");
      return answer(200, R"({"errors":[)" + errors + "]}");
    }
    CHECK(parameter(request, "event_types").empty());
    if (path == "/2/dm_events/" + message)
      return answer(200, R"({"data":)" + message_item(message, "hello") + "}");
    if (path == "/2/dm_events/" + deleted) return answer(404, "");
    return answer(429, R"({"title":"Too Many Requests"})");
  });
  const auto read = network_of(account, bench)->read_posts({message, deleted, in_doubt}, noon);
  REQUIRE(read.ok());
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].id == message);
  CHECK(read->posts[0].kind == PostKind::direct_message);
  CHECK(read->gone == std::map<std::string, Gone>{{deleted, Gone::deleted}});
  CHECK(read->problems.size() == 1);
}

TEST_CASE("X22 only a few of many missing posts are looked for among the messages at once") {
  Account account = x_account();
  account.listen = {"direct_messages"};
  std::vector<std::string> ids;
  for (int i = 1; i <= 12; ++i) ids.push_back(id_before_noon(i));
  Bench bench;
  bench.http.play([&](const HttpRequest& request) {
    if (path_of(request) != "/2/tweets") return answer(404, "");
    std::string errors;
    for (const auto& id : ids)
      errors += (errors.empty() ? "" : ",") + problem(id, "resource-not-found");
    return answer(200, R"({"errors":[)" + errors + "]}");
  });
  const auto read = network_of(account, bench)->read_posts(ids, noon);
  REQUIRE(read.ok());
  CHECK(read->gone.size() == 5);
  CHECK(bench.http.count("/dm_events/") == 5);
}

TEST_CASE("X17 who calls us in any of three ways may be answered and nobody else") {
  const twitter::Self self{city_id, "Denver311"};
  const auto judged = [&](const std::string& members, const std::string& included,
                          twitter::Self who) {
    const std::string body =
        R"({"data":[{"id":"1990000000000000001","author_id":"55","text":"hole in the road",
            "created_at":"2026-11-21T11:00:00.000Z","entities":{})" +
        members + R"(}],"includes":{"posts":[)" + included + "]}}";
    const auto page = twitter::parse_page(body, who);
    REQUIRE(page.ok());
    REQUIRE(page->posts.size() == 1);
    return std::pair(page->posts[0].repliable, page->posts[0].repliable_reason);
  };
  const std::string ours = R"({"id":"1980000000000000001","author_id":"2244994945","text":"t"})";
  const std::string theirs = R"({"id":"1980000000000000001","author_id":"56","text":"t"})";
  const std::string quotes =
      R"(,"referenced_posts":[{"type":"quoted","id":"1980000000000000001"}])";
  const std::string answers =
      R"(,"referenced_posts":[{"type":"replied_to","id":"1980000000000000001"}])";
  using Pair = std::pair<Repliable, std::string>;
  CHECK(judged("", "", self) == Pair(Repliable::not_summoned, "not summoned"));
  CHECK(judged(quotes, ours, self) == Pair(Repliable::yes, "quoted us"));
  CHECK(judged(quotes, theirs, self) == Pair(Repliable::not_summoned, "not summoned"));
  CHECK(judged(answers, ours, self) == Pair(Repliable::yes, "reply to us"));
  CHECK(judged(answers, theirs, self) == Pair(Repliable::not_summoned, "not summoned"));
  CHECK(judged(R"(,"in_reply_to_user_id":"2244994945")", "", self) ==
        Pair(Repliable::yes, "reply to us"));
  twitter::Self enterprise = self;
  enterprise.tier = twitter::Tier::enterprise;
  CHECK(judged("", "", enterprise) == Pair(Repliable::yes, twitter::by_contract));
}

TEST_CASE("X17 a mention that X lists no entities for is found in the words") {
  const auto page = twitter::parse_page(
      R"({"data":[{"id":"1990000000000000001","author_id":"55","text":"hi @denver311 and @Other",
          "created_at":"2026-11-21T11:00:00.000Z"}]})",
      {city_id, "Denver311"});
  REQUIRE(page.ok());
  CHECK(page->posts.at(0).mentions == std::vector<std::string>{"denver311", "Other"});
  CHECK(page->posts.at(0).repliable == Repliable::yes);
}
