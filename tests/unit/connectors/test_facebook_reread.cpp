// Posts that are read again, health, and webhooks.
#include <doctest/doctest.h>

#include "connectors/meta/calls.h"
#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;

namespace {

struct Stage {
  explicit Stage(GraphAnswer answers = [](const GraphCall&) { return graph_error(100, 33); })
      : graph(std::move(answers)), facebook(graph.make(facebook_account())) {}
  PlayedGraph graph;
  std::unique_ptr<Network> facebook;
};

Push push_of(std::string body) {
  Push push;
  push.method = "POST";
  push.headers["X-Hub-Signature-256"] = "sha256=" + hex(hmac_sha256(Secret("app-secret"), body));
  push.body = std::move(body);
  return push;
}

std::string entry(const std::string& inside, const std::string& time = "1763726400") {
  return R"({"id":")" + page + R"(","time":)" + time + "," + inside + "}";
}

std::string body_of(const std::string& entries) {
  return R"({"object":"page","entry":[)" + entries + "]}";
}

std::string change(const std::string& value, const std::string& field = "feed") {
  return R"("changes":[{"field":")" + field + R"(","value":)" + value + "}]";
}

const std::string new_comment =
    R"({"item":"comment","verb":"add","comment_id":"10_5","post_id":"1001_10",)"
    R"("parent_id":"1001_10","created_time":1763726400,"message":"hole","from":{"id":"555"}})";

}  // namespace

TEST_CASE("M18 hidden, edited and deleted comments are told apart") {
  std::string text = "the first text";
  std::string more;
  Stage stage([&](const GraphCall& call) {
    CHECK(call.in_batch);
    if (call.path == "10_3") return graph_error(100, 33);
    return answer(200, R"({"id":")" + call.path + R"(","message":")" + text +
                           R"(","created_time":")" + ago(1h) + "\"" + more + "}");
  });
  auto read = stage.facebook->read_posts({"10_1", "10_3"}, noon);
  REQUIRE(read.ok());
  REQUIRE(read->posts.size() == 1);
  CHECK(read->gone == std::map<std::string, Gone>{{"10_3", Gone::deleted}});
  const std::string version = read->posts[0].version;
  CHECK(read->posts[0].in_reply_to == page + "_10");
  text = "another text";
  read = stage.facebook->read_posts({"10_1"}, noon);
  CHECK(read->posts.at(0).version != version);
  CHECK(read->posts.at(0).text == text);
  more = R"(,"is_hidden":true)";
  read = stage.facebook->read_posts({"10_1"}, noon);
  CHECK(read->posts.empty());
  CHECK(read->gone.at("10_1") == Gone::hidden);
}

TEST_CASE("a post of another Page that tags us is read as a post") {
  Stage stage([&](const GraphCall& call) {
    if (says(call["fields"], "object") || says(call["fields"], "parent{id}"))
      return graph_error(100);
    if (call["fields"] == "id,message,created_time,from,parent") return graph_error(100);
    return answer(200, R"({"id":"777_20","message":"m","created_time":")" + ago(1h) + "\"}");
  });
  const auto read = stage.facebook->read_posts({"777_20"}, noon);
  REQUIRE(read.ok());
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].id == "777_20");
}

TEST_CASE("a message that cannot be read again is not taken for deleted") {
  Stage stage;
  const auto read = stage.facebook->read_posts({"m_abc"}, noon);
  REQUIRE(read.ok());
  CHECK(read->gone.empty());
}

TEST_CASE("re-reading that fails as a whole judges nothing") {
  Stage stage([](const GraphCall&) { return graph_error(2, 0, 500); });
  CHECK_FALSE(stage.facebook->read_posts({"10_1", "10_2"}, noon).ok());
}

TEST_CASE("M7 a person's token makes the account unhealthy") {
  std::string type = "USER";
  std::string scopes = R"("pages_show_list","pages_read_engagement","pages_read_user_content",)"
                       R"("pages_manage_engagement","pages_messaging")";
  std::string ends = "0";
  Stage stage([&](const GraphCall& call) {
    if (call.path == "me/accounts")
      return graph_list({R"({"id":"1001","name":"City","access_token":"t","tasks":["ANALYZE"]})"});
    CHECK(call.in_batch);
    if (call.path == page) return answer(200, R"({"id":")" + page + R"(","name":"City"})");
    if (call.path.ends_with("subscribed_apps")) return answer(200, R"({"data":[]})");
    CHECK(call["input_token"] == "page-token");
    return answer(200, R"({"data":{"type":")" + type + R"(","is_valid":true,"app_id":"9",)" +
                           R"("expires_at":0,"data_access_expires_at":)" + ends + R"(,"scopes":[)" +
                           scopes + "]}}");
  });
  Account account = facebook_account();
  account.credentials.erase("verify_token");
  auto facebook = stage.graph.make(account);
  Health health = facebook->check(noon);
  CHECK_FALSE(health.ok);
  CHECK(says(health.message, "cannot read comments"));
  CHECK(says(health.message, "(1001, but without the task MODERATE"));
  type = "PAGE";
  health = facebook->check(noon);
  CHECK_MESSAGE(health.ok, health.message);
  CHECK(health.warnings.empty());
  CHECK_FALSE(health.token_ends_at.has_value());
  ends = std::to_string(
      std::chrono::duration_cast<std::chrono::seconds>((noon + 48h).time_since_epoch()).count());
  scopes = R"("pages_show_list")";
  stage.graph.headers["Facebook-Api-Version"] = "v22.0";
  health = facebook->check(noon);
  CHECK(health.token_ends_at == noon + 48h);
  REQUIRE(health.warnings.size() == 3);
  CHECK(says(health.warnings[0], "v22.0"));
  CHECK(says(health.warnings[1], "pages_read_user_content"));
  CHECK(says(health.warnings[2], "2026-11-23"));
}

TEST_CASE("M8 an account without the id of its Page is refused") {
  PlayedGraph graph([](const GraphCall&) { return graph_error(100); });
  Account account = facebook_account();
  account.id = "Denver311";
  CHECK_FALSE(make_network(account, graph.parts()).ok());
  account = facebook_account();
  account.credentials["page_id"] = Secret("2002");
  CHECK_FALSE(make_network(account, graph.parts()).ok());
  account = facebook_account();
  account.credentials.erase("app_secret");
  CHECK_FALSE(make_network(account, graph.parts()).ok());
}

TEST_CASE("M8 own comments are recognised by the Page's id") {
  Stage stage([](const GraphCall& call) {
    if (call.path == page + "/feed")
      return graph_list({R"({"id":"1001_10","comments":{"summary":{"total_count":1}}})"});
    return graph_list({R"({"id":"10_1","message":"ours","created_time":")" + ago(1h) +
                       R"(","from":{"id":")" + page + "\"}}"});
  });
  const auto posts = walk_all(*stage.facebook, ask_for("comments", 3h));
  REQUIRE(posts.size() == 1);
  CHECK(posts[0].author.id == page);
  CHECK(posts[0].repliable == Repliable::closed);
}

TEST_CASE("M22 the subscription is read back, and its full list sent where it has holes") {
  std::vector<std::string> fields{"messages"};
  bool takes = true;
  Stage stage([&](const GraphCall& call) {
    if (call.path == page) return answer(200, R"({"id":")" + page + "\"}");
    if (call.path == "debug_token")
      return answer(200, R"({"data":{"type":"PAGE","is_valid":true,"app_id":"9","scopes":[)"
                         R"("pages_show_list","pages_read_engagement","pages_read_user_content",)"
                         R"("pages_manage_engagement","pages_messaging"]}})");
    REQUIRE(call.path == page + "/subscribed_apps");
    if (call.method == "POST") {
      if (takes) fields = split(call["subscribed_fields"], ',');
      return answer(200, R"({"success":true})");
    }
    std::string list;
    for (const auto& field : fields) list += (list.empty() ? "\"" : ",\"") + field + "\"";
    return graph_list({R"({"id":"9","subscribed_fields":[)" + list + "]}"});
  });
  CHECK(stage.facebook->check(noon).warnings.empty());
  CHECK(fields.size() == meta::subscribed_fields().size());
  CHECK(stage.graph.to(page + "/subscribed_apps", "POST").size() == 1);
  CHECK(stage.facebook->check(noon).warnings.empty());
  CHECK(stage.graph.to(page + "/subscribed_apps", "POST").size() == 1);
  fields = {"messages"};
  takes = false;
  const auto health = stage.facebook->check(noon);
  REQUIRE(health.warnings.size() == 1);
  CHECK(says(health.warnings[0], "webhooks"));
}

TEST_CASE("M29 only the raw bytes' signature is believed") {
  Stage stage;
  const std::string body = body_of(entry(change(new_comment)));
  Push push = push_of(body);
  CHECK(stage.facebook->take_push(push, noon).posts.size() == 1);
  for (const char* wrong : {"", "sha256=", "sha256=00", "sha1=abc"}) {
    Push bad = push;
    bad.headers["X-Hub-Signature-256"] = wrong;
    const auto out = stage.facebook->take_push(bad, noon);
    CHECK(out.status == 403);
    CHECK(out.posts.empty());
  }
  push.body += " ";
  CHECK(stage.facebook->take_push(push, noon).status == 403);
  push.headers.clear();
  CHECK(stage.facebook->take_push(push, noon).status == 403);
  std::string escaped = body;
  escaped.replace(escaped.find("hole"), 4, "h\\u00e4le");
  const auto out = stage.facebook->take_push(push_of(escaped), noon);
  REQUIRE(out.posts.size() == 1);
  CHECK(out.posts[0].text == "häle");
}

TEST_CASE("M29 several entries, repeats and any order are one row each, by time") {
  Stage stage;
  const std::string other =
      R"({"item":"comment","verb":"add","comment_id":"10_4","post_id":"1001_10",)"
      R"("parent_id":"10_5","created_time":1763726300,"message":"before","from":{"id":"556"}})";
  const std::string late = entry(change(new_comment), "1763726400");
  const std::string early = entry(change(other), "1763726300");
  const std::string elsewhere = R"({"id":"2002","time":1,)" + change(new_comment) + "}";
  const auto out = stage.facebook->take_push(
      push_of(body_of(late + "," + early + "," + late + "," + elsewhere)), noon);
  REQUIRE(out.posts.size() == 2);
  CHECK(out.posts[0].id == "10_4");
  CHECK(out.posts[0].in_reply_to == "10_5");
  CHECK(out.posts[1].id == "10_5");
  CHECK(out.posts[1].in_reply_to == "1001_10");
}

TEST_CASE("M17 M29 numbers beyond 2^53 and times in milliseconds arrive exactly") {
  Stage stage;
  const auto out = stage.facebook->take_push(
      push_of(R"({"object":"page","entry":[{"id":1001,"time":1763726400123,"messaging":[)"
              R"({"sender":{"id":12345678901234567},"recipient":{"id":1001},)"
              R"("timestamp":1763726400123,"message":{"mid":"m_1","text":"hi"}}]}]})"),
      noon);
  REQUIRE(out.posts.size() == 1);
  CHECK(out.posts[0].author.id == "12345678901234567");
  CHECK(out.posts[0].conversation == "messages:12345678901234567");
  CHECK(to_iso8601(out.posts[0].created_at) == "2025-11-21T12:00:00.123Z");
}

TEST_CASE("M18 a push tells of removal, hiding, edits and showing again") {
  Stage stage;
  const auto verb = [&](const std::string& word) {
    std::string value = new_comment;
    value.replace(value.find("\"add\""), 5, "\"" + word + "\"");
    return stage.facebook->take_push(push_of(body_of(entry(change(value)))), noon);
  };
  CHECK(verb("remove").gone.at("10_5") == Gone::deleted);
  CHECK(verb("hide").gone.at("10_5") == Gone::hidden);
  CHECK(verb("unhide").touched == std::vector<std::string>{"10_5"});
  CHECK(verb("edited").touched == std::vector<std::string>{"10_5"});
  const auto unsent = stage.facebook->take_push(
      push_of(body_of(entry(R"("messaging":[{"sender":{"id":"5"},"recipient":{"id":"1001"},)"
                            R"("timestamp":1,"message":{"mid":"m_1","is_deleted":true}}])"))),
      noon);
  CHECK(unsent.gone.at("m_1") == Gone::deleted);
}

TEST_CASE("M8 echoes are ours, standby is context, reactions bring nothing") {
  Stage stage;
  const auto message = [&](const std::string& box, const std::string& more) {
    return stage.facebook->take_push(
        push_of(body_of(entry("\"" + box +
                              R"(":[{"sender":{"id":"555"},"recipient":{"id":"1001"},)"
                              R"("timestamp":1763726400000,"message":{"mid":"m_1","text":"x")" +
                              more + "}}]"))),
        noon);
  };
  auto out = message("messaging", R"(,"is_echo":true)");
  REQUIRE(out.posts.size() == 1);
  CHECK(out.posts[0].author.id == page);
  out = message("standby", "");
  REQUIRE(out.posts.size() == 1);
  CHECK(out.posts[0].repliable == Repliable::closed);
  out = stage.facebook->take_push(
      push_of(body_of(entry(change(R"({"item":"reaction","verb":"add","comment_id":"10_5"})")))),
      noon);
  CHECK(out.posts.empty());
  CHECK(out.touched.empty());
  CHECK(out.unreadable.empty());
}

TEST_CASE("an unknown field of a push is kept for a person, and hostile bodies do no harm") {
  Stage stage;
  auto out = stage.facebook->take_push(push_of(body_of(entry(change("{\"a\":1}", "foo")))), noon);
  CHECK(out.status == 200);
  CHECK(out.unreadable == std::vector<std::string>{"{\"a\":1}"});
  for (const char* body : {"", "[]", "{", "null", R"({"object":"page","entry":7})",
                           R"({"object":"page","entry":[null,[],{"id":"1001","changes":{}}]})"}) {
    CAPTURE(body);
    out = stage.facebook->take_push(push_of(body), noon);
    CHECK(out.posts.empty());
  }
}

TEST_CASE("the handshake answers the challenge to whoever knows the word") {
  Stage stage;
  Push push;
  push.method = "GET";
  push.query = {{"hub.mode", "subscribe"},
                {"hub.verify_token", "handshake"},
                {"hub.challenge", "1158201444"}};
  auto out = stage.facebook->take_push(push, noon);
  CHECK(out.status == 200);
  CHECK(out.body == "1158201444");
  push.query[1].second = "guess";
  CHECK(stage.facebook->take_push(push, noon).status == 403);
  push.query[1].second = "handshake";
  push.query[2].second = "<script>";
  CHECK(stage.facebook->take_push(push, noon).status == 403);
  Account account = facebook_account();
  account.credentials.erase("verify_token");
  CHECK(stage.graph.make(account)->take_push(push, noon).status == 404);
}
