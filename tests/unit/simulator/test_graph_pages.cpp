// A Facebook Page on the simulated Graph API: feed, comments, conversations, replies.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "graph_caller.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

std::vector<std::string> ids_in(const JsonValue& data) {
  std::vector<std::string> ids;
  for (const JsonValue& item : data.items()) ids.push_back(item["id"].text_or("?"));
  return ids;
}

// Follows the after-cursors to the end.
std::vector<std::string> walk(GraphCaller& graph, const std::string& path, Query query) {
  std::vector<std::string> ids;
  std::string after;
  for (int pages = 0; pages < 100; ++pages) {
    Query asked = query;
    if (!after.empty()) asked.emplace_back("after", after);
    const Answer page = graph.get(path, asked);
    for (const std::string& id : ids_in(page.body["data"])) ids.push_back(id);
    if (page.body["paging"]["next"].absent()) return ids;
    after = page.body["paging"]["cursors"]["after"].text_or("");
  }
  return ids;
}

}  // namespace

TEST_CASE("the feed holds visitors' posts and own ones, ranked, and pages to the last") {
  GraphCaller graph;
  std::set<std::string> made;
  for (int i = 0; i < 30; ++i) {
    made.insert(
        graph.resident("facebook", R"("text":"a hole, number )" + std::to_string(i) + "\""));
    graph.under.pass(std::chrono::minutes(10));
  }
  const auto seen = walk(graph, "/me/feed", {{"limit", "7"}, {"fields", "id,created_time"}});
  CHECK(seen.size() == 31);
  for (const std::string& id : made) CHECK(std::count(seen.begin(), seen.end(), id) == 1);
  CHECK_FALSE(std::is_sorted(seen.rbegin(), seen.rend()));
  const std::string since = std::to_string(
      std::chrono::floor<std::chrono::seconds>(graph.under.clock.now() - std::chrono::minutes(55))
          .time_since_epoch()
          .count());
  CHECK(walk(graph, "/me/feed", {{"since", since}}).size() == 5);
}

TEST_CASE("a post has only what was asked for, in Graph's own form") {
  GraphCaller graph;
  const std::string id =
      graph.resident("facebook", R"("text":"Look, @Denver311","media":1,"media_alt":"a hole")");
  const JsonValue post =
      graph
          .get("/" + id,
               {{"fields", "message,created_time,from,message_tags,attachments,to,shares"}})
          .body;
  CHECK(id.starts_with(graph.meta.page_id + "_"));
  CHECK(post["created_time"].text_or("") == "2026-03-02T15:00:00+0000");
  CHECK(post["from"]["name"].text_or("") == "Ana Romero");
  CHECK(post["message_tags"].at(0)["offset"].number(0, 100) == 6);
  CHECK(post["attachments"]["data"].at(0)["description"].text_or("") == "a hole");
  CHECK(post["shares"].absent());
  CHECK(post["status_type"].absent());
}

TEST_CASE("comments are top-level unless the stream is asked for") {
  GraphCaller graph;
  const std::string post = graph.own_post();
  const std::string first = graph.comment("first", post);
  const std::string reply = graph.comment("under it", first);
  const std::string deeper = graph.comment("under the reply", reply);
  const std::string path = "/" + post + "/comments";
  CHECK(ids_in(graph.get(path).body["data"]) == std::vector<std::string>{first});
  CHECK(ids_in(graph.get(path, {{"filter", "stream"}, {"order", "reverse_chronological"}})
                   .body["data"]) == std::vector<std::string>{deeper, reply, first});
  const JsonValue node =
      graph.get("/" + deeper, {{"fields", "parent{id,message},object,from"}}).body;
  CHECK(node["parent"]["id"].text_or("") == first);  // two levels only
  CHECK(node["parent"]["message"].text_or("") == "first");
  CHECK(node["object"]["id"].text_or("") == post);
  const std::string tail = post.substr(post.find('_') + 1);
  CHECK(reply.starts_with(tail + "_"));  // the post's prefix, not the comment's
}

TEST_CASE("nested comments carry a count and pages of their own") {
  GraphCaller graph;
  const std::string post = graph.own_post();
  for (int i = 0; i < 4; ++i) graph.comment("c" + std::to_string(i), post);
  const JsonValue counted =
      graph.get("/me/feed", {{"fields", "id,comments.limit(0).summary(true)"}}).body["data"].at(0);
  CHECK(counted["comments"]["summary"]["total_count"].number(0, 10) == 4);
  CHECK(counted["comments"]["data"].size() == 0);
  const JsonValue nested =
      graph
          .get("/" + post, {{"fields",
                             "comments.filter(stream).order(reverse_chronological).limit(3)"
                             "{id,message}"}})
          .body["comments"];
  CHECK(nested["data"].at(0)["message"].text_or("") == "c3");
  CHECK(nested["paging"]["next"].text_or("").starts_with("http://127.0.0.1:9/v26.0/" + post));
}

TEST_CASE("an empty edge has no paging at all") {
  GraphCaller graph;
  const Answer empty = graph.get("/" + graph.own_post() + "/comments");
  CHECK(empty.reply.body == R"({"data":[]})");
}

TEST_CASE("a user's token sees no comment and says nothing of it") {
  GraphCaller graph;
  const std::string post = graph.own_post();
  graph.comment("are you there", post);
  graph.token = graph.meta.user_access_token.reveal();
  const Answer answer = graph.get("/" + post + "/comments", {{"filter", "stream"}});
  CHECK(answer.status == 200);
  CHECK(answer.body["data"].size() == 0);
  CHECK(code_of(graph.post("/" + post + "/comments", {{"message", "hello"}})) == 200);
}

TEST_CASE("a post elsewhere that names the page is tagged, and nobody learns by whom") {
  GraphCaller graph;
  const std::string id =
      graph.resident("facebook", R"("kind":"tagged","text":"thanks @Denver311")");
  CHECK_FALSE(id.starts_with(graph.meta.page_id));
  const JsonValue tagged =
      graph.get("/me/tagged", {{"fields", "id,message,tagged_time,from"}}).body["data"].at(0);
  CHECK(tagged["id"].text_or("") == id);
  CHECK(tagged["tagged_time"].text_or("").ends_with("+0000"));
  CHECK(tagged["from"].absent());
}

TEST_CASE("a reply of the city lands under the comment and cannot be repeated at once") {
  GraphCaller graph;
  const std::string comment = graph.comment("a hole in my street");
  const Answer sent = graph.post("/" + comment + "/comments", {{"message", "Case 1 is open."}});
  const std::string reply = sent.body["id"].text_or("");
  REQUIRE(sent.status == 200);
  CHECK(graph.get("/" + reply, {{"fields", "parent{id},message,from"}})
            .body["parent"]["id"]
            .text_or("") == comment);
  CHECK(code_of(graph.post("/" + comment + "/comments", {{"message", "Case 1 is open."}})) == 506);
  CHECK(graph.post("/" + comment + "/comments", {{"message", "Case 1 is closed."}}).status == 200);
  CHECK(code_of(graph.post("/" + comment + "/comments", {{"text", "hello"}})) == 100);
}

TEST_CASE("a post on the comment itself edits or hides, it never answers") {
  GraphCaller graph;
  const std::string comment = graph.comment("rude words");
  CHECK(code_of(graph.post("/" + comment, {{"message", "changed"}})) == 200);
  CHECK(graph.post("/" + comment, {{"is_hidden", "true"}}).body["success"].flag() == true);
  CHECK(graph.get("/" + comment, {{"fields", "is_hidden"}}).body["is_hidden"].flag() == true);
  CHECK(graph.post("/" + comment + "/likes").status == 200);
  CHECK(graph.remove("/" + comment).body["success"].flag() == true);
  CHECK(subcode_of(graph.get("/" + comment)) == 33);
}

TEST_CASE("a conversation shows its newest twenty messages and who takes part") {
  GraphCaller graph;
  for (int i = 0; i < 25; ++i) {
    graph.resident("facebook", R"("kind":"message","text":"m)" + std::to_string(i) + "\"");
    graph.under.pass(std::chrono::seconds(1));
  }
  const JsonValue thread =
      graph
          .get("/me/conversations", {{"platform", "messenger"},
                                     {"fields",
                                      "id,updated_time,message_count,participants,"
                                      "messages.limit(20){id,created_time,from,to,message}"}})
          .body["data"]
          .at(0);
  CHECK(thread["id"].text_or("").starts_with("t_"));
  CHECK(thread["message_count"].number(0, 100) == 25);
  CHECK(thread["messages"]["data"].size() == 20);
  CHECK(thread["messages"]["data"].at(0)["message"].text_or("") == "m24");
  CHECK(thread["messages"]["data"].at(0)["id"].text_or("").starts_with("m_"));
  CHECK(thread["participants"]["data"].size() == 2);
}

TEST_CASE("conversations may be read twice a second and not more") {
  GraphCaller graph;
  CHECK(graph.get("/me/conversations").status == 200);
  CHECK(graph.get("/me/conversations").status == 200);
  CHECK(code_of(graph.get("/me/conversations")) == 613);
  graph.under.pass(std::chrono::seconds(1));
  CHECK(graph.get("/me/conversations").status == 200);
}

TEST_CASE("the message window closes after a day, for people after a week") {
  GraphCaller graph;
  graph.resident("facebook", R"("kind":"message","text":"hello")");
  const std::string person = graph.get("/me/conversations", {{"fields", "participants"}})
                                 .body["data"]
                                 .at(0)["participants"]["data"]
                                 .at(0)["id"]
                                 .text_or("");
  const Query reply = {{"recipient", R"({"id":")" + person + "\"}"},
                       {"messaging_type", "RESPONSE"},
                       {"message", R"({"text":"We are on it."})"}};
  Query human = reply;
  human[1].second = "MESSAGE_TAG";
  human.emplace_back("tag", "HUMAN_AGENT");
  Query retired = human;
  retired[3].second = "ACCOUNT_UPDATE";
  graph.under.pass(std::chrono::hours(24) - std::chrono::minutes(1));
  CHECK(graph.post("/me/messages", reply).body["recipient_id"].text_or("") == person);
  graph.under.pass(std::chrono::minutes(2));
  CHECK(subcode_of(graph.post("/me/messages", reply)) == 2018278);
  CHECK(graph.post("/me/messages", human).status == 200);
  CHECK(subcode_of(graph.post("/me/messages", retired)) == 1893061);
  graph.under.pass(std::chrono::hours(6 * 24));
  CHECK(subcode_of(graph.post("/me/messages", human)) == 2018278);
}

TEST_CASE("a private reply is sent once, within a week, and opens no window") {
  GraphCaller graph;
  const std::string comment = graph.comment("my phone number is on the form");
  const Query form = {{"recipient", R"({"comment_id":")" + comment + "\"}"},
                      {"message", R"({"text":"Please write to us here."})"}};
  CHECK(graph.get("/" + comment, {{"fields", "can_reply_privately"}})
            .body["can_reply_privately"]
            .flag() == true);
  const Answer sent = graph.post("/me/messages", form);
  REQUIRE(sent.status == 200);
  CHECK(code_of(graph.post("/me/messages", form)) == 10900);
  CHECK(graph.get("/" + comment, {{"fields", "can_reply_privately"}})
            .body["can_reply_privately"]
            .flag() == false);
  const Query more = {{"recipient", R"({"id":")" + sent.body["recipient_id"].text_or("") + "\"}"},
                      {"messaging_type", "RESPONSE"},
                      {"message", R"({"text":"One more thing."})"}};
  CHECK(subcode_of(graph.post("/me/messages", more)) == 2018278);
  const std::string late = graph.comment("another");
  graph.under.pass(std::chrono::hours(7 * 24 + 1));
  CHECK(code_of(graph.post("/me/messages", {{"recipient", R"({"comment_id":")" + late + "\"}"},
                                            {"message", R"({"text":"late"})"}})) == 10901);
}

TEST_CASE("a batch answers each item for itself") {
  GraphCaller graph;
  const Answer answer =
      graph.post("/", {{"batch", R"([{"method":"GET","relative_url":"me?fields=id"},)"
                                 R"({"method":"GET","relative_url":"v26.0/1?fields=id"}])"}});
  REQUIRE(answer.status == 200);
  CHECK(answer.body.at(0)["code"].number(0, 999) == 200);
  const auto inner = JsonValue::parse(answer.body.at(0)["body"].text_or(""));
  REQUIRE(inner.ok());
  CHECK((*inner)["id"].text_or("") == graph.meta.page_id);
  CHECK(answer.body.at(1)["code"].number(0, 999) == 400);
  std::string long_one = "[";
  for (int i = 0; i < 51; ++i)
    long_one += std::string(i ? "," : "") + R"({"method":"GET","relative_url":"me"})";
  CHECK(graph.post("/", {{"batch", long_one + "]"}}).body["error"]["type"].text_or("") ==
        "GraphBatchException");
}

TEST_CASE("batch items fail or vanish inside an answer that looks healthy") {
  GraphCaller graph;
  const Query two = {
      {"batch", R"([{"method":"GET","relative_url":"me"},{"method":"GET","relative_url":"me"}])"}};
  graph.fail_next("batch_nulls");
  const Answer nulls = graph.post("/", two);
  CHECK(nulls.status == 200);
  CHECK(nulls.body.at(0).kind() == JsonValue::Kind::null);
  CHECK(nulls.body.at(1)["code"].number(0, 999) == 200);
  graph.fail_next("batch_failures");
  const Answer failures = graph.post("/", two);
  CHECK(failures.body.at(0)["code"].number(0, 999) == 500);
  CHECK(failures.body.at(1)["code"].number(0, 999) == 200);
}

TEST_CASE("several ids at once, and one that is gone spoils them all") {
  GraphCaller graph;
  const std::string one = graph.comment("one");
  const std::string two = graph.comment("two");
  const Answer both = graph.get("/", {{"ids", one + "," + two}, {"fields", "message"}});
  CHECK(both.body[two]["message"].text_or("") == "two");
  graph.remove("/" + two);
  CHECK(subcode_of(graph.get("/", {{"ids", one + "," + two}, {"fields", "message"}})) == 33);
}

TEST_CASE("twenty-six pages come by twenty-five") {
  SimulatorOptions options;
  options.meta.more_pages = 25;
  GraphCaller graph(std::move(options));
  graph.token = graph.meta.user_access_token.reveal();
  CHECK(graph.get("/me/accounts").body["data"].size() == 25);
  CHECK(walk(graph, "/me/accounts", {{"fields", "id,tasks"}}).size() == 26);
}

TEST_CASE("what a token may do is told, and a subscription replaces the one before") {
  GraphCaller graph;
  const JsonValue token = graph.get("/debug_token", {{"input_token", graph.token}}).body["data"];
  CHECK(token["is_valid"].flag() == true);
  CHECK(token["type"].text_or("") == "PAGE");
  CHECK(token["granular_scopes"].at(0)["target_ids"].at(0).text_or("") == graph.meta.page_id);
  CHECK(graph.get("/debug_token", {{"input_token", "x"}}).body["data"]["is_valid"].flag() == false);
  CHECK(graph.post("/me/subscribed_apps", {{"subscribed_fields", "feed,messages"}}).status == 200);
  CHECK(graph.post("/me/subscribed_apps", {{"subscribed_fields", "mention"}}).status == 200);
  const JsonValue fields = graph.get("/me/subscribed_apps").body["data"].at(0)["subscribed_fields"];
  CHECK(fields.size() == 1);
  CHECK(fields.at(0).text_or("") == "mention");
}

TEST_CASE(
    "a read can be twisted: empty, looping, shifted, reordered, without author, ids as numbers") {
  GraphCaller graph;
  const std::string post = graph.own_post();
  for (int i = 0; i < 6; ++i) graph.comment("c" + std::to_string(i), post);
  const std::string path = "/" + post + "/comments";
  const Query three = {{"limit", "3"}};
  const auto plain = ids_in(graph.get(path, three).body["data"]);
  graph.fail_next("empty_page");
  const Answer empty = graph.get(path, three);
  CHECK(empty.body["data"].size() == 0);
  REQUIRE_FALSE(empty.body["paging"]["next"].absent());
  Query again = three;
  again.emplace_back("after", empty.body["paging"]["cursors"]["after"].text_or(""));
  CHECK(ids_in(graph.get(path, again).body["data"]) == plain);
  graph.fail_next("reordered");
  auto turned = ids_in(graph.get(path, three).body["data"]);
  std::reverse(turned.begin(), turned.end());
  CHECK(turned == plain);
  graph.fail_next("missing_author");
  const JsonValue anonymous = graph.get(path, {{"fields", "id,from"}}).body["data"];
  CHECK(anonymous.at(0)["from"].absent());
  CHECK_FALSE(anonymous.at(1)["from"].absent());
  graph.fail_next("integer_ids");
  CHECK(graph.get(path, {{"fields", "id,from"}}).body["data"].at(0)["from"]["id"].kind() ==
        JsonValue::Kind::number);
}

TEST_CASE("a comment may be written although the answer says no") {
  GraphCaller graph;
  const std::string comment = graph.comment("hello");
  for (const char* outcome : {"posted_500", "posted_odd_format"}) {
    graph.fail_next(outcome);
    const Answer answer = graph.post("/" + comment + "/comments", {{"message", outcome}});
    CHECK(answer.status >= 400);
  }
  CHECK(graph.get("/" + comment + "/comments").body["data"].size() == 2);
  graph.control("/account", R"({"meta_blocked":true})");
  CHECK(code_of(graph.post("/" + comment + "/comments", {{"message", "x"}})) == 368);
  CHECK(graph.get("/" + comment + "/comments").status == 200);
}
