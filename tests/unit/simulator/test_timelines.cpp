#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "network_under_test.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

TEST_CASE("a timeline is newest first and names its ends") {
  NetworkUnderTest x;
  const auto first = x.mention("one");
  x.pass(Milliseconds(5));
  const auto second = x.mention("two");
  const Answer answer = x.get(mentions_path());
  CHECK(answer.ids() == as_text({second, first}));
  CHECK(answer.body["meta"]["newest_id"].text() == std::to_string(second));
  CHECK(answer.body["meta"]["oldest_id"].text() == std::to_string(first));
  CHECK(answer.body["meta"]["result_count"].number(0, 9) == 2);
  CHECK(answer.next().empty());
}

TEST_CASE("an empty page has a count and neither data nor newest id") {
  NetworkUnderTest x;
  const Answer answer = x.get(mentions_path());
  CHECK(answer.status == 200);
  CHECK(answer.reply.body == R"({"meta":{"result_count":0}})");
}

TEST_CASE("since and until are exclusive") {
  NetworkUnderTest x;
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 4; ++i) {
    x.pass(Milliseconds(10));
    ids.push_back(x.mention(std::to_string(i)));
  }
  CHECK(x.mentions("since_id=" + std::to_string(ids[1])) == as_text({ids[3], ids[2]}));
  CHECK(x.mentions("until_id=" + std::to_string(ids[2])) == as_text({ids[1], ids[0]}));
  CHECK(x.mentions("since_id=" + std::to_string(ids[0]) + "&until_id=" + std::to_string(ids[3])) ==
        as_text({ids[2], ids[1]}));
}

TEST_CASE("start time is inclusive and end time exclusive") {
  NetworkUnderTest x;
  const auto early = x.mention("early");
  x.pass(Milliseconds(60'000));
  const auto late = x.mention("late");
  CHECK(x.mentions("start_time=2026-03-02T15:01:00Z") == as_text({late}));
  CHECK(x.mentions("end_time=2026-03-02T15:01:00Z") == as_text({early}));
}

TEST_CASE("following the tokens brings every post once") {
  NetworkUnderTest x;
  std::set<std::string> posted;
  for (int i = 0; i < 23; ++i) {
    x.pass(Milliseconds(1));
    posted.insert(std::to_string(x.mention("n" + std::to_string(i))));
  }
  std::vector<std::string> seen;
  std::string token;
  int pages = 0;
  do {
    const Answer page =
        x.get(mentions_path("max_results=5" + (token.empty() ? "" : "&pagination_token=" + token)));
    REQUIRE(page.status == 200);
    const auto ids = page.ids();
    seen.insert(seen.end(), ids.begin(), ids.end());
    token = page.next();
    ++pages;
  } while (!token.empty() && pages < 20);
  CHECK(pages == 5);
  CHECK(seen.size() == posted.size());
  CHECK(std::set<std::string>(seen.begin(), seen.end()) == posted);
  CHECK(std::is_sorted(seen.rbegin(), seen.rend()));
}

TEST_CASE("posts that arrive between two pages do not shift the second one") {
  NetworkUnderTest x;
  for (int i = 0; i < 8; ++i) {
    x.pass(Milliseconds(1));
    x.mention(std::to_string(i));
  }
  const Answer first = x.get(mentions_path("max_results=5"));
  x.pass(Milliseconds(1));
  x.mention("late");
  const Answer second = x.get(mentions_path("max_results=5&pagination_token=" + first.next()));
  CHECK(second.ids().size() == 3);
  for (const std::string& id : second.ids()) CHECK(id < first.ids().back());
}

TEST_CASE("a token works for its own query only") {
  NetworkUnderTest x;
  for (int i = 0; i < 8; ++i) {
    x.pass(Milliseconds(1));
    x.mention(std::to_string(i));
  }
  const std::string token = x.get(mentions_path("max_results=5")).next();
  REQUIRE(!token.empty());
  CHECK(x.get(mentions_path("max_results=5&since_id=17&pagination_token=" + token)).status == 400);
  CHECK(x.get(std::string("/2/users/") + city_id + "/tweets?pagination_token=" + token).status ==
        400);
  CHECK(x.get(mentions_path("pagination_token=rubbish")).problem() == "invalid-request");
  std::string forged = token;
  forged.back() = forged.back() == '0' ? '1' : '0';
  CHECK(x.get(mentions_path("pagination_token=" + forged)).status == 400);
  CHECK(x.get(mentions_path("max_results=100&pagination_token=" + token)).status == 200);
}

TEST_CASE("max_results has bounds that differ by endpoint") {
  NetworkUnderTest x;
  for (const auto& [query, status] :
       std::vector<std::pair<std::string, int>>{{"max_results=4", 400},
                                                {"max_results=5", 200},
                                                {"max_results=100", 200},
                                                {"max_results=101", 400},
                                                {"max_results=ten", 400},
                                                {"max_results=", 400}}) {
    CAPTURE(query);
    CHECK(x.get(mentions_path(query)).status == status);
  }
  CHECK(x.get("/2/tweets/search/recent?query=x&max_results=9").status == 400);
  CHECK(x.get("/2/tweets/search/recent?query=x&max_results=10").status == 200);
}

TEST_CASE("an id bound and a time bound are not taken together") {
  NetworkUnderTest x;
  const std::string id = std::to_string(x.mention("x"));
  for (const std::string& query : std::vector<std::string>{
           "since_id=" + id + "&start_time=2026-03-02T10:00:00Z",
           "until_id=" + id + "&end_time=2026-03-02T10:00:00Z", "since_id=" + id + "&until_id=17",
           "start_time=2026-03-02T10:00:00Z&end_time=2026-03-02T09:00:00Z", "since_id=abc",
           "since_id=12345678901234567890", "start_time=yesterday", "since_id=1&since_id=2"}) {
    CAPTURE(query);
    const Answer answer = x.get(mentions_path(query));
    CHECK(answer.status == 400);
    CHECK(answer.problem() == "invalid-request");
    CHECK(answer.body["errors"].at(0)["message"].text().has_value());
  }
}

TEST_CASE("only the eight hundred newest mentions can be reached") {
  NetworkUnderTest x;
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 805; ++i) {
    x.pass(Milliseconds(1));
    ids.push_back(x.mention(std::to_string(i)));
  }
  CHECK(x.mentions("max_results=10&until_id=" + std::to_string(ids[7])) ==
        as_text({ids[6], ids[5]}));
  const Answer beyond = x.get(mentions_path("until_id=" + std::to_string(ids[5])));
  CHECK(beyond.status == 200);
  CHECK(beyond.body["data"].absent());
  CHECK(beyond.body["meta"]["result_count"].number(0, 0) == 0);
}

TEST_CASE("a late index hides a post from lists and not from a look-up") {
  SimulatorOptions options;
  options.index_lag = Milliseconds(5'000);
  options.seed = 7;
  NetworkUnderTest x(options);
  std::set<std::string> posted;
  for (int i = 0; i < 20; ++i) posted.insert(std::to_string(x.mention(std::to_string(i))));
  CHECK(x.mentions("max_results=100").size() < posted.size());
  CHECK(x.get("/2/tweets/" + *posted.begin()).body["data"]["id"].text() == *posted.begin());
  x.pass(Milliseconds(5'001));
  const auto seen = x.mentions("max_results=100");
  CHECK(std::set<std::string>(seen.begin(), seen.end()) == posted);
}

TEST_CASE("an edit is a new id, the lists show the newest version and the old id stays readable") {
  NetworkUnderTest x;
  const auto id = x.mention("a hole");
  x.pass(Milliseconds(60'000));
  const Answer edited =
      x.control("PUT", "/posts/" + std::to_string(id), R"({"text":"@Denver311 a big hole"})");
  const std::string next = edited.body["id"].text_or("");
  REQUIRE(!next.empty());
  CHECK(x.mentions() == std::vector<std::string>{next});
  const Answer old =
      x.get("/2/tweets/" + std::to_string(id) + "?tweet.fields=conversation_id", "tweet-user");
  CHECK(old.body["data"]["text"].text() == "@Denver311 a hole");
  CHECK(old.body["data"]["edit_history_tweet_ids"].dump() ==
        "[\"" + std::to_string(id) + "\",\"" + next + "\"]");
  CHECK(old.body["data"]["conversation_id"].text() == std::to_string(id));
  const Answer fresh = x.get("/2/tweets/" + next + "?tweet.fields=conversation_id", "tweet-user");
  CHECK(fresh.body["data"]["conversation_id"].text() == next);
  CHECK(x.control("DELETE", "/posts/" + next).status == 200);
  CHECK(x.get("/2/tweets/" + std::to_string(id)).body["data"].absent());
}

TEST_CASE("edits end after thirty minutes or five versions and never touch replies") {
  NetworkUnderTest x;
  const auto id = x.mention("a");
  const auto edit = [&x](std::uint64_t post) {
    return x.control("PUT", "/posts/" + std::to_string(post), R"({"text":"@Denver311 b"})").status;
  };
  for (int i = 0; i < 5; ++i) CHECK(edit(id) == 200);
  CHECK(edit(id) == 400);
  const auto late = x.mention("late");
  NewPost answer;
  answer.in_reply_to = late;
  CHECK(edit(x.post("tom", "me too", answer)) == 400);
  x.pass(Milliseconds(30 * 60'000 + 1));
  CHECK(edit(late) == 400);
}

TEST_CASE(
    "posts of suspended and protected accounts leave the lists and become errors in look-ups") {
  NetworkUnderTest x;
  const std::string ana = std::to_string(x.post("ana", "@Denver311 one"));
  const std::string bob = std::to_string(x.post("bob", "@Denver311 two"));
  const std::string eve = std::to_string(x.post("eve", "@Denver311 three"));
  x.control("POST", "/users", R"({"handle":"bob","standing":"suspended"})");
  x.control("POST", "/users", R"({"handle":"eve","standing":"protected"})");
  CHECK(x.mentions() == std::vector<std::string>{ana});
  const Answer found = x.get("/2/tweets?ids=" + ana + "," + bob + "," + eve + ",17");
  CHECK(found.status == 200);
  CHECK(found.ids() == std::vector<std::string>{ana});
  const JsonValue errors = found.body["errors"];
  REQUIRE(errors.size() == 3);
  CHECK(errors.at(0)["title"].text() == "Forbidden");
  CHECK(errors.at(0)["type"].text() == "https://api.x.com/2/problems/resource-not-found");
  CHECK(errors.at(1)["type"].text() == "https://api.x.com/2/problems/not-authorized-for-resource");
  CHECK(errors.at(2)["value"].text() == "17");
  CHECK(errors.at(2)["resource_id"].text() == "17");
  CHECK(errors.at(2)["parameter"].text() == "ids");
}

TEST_CASE("the own timeline shows replies unless they are excluded") {
  NetworkUnderTest x;
  const auto target = x.mention("a hole");
  const std::string reply = x.reply(target, "Case 1").body["data"]["id"].text_or("");
  const std::string path = std::string("/2/users/") + city_id + "/tweets";
  CHECK(x.get(path).ids() == std::vector<std::string>{reply});
  CHECK(x.get(path + "?exclude=replies").ids().empty());
  CHECK(x.get(path + "?exclude=likes").status == 400);
}

TEST_CASE("ids carry the time they were made and are never given twice") {
  NetworkUnderTest x;
  std::set<std::uint64_t> ids;
  for (int i = 0; i < 300; ++i) ids.insert(x.mention(std::to_string(i)));
  CHECK(ids.size() == 300);
  for (const std::uint64_t id : ids) CHECK(instant_of(id) == x.clock.now());
  CHECK(first_id_at(instant_of(*ids.begin())) <= *ids.begin());
  CHECK(instant_of(1541815603606036480ULL) == *parse_iso8601("2022-06-28T16:07:40.105Z"));
}

TEST_CASE("a post may come from the past") {
  NetworkUnderTest x;
  const Answer made = x.control(
      "POST", "/posts",
      R"({"author":{"handle":"ana"},"text":"@Denver311 old","created_at":"2026-03-01T08:00:00Z"})");
  REQUIRE(made.status == 201);
  const Answer seen = x.get(mentions_path("post.fields=created_at"));
  CHECK(seen.body["data"].at(0)["created_at"].text() == "2026-03-01T08:00:00.000Z");
}
