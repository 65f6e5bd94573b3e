#include <doctest/doctest.h>

#include "connectors/twitter/entities.h"
#include "connectors/twitter/parse.h"
#include "core/json.h"
#include "core/text.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using twitter::parse_page;

namespace {

const twitter::Self us{city_id, "Denver311"};

Page parsed(const std::string& body) {
  auto page = parse_page(body, us);
  REQUIRE(page.ok());
  return *page;
}

Post only_post(const std::string& item, const std::string& includes = "{}") {
  const Page page = parsed(R"({"data":[)" + item + R"(],"includes":)" + includes + "}");
  REQUIRE(page.posts.size() == 1);
  return page.posts[0];
}

// A whole conversation: a mention with a picture, a long reply to us, a quote that is a reply, a
// repost.
const std::string conversation = R"({
 "data":[
  {"id":"1990000000000000400","edit_history_post_ids":["1990000000000000400"],"author_id":"77",
   "created_at":"2026-11-20T10:00:04.000Z","conversation_id":"1990000000000000400","lang":"en",
   "text":"RT @maria_r: a hole in the road, and a very long text that X has cut short…",
   "referenced_posts":[{"type":"retweeted","id":"1990000000000000100"}]},
  {"id":"1990000000000000300","edit_history_post_ids":["1990000000000000300"],"author_id":"55",
   "created_at":"2026-11-20T10:00:03.000Z","conversation_id":"1990000000000000100","lang":"en",
   "in_reply_to_user_id":"77","text":"this one too https:\/\/t.co\/q1",
   "entities":{"urls":[{"start":13,"end":28,"url":"https:\/\/t.co\/q1",
     "expanded_url":"https:\/\/x.com\/Denver311\/status\/1990000000000000050"}]},
   "referenced_posts":[{"type":"quoted","id":"1990000000000000050"},
                       {"type":"replied_to","id":"1990000000000000200"}]},
  {"id":"1990000000000000200","edit_history_post_ids":["1990000000000000200"],"author_id":"66",
   "created_at":"2026-11-20T10:00:02.000Z","conversation_id":"1990000000000000100","lang":"es",
   "in_reply_to_user_id":"2244994945","text":"Un texto largo que sigue…",
   "note_post":{"text":"Un texto largo que sigue hasta el final &amp; m&aacute;s",
                "entities":{"hashtags":[{"start":0,"end":2,"tag":"x"}]}},
   "referenced_posts":[{"type":"replied_to","id":"1990000000000000150"}]},
  {"id":"1990000000000000100","edit_history_post_ids":["1990000000000000100"],"author_id":"55",
   "created_at":"2026-11-20T10:00:01.000Z","conversation_id":"1990000000000000100","lang":"en",
   "text":"🕳️ @Denver311 a hole in the road https:\/\/t.co\/pic1",
   "attachments":{"media_keys":["3_1"]},
   "geo":{"place_id":"abc","coordinates":{"type":"Point","coordinates":[-104.99,39.74]}},
   "entities":{"mentions":[{"start":3,"end":13,"username":"Denver311","id":"2244994945"}],
     "urls":[{"start":33,"end":50,"url":"https:\/\/t.co\/pic1","media_key":"3_1",
              "expanded_url":"https:\/\/x.com\/maria_r\/status\/1\/photo\/1"}]}}],
 "includes":{
  "users":[{"id":"55","username":"maria_r","name":"Maria"},{"id":"66","username":"jo","name":"Jo"}],
  "media":[{"media_key":"3_1","type":"photo","alt_text":"A deep pothole beside a bus stop"}],
  "posts":[{"id":"1990000000000000100","author_id":"55","text":"cut",
            "note_post":{"text":"a hole in the road, and a very long text to its very end"}}]},
 "meta":{"newest_id":"1990000000000000400","oldest_id":"1990000000000000100","result_count":4,
         "next_token":"abcdef"}})";

}  // namespace

TEST_CASE("X1 both vocabularies give the same posts") {
  Page now = parsed(conversation);
  Page before = parsed(in_old_names(conversation));
  REQUIRE(now.posts.size() == 4);
  CHECK(in_old_names(conversation) != conversation);
  for (Post& post : now.posts) post.raw.clear();
  for (Post& post : before.posts) post.raw.clear();
  CHECK(now.posts == before.posts);
  CHECK(now.next == before.next);
}

TEST_CASE("a mention carries everything that X says of it") {
  const Post post = parsed(conversation).posts.at(3);
  CHECK(post.network == "twitter");
  CHECK(post.id == "1990000000000000100");
  CHECK(post.text ==
        "🕳️ @Denver311 a hole in the road");  // the picture's own link is no words
  CHECK(post.author == Author{"55", "maria_r", "Maria"});
  CHECK(post.created_at == *parse_iso8601("2026-11-20T10:00:01Z"));
  CHECK(post.conversation == "1990000000000000100");
  CHECK(post.mentions == std::vector<std::string>{"Denver311"});
  CHECK(post.mention_ids == std::vector<std::string>{city_id});
  CHECK(post.media == 1);
  CHECK(post.media_texts == std::vector<std::string>{"A deep pothole beside a bus stop"});
  CHECK(post.lat == 39.74);
  CHECK(post.lon == -104.99);
  CHECK(post.kind == PostKind::post);
  CHECK(post.repliable == Repliable::yes);
  CHECK(post.repliable_reason == "mentioned");
  CHECK(post.url == "https://x.com/maria_r/status/1990000000000000100");
  CHECK(JsonValue::parse(post.raw).ok());
}

TEST_CASE("X10 a repost has the text of the post it repeats and a long post its whole text") {
  const Page page = parsed(conversation);
  CHECK(page.posts.at(0).kind == PostKind::repost);
  CHECK(page.posts.at(0).text == "a hole in the road, and a very long text to its very end");
  CHECK(page.posts.at(0).repliable == Repliable::closed);
  CHECK(page.posts.at(2).text == "Un texto largo que sigue hasta el final & m&aacute;s");
  CHECK(page.posts.at(2).repliable_reason == "reply to us");
}

TEST_CASE("X10 short links become the addresses they stand for") {
  const Post post = only_post(
      R"({"id":"1990000000000000001","author_id":"5","text":"see https://t.co/a and https://t.co/b or https://t.co/c",
      "entities":{"urls":[
        {"start":4,"end":18,"url":"https://t.co/a","expanded_url":"https://bit.test/x","unwound_url":"https://long.test/page?a=1&amp;b=2"},
        {"start":23,"end":37,"url":"https://t.co/b","expanded_url":"https://b.test/"},
        {"start":41,"end":55,"url":"https://t.co/c","expanded_url":"javascript:steal"}]
}
})");
  CHECK(post.text ==
        "see https://long.test/page?a=1&amp;b=2 and https://b.test/ or https://t.co/c");
}

TEST_CASE("X12 a quote that is also a reply keeps both references") {
  const Post post = parsed(conversation).posts.at(1);
  CHECK(post.quoted == "1990000000000000050");
  CHECK(post.in_reply_to == "1990000000000000200");
  CHECK(post.conversation == "1990000000000000100");
  CHECK(post.repliable_reason ==
        "quoted us");  // by the address: the quoted post is not in the answer
}

TEST_CASE("X8 entity offsets count code points") {
  const std::string raw = "🕳️🚧 é @Denver311 https://t.co/abc";
  const auto entities = JsonValue::parse(
      R"({"urls":[{"start":17,"end":33,"url":"https://t.co/abc","expanded_url":"https://city.test/1"}],
          "mentions":[{"start":6,"end":16,"username":"Denver311","id":"2244994945"}]})");
  REQUIRE(entities.ok());
  CHECK(twitter::readable_text(raw, *entities) == "🕳️🚧 é @Denver311 https://city.test/1");
  const auto offsets = code_point_offsets(raw);
  const auto range = twitter::byte_range((*entities)["mentions"].at(0), offsets);
  REQUIRE(range.has_value());
  CHECK(raw.substr(range->first, range->second - range->first) == "@Denver311");
}

TEST_CASE("X8 an entity whose offsets show something else is left alone") {
  const auto entities = JsonValue::parse(
      R"({"urls":[{"start":0,"end":3,"url":"https://t.co/abc","expanded_url":"https://city.test/1"},
                  {"start":2,"end":99,"url":"x"},{"start":-1,"end":2},{"start":5,"end":4},{"start":"1","end":{}}]})");
  REQUIRE(entities.ok());
  CHECK(twitter::readable_text("plain text", *entities) == "plain text");
}

TEST_CASE("X9 HTML entities are unescaped once and after the offsets were used") {
  const Post post = only_post(
      R"({"id":"1990000000000000001","author_id":"5","text":"a &amp;lt; b &amp; c https://t.co/x",
      "entities":{"urls":[{"start":21,"end":35,"url":"https://t.co/x","expanded_url":"https://e.test/"}]}})");
  CHECK(post.text == "a &lt; b & c https://e.test/");
}

TEST_CASE("X11 an edited post keeps its first id and shows its newest version") {
  const std::string first = id_before_noon(600);
  const std::string second = id_before_noon(300);
  const auto item = [&](const std::string& id, const std::string& text) {
    return R"({"id":")" + id + R"(","author_id":"55","text":")" + text +
           R"(","conversation_id":")" + id + R"(","edit_history_post_ids":[")" + first + "\",\"" +
           second + R"("]})";
  };
  const Post before = only_post(item(first, "a hole"));
  const Post after = only_post(item(second, "a deep hole"));
  CHECK(before.id == first);
  CHECK(after.id == first);
  CHECK(before.version == first);
  CHECK(after.version == second);
  CHECK(after.conversation == first);  // X names another conversation for each version
  CHECK(after.created_at == noon - std::chrono::seconds(600));
  CHECK(twitter::newest_version(before) == second);
}

TEST_CASE("X11 a reference to a later version leads to the post itself") {
  const Post post = only_post(
      R"({"id":"1990000000000000009","author_id":"5","text":"yes",
      "referenced_posts":[{"type":"replied_to","id":"1990000000000000008"}]})",
      R"({"posts":[{"id":"1990000000000000008","text":"t","edit_history_post_ids":["1990000000000000007","1990000000000000008"]}]})");
  CHECK(post.in_reply_to == "1990000000000000007");
}

TEST_CASE("a history that does not hold the post itself is not believed") {
  const Post post = only_post(
      R"({"id":"1990000000000000009","author_id":"5","text":"t","edit_history_post_ids":["7","8"]})");
  CHECK(post.id == "1990000000000000009");
}

TEST_CASE("X13 our own posts are read but never repliable") {
  const Post post = only_post(
      R"({"id":"1990000000000000009","author_id":"2244994945","text":"@maria_r Thanks","in_reply_to_user_id":"55"})");
  CHECK(post.author.id == city_id);
  CHECK(post.repliable == Repliable::closed);
  CHECK(post.repliable_reason == "own post");
}

TEST_CASE("X17 who did not speak to us cannot be answered") {
  const Post found = only_post(
      R"({"id":"1990000000000000009","author_id":"55","text":"pothole on Colfax, ask @denver","entities":
      {"mentions":[{"start":22,"end":29,"username":"denver","id":"9"}]}})");
  CHECK(found.repliable == Repliable::not_summoned);
  CHECK(found.repliable_reason == "not summoned");
  const Post by_handle = only_post(
      R"({"id":"1990000000000000009","author_id":"55","text":"@DENVER311 hi","entities":
      {"mentions":[{"start":0,"end":10,"username":"DENVER311"}]}})");
  CHECK(by_handle.repliable == Repliable::yes);
  const Post namesake = only_post(
      R"({"id":"1990000000000000009","author_id":"55","text":"@Denver311 hi","entities":
      {"mentions":[{"start":0,"end":10,"username":"Denver311","id":"9"}]}})");
  CHECK(namesake.repliable == Repliable::not_summoned);  // the id decides, handles change hands
}

TEST_CASE("X21 a suspended author is known by id alone") {
  const Post post = only_post(R"({"id":"1990000000000000009","author_id":"404","text":"hi"})");
  CHECK(post.author == Author{"404", "", ""});
  CHECK(post.url == "https://x.com/i/web/status/1990000000000000009");
}

TEST_CASE("X2 an empty page and an empty page with a next token are pages") {
  const Page last = parsed(empty_page());
  CHECK(last.posts.empty());
  CHECK(last.newest_id.empty());
  CHECK(last.next.empty());
  CHECK(parsed(empty_page("tok")).next == "tok");
}

TEST_CASE("X3 partial errors leave the data and become sentences") {
  const Page page = parsed(
      R"({"data":[{"id":"1990000000000000009","author_id":"404","text":"hi"}],
      "errors":[{"value":"404","detail":"User has been suspended: [404].","title":"Forbidden","resource_type":"user",
                 "parameter":"author_id","resource_id":"404","type":"https://api.twitter.com/2/problems/resource-not-found"}]})");
  CHECK(page.posts.size() == 1);
  REQUIRE(page.problems.size() == 1);
  CHECK(page.problems[0].find("resource-not-found") != std::string::npos);
  CHECK(page.problems[0].find("suspended") != std::string::npos);
}

TEST_CASE("errors alone are a refusal") {
  const auto page = parse_page(
      R"({"errors":[{"value":"nobody","detail":"Could not find user with username: [nobody].",
      "title":"Not Found Error","type":"https://api.x.com/2/problems/resource-not-found"}]})",
      us);
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::rejected);
}

TEST_CASE("X26 hostile answers end in a fault or a skipped field") {
  for (const char* body : {"", "<html>busy</html>", "{\"data\":[{\"id\":\"19", "[]", "null",
                           "\"x\"", "{}", "{\"data\":7}", "{\"meta\":[]}"}) {
    CAPTURE(body);
    const auto page = parse_page(body, us);
    REQUIRE_FALSE(page.ok());
    CHECK(page.fault().kind == FaultKind::garbled);
  }
  const Post post = only_post(
      R"({"id":"1990000000000000009","author_id":55,"text":"a\u0000b","created_at":"Wed Jan 06 18:40:40 +0000 2021",
      "edit_controls":{"edits_remaining":-9007199254740991},"attachments":{"media_keys":{"a":1}},
      "geo":{"coordinates":{"coordinates":[1e300,"x"]}},"entities":{"mentions":"no","urls":{}},
      "referenced_posts":{"type":"quoted"},"lang":7,"conversation_id":-5})");
  CHECK(post.text ==
        "a\xef\xbf\xbd"
        "b");
  CHECK(post.author.id == "55");
  CHECK(post.created_at == twitter::instant_of("1990000000000000009"));
  CHECK_FALSE(post.lat.has_value());
}

TEST_CASE("an item that is no post goes to the unreadable ones and is named") {
  const Page page = parsed(
      R"({"data":[{"id":"x","text":"t"},{"id":"1990000000000000009"},{"id":"12","text":"no time"},7,
                  {"id":"1990000000000000010","author_id":"5","text":"fine"}]})");
  CHECK(page.posts.size() == 1);
  CHECK(page.unreadable.size() == 4);
  CHECK(page.problems.size() == 4);
  CHECK(page.newest_id == "1990000000000000010");
  CHECK(page.oldest_id == "12");  // unread items are counted in the range, they are not a gap
}

TEST_CASE("newest and oldest come from the posts and not from what meta claims") {
  const Page page = parsed(
      R"({"data":[{"id":"999999999999999999","author_id":"5","text":"a"},{"id":"1000000000000000001","author_id":"5","text":"b"}],
      "meta":{"newest_id":"9999999999999999999","oldest_id":"1"}})");
  CHECK(page.newest_id == "1000000000000000001");
  CHECK(page.oldest_id == "999999999999999999");
}
