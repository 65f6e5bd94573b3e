#include <doctest/doctest.h>

#include "connectors/bluesky/parse.h"
#include "connectors/bluesky/record.h"
#include "connectors/bluesky/uri.h"
#include "tests/unit/connectors/bluesky_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using bluesky::Listing;
using bluesky::parse_page;

namespace {

const bluesky::Self us{city_did, "denver311.test"};

Page notifications(const std::string& items, const std::string& more = {}) {
  auto page =
      parse_page(R"({"notifications":[)" + items + "]" + more + "}", Listing::notifications, us);
  REQUIRE(page.ok());
  return *page;
}

Post only_post(const std::string& item) {
  const Page page = notifications(item);
  REQUIRE(page.posts.size() == 1);
  return page.posts[0];
}

Post post_of(const std::string& record, const std::string& more = {}) {
  return only_post(
      bluesky_item(uri_of(maria_did, "3aaa"), maria_did, "2026-11-21T11:30:00.123Z", record, more));
}

// "🕳️ @denver311.test pothole": the hole is 7 bytes, a blank, then the mention.
const std::string mention_facet = R"(,"facets":[{"index":{"byteStart":8,"byteEnd":23},"features":[
  {"$type":"app.bsky.richtext.facet#mention","did":")" +
                                  city_did + R"("}]}])";

}  // namespace

TEST_CASE("B1 facets count bytes and an emoji before them moves nothing") {
  const Post post = post_of(bluesky_record("🕳️ @denver311.test pothole", mention_facet));
  CHECK(post.network == "bluesky");
  CHECK(post.id == uri_of(maria_did, "3aaa"));
  CHECK(post.mentions == std::vector<std::string>{"denver311.test"});
  CHECK(post.mention_ids == std::vector<std::string>{city_did});
  CHECK(post.repliable == Repliable::yes);
  CHECK(post.repliable_reason == "mentioned");
  CHECK(post.author == Author{maria_did, "someone.test", "Someone"});
  CHECK(post.lang == "en");
  CHECK(post.version == "bafyaaa");
  CHECK(post.conversation == post.id);
  CHECK(post.url == "https://bsky.app/profile/" + maria_did + "/post/3aaa");
}

TEST_CASE("B1 our own facets point at the bytes of links and of the person we answer") {
  const std::string text =
      "🕳️ @maria.test, see https://city.test/case/1. Or (http://a.test/b).";
  const auto facets = bluesky::facets_of(text, "Maria.test", maria_did);
  REQUIRE(facets.size() == 3);
  const auto bytes = [&](std::size_t i) {
    return text.substr(facets[i].start, facets[i].end - facets[i].start);
  };
  CHECK(bytes(0) == "@maria.test");
  CHECK(facets[0].mention_did == maria_did);
  CHECK(facets[0].start == 8);
  CHECK(bytes(1) == "https://city.test/case/1");
  CHECK(facets[1].link == "https://city.test/case/1");
  CHECK(bytes(2) == "http://a.test/b");
  CHECK(
      bluesky::facets_of("@maria.test.example and me@maria.test", "maria.test", maria_did).empty());
  CHECK(bluesky::facets_of("nothing here", "", "").empty());
  CHECK(bluesky::facets_of("Thanks @maria.test.", "maria.test", maria_did).size() == 1);
}

TEST_CASE("B2 a mention without a facet is one all the same") {
  const Post post = post_of(bluesky_record("hello @Denver311.test a tree is down"));
  CHECK(post.mentions.empty());
  CHECK(post.repliable_reason == "mentioned");
}

TEST_CASE("B9 a post is as old as the network says, whatever its author claims") {
  for (const char* claim : {"1970-01-01T00:00:00Z", "2030-01-01T00:00:00Z", "yesterday"}) {
    const Post post = post_of(R"({"text":"x","createdAt":")" + std::string(claim) + R"("})");
    CHECK(post.created_at == *parse_iso8601("2026-11-21T11:30:00.123Z"));
  }
}

TEST_CASE("B18 replies, quotes and pictures carry their references and words") {
  const std::string ours = uri_of(city_did, "3city");
  const Post reply = post_of(bluesky_record(
      "thanks", R"(,"reply":{"root":{"uri":")" + uri_of(jo_did, "3root") +
                    R"(","cid":"c"},"parent":{"uri":")" + ours + R"(","cid":"c"}})"));
  CHECK(reply.in_reply_to == ours);
  CHECK(reply.conversation == uri_of(jo_did, "3root"));
  CHECK(reply.repliable_reason == "reply to us");
  const Post deeper = post_of(bluesky_record(
      "and?", R"(,"reply":{"root":{"uri":")" + ours + R"(","cid":"c"},"parent":{"uri":")" +
                  uri_of(jo_did, "3mid") + R"(","cid":"c"}})"));
  CHECK(deeper.repliable_reason == "in our thread");

  const Post quote = post_of(
      bluesky_record("look", R"(,"embed":{"$type":"app.bsky.embed.record","record":{"uri":")" +
                                 ours + R"(","cid":"c"}})"));
  CHECK(quote.quoted == ours);
  CHECK(quote.repliable_reason == "quoted us");

  const Post picture = post_of(bluesky_record("here",
                                              R"(,"embed":{"$type":"app.bsky.embed.recordWithMedia",
      "record":{"record":{"uri":")" + ours + R"(","cid":"c"}},
      "media":{"$type":"app.bsky.embed.images","images":[{"alt":"a broken street light","image":{}},{"alt":"","image":{}}]}})"));
  CHECK(picture.quoted == ours);
  CHECK(picture.media == 2);
  CHECK(picture.media_texts == std::vector<std::string>{"a broken street light"});

  const Post film = post_of(bluesky_record(
      "film", R"(,"embed":{"$type":"app.bsky.embed.video","video":{},"alt":"water"})"));
  CHECK(film.media == 1);
  CHECK(film.media_texts == std::vector<std::string>{"water"});
}

TEST_CASE("a closed thread and a block are seen, and our own posts are not answered") {
  CHECK(post_of(bluesky_record("x"), R"(,"viewer":{"replyDisabled":true})").repliable ==
        Repliable::closed);
  CHECK(post_of(bluesky_record("x")).repliable_reason == "open to replies");
  const Post own = only_post(bluesky_item(uri_of(city_did, "3own"), city_did,
                                          "2026-11-21T11:30:00Z", bluesky_record("x")));
  CHECK(own.repliable == Repliable::closed);
  CHECK(own.repliable_reason == "own post");
}

TEST_CASE("hostile items of Bluesky are named and left out") {
  const std::string good =
      bluesky_item(uri_of(maria_did, "3aaa"), maria_did, "2026-11-21T11:30:00Z",
                   R"({"text":"a\u0000b","facets":[{"index":{"byteStart":-1,"byteEnd":9e9},
      "features":[{"did":"did:plc:x"},{"did":7},{"did":"nobody"}]},{"index":{"byteStart":1,"byteEnd":2},"features":[{"did":"did:plc:y"}]}],
      "langs":"en","reply":[],"embed":{"record":{"uri":"javascript:x"},"images":7}})");
  const Page page = notifications(
      good + R"(,{"uri":"https://x.test/"},)" +
      bluesky_item("at://" + maria_did + "/app.bsky.feed.like/3aaa", maria_did,
                   "2026-11-21T11:30:00Z", bluesky_record("x")) +
      "," + bluesky_item(uri_of(maria_did, "3bbb"), maria_did, "last week", bluesky_record("x")) +
      "," +
      bluesky_item(uri_of(maria_did, "3ccc"), city_did, "2026-11-21T11:30:00Z",
                   bluesky_record("x")) +
      ",5");
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].text ==
        "a\xef\xbf\xbd"
        "b");
  CHECK(page.posts[0].mention_ids == std::vector<std::string>{"did:plc:x", "did:plc:y"});
  CHECK(page.posts[0].mentions.empty());
  CHECK(page.unreadable.size() == 5);
  CHECK(page.problems.size() == 5);
}

TEST_CASE("what is no page of Bluesky is garbled") {
  for (const char* body : {"", "<html>", "{}", "[]", R"({"posts":[]})", R"({"notifications":{}})",
                           "{\"notifications\":["}) {
    CAPTURE(body);
    const auto page = parse_page(body, Listing::notifications, us);
    REQUIRE_FALSE(page.ok());
    CHECK(page.fault().kind == FaultKind::garbled);
  }
}

TEST_CASE("newest and oldest of a page go by the time of indexing") {
  const Page page = notifications(bluesky_item(uri_of(maria_did, "3aaa"), maria_did,
                                               "2026-11-21T11:30:00Z", bluesky_record("a")) +
                                  "," +
                                  bluesky_item(uri_of(maria_did, "3bbb"), maria_did,
                                               "2026-11-21T11:31:00Z", bluesky_record("b")) +
                                  "," +
                                  bluesky_item(uri_of(maria_did, "3ccc"), maria_did,
                                               "2026-11-21T11:29:00Z", bluesky_record("c")));
  CHECK(page.newest_id == uri_of(maria_did, "3bbb"));
  CHECK(page.oldest_id == uri_of(maria_did, "3ccc"));
}

TEST_CASE("B8 the root of a reply is the thread's and not the parent's") {
  const auto parent = bluesky::parse_parent(
      R"({"posts":[)" +
      bluesky_item(uri_of(maria_did, "3aaa"), maria_did, "2026-11-21T11:30:00Z",
                   bluesky_record("x", R"(,"reply":{"root":{"uri":")" + uri_of(jo_did, "3root") +
                                           R"(","cid":"bafyroot"},"parent":{"uri":")" +
                                           uri_of(jo_did, "3mid") + R"(","cid":"bafymid"}})")) +
      "]}");
  REQUIRE(parent.ok());
  CHECK(parent->root_uri == uri_of(jo_did, "3root"));
  CHECK(parent->root_cid == "bafyroot");
  CHECK(parent->uri == uri_of(maria_did, "3aaa"));
  const auto first =
      bluesky::parse_parent(R"({"posts":[)" +
                            bluesky_item(uri_of(maria_did, "3aaa"), maria_did,
                                         "2026-11-21T11:30:00Z", bluesky_record("x")) +
                            "]}");
  REQUIRE(first.ok());
  CHECK(first->root_uri == first->uri);
  CHECK(first->root_cid == first->cid);
  CHECK(bluesky::parse_parent(R"({"posts":[]})")->uri.empty());
  CHECK_FALSE(bluesky::parse_parent(R"({"posts":[{"cid":"c"}]})").ok());
  CHECK_FALSE(bluesky::parse_parent("<html>").ok());
}

TEST_CASE("record keys sort by time and are what Bluesky takes") {
  SeededRandom random(3);
  std::string before;
  for (int i = 0; i < 200; ++i) {
    const std::string key = bluesky::make_tid(noon + Milliseconds(i), random);
    CHECK(bluesky::is_tid(key));
    CHECK(key > before);
    before = key;
  }
  CHECK(bluesky::make_tid(noon, random) != bluesky::make_tid(noon, random));
  CHECK_FALSE(bluesky::is_tid("3l5aaaaaaab2"));
  CHECK_FALSE(bluesky::is_tid("3l5aaaaaaab21"));
}

TEST_CASE("record keys hold the moment they were made at") {
  SeededRandom random(3);
  CHECK(bluesky::tid_time(bluesky::make_tid(noon, random)) == noon);
  CHECK_FALSE(bluesky::tid_time("self").has_value());
}

TEST_CASE("addresses of records are taken apart or refused") {
  const auto uri = bluesky::parse_at_uri("at://did:web:city.test/app.bsky.feed.post/3abc");
  REQUIRE(uri.has_value());
  CHECK(uri->did == "did:web:city.test");
  CHECK(uri->key == "3abc");
  for (const char* bad : {"", "at://", "at://did:plc:x", "at://did:plc:x/app.bsky.feed.post/",
                          "at://maria.test/a.b/c", "at://did:plc:x/app.bsky.feed.post/a/b",
                          "at://did:plc:x/app.bsky.feed.post/a b", "http://did:plc:x/a/b",
                          "at://did:plc:/a/b", "at://did:x/a/b"})
    CHECK_FALSE_MESSAGE(bluesky::parse_at_uri(bad).has_value(), bad);
}

TEST_CASE("B13 length is counted in graphemes and bytes") {
  const LengthRule rule = bluesky::length_rule();
  std::string family;
  for (int i = 0; i < 300; ++i) family += "👨‍👩‍👧‍👦";
  CHECK(rule.fits(std::string(300, 'x')));
  CHECK_FALSE(rule.fits(std::string(301, 'x')));
  CHECK(rule.measure(family) == 300);
  CHECK_FALSE(rule.fits(family));  // 7,500 bytes
}
