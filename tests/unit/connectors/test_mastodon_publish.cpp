#include <doctest/doctest.h>

#include "connectors/mastodon/mastodon.h"
#include "tests/unit/connectors/mastodon_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;
using Kind = PublishOutcome::Kind;

namespace {

const std::string post_path = "/api/v1/statuses";

struct Stage {
  Bench bench{};
  MastodonServer server{bench};
  std::unique_ptr<Network> mastodon{};

  explicit Stage(Toot target = Toot{.id = "77"}) {
    server.toots[target.id] = target;
    auto made = make_network(mastodon_account(), bench.parts());
    REQUIRE(made.ok());
    mastodon = std::move(made).value();
  }
  OutgoingReply reply(const std::string& text = "@maria Thanks. Case 26-000001-K3") const {
    OutgoingReply out;
    out.target_id = "77";
    out.text = text;
    out.marker = "26-000001-K3";
    out.network_key = "0193-key-1";
    out.language = "es";
    out.composed_at = noon;
    return out;
  }
  PublishOutcome publish(const OutgoingReply& reply) {
    return mastodon->publish(reply, bench.clock.now());
  }
  const HttpRequest* written() const {
    for (const HttpRequest& request : bench.http.requests())
      if (request.method == "POST") return &request;
    return nullptr;
  }
  std::string written_member(const char* name) const {
    REQUIRE(written() != nullptr);
    return (*JsonValue::parse(written()->body))[name].text_or("");
  }
};

}  // namespace

TEST_CASE("a reply names its target, its language and its key, and is one write") {
  Stage stage;
  const auto out = stage.publish(stage.reply());
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "900");
  REQUIRE(stage.written() != nullptr);
  CHECK(stage.written()->effect == HttpEffect::write);
  CHECK(stage.written()->headers.at("Idempotency-Key") == "0193-key-1");
  CHECK(stage.written_member("in_reply_to_id") == "77");
  CHECK(stage.written_member("language") == "es");
  CHECK(stage.written_member("visibility") == "public");
  CHECK(stage.written_member("status") == "@maria Thanks. Case 26-000001-K3");
  for (const HttpRequest& request : stage.bench.http.requests())
    CHECK(request.url.find("token-1") == std::string::npos);
}

TEST_CASE("D7 an answer is never seen further than what it answers") {
  const std::vector<std::pair<std::string, std::string>> cases{{"public", "public"},
                                                               {"unlisted", "unlisted"},
                                                               {"private", "direct"},
                                                               {"direct", "direct"},
                                                               {"local", "direct"}};
  for (const auto& [theirs, ours] : cases) {
    CAPTURE(theirs);
    Stage stage(Toot{.id = "77", .visibility = theirs});
    CHECK(stage.publish(stage.reply()).kind == Kind::sent);
    CHECK(stage.written_member("visibility") == ours);
  }
  Stage stage;
  OutgoingReply direct = stage.reply();
  direct.direct_message = true;
  CHECK(stage.publish(direct).kind == Kind::sent);
  CHECK(stage.written_member("visibility") == "direct");
}

TEST_CASE("a direct answer that names somebody else is not sent to them") {
  Stage stage(Toot{.id = "77", .visibility = "direct"});
  const auto out = stage.publish(stage.reply("@maria ask @jo@other.test. 26-000001-K3"));
  CHECK(out.kind == Kind::rejected);
  CHECK(out.message.find("jo@other.test") != std::string::npos);
  CHECK(stage.written() == nullptr);
  CHECK(stage.publish(stage.reply("@maria write to @denver311, a@b.test. 26-000001-K3")).kind ==
        Kind::sent);
}

TEST_CASE("D8 a person of another server is named with that server") {
  Stage stage(Toot{.id = "77", .acct = "maria@other.test"});
  CHECK(stage.publish(stage.reply("Thanks. Case 26-000001-K3")).kind == Kind::sent);
  CHECK(stage.written_member("status") == "@maria@other.test Thanks. Case 26-000001-K3");
}

TEST_CASE("a stranger's content warning is not repeated over our words") {
  Stage stage(Toot{.id = "77", .more = R"(,"spoiler_text":"the mayor is a crook")"});
  CHECK(stage.publish(stage.reply()).kind == Kind::sent);
  CHECK(stage.written()->body.find("crook") == std::string::npos);
}

TEST_CASE("D9 a timeout after the post was made ends in one reply, within the hour and after it") {
  for (const bool keeps_keys : {true, false}) {
    for (const auto later : {60s, 3'000s, 3'660s, 10'800s}) {
      CAPTURE(keeps_keys);
      CAPTURE(later.count());
      Stage stage;
      stage.server.keeps_keys = keeps_keys;
      stage.server.lose_next_answer = true;
      const auto first = stage.publish(stage.reply());
      CHECK(first.kind == Kind::unknown);
      CHECK(first.retry_after == 60s);  // not at once: the key may be written down late
      CHECK(stage.server.own.size() == 1);
      stage.bench.clock.advance(later);
      const auto again = stage.publish(stage.reply());
      CHECK(again.kind == Kind::sent);
      CHECK(again.remote_id == "900");
      CHECK(stage.server.own.size() == 1);
    }
  }
}

TEST_CASE("D9 the same key sent twice is one post") {
  Stage stage;
  stage.server.lose_next_answer = true;
  CHECK(stage.publish(stage.reply()).kind == Kind::unknown);
  stage.bench.clock.advance(10s);
  CHECK(stage.publish(stage.reply()).remote_id == "900");
  CHECK(stage.server.own.size() == 1);
  CHECK(stage.bench.http.count("/context") == 0);
}

TEST_CASE("D9 when the thread cannot be read and the key is old, nothing is written") {
  Stage stage;
  stage.server.answers["/api/v1/statuses/77/context"] = [](const HttpRequest&) {
    return answer(503, "");
  };
  stage.bench.clock.advance(2h);
  CHECK(stage.publish(stage.reply()).kind == Kind::not_sent);
  CHECK(stage.server.own.empty());
}

TEST_CASE(
    "D9 an old reply that is not in the thread is written, somebody else's words are not it") {
  Stage stage;
  stage.server.toots["78"] = Toot{.id = "78",
                                  .content = "<p>they said 26-000001-K3</p>",
                                  .author_id = "66",
                                  .in_reply_to = "77"};
  stage.bench.clock.advance(2h);
  CHECK(stage.publish(stage.reply()).kind == Kind::sent);
  CHECK(stage.server.own.size() == 1);
}

TEST_CASE("D11 a deleted parent is not answered") {
  for (const int status : {404, 410}) {
    Stage stage;
    stage.server.answers["/api/v1/statuses/77"] = [status](const HttpRequest&) {
      return answer(status, R"({"error":"Record not found"})");
    };
    const auto out = stage.publish(stage.reply());
    CHECK(out.kind == Kind::rejected);
    CHECK(out.message.find("deleted") != std::string::npos);
    CHECK(stage.written() == nullptr);
  }
}

TEST_CASE("D12 the server's own limits are read, kept for an hour, and hold") {
  const std::string address = " https://city.test/1";
  const auto text_of = [&](std::size_t size) {
    const std::string start = "@maria 26-000001-K3 ";
    return start + std::string(size - start.size(), 'x');
  };
  Stage plain;
  CHECK(plain.publish(plain.reply(text_of(501))).kind == Kind::rejected);
  CHECK(plain.written() == nullptr);
  CHECK(plain.publish(plain.reply(text_of(500))).kind == Kind::sent);
  CHECK(plain.bench.http.count("/api/v2/instance") == 1);

  Stage wide;
  wide.server.instance = R"({"configuration":{"statuses":{"max_characters":10000,)"
                         R"("characters_reserved_per_url":256}}})";
  const auto& before = wide.mastodon->capabilities();
  CHECK(before.length.limit == 500);
  CHECK(wide.publish(wide.reply(text_of(9'743) + address)).kind == Kind::sent);
  CHECK(wide.publish(wide.reply(text_of(9'744) + address)).kind == Kind::rejected);
  CHECK(wide.mastodon->capabilities().length.limit == 10'000);
  CHECK(wide.mastodon->capabilities().length.measure("https://city.test/1") == 256);
  CHECK(before.length.limit == 500);  // the reference that was given is still good

  wide.server.instance = R"({"configuration":{"statuses":{"max_characters":300}}})";
  wide.bench.clock.advance(61min);
  CHECK(wide.publish(wide.reply(text_of(301))).kind == Kind::rejected);
}

TEST_CASE("a server that does not tell its limits does not stop a reply") {
  Stage stage;
  stage.server.answers["/api/v2/instance"] = [](const HttpRequest&) { return answer(500, ""); };
  CHECK(stage.publish(stage.reply()).kind == Kind::sent);
}

TEST_CASE("ends of a write follow the status alone") {
  struct Row {
    int status;
    Kind kind;
    bool parks;
  };
  for (const Row& row : {Row{401, Kind::not_sent, true}, Row{403, Kind::not_sent, true},
                         Row{404, Kind::rejected, false}, Row{410, Kind::rejected, false},
                         Row{422, Kind::rejected, false}, Row{429, Kind::not_sent, false},
                         Row{500, Kind::unknown, false}, Row{502, Kind::unknown, false},
                         Row{503, Kind::unknown, false}, Row{504, Kind::unknown, false},
                         Row{302, Kind::unknown, false}, Row{400, Kind::unknown, false},
                         Row{409, Kind::unknown, false}, Row{202, Kind::unknown, false}}) {
    CAPTURE(row.status);
    Stage stage;
    stage.server.answers[post_path] = [&row](const HttpRequest&) {
      return answer(row.status, R"({"error":"検証に失敗しました"})");
    };
    const auto out = stage.publish(stage.reply());
    CHECK(out.kind == row.kind);
    CHECK(out.park_account == row.parks);
    CHECK(out.http_status == row.status);
    CHECK(out.message.find("token-1") == std::string::npos);
  }
  for (const char* body :
       {"", "{}", "[]", R"({"id":"1"})", R"({"id":"","account":{}})", "{\"id\":"}) {
    CAPTURE(body);
    Stage stage;
    stage.server.answers[post_path] = [body](const HttpRequest&) { return answer(200, body); };
    CHECK(stage.publish(stage.reply()).kind == Kind::unknown);
  }
}

TEST_CASE("a write that never left is known not to be sent, any other silence is unknown") {
  for (const Reach reach : {Reach::not_sent, Reach::unknown}) {
    Stage stage;
    stage.server.answers[post_path] = [reach](const HttpRequest&) -> Result<HttpResponse> {
      return no_answer(reach);
    };
    const Kind expected = reach == Reach::not_sent ? Kind::not_sent : Kind::unknown;
    CHECK(stage.publish(stage.reply()).kind == expected);
  }
}

TEST_CASE("D4 the wait after a refusal is the server's moment, kept within bounds") {
  struct Row {
    HttpHeaders headers;
    Milliseconds wait;
  };
  for (const Row& row :
       std::vector<Row>{{{{"X-RateLimit-Reset", "2026-11-21T12:00:30.869078Z"}}, 30'869ms},
                        {{{"X-RateLimit-Reset", "2026-11-21T11:00:00.869078Z"}}, 1s},
                        {{{"X-RateLimit-Reset", "2026-11-21T15:00:00.869078Z"}}, 15min},
                        {{{"X-RateLimit-Reset", "1795262400"}}, 60s},
                        {{}, 60s},
                        {{{"Retry-After", "5"}, {"X-RateLimit-Reset", "2026-11-21T12:01:00Z"}}, 5s},
                        // The server's clock is ten minutes ahead of ours, and it says so.
                        {{{"X-RateLimit-Reset", "2026-11-21T12:10:30Z"},
                          {"Date", "Sat, 21 Nov 2026 12:10:00 GMT"}},
                         30s}}) {
    Stage stage;
    stage.server.answers[post_path] = [&row](const HttpRequest&) {
      return answer(429, R"({"error":"Too many requests"})", row.headers);
    };
    const auto out = stage.publish(stage.reply());
    CHECK(out.kind == Kind::not_sent);
    REQUIRE(out.retry_after.has_value());
    CHECK(*out.retry_after == row.wait);
  }
}

TEST_CASE("a reply without key, text or target never leaves") {
  Stage stage;
  OutgoingReply keyless = stage.reply();
  keyless.network_key.clear();
  OutgoingReply split_key = stage.reply();
  split_key.network_key = "a\r\nX-Evil: 1";
  OutgoingReply nowhere = stage.reply();
  nowhere.target_id.clear();
  for (const OutgoingReply& reply : {keyless, split_key, nowhere, stage.reply("  ")})
    CHECK(stage.publish(reply).kind == Kind::rejected);
  CHECK(stage.bench.http.requests().empty());
}

TEST_CASE("own posts are read back to the asked moment, direct ones included") {
  Stage stage;
  for (int i = 0; i < 100; ++i) {
    const std::string id = "5" + std::to_string(1'000 + i);
    stage.server.toots[id] = Toot{.id = id,
                                  .content = "<p>Case 26-" + std::to_string(i) + "</p>",
                                  .at = noon + std::chrono::minutes(i),
                                  .visibility = i % 2 == 0 ? "direct" : "public",
                                  .author_id = "311",
                                  .in_reply_to = "77"};
    stage.server.own.push_back(id);
  }
  const auto all = stage.mastodon->read_own(noon, {}, noon + 100min);
  REQUIRE(all.ok());
  CHECK(all->complete);
  REQUIRE(all->posts.size() == 100);
  CHECK(all->posts[0].remote_id == "51099");
  CHECK(all->posts[0].in_reply_to == "77");
  CHECK(all->posts[0].text == "Case 26-99");

  const std::size_t before = stage.bench.http.requests().size();
  const auto some = stage.mastodon->read_own(noon + 90min, {}, noon + 100min);
  REQUIRE(some.ok());
  CHECK(some->complete);
  CHECK(some->posts.size() == 10);
  CHECK(stage.bench.http.requests().size() == before + 1);

  stage.server.links = false;  // without a header the ids lead down as well
  const auto unlinked = stage.mastodon->read_own(noon, {}, noon + 100min);
  REQUIRE(unlinked.ok());
  CHECK(unlinked->complete);
  CHECK(unlinked->posts.size() == 100);
}

TEST_CASE("a read of own posts that broke off proves nothing") {
  Stage stage;
  stage.server.answers["/api/v1/accounts/311/statuses"] = [](const HttpRequest&) {
    return answer(200, R"([{"id":"1","account":{"id":"311"}}])");
  };
  CHECK_FALSE(stage.mastodon->read_own(noon, {}, noon).ok());
}

TEST_CASE("every reply gets a key of its own that may stand in a header") {
  Stage stage;
  const std::string one = stage.mastodon->new_key(noon, stage.bench.random);
  const std::string other = stage.mastodon->new_key(noon, stage.bench.random);
  CHECK(one != other);
  CHECK(mastodon::is_id(one));
  CHECK(stage.mastodon->capabilities().policy == ReplyPolicy::retry_keyed);
  CHECK_FALSE(stage.mastodon->newer("10", "9"));
}
