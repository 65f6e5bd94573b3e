#include <doctest/doctest.h>

#include "core/http.h"
#include "network_under_test.h"
#include "simulator/search_query.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

TEST_CASE("a query finds what X would find") {
  NetworkUnderTest x(without_search_tail());
  NewPost here;
  here.lat = 39.74;
  here.lon = -104.99;
  here.media = 1;
  const auto pothole = x.post("ana", "Huge pothole, Colfax & Broadway! #Denver", here);
  const auto bache = x.post("luz", "Un Bàche en la calle, see denver.gov/streets", {});
  const auto asked = x.post("tom", "@Denver311 is the street light on $XCEL?", {});
  NewPost to_ana;
  to_ana.in_reply_to = pothole;
  const auto answer = x.post("tom", "me too 🕳️", to_ana);
  NewPost about;
  about.quoted = pothole;
  const auto quote = x.post("luz", "look at this", about);
  NewPost repost;
  repost.repost_of = pothole;
  x.post("tom", "", repost);

  struct Case {
    const char* query;
    std::vector<std::uint64_t> found;
  };
  const std::vector<Case> cases = {
      {"pothole", {pothole}},
      {"POTHOLE", {pothole}},
      {"bache", {bache}},
      {"\"street light\"", {asked}},
      {"\"light street\"", {}},
      {"#denver", {pothole}},
      {"#den", {}},
      {"@denver311", {asked}},
      {"$xcel", {asked}},
      {"🕳️", {answer}},
      {"from:ana", {pothole}},
      {"from:ana OR from:tom", {answer, asked, pothole}},
      {"(pothole OR bache) -from:ana", {bache}},
      {"pothole OR bache colfax", {pothole}},
      {"look -is:quote", {}},
      {"to:ana", {answer}},
      {"from:tom is:reply", {answer}},
      {"from:luz is:quote", {quote}},
      {"from:luz -is:quote", {bache}},
      {"from:tom is:retweet", {}},
      {"from:ana has:media has:geo has:hashtags", {pothole}},
      {"from:luz has:links", {bache}},
      {"url:denver", {bache}},
      {"from:tom has:mentions -has:images", {answer, asked}},
      {"bache lang:es", {bache}},
      {"pothole lang:es", {}},
      {"bounding_box:[-105.11 39.61 -104.60 39.91]", {pothole}},
      {"bounding_box:[-104.10 39.61 -103.60 39.91]", {}},
      {"point_radius:[-104.99 39.75 3km]", {pothole}},
      {"point_radius:[-104.99 39.85 3mi]", {}},
      {"place:Denver", {pothole}},
      {"place_country:US", {pothole}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.query);
    std::vector<std::string> expected;
    for (const auto id : one.found) expected.push_back(std::to_string(id));
    CHECK(x.search(one.query) == expected);
  }
  CHECK(x.search("conversation_id:" + std::to_string(pothole)) == as_text({answer, pothole}));
  CHECK(x.search("in_reply_to_tweet_id:" + std::to_string(pothole)) == as_text({answer}));
  CHECK(x.search("quotes_of_tweet_id:" + std::to_string(pothole)) == as_text({quote}));
  CHECK(x.search("min_replies:1") == as_text({pothole}));
}

TEST_CASE("a query that X would not take is a 400") {
  NetworkUnderTest x;
  for (const std::string query : {"min_faves:3 hole",
                                  "-(a OR b)",
                                  "is:reply",
                                  "lang:es",
                                  "-hole",
                                  "hole OR is:reply",
                                  "(hole",
                                  "hole)",
                                  "\"hole",
                                  "",
                                  "OR hole",
                                  "hole OR",
                                  "from:",
                                  "has:nothing hole",
                                  "is:tired hole",
                                  "bounding_box:[1 2 3]",
                                  "nonsense:x hole",
                                  "bounding_box:[-104 39 -105 40]",
                                  "point_radius:[1 2 3]",
                                  "point_radius:[1 2 90km]",
                                  "hole AND light"}) {
    CAPTURE(query);
    const Answer answer = x.get("/2/tweets/search/recent?query=" + percent_encode(query));
    CHECK(answer.status == 400);
    CHECK(answer.problem() == "invalid-request");
  }
  CHECK(x.get("/2/tweets/search/recent").status == 400);
}

TEST_CASE("a self-serve query has at most 512 characters") {
  const std::string long_query = "hole " + std::string(507, 'x');
  NetworkUnderTest x;
  CHECK(x.get("/2/tweets/search/recent?query=" + percent_encode(long_query)).status == 200);
  CHECK(x.get("/2/tweets/search/recent?query=" + percent_encode(long_query + "x")).status == 400);
  SimulatorOptions options;
  options.tier = Tier::enterprise;
  NetworkUnderTest big(options);
  CHECK(big.get("/2/tweets/search/recent?query=" + percent_encode(long_query + "x")).status == 200);
  CHECK(big.get("/2/tweets/search/recent?query=" + percent_encode(std::string(4097, 'x'))).status ==
        400);
}

TEST_CASE("recent search ends shortly before now") {
  NetworkUnderTest x;
  const auto id = x.post("ana", "pothole");
  x.pass(Milliseconds(29'000));
  CHECK(x.search("pothole").empty());
  x.pass(Milliseconds(1'001));
  CHECK(x.search("pothole") == as_text({id}));
  CHECK(x.get("/2/tweets/search/recent?query=pothole&end_time=2026-03-02T15:00:25Z").status == 400);
  CHECK(x.search("pothole", "&end_time=2026-03-02T15:00:15Z") == as_text({id}));
}

TEST_CASE("recent search reaches back seven days and refuses an older bound") {
  SimulatorOptions options;
  options.token_life = std::chrono::hours(24 * 30);
  NetworkUnderTest x(options);
  const auto id = x.post("ana", "pothole");
  x.pass(std::chrono::hours(24 * 7 - 1));
  CHECK(x.search("pothole") == as_text({id}));
  CHECK(x.get("/2/tweets/search/recent?query=pothole&since_id=" + std::to_string(id)).status ==
        200);
  x.pass(std::chrono::hours(2));
  CHECK(x.search("pothole").empty());
  const Answer refused =
      x.get("/2/tweets/search/recent?query=pothole&since_id=" + std::to_string(id));
  CHECK(refused.status == 400);
  const std::string message = refused.body["errors"].at(0)["message"].text_or("");
  CHECK(message.starts_with("'since_id' must be a tweet id created after ["));
  CHECK(message.find("larger than ") != std::string::npos);
  CHECK(refused.body["errors"].at(0)["parameters"]["since_id"].at(0).text() == std::to_string(id));
  CHECK(x.get("/2/tweets/search/recent?query=pothole&start_time=2026-03-02T15:00:00Z").status ==
        400);
  CHECK(x.get(mentions_path("since_id=" + std::to_string(id))).status ==
        200);  // no such limit there
}

TEST_CASE("search pages by either token name but not by both") {
  NetworkUnderTest x(without_search_tail());
  for (int i = 0; i < 15; ++i) {
    x.pass(Milliseconds(1));
    x.post("ana", "pothole " + std::to_string(i));
  }
  const std::string path = "/2/tweets/search/recent?query=pothole";
  const std::string token = x.get(path).next();
  REQUIRE(!token.empty());
  CHECK(x.get(path + "&next_token=" + token).ids().size() == 5);
  CHECK(x.get(path + "&pagination_token=" + token).ids().size() == 5);
  CHECK(x.get(path + "&next_token=" + token + "&pagination_token=" + token).status == 400);
  CHECK(x.get("/2/tweets/search/recent?query=potholes&next_token=" + token).status == 400);
  CHECK(x.get(path + "&sort_order=relevancy").status == 200);
  CHECK(x.get(path + "&sort_order=oldest").status == 400);
}
