#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "connectors/network.h"
#include "connectors/twitter/ids.h"
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

// X's own rules for the two feeds, as its OpenAPI documents and refusals state them.
void check_rules(const HttpRequest& request, const std::string& api_names) {
  CAPTURE(request.url);
  const bool search = path_of(request) == "/2/tweets/search/recent";
  const bool mentions = path_of(request) == "/2/users/2244994945/mentions";
  CHECK((search || mentions));
  std::set<std::string> known{
      "max_results", "since_id",    "until_id",     "start_time",       "end_time",
      "expansions",  "user.fields", "media.fields", "pagination_token", api_names + ".fields"};
  if (search) known.insert({"query", "next_token", "sort_order"});
  std::set<std::string> seen;
  for (const auto& [name, value] : query_of(request)) {
    CHECK_MESSAGE(known.contains(name), name);
    CHECK_MESSAGE(seen.insert(name).second, name);
    const std::string other = api_names == "post" ? "tweet" : "post";
    if (name == "expansions" || name == api_names + ".fields")
      CHECK_MESSAGE(value.find(other) == std::string::npos, value);
  }
  const bool by_id = seen.contains("since_id") || seen.contains("until_id");
  const bool by_time = seen.contains("start_time") || seen.contains("end_time");
  CHECK_FALSE((by_id && by_time));
  CHECK_FALSE((seen.contains("next_token") && seen.contains("pagination_token")));
  const int most = std::stoi(parameter(request, "max_results"));
  CHECK(most >= (search ? 10 : 5));
  CHECK(most <= 100);
  if (search) CHECK(parameter(request, "query").size() <= 512);
  const std::string since = parameter(request, "since_id");
  if (!since.empty()) CHECK(twitter::is_id(since));
  const auto made = twitter::instant_of(since);
  if (search && made) CHECK(*made > noon - std::chrono::hours(7 * 24));
  const auto start = parse_iso8601(parameter(request, "start_time"));
  if (search && start) CHECK(*start > noon - std::chrono::hours(7 * 24));
}

// Answers page by page; every request is held to the rules.
class RuleBook {
 public:
  explicit RuleBook(Bench& bench, std::string api_names = "post") {
    bench.http.play([this, api_names](const HttpRequest& request) -> Result<HttpResponse> {
      check_rules(request, api_names);
      if (next_ >= answers_.size()) return answer(500, "the test has no more answers");
      return answers_[next_++];
    });
  }
  RuleBook& then(HttpResponse response) {
    answers_.push_back(std::move(response));
    return *this;
  }

 private:
  std::vector<HttpResponse> answers_;
  std::size_t next_ = 0;
};

PageAsk mentions_since(const std::string& since_id) {
  PageAsk ask;
  ask.listen = "mentions";
  ask.since_id = since_id;
  ask.since_at = twitter::instant_of(since_id);
  ask.now = noon;
  return ask;
}

PageAsk search_since(const std::string& since_id, const std::string& query = "pothole") {
  PageAsk ask = mentions_since(since_id);
  ask.listen = "search:" + query;
  return ask;
}

}  // namespace

TEST_CASE("mentions are read from the cursor minus the overlap") {
  Bench bench;
  RuleBook rules(bench);
  rules.then(answer(200, page_of(mention_item(id_before_noon(5), "@Denver311 hi")),
                    {{"x-rate-limit-remaining", "448"}, {"x-rate-limit-reset", "1795262400"}}));
  auto x = network_of(x_account(), bench);
  const auto page = x->read_page(mentions_since(id_before_noon(600)));
  REQUIRE(page.ok());
  CHECK(page->posts.size() == 1);
  CHECK(page->remaining == 448);
  CHECK(page->resets_at == Instant(std::chrono::seconds(1795262400)));
  const HttpRequest& request = bench.http.requests().at(0);
  CHECK(parameter(request, "since_id") == id_before_noon(690));
  CHECK(request.headers.at("Authorization") == "Bearer access-1");
  CHECK(request.effect == HttpEffect::read);
  CHECK(request.url.find("access-1") == std::string::npos);
}

TEST_CASE("X1 requests use the names of the account's vocabulary only") {
  for (const char* names : {"post", "tweet"}) {
    Bench bench;
    RuleBook rules(bench, names);
    rules.then(answer(200, empty_page())).then(answer(200, empty_page()));
    Account account = x_account();
    account.api_names = names;
    auto x = network_of(account, bench);
    CHECK(x->read_page(mentions_since(id_before_noon(600))).ok());
    CHECK(x->read_page(search_since("")).ok());
    CHECK(bench.http.requests().size() == 2);
  }
}

TEST_CASE("X2 the descent goes on through an empty page that names a next one") {
  Bench bench;
  RuleBook rules(bench);
  rules.then(answer(200, page_of(mention_item(id_before_noon(5), "@Denver311 a"), "one")))
      .then(answer(200, empty_page("two")))
      .then(answer(200, page_of(mention_item(id_before_noon(9), "@Denver311 b"))));
  auto x = network_of(x_account(), bench);
  PageAsk ask = mentions_since(id_before_noon(600));
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    const auto page = x->read_page(ask);
    REQUIRE(page.ok());
    for (const Post& post : page->posts) ids.push_back(post.id);
    ask.next = page->next;
    ask.now += std::chrono::seconds(1);
    CHECK(page->next.empty() == (i == 2));
  }
  CHECK(ids == std::vector<std::string>{id_before_noon(5), id_before_noon(9)});
  for (const HttpRequest& request : bench.http.requests())
    CHECK(parameter(request, "since_id") == id_before_noon(690));  // the same on every page
  CHECK(parameter(bench.http.requests()[1], "pagination_token") == "one");
  CHECK(parameter(bench.http.requests()[2], "pagination_token") == "two");
}

TEST_CASE("X4 a cursor older than the search window becomes a start time and a recorded gap") {
  Bench bench;
  RuleBook rules(bench);
  rules.then(answer(200, page_of(mention_item(id_before_noon(5), "a"), "more")))
      .then(answer(200, empty_page()));
  auto x = network_of(x_account(), bench);
  PageAsk ask = search_since(twitter::first_id_at(noon - std::chrono::hours(24 * 9)));
  auto page = x->read_page(ask);
  REQUIRE(page.ok());
  CHECK(page->clipped.has_value());
  const std::string start = parameter(bench.http.requests()[0], "start_time");
  CHECK(parse_iso8601(start) == noon - std::chrono::hours(7 * 24 - 1));
  ask.next = page->next;
  ask.now += std::chrono::minutes(3);
  page = x->read_page(ask);
  REQUIRE(page.ok());
  CHECK_FALSE(page->clipped.has_value());  // told once
  CHECK(parameter(bench.http.requests()[1], "start_time") == start);
  CHECK(parameter(bench.http.requests()[1], "next_token") == "more");
}

TEST_CASE(
    "X4 the loss is told on the first page that is kept, even when empty ones come before it") {
  Bench bench;
  RuleBook rules(bench);
  rules.then(answer(200, empty_page("more"))).then(answer(200, empty_page()));
  auto x = network_of(x_account(), bench);
  PageAsk ask = search_since(twitter::first_id_at(noon - std::chrono::hours(24 * 9)));
  const auto first = x->read_page(ask);
  REQUIRE(first.ok());
  CHECK_FALSE(first->clipped.has_value());
  ask.next = first->next;
  const auto last = x->read_page(ask);
  REQUIRE(last.ok());
  CHECK(last->clipped.has_value());
}

TEST_CASE("X4 mentions have no window and keep their old cursor") {
  Bench bench;
  RuleBook rules(bench);
  rules.then(answer(200, empty_page()));
  auto x = network_of(x_account(), bench);
  const auto page =
      x->read_page(mentions_since(twitter::first_id_at(noon - std::chrono::hours(24 * 30))));
  REQUIRE(page.ok());
  CHECK_FALSE(page->clipped.has_value());
  CHECK_FALSE(parameter(bench.http.requests()[0], "since_id").empty());
}

TEST_CASE("a since_id that X itself calls too old is replaced by the oldest one it takes") {
  Bench bench;
  RuleBook rules(bench);
  const std::string oldest = id_before_noon(6 * 86'400);
  rules
      .then(answer(
          400,
          R"({"errors":[{"parameters":{"since_id":["1"]},"message":"'since_id' must be a tweet id created after 2026-11-15T12:00Z. Please use a 'since_id' that is larger than )" +
              oldest +
              R"("}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.x.com/2/problems/invalid-request"})"))
      .then(answer(200, page_of(mention_item(id_before_noon(5), "a"))));
  auto x = network_of(x_account(), bench);
  const auto page = x->read_page(search_since(id_before_noon(6 * 86'400 + 1'000)));
  REQUIRE(page.ok());
  CHECK(page->clipped.has_value());
  CHECK(parameter(bench.http.requests()[1], "since_id") == oldest);
}

TEST_CASE("a first poll without a cursor asks by time and a gap below it keeps to times") {
  Bench bench;
  RuleBook rules(bench);
  rules.then(answer(200, empty_page()))
      .then(answer(200, empty_page()))
      .then(answer(200, empty_page()));
  auto x = network_of(x_account(), bench);
  PageAsk ask;
  ask.listen = "mentions";
  ask.now = noon;
  ask.since_at = noon - std::chrono::hours(24) + Milliseconds(250);
  CHECK(x->read_page(ask).ok());
  CHECK(parameter(bench.http.requests()[0], "start_time") == "2026-11-20T12:00:00Z");
  ask.until_id = id_before_noon(3'600);
  CHECK(x->read_page(ask).ok());
  CHECK(parameter(bench.http.requests()[1], "end_time") == "2026-11-21T11:00:01Z");
  ask.since_at.reset();
  CHECK(x->read_page(ask).ok());
  CHECK(parameter(bench.http.requests()[2], "until_id") == id_before_noon(3'600));
}

TEST_CASE("a gap between two ids is asked for by both, and nothing between them is no request") {
  Bench bench;
  RuleBook rules(bench);
  const std::string older = page_of(mention_item(id_before_noon(2'000), "@Denver311 older"));
  rules.then(answer(200, empty_page())).then(answer(200, older));
  auto x = network_of(x_account(), bench);
  PageAsk ask = mentions_since(id_before_noon(900));
  ask.until_id = id_before_noon(300);
  const auto empty = x->read_page(ask);
  REQUIRE(empty.ok());
  CHECK_FALSE(empty->clipped.has_value());  // older ones can be reached: there was nothing
  CHECK(parameter(bench.http.requests()[1], "since_id").empty());
  CHECK(parameter(bench.http.requests()[0], "until_id") == id_before_noon(300));
  CHECK(parameter(bench.http.requests()[0], "since_id") == id_before_noon(990));
  ask.until_id = id_before_noon(1'200);
  const auto nothing = x->read_page(ask);
  REQUIRE(nothing.ok());
  CHECK(nothing->posts.empty());
  CHECK(bench.http.requests().size() == 2);
}

TEST_CASE("X5 ids never travel with times and page sizes keep to each feed") {
  Bench bench;
  RuleBook rules(bench);  // holds every request to X's rules
  for (int i = 0; i < 32; ++i) rules.then(answer(200, empty_page()));
  auto x = network_of(x_account(), bench);
  for (const char* word : {"mentions", "search:pothole"}) {
    for (const int age : {60, 900, 8 * 86'400}) {
      for (const int until : {0, 30}) {
        PageAsk ask = mentions_since(id_before_noon(age));
        ask.listen = word;
        if (until > 0) ask.until_id = id_before_noon(until);
        CHECK(x->read_page(ask).ok());
        ask.since_id.clear();
        CHECK(x->read_page(ask).ok());
      }
    }
  }
  CHECK(bench.http.requests().size() >= 24);
}

TEST_CASE("X27 the end of the newest 800 mentions is a recorded loss and search is proposed") {
  Bench bench;
  int page = 0;
  bool older_are_there = false;
  bench.http.play([&](const HttpRequest& request) {
    if (parameter(request, "max_results") == "5") {  // is anything below what was read?
      CHECK(parameter(request, "since_id").empty());
      return answer(
          200, older_are_there ? page_of(mention_item(id_before_noon(9'000), "t")) : empty_page());
    }
    std::string items;
    for (int i = 0; i < 100; ++i)
      items += (items.empty() ? "" : ",") + mention_item(id_before_noon(page * 100 + i + 1), "t");
    ++page;
    return answer(200, page_of(items, page % 8 == 0 ? "" : "next-" + std::to_string(page)));
  });
  auto x = network_of(x_account(), bench);
  const auto walk = [&] {
    PageAsk ask = mentions_since(id_before_noon(80'000));
    page = 0;
    for (;;) {
      auto read = x->read_page(ask);
      REQUIRE(read.ok());
      if (read->next.empty()) return read->clipped;
      CHECK_FALSE(read->clipped.has_value());
      ask.next = read->next;
    }
  };
  const auto lost = walk();
  REQUIRE(lost.has_value());
  CHECK(lost->find("800") != std::string::npos);
  CHECK(lost->find("search:@Denver311") != std::string::npos);
  older_are_there = true;
  CHECK_FALSE(walk().has_value());
}

TEST_CASE("X27 a gap of mentions that holds nothing any more is lost and not filled") {
  Bench bench;
  bench.http.play([](const HttpRequest&) { return answer(200, empty_page()); });
  auto x = network_of(x_account(), bench);
  PageAsk ask = mentions_since(id_before_noon(90'000));
  ask.until_id = id_before_noon(600);
  const auto page = x->read_page(ask);
  REQUIRE(page.ok());
  CHECK(page->next.empty());
  CHECK(page->clipped.has_value());
  CHECK(bench.http.requests().size() == 2);
}

TEST_CASE("a gap that the search window has passed is lost without a request") {
  Bench bench;
  RuleBook rules(bench);
  auto x = network_of(x_account(), bench);
  PageAsk ask = search_since(twitter::first_id_at(noon - std::chrono::hours(24 * 20)));
  ask.until_id = twitter::first_id_at(noon - std::chrono::hours(24 * 15));
  const auto page = x->read_page(ask);
  REQUIRE(page.ok());
  CHECK(page->clipped.has_value());
  CHECK(page->next.empty());
  CHECK(bench.http.requests().empty());
}

TEST_CASE("a search leaves our own posts out where the query has room") {
  Bench bench;
  RuleBook rules(bench);
  for (int i = 0; i < 4; ++i) rules.then(answer(200, empty_page()));
  auto x = network_of(x_account(), bench);
  CHECK(x->read_page(search_since("", "pothole -is:retweet")).ok());
  CHECK(x->read_page(search_since("", "pothole OR \"street light\"")).ok());
  CHECK(x->read_page(
             search_since("", "(pothole OR bache) bounding_box:[-105.11 39.61 -104.60 39.91]"))
            .ok());
  CHECK(x->read_page(search_since("", std::string(505, 'a'))).ok());
  const auto query = [&](std::size_t i) { return parameter(bench.http.requests().at(i), "query"); };
  CHECK(query(0) == "pothole -is:retweet -from:Denver311");
  CHECK(query(1) == "(pothole OR \"street light\") -from:Denver311");
  CHECK(query(2) ==
        "(pothole OR bache) bounding_box:[-105.11 39.61 -104.60 39.91] -from:Denver311");
  CHECK(query(3) == std::string(505, 'a'));
}

TEST_CASE("ids from the future do not move the cursor") {
  Bench bench;
  RuleBook rules(bench);
  const std::string future = twitter::first_id_at(noon + std::chrono::hours(48));
  rules.then(answer(
      200, page_of(mention_item(future, "later") + "," + mention_item(id_before_noon(5), "now"))));
  auto x = network_of(x_account(), bench);
  const auto page = x->read_page(mentions_since(id_before_noon(600)));
  REQUIRE(page.ok());
  CHECK(page->newest_id == id_before_noon(5));
  CHECK(page->posts.size() == 1);
  CHECK(page->unreadable.size() == 1);
}

TEST_CASE("X14 each refusal of a read has its own consequence") {
  struct Case {
    const char* name;
    int status;
    std::string body;
    HttpHeaders headers;
    FaultKind kind;
    std::optional<Milliseconds> wait;
  };
  const std::string cap =
      R"({"title":"UsageCapExceeded","period":"Monthly","scope":"Product","type":"https://api.x.com/2/problems/usage-capped","detail":"cap"})";
  const std::string window = R"({"errors":[{"code":88,"message":"Rate limit exceeded"}]})";
  const auto at = [](int seconds) {
    return std::to_string(
        std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count() + seconds);
  };
  using std::chrono::seconds;
  const Case cases[] = {
      {"usage cap",
       429,
       cap,
       {{"x-rate-limit-reset", at(60)}, {"x-rate-limit-remaining", "39999"}},
       FaultKind::denied,
       std::chrono::hours(12)},
      {"usage cap on the old host",
       429,
       R"({"title":"x","type":"https://api.twitter.com/2/problems/usage-capped"})",
       {},
       FaultKind::denied,
       std::chrono::hours(12)},
      {"credits",
       402,
       R"({"title":"Payment Required","detail":"credits depleted","type":"https://api.x.com/2/problems/credits-depleted"})",
       {{"x-rate-limit-remaining", "1999"}},
       FaultKind::denied,
       {}},
      {"window",
       429,
       window,
       {{"X-Rate-Limit-Reset", at(60)}},
       FaultKind::retry_later,
       seconds(60)},
      {"reset in the past",
       429,
       window,
       {{"x-rate-limit-reset", at(-500)}},
       FaultKind::retry_later,
       seconds(1)},
      {"reset far away",
       429,
       window,
       {{"x-rate-limit-reset", at(90'000)}},
       FaultKind::retry_later,
       seconds(900)},
      {"reset that is no number",
       429,
       window,
       {{"x-rate-limit-reset", "soon"}},
       FaultKind::retry_later,
       seconds(60)},
      {"no reset", 429, window, {}, FaultKind::retry_later, seconds(60)},
      {"html", 503, "<html>over capacity</html>", {}, FaultKind::retry_later, {}},
      {"html with 200", 200, "<html>sign in</html>", {}, FaultKind::garbled, {}},
      {"cut", 200, "{\"data\":[{\"id\":\"19", {}, FaultKind::garbled, {}},
      {"app",
       403,
       R"({"title":"Client Forbidden","reason":"client-not-enrolled","type":"https://api.twitter.com/2/problems/client-forbidden"})",
       {},
       FaultKind::denied,
       {}},
      {"bad query",
       400,
       R"({"errors":[{"message":"no"}],"title":"Invalid Request","type":"https://api.x.com/2/problems/invalid-request"})",
       {},
       FaultKind::rejected,
       {}},
      {"redirect", 302, "", {{"Location", "https://elsewhere.test/"}}, FaultKind::rejected, {}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    Bench bench;
    bench.http.play([&](const HttpRequest&) { return answer(one.status, one.body, one.headers); });
    auto x = network_of(x_account(), bench);
    const auto page = x->read_page(mentions_since(id_before_noon(600)));
    REQUIRE_FALSE(page.ok());
    CHECK(page.fault().kind == one.kind);
    CHECK(page.fault().retry_after == one.wait);
    CHECK(page.fault().message.find("access-1") == std::string::npos);
  }
}

TEST_CASE("X23 both hosts of a problem type mean the same") {
  std::set<std::string> messages;
  for (const char* host :
       {"https://api.twitter.com/2/problems/", "https://api.x.com/2/problems/"}) {
    Bench bench;
    bench.http.play([&](const HttpRequest&) {
      return answer(
          429, R"({"title":"t","type":")" + std::string(host) + R"(usage-capped","detail":"d"})");
    });
    auto x = network_of(x_account(), bench);
    const auto page = x->read_page(mentions_since(id_before_noon(600)));
    REQUIRE_FALSE(page.ok());
    messages.insert(page.fault().message);
  }
  CHECK(messages.size() == 1);
}

TEST_CASE("a lost connection while reading is to be repeated later") {
  Bench bench;
  bench.http.play(
      [](const HttpRequest&) -> Result<HttpResponse> { return no_answer(Reach::unknown); });
  auto x = network_of(x_account(), bench);
  const auto page = x->read_page(mentions_since(id_before_noon(600)));
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::retry_later);
}

TEST_CASE("our own timeline proves absence only when it was read to its end") {
  Bench bench;
  const auto own = [](const std::string& id, const std::string& text) {
    return R"({"id":")" + id + R"(","author_id":"2244994945","text":")" + text +
           R"(","referenced_posts":[{"type":"replied_to","id":"1990000000000000001"}]})";
  };
  std::vector<HttpResponse> answers{
      answer(200, page_of(own(id_before_noon(5), "Thanks, Case 26-000001"), "more"),
             {{"Date", "Sat, 21 Nov 2026 12:00:03 GMT"}}),
      answer(200, page_of(own(id_before_noon(9), "older")))};
  std::size_t next = 0;
  bench.http.play([&](const HttpRequest&) -> Result<HttpResponse> {
    if (next >= answers.size()) return no_answer(Reach::unknown);
    return answers[next++];
  });
  auto x = network_of(x_account(), bench);
  const Instant since = noon - std::chrono::minutes(5);
  const auto read = x->read_own(since, {}, noon);
  REQUIRE(read.ok());
  CHECK(read->complete);
  CHECK(read->skew == std::chrono::seconds(3));
  REQUIRE(read->posts.size() == 2);
  CHECK(read->posts[0].in_reply_to == "1990000000000000001");
  CHECK(read->posts[0].text == "Thanks, Case 26-000001");
  CHECK(path_of(bench.http.requests()[0]) == "/2/users/2244994945/tweets");
  CHECK(parameter(bench.http.requests()[0], "start_time") == "2026-11-21T11:55:00Z");
  CHECK(parameter(bench.http.requests()[1], "pagination_token") == "more");
  CHECK(parameter(bench.http.requests()[0], "exclude").empty());

  next = 0;
  answers.pop_back();
  CHECK_FALSE(x->read_own(since, {}, noon).ok());  // the second page was lost: no evidence at all
  answers = {answer(200, R"({"data":[{"id":"x"}],"meta":{}})")};
  next = 0;
  const auto unclear = x->read_own(since, {}, noon);
  REQUIRE(unclear.ok());
  CHECK_FALSE(unclear->complete);  // what cannot be read may be the reply
}

TEST_CASE(
    "X11 known posts are read again in their newest version and missing ones must be explained") {
  Bench bench;
  const std::string first = id_before_noon(600);
  const std::string second = id_before_noon(500);
  const std::string gone = id_before_noon(400);
  const auto item = [&](const std::string& id, const std::string& text) {
    return R"({"id":")" + id + R"(","author_id":"55","text":")" + text +
           R"(","edit_history_post_ids":[")" + first + "\",\"" + second + R"("]})";
  };
  bool explain = true;
  bench.http.play([&](const HttpRequest& request) {
    if (parameter(request, "ids") == second)
      return answer(200, R"({"data":[)" + item(second, "after") + "]}");
    return answer(
        200, R"({"data":[)" + item(first, "before") + R"(],"errors":[{"resource_id":")" +
                 (explain ? gone : "1") +
                 R"(","detail":"d","type":"https://api.x.com/2/problems/resource-not-found"}]})");
  });
  auto x = network_of(x_account(), bench);
  const auto posts = x->read_posts({first, gone}, noon);
  REQUIRE(posts.ok());
  REQUIRE(posts->posts.size() == 1);
  CHECK(posts->posts.at(0).id == first);
  CHECK(posts->posts.at(0).version == second);
  CHECK(posts->posts.at(0).text == "after");
  CHECK(posts->gone == std::map<std::string, Gone>{{gone, Gone::deleted}});
  explain = false;
  const auto unexplained = x->read_posts({first, gone}, noon);
  REQUIRE(unexplained.ok());
  CHECK(unexplained->gone.empty());  // nothing is changed by what was only left out
  CHECK(unexplained->posts.size() == 1);
  CHECK(unexplained->problems.size() == 1);
}

TEST_CASE("many known posts are asked for a hundred at a time and none is not asked for") {
  Bench bench;
  std::vector<std::string> ids;
  for (int i = 0; i < 150; ++i) ids.push_back(id_before_noon(i + 1));
  bench.http.play([&](const HttpRequest& request) {
    std::string items;
    std::string list = parameter(request, "ids") + ",";
    for (std::size_t at = 0; at < list.size(); at = list.find(',', at) + 1)
      items +=
          (items.empty() ? "" : ",") + mention_item(list.substr(at, list.find(',', at) - at), "t");
    return answer(200, page_of(items));
  });
  auto x = network_of(x_account(), bench);
  const auto posts = x->read_posts(ids, noon);
  REQUIRE(posts.ok());
  CHECK(posts->posts.size() == 150);
  CHECK(bench.http.requests().size() == 2);
  CHECK(x->read_posts({"not-an-id"}, noon)->posts.empty());
  CHECK(bench.http.requests().size() == 2);
}

TEST_CASE("the check says whose tokens these are") {
  Bench bench;
  std::string id = city_id;
  bench.http.play([&](const HttpRequest& request) {
    CHECK(path_of(request) == "/2/users/me");
    return answer(200,
                  R"({"data":{"id":")" + id + R"(","username":"Denver311","name":"Denver 311"}})");
  });
  auto x = network_of(x_account(), bench);
  CHECK(x->check(noon).ok);
  id = "9";
  const Health other = x->check(noon);
  CHECK_FALSE(other.ok);
  CHECK(other.message.find("not to 2244994945") != std::string::npos);
}

TEST_CASE("X can be asked below a prefix and in another version") {
  Bench bench;
  bench.http.play([](const HttpRequest&) { return answer(200, empty_page()); });
  Account account = x_account();
  account.base_url = "http://127.0.0.1:9/proxy/";
  account.api_version = "2.167";
  auto x = network_of(account, bench);
  CHECK(x->read_page(mentions_since("")).ok());
  CHECK(path_of(bench.http.requests()[0]) == "/proxy/2/users/2244994945/mentions");
}
