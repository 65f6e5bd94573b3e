#include <doctest/doctest.h>

#include <algorithm>

#include "network_under_test.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

TEST_CASE("a name of the other vocabulary is refused") {
  NetworkUnderTest x;
  struct Case {
    const char* query;
    int in_post;
    int in_tweet;
  };
  for (const Case& one : std::vector<Case>{
           {"post.fields=created_at", 200, 400},
           {"tweet.fields=created_at", 400, 200},
           {"expansions=referenced_posts", 200, 400},
           {"expansions=referenced_tweets.id", 400, 200},
           {"expansions=referenced_tweets.id.author_id", 400, 200},
           {"expansions=edit_history_post_ids", 200, 400},
           {"expansions=edit_history_tweet_ids", 400, 200},
           {"post.fields=note_post", 200, 400},
           {"tweet.fields=note_tweet", 400, 200},
           {"post.fields=author_id", 400, 400},
           {"tweet.fields=author_id", 400, 200},
           {"expansions=author_id,geo.place_id", 200, 200},
           {"expansions=author_id,author_id", 400, 400},
           {"expansions=", 400, 400},
           {"user.fields=pinned_tweet_id", 400, 200},
           {"nonsense=1", 400, 400},
           {"query=x", 400, 400},
           {"next_token=x", 400, 400},
       }) {
    CAPTURE(one.query);
    CHECK(x.get(mentions_path(one.query), "user").status == one.in_post);
    CHECK(x.get(mentions_path(one.query), "tweet-user").status == one.in_tweet);
  }
}

TEST_CASE("a refusal names the parameter and the problem of its vocabulary") {
  NetworkUnderTest x;
  const Answer post = x.get(mentions_path("foo=bar"), "user");
  CHECK(post.body["errors"].at(0)["parameters"]["foo"].at(0).text() == "bar");
  CHECK(post.body["title"].text() == "Invalid Request");
  CHECK(post.body["type"].text() == "https://api.x.com/2/problems/invalid-request");
  const Answer tweet = x.get(mentions_path("foo=bar"), "tweet-user");
  CHECK(tweet.body["type"].text() == "https://api.twitter.com/2/problems/invalid-request");
}

TEST_CASE("what was not asked for does not come") {
  NetworkUnderTest x;
  NewPost rich;
  rich.lat = 39.7;
  rich.lon = -104.9;
  rich.media = 1;
  x.post("ana", "@Denver311 hole", rich);
  const auto keys = [&x](const std::string& query, const std::string& as) {
    return x.get(mentions_path(query), as).body["data"].at(0).keys();
  };
  using Names = std::vector<std::string>;
  const auto sorted = [](Names names) {
    std::sort(names.begin(), names.end());
    return names;
  };
  CHECK(sorted(keys("", "user")) == Names{"id", "text"});
  CHECK(sorted(keys("", "tweet-user")) == Names{"edit_history_tweet_ids", "id", "text"});
  CHECK(sorted(keys("expansions=author_id", "user")) == Names{"author_id", "id", "text"});
  CHECK(sorted(keys("tweet.fields=author_id,geo", "tweet-user")) ==
        Names{"author_id", "edit_history_tweet_ids", "geo", "id", "text"});
  CHECK(x.get(mentions_path("tweet.fields=author_id"), "tweet-user").body["includes"].absent());
  const JsonValue includes =
      x.get(mentions_path("expansions=author_id,attachments.media_keys,geo.place_id"))
          .body["includes"];
  CHECK(includes["users"].at(0)["username"].text() == "ana");
  CHECK(includes["media"].at(0)["type"].text() == "photo");
  CHECK(includes["places"].at(0)["full_name"].text() == "Denver, CO");
  CHECK(includes["users"].at(0)["created_at"].absent());
}

TEST_CASE("references and their posts speak the asked vocabulary") {
  NetworkUnderTest x;
  const auto root = x.mention("hole");
  NewPost both;
  both.in_reply_to = root;
  both.quoted = root;
  x.post("tom", "@Denver311 this one", both);
  const Answer post = x.get(
      mentions_path("expansions=referenced_posts,in_reply_to_user_id&post.fields=public_metrics"));
  const JsonValue first = post.body["data"].at(0);
  CHECK(first["referenced_posts"].size() == 2);
  CHECK(first["referenced_posts"].at(0)["type"].text() == "quoted");
  CHECK(first["referenced_posts"].at(1)["type"].text() == "replied_to");
  CHECK(post.body["includes"]["posts"].at(0)["id"].text() == std::to_string(root));
  CHECK(post.body["includes"]["posts"].at(0)["public_metrics"]["quote_count"].number(0, 9) == 1);
  CHECK(post.body["includes"]["users"].at(0)["username"].text() == "ana");
  const Answer tweet = x.get(mentions_path("expansions=referenced_tweets.id,referenced_tweets.id."
                                           "author_id&tweet.fields=public_metrics"),
                             "tweet-user");
  CHECK(tweet.body["data"].at(0)["referenced_tweets"].size() == 2);
  CHECK(tweet.body["includes"]["tweets"].at(0)["public_metrics"]["retweet_count"].number(0, 9) ==
        0);
  CHECK(tweet.body["includes"]["users"].at(0)["username"].text() == "ana");
}

TEST_CASE("a referenced post that is gone becomes an error beside the data") {
  NetworkUnderTest x;
  const auto root = x.post("bob", "something");
  NewPost answer;
  answer.in_reply_to = root;
  const auto reply = x.post("ana", "@Denver311 see above", answer);
  x.network->with_world([&](World& world) { world.remove(root); });
  const Answer seen =
      x.get(mentions_path("tweet.fields=referenced_tweets&expansions=referenced_tweets.id"),
            "tweet-user");
  CHECK(seen.status == 200);
  CHECK(seen.ids() == as_text({reply}));
  CHECK(seen.body["errors"].at(0)["parameter"].text() == "referenced_tweets.id");
  CHECK(seen.body["errors"].at(0)["resource_id"].text() == std::to_string(root));
  CHECK(seen.body["includes"]["tweets"].absent());
}

TEST_CASE("paths and methods that X does not have are not found") {
  NetworkUnderTest x;
  CHECK(x.get("/2/tweets/").status == 404);
  CHECK(x.get("/1.1/statuses/mentions_timeline.json").status == 404);
  CHECK(x.get("/2/users/abc/mentions").status == 400);
  CHECK(x.get("/2/users/by/username/this_is_much_too_long").status == 400);
  CHECK(x.get("/2/users/17/mentions").body["errors"].at(0)["resource_type"].text() == "user");
  CHECK(x.get("/2/tweets?ids=").status == 400);
  CHECK(x.get("/2/tweets").status == 400);
  std::string ids = "1";
  for (int i = 2; i <= 100; ++i) ids += "," + std::to_string(i);
  CHECK(x.get("/2/tweets?ids=" + ids).status == 200);
  CHECK(x.get("/2/tweets?ids=" + ids + ",101").status == 400);
}

TEST_CASE("only loopback names are served") {
  NetworkUnderTest x;
  WireRequest request{.method = "GET", .target = "/", .path = "/"};
  request.headers["Host"] = "attacker.example:80";
  CHECK(x.send(request).status == 400);
  request.headers["Host"] = "localhost:8080";
  CHECK(x.send(request).status == 200);
  request.headers.clear();
  CHECK(x.send(request).status == 400);
}
