// The Bluesky connector against a real Bluesky network on loopback
// (tests/network/bluesky/bsky-up.sh). Its address comes in SOCIAL311_BSKY_PDS, for example
// http://localhost:2583; without it every test here is skipped. A network indexes a moment later
// than it accepts, so what is awaited is asked for again until a deadline.
#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "connectors/bluesky/uri.h"
#include "connectors/network.h"
#include "core/json.h"
#include "core/text.h"
#include "net/client.h"
#include "tests/support/memory_vault.h"

using namespace social311;
using namespace social311::connectors;
using Kind = PublishOutcome::Kind;

namespace {

std::string current_pds;

const std::string& pds() {
  return current_pds;
}

bool no_network(const char* variable = "SOCIAL311_BSKY_PDS") {
  const char* address = std::getenv(variable);
  current_pds = address == nullptr ? "" : address;
  if (!current_pds.empty()) return false;
  MESSAGE("skipped: ", variable, " names no Bluesky network");
  return true;
}

using tests::MemoryVault;

// Counts the log-ins that pass through, and can spoil the access token on its way.
class WatchedClient final : public HttpClient {
 public:
  Result<HttpResponse> send(const HttpRequest& request) override {
    if (request.url.find("createSession") != std::string::npos) ++log_ins;
    if (request.url.find("refreshSession") != std::string::npos) ++refreshes;
    return inner_->send(request);
  }
  int log_ins = 0;
  int refreshes = 0;

 private:
  std::unique_ptr<HttpClient> inner_ = net::make_http_client();
};

SystemClock system_clock;
SystemRandom system_random;

// Somebody on the network, by its plain API.
class Person {
 public:
  explicit Person(const std::string& prefix) {
    password_ = "pw-" + prefix + "-311";
    handle_ = prefix + std::to_string(system_random.below(100'000'000)) + ".test";
    JsonWriter json;
    json.object().member("handle", handle_).member("password", password_);
    json.member("email", handle_ + "@example.com");
    const JsonValue made = call("com.atproto.server.createAccount", json.str());
    did_ = made["did"].text_or("");
    token_ = made["accessJwt"].text_or("");
    REQUIRE_FALSE(token_.empty());
  }

  const std::string& did() const { return did_; }
  const std::string& handle() const { return handle_; }

  Account account() const {
    Account account;
    account.network = "bluesky";
    account.id = did_;
    account.handle = handle_;
    account.base_url = pds();
    account.credentials = {{"identifier", Secret(handle_)}, {"app_password", Secret(password_)}};
    return account;
  }

  struct Made {
    std::string uri{};
    std::string cid{};
  };

  // Mentions `whom` by a facet where their handle stands in the text; answers `parent` in its
  // thread.
  Made post(const std::string& text, const Person* whom = nullptr, const Made* parent = nullptr,
            const Made* root = nullptr, const std::string& created_at = {}) {
    JsonWriter json;
    json.object()
        .member("repo", did_)
        .member("collection", "app.bsky.feed.post")
        .key("record")
        .object();
    json.member("$type", "app.bsky.feed.post")
        .member("text", text)
        .key("langs")
        .list()
        .value("en")
        .end();
    json.member("createdAt", created_at.empty() ? to_iso8601(system_clock.now()) : created_at);
    if (whom != nullptr) write_mention(json, text, *whom);
    if (parent != nullptr) {
      const Made& top = root == nullptr ? *parent : *root;
      json.key("reply")
          .object()
          .key("root")
          .object()
          .member("uri", top.uri)
          .member("cid", top.cid)
          .end();
      json.key("parent").object().member("uri", parent->uri).member("cid", parent->cid).end().end();
    }
    const JsonValue made = call("com.atproto.repo.createRecord", json.str());
    REQUIRE(made["uri"].text().has_value());
    return {*made["uri"].text(), made["cid"].text_or("")};
  }

  void remove(const Made& made) {
    JsonWriter json;
    json.object().member("repo", did_).member("collection", "app.bsky.feed.post");
    json.member("rkey", made.uri.substr(made.uri.rfind('/') + 1));
    call("com.atproto.repo.deleteRecord", json.str());
  }

  // {"replies":[…]} of the thread, or absent.
  JsonValue thread(const std::string& uri) {
    return get("app.bsky.feed.getPostThread?depth=5&uri=" + percent_encode(uri))["thread"];
  }

  JsonValue get(const std::string& method) {
    HttpRequest request;
    request.url = pds() + "/xrpc/" + method;
    request.headers["Authorization"] = "Bearer " + token_;
    const auto response = client_->send(request);
    REQUIRE(response.ok());
    return JsonValue::parse(response->body).value_or(JsonValue());
  }

  JsonValue call(const std::string& method, const std::string& body) {
    HttpRequest request;
    request.method = "POST";
    request.url = pds() + "/xrpc/" + method;
    request.headers["Content-Type"] = "application/json";
    if (!token_.empty()) request.headers["Authorization"] = "Bearer " + token_;
    request.body = body;
    request.effect = HttpEffect::write;
    const auto response = client_->send(request);
    REQUIRE(response.ok());
    CAPTURE(response->body);
    REQUIRE(response->status == 200);
    return JsonValue::parse(response->body).value_or(JsonValue());
  }

 private:
  static void write_mention(JsonWriter& json, const std::string& text, const Person& whom) {
    const std::string shown = "@" + whom.handle();
    const auto at = static_cast<std::int64_t>(text.find(shown));
    json.key("facets").list().object().key("index").object();
    json.member("byteStart", at)
        .member("byteEnd", at + static_cast<std::int64_t>(shown.size()))
        .end();
    json.key("features").list().object();
    json.member("$type", "app.bsky.richtext.facet#mention")
        .member("did", whom.did())
        .end()
        .end()
        .end()
        .end();
  }

  std::unique_ptr<HttpClient> client_ = net::make_http_client();
  std::string handle_;
  std::string password_;
  std::string did_;
  std::string token_;
};

// The city with its connector.
struct City {
  Person person{"city"};
  WatchedClient http{};
  MemoryVault vault{};
  std::unique_ptr<Network> network{};

  City() {
    auto made = make_network(person.account(), {http, vault, system_clock, system_random});
    REQUIRE(made.ok());
    network = std::move(made).value();
  }

  std::vector<Post> read(const std::string& listen) {
    PageAsk ask;
    ask.listen = listen;
    ask.now = system_clock.now();
    ask.since_at = ask.now - std::chrono::hours(1);
    std::vector<Post> posts;
    for (int pages = 0; pages < 10; ++pages) {
      const auto page = network->read_page(ask);
      REQUIRE_MESSAGE(page.ok(), (page.ok() ? "" : page.fault().message));
      CHECK(page->unreadable.empty());
      posts.insert(posts.end(), page->posts.begin(), page->posts.end());
      ask.next = page->next;
      if (ask.next.empty()) break;
    }
    return posts;
  }

  OutgoingReply reply_to(const std::string& uri, const std::string& text) {
    const Instant now = system_clock.now();
    return {.target_id = uri,
            .text = text,
            .marker = text,
            .network_key = network->new_key(now, system_random),
            .language = "en",
            .composed_at = now};
  }
};

bool within_seconds(int seconds, const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (std::chrono::steady_clock::now() < deadline) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return holds();
}

std::optional<Post> await_post(City& city, const std::string& listen, const std::string& uri) {
  std::optional<Post> found;
  within_seconds(20, [&] {
    for (Post& post : city.read(listen)) {
      if (post.id == uri) found = std::move(post);
    }
    return found.has_value();
  });
  return found;
}

}  // namespace

TEST_CASE("a real mention behind an emoji arrives with its bytes right") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  const auto made =
      maria.post("🕳️ @" + city.person.handle() + " pothole at 1437 Bannock St", &city.person);
  const auto post = await_post(city, "mentions", made.uri);
  REQUIRE(post.has_value());
  CHECK(post->author.id == maria.did());
  CHECK(post->author.handle == maria.handle());
  CHECK(post->mentions == std::vector<std::string>{city.person.handle()});
  CHECK(post->mention_ids == std::vector<std::string>{city.person.did()});
  CHECK(post->repliable_reason == "mentioned");
  CHECK(post->version == made.cid);
  CHECK(post->lang == "en");
}

TEST_CASE("a real mention without a facet is found by the default search and once only") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  const auto plain = maria.post("hello @" + city.person.handle() + " a tree is down");
  const auto faceted = maria.post("@" + city.person.handle() + " another one", &city.person);
  const auto words = default_listen("bluesky");
  const auto found = await_post(city, words.at(1), plain.uri);
  REQUIRE(found.has_value());
  CHECK(found->repliable_reason == "mentioned");
  const auto by_notification = await_post(city, "mentions", faceted.uri);
  const auto by_search = await_post(city, words.at(1), faceted.uri);
  REQUIRE(by_notification.has_value());
  REQUIRE(by_search.has_value());
  CHECK(by_notification->id == by_search->id);
  CHECK(by_notification->version == by_search->version);
  CHECK(by_notification->text == by_search->text);
  for (const Post& post : city.read("mentions")) CHECK(post.id != plain.uri);
}

TEST_CASE("a hundred real polls log in once") {
  if (no_network()) return;
  City city;
  for (int i = 0; i < 100; ++i) city.read("mentions");
  CHECK(city.http.log_ins == 1);
  CHECK(city.http.refreshes == 0);
}

TEST_CASE("a real session that is broken is renewed without an outage") {
  if (no_network()) return;
  City city;
  city.read("mentions");
  city.vault.update("session", [](std::optional<Secret> kept) {
    REQUIRE(kept.has_value());
    std::string spoilt = kept->reveal();
    const std::size_t at = spoilt.find("\"access\":\"") + 10;
    spoilt.replace(at, 10, "xxxxxxxxxx");
    return std::optional(Secret(spoilt));
  });
  city.read("mentions");
  CHECK(city.http.log_ins == 2);
}

TEST_CASE("a real post that claims another time is stored at the time of indexing") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  for (const char* claim : {"1970-01-01T00:00:00.000Z", "2030-01-01T00:00:00.000Z"}) {
    const auto made =
        maria.post("@" + city.person.handle() + " hi", &city.person, nullptr, nullptr, claim);
    const auto post = await_post(city, "mentions", made.uri);
    REQUIRE(post.has_value());
    const auto age = system_clock.now() - post->created_at;
    CHECK(age < std::chrono::minutes(5));
    CHECK(age > -std::chrono::minutes(5));
  }
}

TEST_CASE("a real reply sent twice is one reply in the middle of the right thread") {
  if (no_network()) return;
  City city;
  Person jo("jo");
  Person maria("maria");
  const auto root = jo.post("the lights on Colfax are out");
  const auto middle = maria.post("@" + city.person.handle() + " here too", &city.person, &root);
  REQUIRE(await_post(city, "mentions", middle.uri).has_value());
  const auto reply = city.reply_to(
      middle.uri, "Thanks @" + maria.handle() + " 🔧 Case 26-000001. https://city.example.com/c/1");
  const auto first = city.network->publish(reply, system_clock.now());
  CHECK_MESSAGE(first.kind == Kind::sent, first.message);
  const auto second = city.network->publish(reply, system_clock.now());
  CHECK(second.kind == Kind::sent);
  CHECK(first.remote_id == second.remote_id);

  CHECK(within_seconds(20, [&] { return jo.thread(middle.uri)["replies"].size() > 0; }));
  const JsonValue replies = jo.thread(middle.uri)["replies"];
  REQUIRE(replies.size() == 1);
  const JsonValue record = replies.at(0)["post"]["record"];
  CHECK(record["text"].text() == reply.text);
  CHECK(record["reply"]["root"]["uri"].text() == root.uri);
  CHECK(record["reply"]["root"]["cid"].text() == root.cid);
  CHECK(record["reply"]["parent"]["uri"].text() == middle.uri);
  REQUIRE(record["facets"].size() == 2);
  CHECK(record["facets"].at(0)["features"].at(0)["did"].text() == maria.did());
}

TEST_CASE("a real reply whose answer was lost is found by its key at once and in the feed later") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  const auto made = maria.post("@" + city.person.handle() + " hi", &city.person);
  REQUIRE(await_post(city, "mentions", made.uri).has_value());
  const auto reply = city.reply_to(made.uri, "Case 26-000002");
  const Instant since = system_clock.now() - std::chrono::minutes(5);
  const auto before = city.network->read_own(since, {reply}, system_clock.now());
  REQUIRE(before.ok());
  CHECK(before->complete);
  CHECK(before->posts.empty());
  CHECK(before->skew < std::chrono::seconds(5));
  const auto sent = city.network->publish(reply, system_clock.now());
  REQUIRE(sent.kind == Kind::sent);
  const auto after = city.network->read_own(since, {reply}, system_clock.now());
  REQUIRE(after.ok());
  REQUIRE(after->posts.size() == 1);
  CHECK(after->posts[0].remote_id == sent.remote_id);
  CHECK(after->posts[0].in_reply_to == made.uri);
  CHECK(within_seconds(20, [&] {
    const auto feed = city.network->read_own(since, {}, system_clock.now());
    return feed.ok() && feed->posts.size() == 1 && feed->complete;
  }));
}

TEST_CASE("a real post that was deleted is not answered and is gone from the look-up") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  const auto made = maria.post("@" + city.person.handle() + " never mind", &city.person);
  REQUIRE(await_post(city, "mentions", made.uri).has_value());
  const auto known = city.network->read_posts({made.uri}, system_clock.now());
  REQUIRE(known.ok());
  CHECK(known->posts.size() == 1);
  maria.remove(made);
  CHECK(within_seconds(20, [&] {
    const auto posts = city.network->read_posts({made.uri}, system_clock.now());
    return posts.ok() && posts->posts.empty();
  }));
  const auto out =
      city.network->publish(city.reply_to(made.uri, "Case 26-000003"), system_clock.now());
  CHECK(out.kind == Kind::rejected);
  CHECK(out.message == "the post was deleted");
}

TEST_CASE("the real limit of 300 graphemes is kept on our side") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  const auto made = maria.post("@" + city.person.handle() + " hi", &city.person);
  REQUIRE(await_post(city, "mentions", made.uri).has_value());
  const auto long_one =
      city.network->publish(city.reply_to(made.uri, std::string(301, 'x')), system_clock.now());
  CHECK(long_one.kind == Kind::rejected);
  CHECK(long_one.http_status == 0);
  std::string family;
  for (int i = 0; i < 130; ++i) family += "👨‍👩‍👧‍👦";
  CHECK(city.network->publish(city.reply_to(made.uri, family), system_clock.now()).http_status ==
        0);
  const auto full = city.network->publish(
      city.reply_to(made.uri, std::string(298, 'x') + "🕳️🇺🇸"), system_clock.now());
  CHECK_MESSAGE(full.kind == Kind::sent, full.message);
}

TEST_CASE("real replies to us and quotes of us arrive with their reason") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  const auto ours = city.person.post("Denver 311 is listening");
  // The network derives notifications while it indexes: the answer must come after what it answers.
  CHECK(within_seconds(20, [&] {
    const auto posts = city.network->read_posts({ours.uri}, system_clock.now());
    return posts.ok() && posts->posts.size() == 1;
  }));
  const auto reply = maria.post("good", nullptr, &ours);
  JsonWriter json;
  json.object()
      .member("repo", maria.did())
      .member("collection", "app.bsky.feed.post")
      .key("record")
      .object();
  json.member("$type", "app.bsky.feed.post").member("text", "look at this");
  json.member("createdAt", to_iso8601(system_clock.now()));
  json.key("embed").object().member("$type", "app.bsky.embed.record").key("record").object();
  json.member("uri", ours.uri).member("cid", ours.cid);
  const std::string quote =
      maria.call("com.atproto.repo.createRecord", json.str())["uri"].text_or("");
  const auto seen_reply = await_post(city, "mentions", reply.uri);
  const auto seen_quote = await_post(city, "mentions", quote);
  REQUIRE(seen_reply.has_value());
  REQUIRE(seen_quote.has_value());
  CHECK(seen_reply->repliable_reason == "reply to us");
  CHECK(seen_reply->in_reply_to == ours.uri);
  CHECK(seen_quote->repliable_reason == "quoted us");
  CHECK(seen_quote->quoted == ours.uri);
}

TEST_CASE("a real burst of 130 mentions is walked over pages without a loss") {
  if (no_network()) return;
  City city;
  Person maria("maria");
  std::map<std::string, int> seen;
  for (int i = 0; i < 130; ++i)
    seen[maria.post("@" + city.person.handle() + " number " + std::to_string(i), &city.person)
             .uri] = 0;
  CHECK(within_seconds(60, [&] {
    for (auto& [uri, count] : seen) count = 0;
    for (const Post& post : city.read("mentions")) ++seen[post.id];
    for (const auto& [uri, count] : seen) {
      if (count != 1) return false;
    }
    return seen.size() == 130;
  }));
}

TEST_CASE("a real account is checked and wrong ones are named") {
  if (no_network()) return;
  City city;
  const Health good = city.network->check(system_clock.now());
  CHECK_MESSAGE(good.ok, good.message);
  Account wrong = city.person.account();
  wrong.credentials["app_password"] = Secret("not-the-password");
  MemoryVault vault;
  auto network = make_network(wrong, {city.http, vault, system_clock, system_random});
  REQUIRE(network.ok());
  const Health bad = network.value()->check(system_clock.now());
  CHECK_FALSE(bad.ok);
  CHECK(bad.message.find("not-the-password") == std::string::npos);
  MESSAGE(bad.message);
}

TEST_CASE("B17 a real network without its AppView fails reads for a while and takes replies") {
  if (no_network("SOCIAL311_BSKY_PDS_ALONE")) return;
  City city;
  Person maria("maria");
  const auto made = maria.post("@" + city.person.handle() + " hi", &city.person);
  PageAsk ask;
  ask.listen = "mentions";
  ask.now = system_clock.now();
  const auto page = city.network->read_page(ask);
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::retry_later);
  const auto reply = city.reply_to(made.uri, "Case 26-000004");
  const auto out = city.network->publish(reply, system_clock.now());
  CHECK_MESSAGE(out.kind == Kind::sent, out.message);
  const auto read = city.network->read_own(system_clock.now() - std::chrono::minutes(5), {reply},
                                           system_clock.now());
  REQUIRE(read.ok());
  CHECK_FALSE(read->complete);  // the feed is away: absence of others is not proven
  CHECK(read->posts.size() == 1);
  maria.remove(made);
  const auto late = city.network->publish(city.reply_to(made.uri, "x"), system_clock.now());
  CHECK(late.kind == Kind::not_sent);  // it may be deleted or merely unknown here
}

TEST_CASE("B16 a real limit of log-ins is waited out") {
  if (no_network("SOCIAL311_BSKY_PDS_LIMITED")) return;
  City city;
  std::optional<Fault> refused;
  for (int i = 0; i < 40 && !refused; ++i) {
    MemoryVault empty;  // as if every process forgot its session
    auto made =
        make_network(city.person.account(), {city.http, empty, system_clock, system_random});
    REQUIRE(made.ok());
    PageAsk ask;
    ask.listen = "mentions";
    ask.now = system_clock.now();
    const auto page = made.value()->read_page(ask);
    if (!page) refused = page.fault();
  }
  REQUIRE(refused.has_value());
  CHECK(city.http.log_ins == 31);
  CHECK(refused->kind == FaultKind::retry_later);
  REQUIRE(refused->retry_after.has_value());
  CHECK(*refused->retry_after > std::chrono::seconds(1));
  CHECK(*refused->retry_after <= std::chrono::minutes(5));
}
