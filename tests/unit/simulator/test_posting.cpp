#include <doctest/doctest.h>

#include "network_under_test.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

std::string detail(const Answer& answer) {
  return answer.body["detail"].text_or("");
}

std::size_t city_replies(NetworkUnderTest& x) {
  std::size_t count = 0;
  x.network->with_world([&](World& world) { count = world.written_by(city_id).size(); });
  return count;
}

}  // namespace

TEST_CASE("a summoned reply is created and stands in the thread") {
  NetworkUnderTest x;
  const auto target = x.mention("a hole & a puddle");
  const Answer answer = x.reply(target, "Thanks & hello, case 26-1");
  CHECK(answer.status == 201);
  const std::string id = answer.body["data"]["id"].text_or("");
  CHECK(answer.body["data"]["text"].text() == "@ana Thanks &amp; hello, case 26-1");
  CHECK(answer.header("x-user-limit-24hour-limit") == "10000");
  const Answer seen =
      x.get("/2/tweets/" + id +
            "?post.fields=conversation_id&expansions=in_reply_to_user_id,referenced_posts");
  CHECK(seen.body["data"]["conversation_id"].text() == std::to_string(target));
  CHECK(seen.body["data"]["referenced_posts"].at(0)["id"].text() == std::to_string(target));
  CHECK(seen.body["includes"]["users"].at(0)["username"].text() == "ana");
}

TEST_CASE("whoever did not summon the account cannot be answered") {
  NetworkUnderTest x;
  const auto found = x.post("tom", "a hole in my street");
  const Answer refused = x.reply(found, "We can help");
  CHECK(refused.status == 403);
  CHECK(detail(refused).find("not been mentioned") != std::string::npos);
  CHECK(city_replies(x) == 0);

  const std::uint64_t own =
      *parse_id(x.reply(x.mention("x"), "first").body["data"]["id"].text_or(""));
  NewPost quote;
  quote.quoted = own;
  CHECK(x.reply(x.post("luz", "thanks for nothing", quote), "we are sorry").status == 201);
  NewPost answer;
  answer.in_reply_to = own;
  CHECK(x.reply(x.post("ana", "it is at the corner", answer), "noted").status == 201);
  NewPost stranger;
  stranger.in_reply_to = found;
  CHECK(x.reply(x.post("bob", "same here", stranger), "hello bob").status == 403);

  SimulatorOptions options;
  options.tier = Tier::enterprise;
  NetworkUnderTest big(options);
  CHECK(big.reply(big.post("tom", "a hole"), "We can help").status == 201);
}

TEST_CASE("a deleted or suspended target cannot be answered") {
  NetworkUnderTest x;
  const auto gone = x.mention("x");
  x.network->with_world([&](World& world) { world.remove(gone); });
  CHECK(x.reply(gone, "hello").status == 403);
  CHECK(x.reply(17, "hello").status == 403);
  const auto target = x.post("bob", "@Denver311 x");
  x.control("POST", "/users", R"({"handle":"bob","standing":"suspended"})");
  CHECK(x.reply(target, "hello").status == 403);
}

TEST_CASE("the same text to the same person is refused for a day") {
  NetworkUnderTest x;
  const auto target = x.mention("x");
  CHECK(x.reply(target, "Case 26-1").status == 201);
  const Answer again = x.reply(target, "Case 26-1");
  CHECK(again.status == 403);
  CHECK(detail(again) == "You are not allowed to create a Tweet with duplicate content.");
  CHECK(x.reply(target, "Case 26-2").status == 201);
  CHECK(x.reply(x.post("tom", "@Denver311 y"), "Case 26-1").status == 201);
  CHECK(city_replies(x) == 3);

  SimulatorOptions options;
  options.duplicates = DuplicateFilter::off;
  NetworkUnderTest lax(options);
  const auto other = lax.mention("x");
  CHECK(lax.reply(other, "Case 26-1").status == 201);
  CHECK(lax.reply(other, "Case 26-1").status == 201);
  CHECK(lax.control("GET", "/stats").body["doubled_replies"].number(0, 9) == 1);
}

TEST_CASE("one reply an interaction is counted, and enforced where asked") {
  NetworkUnderTest x;
  const auto target = x.mention("x");
  x.reply(target, "one");
  x.reply(target, "two");
  CHECK(x.control("GET", "/stats").body["targets_with_several_replies"].number(0, 9) == 1);
  SimulatorOptions options;
  options.one_reply = OneReplyRule::enforced;
  NetworkUnderTest strict(options);
  const auto other = strict.mention("x");
  CHECK(strict.reply(other, "one").status == 201);
  CHECK(strict.reply(other, "two").status == 403);
}

TEST_CASE("the body of a post is taken as the schema has it and no other way") {
  NetworkUnderTest x;
  const std::string id = std::to_string(x.mention("x"));
  struct Case {
    std::string json;
    int status;
  };
  for (const Case& one : std::vector<Case>{
           {R"({"text":"a"})", 201},
           {R"({"text":"b","nonsense":1})", 400},
           {R"({"text":1})", 400},
           {R"([])", 400},
           {R"({"text":"c")", 400},
           {R"({"text":""})", 400},
           {R"({})", 400},
           {R"({"text":"d","reply":{}})", 400},
           {R"({"text":"d","reply":{"in_reply_to_tweet_id":)" + id + "}}", 400},
           {R"({"text":"d","reply":{"in_reply_to_tweet_id":")" + id + R"(","x":1}})", 400},
           {R"({"text":"d","reply":{"in_reply_to_post_id":")" + id + R"("}})", 400},
           {R"({"text":"d","reply":{"in_reply_to_tweet_id":")" + id + R"("},"made_with_ai":true})",
            201},
           {R"({"text":"e","media":{"media_ids":[]}})", 400},
           {R"({"text":"e","media":{"media_ids":["1","2","3","4","5"]}})", 400},
           {R"({"text":"e","reply_settings":"everyone"})", 400},
           {R"({"text":"e","quote_tweet_id":")" + id + R"("})", 403},
           {R"({"text":"$AB and $CD"})", 403},
       }) {
    CAPTURE(one.json);
    CHECK(x.create(one.json).status == one.status);
  }
  WireRequest form{
      .method = "POST", .target = "/2/tweets", .path = "/2/tweets", .body = R"({"text":"f"})"};
  form.headers = {{"Host", "127.0.0.1"},
                  {"Authorization", "Bearer demo-access"},
                  {"Content-Type", "text/plain"}};
  CHECK(x.send(form).status == 400);
}

TEST_CASE("a text above the limit is refused, links count 23 and the answered handle nothing") {
  NetworkUnderTest x;
  const auto target = x.mention("x");
  CHECK(x.reply(target, std::string(280, 'a')).status == 201);
  CHECK(x.reply(target, std::string(281, 'a')).status == 400);
  CHECK(x.reply(target, "@ana " + std::string(280, 'b')).status == 201);
  CHECK(x.reply(target, std::string(256, 'c') + " https://denver.gov/" + std::string(200, 'd'))
            .status == 201);
  CHECK(x.reply(target, std::string(257, 'c') + " https://denver.gov/" + std::string(200, 'd'))
            .status == 400);
}

TEST_CASE("own posts can be deleted and others cannot") {
  NetworkUnderTest x;
  const auto target = x.mention("x");
  const std::string own = x.reply(target, "one").body["data"]["id"].text_or("");
  CHECK(x.remove("/2/tweets/" + std::to_string(target)).status == 403);
  CHECK(x.remove("/2/tweets/" + own).body["data"]["deleted"].flag() == true);
  CHECK(x.remove("/2/tweets/" + own).body["data"]["deleted"].flag() == false);
  CHECK(x.get("/2/tweets/" + own).body["errors"].at(0)["title"].text() == "Not Found Error");
}

TEST_CASE("the network puts the people of the thread before a reply unless asked not to") {
  NetworkUnderTest x;
  x.post("tom", "hello");
  const auto target = x.post("ana", "@Denver311 @tom @unknown_one a hole");
  CHECK(x.reply(target, "one").body["data"]["text"].text() == "@ana @tom one");
  CHECK(x.reply(target, "@tom two").body["data"]["text"].text() == "@ana @tom two");
  std::string tom;
  x.network->with_world([&](World& world) { tom = world.user_by_handle("tom")->id; });
  const Answer quiet =
      x.create(R"({"text":"three","reply":{"in_reply_to_tweet_id":")" + std::to_string(target) +
               R"(","exclude_reply_user_ids":[")" + tom + R"("]}})");
  CHECK(quiet.body["data"]["text"].text() == "@ana three");
}

TEST_CASE("direct messages are answered only where the resident wrote first") {
  NetworkUnderTest x;
  const auto send = [&x](const std::string& json) {
    WireRequest request{
        .method = "POST", .path = "/2/dm_conversations/with/77/messages", .body = json};
    request.target = request.path;
    request.headers = {{"Host", "127.0.0.1"},
                       {"Authorization", "Bearer demo-access"},
                       {"Content-Type", "application/json"}};
    return x.send(request);
  };
  CHECK(send(R"({"text":"hello"})").status == 403);
  x.control("POST", "/messages", R"({"author":{"id":"77","handle":"dora"},"text":"help"})");
  const Answer sent = send(R"({"text":"hello"})");
  CHECK(sent.status == 201);
  CHECK(sent.body["data"]["dm_conversation_id"].text() == "77-2244994945");
  CHECK(send(R"({"words":"hello"})").status == 400);
  CHECK(send(R"({})").status == 400);
  const Answer events = x.get("/2/dm_events?dm_event.fields=text,created_at&expansions=sender_id");
  CHECK(events.ids().size() == 2);
  CHECK(events.body["data"].at(0)["id"].text() == sent.body["data"]["dm_event_id"].text());
  CHECK(events.body["data"].at(1)["sender_id"].text() == "77");
  CHECK(x.get("/2/dm_events?since_id=1").status == 400);
  CHECK(x.get("/2/dm_events", "app").status == 403);
  const Answer page = x.get("/2/dm_events?max_results=1");
  CHECK(page.next().size() >= 16);
  CHECK(x.get("/2/dm_events?max_results=1&pagination_token=" + page.next()).ids().size() == 1);
}
