#include <doctest/doctest.h>

#include "network_under_test.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

TEST_CASE("a thread shows a post with everything below it in the order it came") {
  NetworkUnderTest x;
  const auto root = x.mention("a hole");
  x.pass(Milliseconds(10));
  const std::string city = x.reply(root, "Case 1").body["data"]["id"].text_or("");
  x.pass(Milliseconds(10));
  const Answer answer = x.control(
      "POST", "/posts",
      R"({"author":{"handle":"ana"},"text":"at the corner","in_reply_to":")" + city + R"("})");
  const JsonValue thread = x.control("GET", "/threads/" + std::to_string(root)).body;
  CHECK(thread["post"]["text"].text() == "@Denver311 a hole");
  CHECK(thread["post"]["city"].flag() == false);
  REQUIRE(thread["replies"].size() == 2);
  CHECK(thread["replies"].at(0)["id"].text() == city);
  CHECK(thread["replies"].at(0)["city"].flag() == true);
  CHECK(thread["replies"].at(0)["text"].text() == "Case 1");
  CHECK(thread["replies"].at(1)["id"].text() == answer.body["id"].text());
  CHECK(thread["replies"].at(1)["thread"].text() == std::to_string(root));
  CHECK(x.control("GET", "/threads/17").status == 404);
  CHECK(x.control("GET", "/threads/x").status == 404);
}

TEST_CASE("a page that knows the newest state is told so") {
  NetworkUnderTest x;
  x.mention("one");
  const JsonValue first = x.control("GET", "/posts").body;
  CHECK(first["city"].text() == "Denver311");
  CHECK(first["posts"].size() == 1);
  const std::string known = "/posts?known=" + first["revision"].id().value_or("");
  CHECK(x.control("GET", known).body["unchanged"].flag() == true);
  CHECK(x.control("GET", known).body["posts"].absent());
  x.mention("two");
  CHECK(x.control("GET", known).body["posts"].size() == 2);
  CHECK(x.control("GET", "/posts?limit=1").body["posts"].size() == 1);
}

TEST_CASE("what a resident may not post is refused with a reason") {
  NetworkUnderTest x;
  for (const char* json :
       {R"({"author":{"handle":"ana"}})", R"({"author":{"handle":"ana"},"text":"  "})",
        R"({"text":"x"})", R"({"author":{"handle":"far_too_long_for_a_handle"},"text":"x"})",
        R"({"author":{"handle":"a b"},"text":"x"})",
        R"({"author":{"handle":"ana","id":"abc"},"text":"x"})",
        R"({"author":{"handle":"denver311"},"text":"I am the city"})",
        R"({"author":{"handle":"ana"},"text":"x","in_reply_to":"17"})",
        R"({"author":{"handle":"ana"},"text":"x","in_reply_to":"abc"})",
        R"({"author":{"handle":"ana"},"text":"x","lat":91,"lon":0})", R"([])", "rubbish"}) {
    CAPTURE(json);
    const Answer answer = x.control("POST", "/posts", json);
    CHECK(answer.status == 400);
    CHECK(answer.body["error"].text_or("").size() > 5);
  }
  CHECK(x.control("GET", "/posts").body["posts"].size() == 0);
}

TEST_CASE("another site cannot change anything through a resident's browser") {
  NetworkUnderTest x;
  WireRequest request{.method = "POST", .target = "/_control/posts", .path = "/_control/posts"};
  request.body = R"({"author":{"handle":"ana"},"text":"x"})";
  request.headers = {{"Host", "127.0.0.1:8"}, {"Content-Type", "text/plain"}};
  CHECK(x.send(request).status == 415);
  request.headers["Content-Type"] = "application/json";
  CHECK(x.send(request).status == 201);
  request.headers["Host"] = "demo.example";
  CHECK(x.send(request).status == 400);
}

TEST_CASE("one author keeps one id and may change the name") {
  NetworkUnderTest x;
  const auto post = [&x](const char* author) {
    const Answer made =
        x.control("POST", "/posts", std::string(R"({"author":)") + author + R"(,"text":"hello"})");
    return made.status == 201 ? x.control("GET", "/posts").body["posts"].at(0)["author"].dump()
                              : made.reply.body;
  };
  const std::string first = post(R"({"handle":"ana","name":"Ana"})");
  x.pass(Milliseconds(1));
  CHECK(post(R"({"handle":"ana"})") == first);
  x.pass(Milliseconds(1));
  CHECK(post(R"({"id":"9001","handle":"tom","name":"Tom"})") ==
        R"({"handle":"tom","id":"9001","name":"Tom"})");
  CHECK(post(R"({"id":"9002","handle":"tom"})").find("belongs to another") != std::string::npos);
  x.pass(Milliseconds(1));
  CHECK(post(R"({"id":"9001","handle":"tommy","name":"Tom"})") ==
        R"({"handle":"tommy","id":"9001","name":"Tom"})");
}

TEST_CASE("the log keeps every request of the API and no secret") {
  NetworkUnderTest x;
  const auto target = x.mention("x");
  x.get("/2/users/me");
  x.reply(target, "Case 26-1");
  x.form("/2/oauth2/token", "grant_type=refresh_token&refresh_token=demo-refresh", "");
  const Answer log = x.control("GET", "/log");
  REQUIRE(log.body["requests"].size() == 3);
  CHECK(log.body["requests"].at(0)["target"].text() == "/2/users/me");
  CHECK(log.body["requests"].at(1)["body"].text_or("").find("Case 26-1") != std::string::npos);
  CHECK(log.body["requests"].at(1)["status"].number(0, 999) == 201);
  CHECK(log.body["requests"].at(2)["outcome"].text() == "ok");
  CHECK(log.reply.body.find("demo-") == std::string::npos);
  const JsonValue stats = x.control("GET", "/stats").body;
  CHECK(stats["requests"].number(0, 9) == 3);
  CHECK(stats["city_replies"].number(0, 9) == 1);
  CHECK(stats["posts"].number(0, 9) == 2);
  const JsonValue by_city = x.control("GET", "/posts?by=city").body["posts"];
  REQUIRE(by_city.size() == 1);
  CHECK(by_city.at(0)["city"].flag() == true);
  CHECK(stats["statuses"]["201"].number(0, 9) == 1);
}

TEST_CASE("the page comes with a strict policy and nothing from elsewhere") {
  NetworkUnderTest x;
  const Answer page = x.get("/", "");
  CHECK(page.status == 200);
  CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
  const std::string policy = page.header("Content-Security-Policy");
  CHECK(policy.starts_with("default-src 'none'"));
  CHECK(policy.find("unsafe") == std::string::npos);
  for (const char* name : {"/app.js", "/style.css", "/icon.svg", "/pin.svg", "/photo.svg"}) {
    CAPTURE(name);
    const Answer file = x.get(name, "");
    CHECK(file.status == 200);
    CHECK(file.reply.body.find("innerHTML") == std::string::npos);
  }
  CHECK(page.reply.body.find("<script>") == std::string::npos);
  CHECK(page.reply.body.find("style=") == std::string::npos);
  CHECK(page.reply.body.find("http") == std::string::npos);
  CHECK(x.get("/app.js.map", "").status == 404);
}
