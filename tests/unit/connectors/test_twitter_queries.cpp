#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "connectors/network.h"
#include "connectors/twitter/queries.h"
#include "core/text.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

std::string many(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i)
    out += (out.empty() ? "word" : " OR word") + std::to_string(1'000 + i);
  return out;
}

std::vector<std::string> parts(const std::string& query, std::size_t longest) {
  const auto split = twitter::split_query(query, longest);
  REQUIRE_MESSAGE(split.ok(), (split.ok() ? "" : split.fault().message));
  for (const std::string& one : *split) CHECK(twitter::query_length(one) <= longest);
  return *split;
}

std::string refusal(const std::string& query, std::size_t longest) {
  const auto split = twitter::split_query(query, longest);
  REQUIRE_FALSE(split.ok());
  CHECK(split.fault().kind == FaultKind::rejected);
  return split.fault().message;
}

// A judge of our own, written another way: does a post with these words match the query?
bool matches(const std::string& query, const std::set<std::string>& words);

struct Judge {
  const std::string& query;
  const std::set<std::string>& words;
  std::size_t at = 0;

  void blanks() {
    while (at < query.size() && query[at] == ' ') ++at;
  }
  bool either() {
    bool any = all();
    for (blanks(); query.compare(at, 3, "OR ") == 0; blanks()) {
      at += 3;
      any = all() || any;
    }
    return any;
  }
  bool all() {
    bool every = true;
    for (blanks(); at < query.size() && query[at] != ')' && query.compare(at, 3, "OR ") != 0;
         blanks())
      every = one() && every;
    return every;
  }
  bool one() {
    if (query[at] == '(') {
      ++at;
      const bool inside = either();
      ++at;
      return inside;
    }
    const std::size_t end = std::min(query.find_first_of(" )", at), query.size());
    const std::string word = query.substr(at, end - at);
    at = end;
    return word[0] == '-' ? !words.contains(word.substr(1)) : words.contains(word);
  }
};

bool matches(const std::string& query, const std::set<std::string>& words) {
  return Judge{query, words}.either();
}

}  // namespace

TEST_CASE("X19 keywords of 2,000 characters become several queries that X takes") {
  const std::string query = "(" + many(0, 180) + ") lang:en -is:retweet";
  REQUIRE(twitter::query_length(query) > 2'000);
  const auto split = parts(query, 488);
  CHECK(split.size() == 5);
  std::string all;
  for (const std::string& one : split) {
    CHECK(one.front() == '(');
    CHECK(one.substr(one.size() - 21) == ") lang:en -is:retweet");
    all += one;
  }
  for (int i = 0; i < 180; ++i)
    CHECK(all.find("word" + std::to_string(1'000 + i)) != std::string::npos);
}

TEST_CASE("X19 words added at the end leave the earlier queries as they were") {
  const auto before = parts(many(0, 200), 488);
  const auto after = parts(many(0, 230), 488);
  REQUIRE(after.size() >= before.size());
  for (std::size_t i = 0; i + 1 < before.size(); ++i) CHECK(after[i] == before[i]);
}

TEST_CASE("a short query stays as it is") {
  CHECK(parts("pothole OR \"street light\"", 488) ==
        std::vector<std::string>{"pothole OR \"street light\""});
}

TEST_CASE("phrases, boxes and inner groups are never cut") {
  CHECK(parts("\"a OR b\" OR \"c d\"", 10) == std::vector<std::string>{"\"a OR b\"", "\"c d\""});
  CHECK(parts("(aa OR bb) bounding_box:[1 2 3 4]", 30) ==
        std::vector<std::string>{"(aa) bounding_box:[1 2 3 4]", "(bb) bounding_box:[1 2 3 4]"});
  CHECK(parts("aa OR (bb cc) OR dd", 12) == std::vector<std::string>{"aa", "(bb cc)", "dd"});
  CHECK(parts("(aa (bb OR cc)) dd", 12) == std::vector<std::string>{"aa (bb) dd", "aa (cc) dd"});
}

TEST_CASE("a query that cannot be parted is refused with the position") {
  CHECK(refusal("aaaa OR " + std::string(30, 'b'), 20).rfind("at character 9: ", 0) == 0);
  CHECK(refusal("ñandú (abc", 512).rfind("at character 7: a parenthesis is not closed", 0) == 0);
  CHECK(refusal("abc)", 512).rfind("at character 4: ", 0) == 0);
  CHECK(refusal("\"abc", 512).rfind("at character 1: a quotation mark", 0) == 0);
  CHECK(refusal("point_radius:[1 2 3)", 512).rfind("at character 20: ", 0) == 0);
  CHECK(refusal("(aaaaaaaa)(bbbbbbbb)(cc)", 20).rfind("at character 1: ", 0) == 0);
  CHECK(refusal(many(0, 1'000), 20).find("more than 64 queries") != std::string::npos);
}

TEST_CASE("X19 the parts of any query find together exactly what it finds") {
  rc::check([] {
    const auto word = rc::gen::map(rc::gen::inRange(0, 12), [](int n) {
      return std::string(1, static_cast<char>('a' + n)) + "word";
    });
    std::string query;
    const int groups = *rc::gen::inRange(1, 4);
    for (int g = 0; g < groups; ++g) {
      const auto words = *rc::gen::resize(
          8, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(word)));
      std::string inside;
      for (const auto& one : words) inside += (inside.empty() ? "" : " OR ") + one;
      query += (query.empty() ? "(" : " (") + inside + ")";
    }
    if (*rc::gen::arbitrary<bool>()) query += " -" + *word;
    const auto split = twitter::split_query(query, 40);
    if (!split) return;  // refused: told, not lost
    for (const auto& one : *split) RC_ASSERT(twitter::query_length(one) <= 40U);
    const auto post = *rc::gen::container<std::set<std::string>>(word);
    const bool found = std::any_of(split->begin(), split->end(),
                                   [&](const auto& one) { return matches(one, post); });
    RC_ASSERT(found == matches(query, post));
  });
}

TEST_CASE("X19 a long search is listened to as several feeds, each a word of its own") {
  Account account = x_account();
  account.listen = {"mentions", "search:" + many(0, 180)};
  const auto feeds = feeds_of(account);
  REQUIRE(feeds.size() > 4);
  CHECK(feeds[0] == "mentions");
  CHECK(std::set<std::string>(feeds.begin(), feeds.end()).size() == feeds.size());
  Bench bench;
  bench.http.play([](const HttpRequest&) { return answer(200, empty_page()); });
  const auto x = std::move(make_network(account, bench.parts())).value();
  for (const std::string& feed : feeds) {
    PageAsk ask;
    ask.listen = feed;
    ask.now = noon;
    CHECK(x->read_page(ask).ok());
    if (feed == "mentions") continue;
    const std::string query = parameter(bench.http.requests().back(), "query");
    CHECK(twitter::query_length(query) <= 512);
    CHECK(query.ends_with(" -from:Denver311"));
  }
}

TEST_CASE("X19 feeds of words that need no parting are the words, defaults for none") {
  Account account = x_account();
  account.listen = {"search:pothole", "mentions"};
  CHECK(feeds_of(account) == account.listen);
  account.listen = {};
  CHECK(feeds_of(account) == default_listen("twitter"));
  account.network = "bluesky";
  account.listen = {"search:" + std::string(600, 'a')};
  CHECK(feeds_of(account) == account.listen);
}

TEST_CASE("X19 a search that cannot be parted is refused in the configuration with its position") {
  CHECK_FALSE(check_listen("twitter", "search:" + many(0, 180)).has_value());
  const auto wrong = check_listen("twitter", "search:abc " + std::string(600, 'x'));
  REQUIRE(wrong.has_value());
  CHECK(wrong->find("at character ") != std::string::npos);
  CHECK(check_listen("twitter", "search:(abc")->find("at character 1") != std::string::npos);
}
