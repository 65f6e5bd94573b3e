#include <doctest/doctest.h>

#include <set>

#include "connectors/mastodon/mastodon.h"
#include "tests/unit/connectors/mastodon_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;

namespace {

struct Stage {
  Bench bench{};
  MastodonServer server{bench};
  std::unique_ptr<Network> mastodon{};

  Stage() {
    auto made = make_network(mastodon_account(), bench.parts());
    REQUIRE(made.ok());
    mastodon = std::move(made).value();
  }
  PageAsk ask(const std::string& listen = "mentions") const {
    PageAsk out;
    out.listen = listen;
    out.since_at = noon - 24h;
    out.now = bench.clock.now();
    return out;
  }
  PageAsk above(const std::string& id, const std::string& listen = "mentions") const {
    PageAsk out = ask(listen);
    out.since_id = id;
    return out;
  }
  Page read(const PageAsk& ask) {
    auto page = mastodon->read_page(ask);
    REQUIRE_MESSAGE(page.ok(), page.fault().message);
    return std::move(page).value();
  }
  // From `ask` to the end, ids in the order they came.
  std::vector<std::string> read_all(PageAsk ask, int* pages = nullptr) {
    std::vector<std::string> ids;
    for (int left = 100; left > 0; --left) {
      const Page page = read(ask);
      for (const Post& post : page.posts) ids.push_back(post.id);
      if (pages != nullptr) ++*pages;
      if (page.next.empty()) return ids;
      ask.next = page.next;
    }
    FAIL("the walk does not end");
    return ids;
  }
  void add_mentions(int count, const std::string& visibility = "public") {
    for (int i = 0; i < count; ++i) {
      const std::string number = std::to_string(server.notes.size() + 1);
      server.notes.push_back(note_of(number, Toot{.id = "s" + number,
                                                  .at = noon - 2h + std::chrono::seconds(i),
                                                  .visibility = visibility}));
    }
  }
};

const HttpRequest& last(const Bench& bench) {
  return bench.http.requests().back();
}

}  // namespace

TEST_CASE("D1 a hundred mentions between two polls all arrive, oldest page first") {
  Stage stage;
  stage.add_mentions(250);
  const Page first = stage.read(stage.above("100"));
  REQUIRE(first.posts.size() == 80);
  CHECK(first.posts.front().id == "s180");  // newest first within the page
  CHECK(first.posts.back().id == "s101");
  CHECK(first.newest_id == "180");
  CHECK(first.next == "min_id:180");
  const auto ids = stage.read_all(stage.above("100"));
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 150);
  CHECK(stage.mastodon->capabilities().pages_forward);
}

TEST_CASE("D1 a server without Link headers is walked by the ids of its items") {
  Stage stage;
  stage.add_mentions(250);
  stage.server.links = false;
  CHECK(stage.read_all(stage.above("100")).size() == 150);
  CHECK(stage.read_all(stage.ask()).size() == 250);
}

TEST_CASE("D2 ids of any form are taken as they are, encoded and never compared") {
  Stage stage;
  const std::vector<std::string> ids{"10", "9", "117020577157693549",
                                     "2026-11-21T21:18:25.271Z/mention/01a1?x=1&y"};
  for (const std::string& id : ids)
    stage.server.notes.push_back(note_of(id, Toot{.id = "s" + id, .at = noon - 1h}));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    CAPTURE(ids[i]);
    const Page page = stage.read(stage.above(ids[i]));
    CHECK(page.posts.size() == ids.size() - 1 - i);
    if (i + 1 < ids.size()) CHECK(page.newest_id == ids.back());
    CHECK(parameter(last(stage.bench), "min_id") == ids[i]);
  }
  stage.server.toots["a/b?c"] = Toot{.id = "a/b?c"};
  const auto posts = stage.mastodon->read_posts({"a/b?c"}, noon);
  REQUIRE(posts.ok());
  CHECK(posts->posts.size() == 1);
  CHECK(path_of(last(stage.bench)) == "/api/v1/statuses/a%2Fb%3Fc");
}

TEST_CASE("D6 mentions that the server would filter are asked for and arrive") {
  Stage stage;
  stage.add_mentions(2);
  stage.server.notes.back().filtered = true;
  CHECK(stage.read(stage.ask()).posts.size() == 2);
  CHECK(parameter(last(stage.bench), "include_filtered") == "true");
  CHECK(parameter(last(stage.bench), "types[]") == "mention");
}

TEST_CASE("D13 boosts and favourites are ignored and the cursor moves past them") {
  Stage stage;
  stage.add_mentions(2);
  for (const char* type : {"favourite", "reblog", "follow", "update", "a_new_one"})
    stage.server.notes.push_back(
        note_of(std::string("n-") + type, Toot{.id = "own", .at = noon - 1h}, type));
  const Page page = stage.read(stage.above("1"));
  CHECK(page.posts.size() == 1);
  CHECK(page.newest_id == "n-a_new_one");
  CHECK(page.problems.empty());
}

TEST_CASE("mentions are the open ones, direct messages all others") {
  Stage stage;
  stage.add_mentions(1, "public");
  stage.add_mentions(1, "unlisted");
  stage.add_mentions(1, "private");
  stage.add_mentions(1, "direct");
  const Page open = stage.read(stage.ask("mentions"));
  REQUIRE(open.posts.size() == 2);
  const Page closed = stage.read(stage.ask("direct_messages"));
  REQUIRE(closed.posts.size() == 2);
  for (const Post& post : open.posts) CHECK(post.kind == PostKind::post);
  for (const Post& post : closed.posts) CHECK(post.kind == PostKind::direct_message);
  CHECK(open.newest_id == "4");
  CHECK(closed.newest_id == "4");
}

TEST_CASE("the cursor stays behind what is too young, and what is late is read") {
  Stage stage;
  const auto add = [&](const std::string& id, Instant at) {
    stage.server.notes.push_back(note_of(id, Toot{.id = "s" + id, .at = at}));
  };
  add("1", noon - 10min);
  add("2", noon - 5min);
  add("4", noon - 30s);
  Page page = stage.read(stage.above("1"));
  CHECK(page.posts.size() == 2);
  CHECK(page.newest_id == "2");  // 4 is stored, but 3 may still come
  stage.server.notes.insert(stage.server.notes.begin() + 2,
                            note_of("3", Toot{.id = "s3", .at = noon - 31s}));
  page = stage.read(stage.above("2"));
  REQUIRE(page.posts.size() == 2);
  CHECK(page.posts.back().id == "s3");
  CHECK(page.newest_id.empty());
  stage.bench.clock.advance(2min);
  CHECK(stage.read(stage.above("2")).newest_id == "4");
}

TEST_CASE("a claim from the future neither holds the cursor for ever nor takes it ahead") {
  Stage stage;
  const std::string feed = "hashtag:pothole";
  auto& list = stage.server.tags["pothole"];
  const auto add = [&](const std::string& id, Instant at) {
    list.push_back({id, toot_json(Toot{.id = id, .at = at})});
  };
  add("a", noon - 3h);
  add("b", *parse_iso8601("2199-01-01T00:00:00Z"));
  Page page = stage.read(stage.above("a", feed));
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].created_at == noon);
  CHECK(page.newest_id.empty());
  add("c", noon - 2h);
  page = stage.read(stage.above("a", feed));
  CHECK(page.newest_id == "c");
  REQUIRE(page.newest_at.has_value());
  CHECK(*page.newest_at == noon - 2h);
}

TEST_CASE("the moment of the cursor never goes back, so that the store takes every one") {
  Stage stage;
  stage.add_mentions(1);
  PageAsk ask = stage.above("0");
  stage.server.notes.insert(stage.server.notes.begin(), note_of("0", Toot{.id = "s0"}));
  ask.since_at = noon - 1h;  // the mention above the cursor is an hour older
  const Page page = stage.read(ask);
  CHECK(page.newest_id == "1");
  CHECK(*page.newest_at == noon - 1h);
}

TEST_CASE("the first walk goes down to where history begins, later ones up from the cursor") {
  Stage stage;
  auto& list = stage.server.tags["bache"];
  for (int i = 0; i < 300; ++i) {
    const Instant at = noon - 60h + std::chrono::minutes(12 * i);
    const std::string id = std::to_string(1'000 + i);
    list.push_back({id, toot_json(Toot{.id = id, .at = at})});
  }
  int pages = 0;
  const auto ids = stage.read_all(stage.ask("hashtag:bache"), &pages);
  CHECK(ids.size() == 120);  // of the last 24 h
  CHECK(ids.front() == "1299");
  CHECK(ids.back() == "1180");
  CHECK(pages == 4);
  const Page first = stage.read(stage.ask("hashtag:bache"));
  CHECK(first.newest_id == "1295");  // one hour behind
  CHECK(first.oldest_id == "1260");
  CHECK(first.next == "max_id:1260");
  PageAsk gap = stage.ask("hashtag:bache");  // as a gap that was left is filled
  gap.until_id = "1260";
  CHECK(stage.read_all(gap).size() == 80);
}

TEST_CASE("a first page of nothing but young items still gives a cursor, its lowest") {
  Stage stage;
  for (int i = 0; i < 100; ++i) {
    const std::string id = std::to_string(1'000 + i);
    stage.server.notes.push_back(note_of(id, Toot{.id = "s" + id, .at = noon - 10s}));
  }
  const Page page = stage.read(stage.ask());
  CHECK(page.newest_id == "1020");
  CHECK(page.oldest_id == "1020");
  CHECK(stage.read_all(stage.above("1020")).size() == 79);
}

TEST_CASE("D10 a next page on another host is refused, and a redirect is not followed") {
  Stage stage;
  stage.add_mentions(3);
  stage.server.link_host = "https://evil.test";
  auto page = stage.mastodon->read_page(stage.ask());
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::rejected);
  CHECK(page.fault().message.find("evil.test") != std::string::npos);
  stage.server.answers["/api/v1/notifications"] = [](const HttpRequest&) {
    return answer(302, "", {{"Location", "http://10.0.0.1/"}});
  };
  const std::size_t before = stage.bench.http.requests().size();
  page = stage.mastodon->read_page(stage.ask());
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::rejected);
  CHECK(stage.bench.http.requests().size() == before + 1);
}

TEST_CASE("a server that does not page by min_id is refused: its pages leave holes") {
  Stage stage;
  stage.add_mentions(3);
  stage.server.answers["/api/v1/notifications"] = [&](const HttpRequest&) {
    return answer(200, "[" + stage.server.notes[2].json + "," + stage.server.notes[1].json + "]");
  };
  const auto page = stage.mastodon->read_page(stage.above("2"));
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().message.find("min_id") != std::string::npos);
}

TEST_CASE("D4 the window of calls is told in the server's own form, never beyond a quarter hour") {
  Stage stage;
  stage.server.headers = {{"X-RateLimit-Remaining", "0"},
                          {"X-RateLimit-Reset", "2026-11-21T12:03:00.869078Z"}};
  Page page = stage.read(stage.ask());
  CHECK(page.remaining == 0);
  CHECK(page.resets_at == noon + 3min + 869ms);
  stage.server.headers["X-RateLimit-Reset"] = "2199-01-01T00:00:00Z";
  CHECK(stage.read(stage.ask()).resets_at == noon + 15min);
  stage.server.headers["X-RateLimit-Reset"] = "soon";
  CHECK_FALSE(stage.read(stage.ask()).resets_at.has_value());
}

TEST_CASE("refusals of a read say what is to be done") {
  struct Row {
    int status;
    FaultKind kind;
  };
  for (const Row& row :
       {Row{401, FaultKind::denied}, Row{403, FaultKind::denied}, Row{404, FaultKind::rejected},
        Row{422, FaultKind::rejected}, Row{429, FaultKind::retry_later},
        Row{500, FaultKind::retry_later}, Row{503, FaultKind::retry_later}}) {
    CAPTURE(row.status);
    Stage stage;
    stage.server.answers["/api/v1/notifications"] = [&row](const HttpRequest&) {
      return answer(row.status, R"({"error":"Ungültig"})");
    };
    const auto page = stage.mastodon->read_page(stage.ask());
    REQUIRE_FALSE(page.ok());
    CHECK(page.fault().kind == row.kind);
    CHECK(page.fault().retry_after.has_value() == (row.status == 429));
  }
  Stage stage;
  for (const char* body : {"", "{}", "null", "[{}]", "[1]", "[{\"id\":\"\"}]", "[", "<html>"}) {
    CAPTURE(body);
    stage.server.answers["/api/v1/notifications"] = [body](const HttpRequest&) {
      return answer(200, body);
    };
    const auto page = stage.mastodon->read_page(stage.ask());
    REQUIRE_FALSE(page.ok());
    CHECK(page.fault().kind == FaultKind::garbled);
  }
  PageAsk foreign = stage.ask();
  foreign.next = "https://evil.test/";
  CHECK_FALSE(stage.mastodon->read_page(foreign).ok());
}

TEST_CASE("an item that cannot be read is kept as it is, and its neighbours arrive") {
  Stage stage;
  stage.add_mentions(2);
  stage.server.notes.push_back(
      {"3",
       R"({"id":"3","type":"mention","created_at":"2026-11-21T10:30:00Z","status":{"id":7}})"});
  stage.server.notes.push_back(
      {"4", R"({"id":"4","type":"mention","created_at":"2026-11-21T10:31:00Z","status":null})"});
  const Page page = stage.read(stage.above("1"));
  CHECK(page.posts.size() == 1);
  CHECK(page.unreadable.size() == 1);
  CHECK(page.problems.size() == 1);
  CHECK(page.newest_id == "4");
}

TEST_CASE("a post carries what the status says") {
  Stage stage;
  const std::string more =
      R"(,"spoiler_text":"roads","url":"https://other.test/@maria/1","in_reply_to_account_id":"311",)"
      R"("edited_at":"2026-11-21T11:30:00.695Z","mentions":[{"id":"311","acct":"denver311"},)"
      R"({"id":"8","acct":"jo@far.test"}],"media_attachments":[{"description":"a hole"},)"
      R"({"description":null}],"quote":{"state":"accepted","quoted_status":{"id":"70"}})";
  stage.server.toots["1"] = Toot{.id = "1",
                                 .content = R"(<p class="quote-inline">RE: x</p><p>a &amp; b</p>)",
                                 .at = noon - 1h,
                                 .visibility = "unlisted",
                                 .acct = "maria@other.test",
                                 .in_reply_to = "42",
                                 .more = more};
  const auto posts = stage.mastodon->read_posts({"1"}, noon);
  REQUIRE(posts.ok());
  REQUIRE(posts->posts.size() == 1);
  const Post& post = posts->posts.front();
  CHECK(post.network == "mastodon");
  CHECK(post.text == "roads\n\na & b");
  CHECK(post.author == Author{"55", "maria@other.test", "Somebody"});
  CHECK(post.created_at == noon - 1h);
  CHECK(post.in_reply_to == "42");
  CHECK(post.quoted == "70");
  CHECK(post.mentions == std::vector<std::string>{"denver311", "jo@far.test"});
  CHECK(post.mention_ids == std::vector<std::string>{"311", "8"});
  CHECK(post.media == 2);
  CHECK(post.media_texts == std::vector<std::string>{"a hole"});
  CHECK(post.lang == "en");
  CHECK(post.kind == PostKind::post);
  CHECK(post.repliable == Repliable::yes);
  CHECK(post.repliable_reason == "mentioned");
  CHECK(post.url == "https://other.test/@maria/1");
  CHECK(JsonValue::parse(post.raw).ok());
}

TEST_CASE("D11 an edit is a higher version of the same post, a deleted post is missing") {
  Stage stage;
  stage.server.toots["1"] = Toot{.id = "1", .content = "<p>before</p>", .at = noon - 1h};
  stage.server.toots["2"] = Toot{.id = "2", .at = noon - 1h};
  const auto before = stage.mastodon->read_posts({"1", "2"}, noon);
  stage.server.toots["1"].content = "<p>after</p>";
  stage.server.toots["1"].more = R"(,"edited_at":"2026-11-21T11:30:00.695Z")";
  stage.server.toots.erase("2");
  const auto after = stage.mastodon->read_posts({"1", "2"}, noon);
  REQUIRE(before.ok());
  REQUIRE(after.ok());
  CHECK(before->posts.size() == 2);
  REQUIRE(after->posts.size() == 1);
  CHECK(after->posts.front().id == before->posts.front().id);
  CHECK(after->posts.front().text == "after");
  CHECK(std::stoll(after->posts.front().version) > std::stoll(before->posts.front().version));
  stage.server.answers["/api/v1/statuses/1"] = [](const HttpRequest&) { return answer(500, ""); };
  CHECK_FALSE(stage.mastodon->read_posts({"1"}, noon).ok());  // trouble is no deletion
}

TEST_CASE("a mention happened when the account's own server says so") {
  Stage stage;
  ListItem note = note_of("1", Toot{.id = "s1", .at = noon - 1h});
  const std::string claimed = "\"status\":" + toot_json(Toot{.id = "s1", .at = noon - 20h});
  note.json = R"({"id":"1","type":"mention","created_at":"2026-11-21T11:00:00Z",)" + claimed + "}";
  stage.server.notes.push_back(note);
  const Page page = stage.read(stage.ask());
  REQUIRE(page.posts.size() == 1);
  CHECK(page.posts[0].created_at == noon - 1h);
}

TEST_CASE("machines and ourselves are not answered") {
  Stage stage;
  Toot own{.id = "2", .author_id = "311", .acct = "denver311"};
  Toot odd{.id = "3", .acct = "<b>"};
  for (const Toot& toot : {own, odd}) {
    stage.server.toots[toot.id] = toot;
    const auto posts = stage.mastodon->read_posts({toot.id}, noon);
    REQUIRE(posts.ok());
    CHECK(posts->posts.front().repliable == Repliable::closed);
  }
  std::string json = toot_json(Toot{.id = "1"});
  json.replace(json.find("\"bot\":false"), 11, "\"bot\":true");
  const auto post = mastodon::parse_status(json, {"311", "denver311"}, noon);
  REQUIRE(post.ok());
  CHECK(post->repliable == Repliable::closed);
}

TEST_CASE("check tells whose token it is and learns the server's limits") {
  Stage stage;
  stage.server.instance = R"({"configuration":{"statuses":{"max_characters":5000}}})";
  CHECK(stage.mastodon->check(noon).ok);
  CHECK(stage.mastodon->capabilities().length.limit == 5'000);
  const auto wrong = [&](const std::string& body, int status = 200) {
    stage.server.answers["/api/v1/accounts/verify_credentials"] = [=](const HttpRequest&) {
      return answer(status, body);
    };
    const Health health = stage.mastodon->check(noon);
    CHECK_FALSE(health.ok);
    return health.message;
  };
  CHECK(wrong(R"({"id":"7","username":"denver311"})").find("correct id") != std::string::npos);
  CHECK(wrong(R"({"id":"311","username":"other"})").find("correct handle") != std::string::npos);
  CHECK(wrong("<html>").find("cannot be read") != std::string::npos);
  CHECK(wrong(R"({"error":"The access token is invalid"})", 401).find("access_token") !=
        std::string::npos);
}
