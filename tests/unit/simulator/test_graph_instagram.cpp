// Instagram on the simulated Graph API.
#include <doctest/doctest.h>

#include <set>

#include "graph_caller.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

struct Instagram : GraphCaller {
  std::string account = "/" + MetaAccount{}.ig_user_id;
  std::string media() { return get(account + "/media").body["data"].at(0)["id"].text_or(""); }
  std::string remark(const std::string& text, const std::string& under_id = "") {
    return resident("instagram", R"("text":")" + text + R"(","in_reply_to":")" + under_id + "\"",
                    "ana.romero");
  }
};

}  // namespace

TEST_CASE("Instagram's comments come newest first, at most fifty, replies apart") {
  Instagram graph;
  const std::string media = graph.media();
  std::string first;
  for (int i = 0; i < 60; ++i) {
    const std::string id = graph.remark("c" + std::to_string(i), media);
    if (i == 0) first = id;
  }
  const std::string reply = graph.remark("a reply", first);
  const Answer page =
      graph.get("/" + media + "/comments", {{"limit", "100"}, {"fields", "id,text,username"}});
  CHECK(page.body["data"].size() == 50);
  CHECK(page.body["data"].at(0)["text"].text_or("") == "c59");
  CHECK(page.body["data"].at(0)["username"].text_or("") == "ana.romero");
  CHECK_FALSE(page.body["paging"]["next"].absent());
  const JsonValue replies =
      graph.get("/" + first + "/replies", {{"fields", "id,parent_id,timestamp"}}).body;
  CHECK(replies["data"].at(0)["id"].text_or("") == reply);
  CHECK(replies["data"].at(0)["parent_id"].text_or("") == first);
  CHECK(replies["data"].at(0)["timestamp"].text_or("").ends_with("+0000"));
  CHECK(code_of(graph.get("/" + media + "/comments", {{"since", "1"}})) == 100);
  CHECK(code_of(graph.get("/" + media + "/comments", {{"fields", "message"}})) == 100);
}

TEST_CASE("nested comments and replies of a picture come in one call") {
  Instagram graph;
  const std::string top = graph.remark("top");
  graph.remark("below", top);
  const JsonValue media =
      graph
          .get(graph.account + "/media",
               {{"fields",
                 "id,caption,comments_count,comments.limit(25){id,text,from{id,username},"
                 "replies.limit(5){id,text}}"}})
          .body["data"]
          .at(0);
  CHECK(media["comments_count"].number(0, 10) == 2);
  CHECK(media["comments"]["data"].at(0)["replies"]["data"].at(0)["text"].text_or("") == "below");
}

TEST_CASE("a reply on Instagram goes under the top comment, and asked fields make it look failed") {
  Instagram graph;
  const std::string top = graph.remark("top");
  const std::string below = graph.remark("below", top);
  const std::string sent =
      graph.post("/" + below + "/replies", {{"message", "Case 7"}}).body["id"].text_or("");
  CHECK(graph.get("/" + sent, {{"fields", "parent_id"}}).body["parent_id"].text_or("") == top);
  const Answer odd = graph.post("/" + top + "/replies", {{"message", "Case 8"}, {"fields", "id"}});
  CHECK(code_of(odd) == 20);
  CHECK(subcode_of(odd) == 1772107);
  CHECK(graph.get("/" + top + "/replies").body["data"].size() == 3);
  CHECK(graph.post("/" + top, {{"hide", "true"}}).status == 200);
  CHECK(code_of(graph.post("/" + top + "/replies", {{"message", "hidden"}})) == 100);
  CHECK(code_of(graph.post("/" + top, {{"is_hidden", "true"}})) == 100);
  CHECK(code_of(graph.post("/" + top + "/replies", {{"message", std::string(2'201, 'x')}})) == 100);
}

TEST_CASE("pictures that tag the city are listed and cannot be commented") {
  Instagram graph;
  const std::string id =
      graph.resident("instagram", R"("kind":"tagged","text":"look @denver311")", "bo");
  const JsonValue tags =
      graph.get(graph.account + "/tags", {{"fields", "id,caption,username,media_type"}}).body;
  CHECK(tags["data"].at(0)["id"].text_or("") == id);
  CHECK(tags["data"].at(0)["username"].text_or("") == "bo");
  CHECK(subcode_of(graph.post("/" + id + "/comments", {{"message", "hi"}})) == 33);
  CHECK(code_of(graph.get(graph.account + "/tags", {{"since", "1"}})) == 100);
}

TEST_CASE("a mention is read and answered by its id") {
  Instagram graph;
  const std::string picture =
      graph.resident("instagram", R"("kind":"post","text":"my street")", "bo");
  const std::string comment = graph.remark("@denver311 look here", picture);
  const Answer seen =
      graph.get(graph.account,
                {{"fields", "mentioned_comment.comment_id(" + comment + "){id,text,media{id}}"}});
  CHECK(seen.body["mentioned_comment"]["text"].text_or("") == "@denver311 look here");
  CHECK(seen.body["mentioned_comment"]["media"]["id"].text_or("") == picture);
  const Answer sent =
      graph.post(graph.account + "/mentions",
                 {{"media_id", picture}, {"comment_id", comment}, {"message", "Thank you"}});
  CHECK(sent.status == 200);
  CHECK(subcode_of(graph.get(graph.account,
                             {{"fields", "mentioned_media.media_id(" + picture + "){id}"}})) == 33);
}

TEST_CASE("a hashtag's pictures come from one day, without names, under a cursor that stays") {
  Instagram graph;
  graph.resident("instagram", R"("kind":"post","text":"too old #Denver311")", "bo");
  graph.under.pass(std::chrono::hours(25));
  std::set<std::string> made;
  for (int i = 0; i < 60; ++i) {
    made.insert(graph.resident(
        "instagram", R"("kind":"post","text":"hole #denver311 )" + std::to_string(i) + "\"", "bo"));
  }
  graph.resident("instagram", R"("kind":"post","text":"#denver3110 is another")", "bo");
  const std::string user = graph.meta.ig_user_id;
  const std::string tag = graph.get("/ig_hashtag_search", {{"user_id", user}, {"q", "denver311"}})
                              .body["data"]
                              .at(0)["id"]
                              .text_or("");
  const Query query = {{"user_id", user}, {"fields", "id,caption,timestamp"}, {"limit", "50"}};
  const Answer first = graph.get("/" + tag + "/recent_media", query);
  const std::string after = first.body["paging"]["cursors"]["after"].text_or("");
  Query more = query;
  more.emplace_back("after", after);
  const Answer second = graph.get("/" + tag + "/recent_media", more);
  CHECK(second.body["paging"]["cursors"]["after"].text_or("") == after);
  std::set<std::string> seen;
  for (const Answer& page : {first, second}) {
    for (const JsonValue& item : page.body["data"].items()) seen.insert(item["id"].text_or(""));
  }
  CHECK(seen == made);
  CHECK(second.body["paging"]["next"].absent());
  CHECK(code_of(graph.get("/" + tag + "/recent_media",
                          {{"user_id", user}, {"fields", "username"}})) == 100);
  CHECK(code_of(graph.get("/" + tag + "/recent_media")) == 100);
}

TEST_CASE("thirty different hashtags in seven days, repeats are free") {
  Instagram graph;
  const std::string user = graph.meta.ig_user_id;
  const auto search = [&](int number) {
    return graph.get("/ig_hashtag_search",
                     {{"user_id", user}, {"q", "tag" + std::to_string(number)}});
  };
  for (int i = 0; i < 30; ++i) CHECK(search(i).status == 200);
  CHECK(search(3).status == 200);
  CHECK(code_of(search(30)) == 18);
  CHECK(graph.get(graph.account + "/recently_searched_hashtags", {{"limit", "30"}})
            .body["data"]
            .size() == 30);
  graph.under.pass(std::chrono::hours(7 * 24 + 1));
  CHECK(search(30).status == 200);
}

TEST_CASE("Instagram messages count bytes and have a window of their own") {
  Instagram graph;
  graph.resident("instagram", R"("kind":"message","text":"hola")", "ana.romero");
  const JsonValue thread =
      graph
          .get("/me/conversations",
               {{"platform", "instagram"}, {"fields", "participants,messages{message}"}})
          .body["data"]
          .at(0);
  CHECK(thread["messages"]["data"].at(0)["message"].text_or("") == "hola");
  const std::string person = thread["participants"]["data"].at(0)["id"].text_or("");
  const auto send = [&](const std::string& text) {
    return graph.post("/me/messages", {{"recipient", R"({"id":")" + person + "\"}"},
                                       {"messaging_type", "RESPONSE"},
                                       {"message", R"({"text":")" + text + "\"}"}});
  };
  std::string umlauts;
  for (int i = 0; i < 501; ++i) umlauts += "ü";
  CHECK(code_of(send(umlauts)) == 100);
  CHECK(send("gracias").status == 200);
  graph.under.pass(std::chrono::hours(25));
  CHECK(subcode_of(send("otra vez")) == 2534022);
}

TEST_CASE("the other host knows its user as me and renews its token") {
  Instagram graph;
  graph.version = "/instagram/v26.0";
  CHECK(graph.get("/me", {{"fields", "user_id,username"}}).body["user_id"].text_or("") ==
        graph.meta.ig_user_id);
  CHECK(graph.get("/me/nonsense").body["error"]["type"].text_or("") == "IGApiException");
  graph.version = "/instagram";
  CHECK(graph.get("/refresh_access_token", {{"grant_type", "ig_refresh_token"}})
            .body["expires_in"]
            .number(0, 1 << 30) == 5'184'000);
}
