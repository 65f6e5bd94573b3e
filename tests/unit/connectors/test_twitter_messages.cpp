#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "connectors/network.h"
#include "connectors/twitter/ids.h"
#include "connectors/twitter/messages.h"
#include "core/json.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using Kind = PublishOutcome::Kind;

namespace {

Account with_messages() {
  Account account = x_account();
  account.listen = {"mentions", "direct_messages"};
  return account;
}

std::unique_ptr<Network> network_of(const Account& account, Bench& bench) {
  auto made = make_network(account, bench.parts());
  REQUIRE(made.ok());
  return std::move(made).value();
}

// X's /2/dm_events: newest first, tokens that go on below an event, 15 requests a window.
class MessageServer {
 public:
  explicit MessageServer(Bench& bench) {
    bench.http.play([this](const HttpRequest& request) { return serve(request); });
  }
  void write(const std::string& id, const std::string& sender = "55") {
    events_.emplace(id, message_item(id, "message " + id, sender));
  }
  void next_window() { used_ = 0; }
  void drop_tokens() { ++token_age_; }
  int used() const { return used_; }

 private:
  struct Newer {
    bool operator()(const std::string& a, const std::string& b) const {
      return twitter::newer_id(a, b);
    }
  };
  HttpResponse serve(const HttpRequest& request) {
    CHECK(path_of(request) == "/2/dm_events");
    CHECK(parameter(request, "since_id").empty());  // X has none here
    CHECK(parameter(request, "max_results") == "100");
    if (used_ == 15) return answer(429, R"({"title":"Too Many Requests","status":429})", window());
    ++used_;
    auto at = events_.begin();
    const std::string token = parameter(request, "pagination_token");
    if (!token.empty()) {
      CHECK(token.size() >= 16);
      if (token.substr(0, 16) != prefix())
        return answer(
            400,
            R"({"title":"Invalid Request","detail":"token","type":"https://api.x.com/2/problems/invalid-request"})");
      at = events_.upper_bound(token.substr(16));
    }
    std::string items;
    std::string last;
    for (int i = 0; i < 100 && at != events_.end(); ++i, ++at) {
      items += (items.empty() ? "" : ",") + at->second;
      last = at->first;
    }
    if (items.empty()) return answer(200, empty_page(), window());
    return answer(200, page_of(items, at == events_.end() ? "" : prefix() + last), window());
  }
  std::string prefix() const { return "token-" + std::to_string(1'000'000'000 + token_age_); }
  HttpHeaders window() const {
    return {{"x-rate-limit-remaining", std::to_string(15 - used_)},
            {"x-rate-limit-reset", "1795263000"}};
  }

  std::map<std::string, std::string, Newer> events_{};
  int used_ = 0;
  int token_age_ = 0;
};

PageAsk messages_since(const std::string& id) {
  PageAsk ask;
  ask.listen = "direct_messages";
  ask.since_id = id;
  ask.since_at = twitter::instant_of(id);
  ask.now = noon;
  return ask;
}

// What the service does with pages: cursor, one gap, and what was stored.
struct Store {
  std::set<std::string> posts{};
  int times = 0;
  std::string cursor{};
  std::string gap_lo{};
  std::string gap_hi{};

  void keep(const Page& page) {
    for (const Post& post : page.posts) times += posts.insert(post.id).second ? 1 : 0;
  }
  bool out_of_window(const Page& page) const { return page.remaining == 0; }

  void walk(Network& x) {
    PageAsk ask = messages_since(cursor);
    auto page = x.read_page(ask);
    REQUIRE(page.ok());
    keep(*page);
    if (!page->next.empty()) {
      gap_lo = cursor;
      gap_hi = page->oldest_id;
    }
    if (!page->newest_id.empty()) cursor = page->newest_id;
    descend(x, ask, *page);
  }
  void fill(Network& x) {
    PageAsk ask = messages_since(gap_lo);
    ask.until_id = gap_hi;
    auto page = x.read_page(ask);
    REQUIRE(page.ok());
    keep_inside(*page);
    descend(x, ask, *page);
  }
  void keep_inside(const Page& page) {
    keep(page);
    if (!page.oldest_id.empty()) gap_hi = page.oldest_id;
    if (page.next.empty()) gap_hi.clear();
  }
  void descend(Network& x, PageAsk ask, Page page) {
    while (!page.next.empty() && !out_of_window(page)) {
      ask.next = page.next;
      auto further = x.read_page(ask);
      REQUIRE(further.ok());
      keep_inside(*further);
      page = std::move(*further);
    }
  }
};

OutgoingReply message_to(const std::string& recipient) {
  OutgoingReply reply;
  reply.target_id = "1990000000000000001";
  reply.text = "Thanks. Case 26-000001";
  reply.direct_message = true;
  reply.recipient_id = recipient;
  return reply;
}

}  // namespace

TEST_CASE("a direct message carries sender, text, attachment and its opaque conversation") {
  const std::string body = R"({"data":[{"id":"1990000000000000001","event_type":"MessageCreate",
    "text":"hole &amp; water https://t.co/a","sender_id":"55","dm_conversation_id":"99-11",
    "created_at":"2026-11-21T11:00:00.000Z","attachments":{"media_keys":["3_1"]},
    "entities":{"urls":[{"start":17,"end":31,"url":"https://t.co/a","expanded_url":"https://city.test/x"}]},
    "referenced_posts":[{"id":"1980000000000000001"}]},
    {"id":"1990000000000000000","event_type":"ParticipantsJoin","created_at":"2026-11-21T11:00:00.000Z"},
    {"id":"1989999999999999999","event_type":"MessageCreate","sender_id":"2244994945","text":"ours",
     "dm_conversation_id":"99-11","created_at":"2026-11-21T10:00:00.000Z"}],
    "includes":{"users":[{"id":"55","username":"maria_r","name":"Maria"}],
    "media":[{"media_key":"3_1","alt_text":"a hole"}]},"meta":{"result_count":3}})";
  const auto read = twitter::parse_messages(body, {city_id, "Denver311"});
  REQUIRE(read.ok());
  CHECK(read->ids.size() == 3);
  REQUIRE(read->page.posts.size() == 2);
  const Post& post = read->page.posts[0];
  CHECK(post.kind == PostKind::direct_message);
  CHECK(post.author == Author{"55", "maria_r", "Maria"});
  CHECK(post.conversation == "99-11");
  CHECK(post.text == "hole & water https://city.test/x");
  CHECK(post.media == 1);
  CHECK(post.media_texts == std::vector<std::string>{"a hole"});
  CHECK(post.quoted == "1980000000000000001");
  CHECK(post.repliable == Repliable::yes);
  CHECK(post.url.empty());
  CHECK(read->page.posts[1].repliable == Repliable::closed);
}

TEST_CASE("X1 messages in the names of 2.166 are the same posts") {
  const std::string post_names =
      R"({"data":[{"id":"1990000000000000001","event_type":"MessageCreate","text":"see https://t.co/a",
      "sender_id":"55","dm_conversation_id":"99-11","created_at":"2026-11-21T11:00:00.000Z",
      "entities":{"urls":[{"start":4,"end":18,"url":"https://t.co/a","expanded_url":"https://city.test/x"}]},
      "referenced_posts":[{"id":"1980000000000000001"}]}]})";
  const std::string tweet_names =
      R"({"data":[{"id":"1990000000000000001","event_type":"MessageCreate","text":"see https://t.co/a",
      "sender_id":"55","dm_conversation_id":"99-11","created_at":"2026-11-21T11:00:00.000Z",
      "urls":[{"start":4,"end":18,"url":"https://t.co/a","expanded_url":"https://city.test/x"}],
      "referenced_tweets":[{"id":"1980000000000000001"}]}]})";
  auto newer = twitter::parse_messages(post_names, {city_id, "Denver311"});
  auto older = twitter::parse_messages(tweet_names, {city_id, "Denver311"});
  REQUIRE(newer.ok());
  REQUIRE(older.ok());
  REQUIRE(newer->page.posts.size() == 1);
  REQUIRE(older->page.posts.size() == 1);
  newer->page.posts[0].raw.clear();
  older->page.posts[0].raw.clear();
  CHECK(newer->page.posts[0] == older->page.posts[0]);
  CHECK(newer->page.posts[0].text == "see https://city.test/x");
}

TEST_CASE("X1 messages are asked for in the account's vocabulary") {
  for (const std::string names : {"post", "tweet"}) {
    CAPTURE(names);
    Bench bench;
    bench.http.play([](const HttpRequest&) { return answer(200, empty_page()); });
    Account account = with_messages();
    account.api_names = names;
    CHECK(network_of(account, bench)->read_page(messages_since("")).ok());
    const std::string fields = parameter(bench.http.requests()[0], "dm_event.fields");
    const std::string expansions = parameter(bench.http.requests()[0], "expansions");
    CHECK(fields.find("participant_ids") == std::string::npos);
    CHECK((fields.find("sender_id") != std::string::npos) == (names == "tweet"));
    CHECK((fields.find("entities") != std::string::npos) == (names == "post"));
    CHECK((expansions.find("referenced_posts") != std::string::npos) == (names == "post"));
    CHECK((expansions.find("referenced_tweets.id") != std::string::npos) == (names == "tweet"));
    CHECK(expansions.find("sender_id") != std::string::npos);
  }
}

TEST_CASE("X20 a burst of messages is read down to the known one over several windows") {
  Bench bench;
  MessageServer server(bench);
  const auto x = network_of(with_messages(), bench);
  const std::string known = id_before_noon(90'000);
  server.write(known);
  Store store;
  store.cursor = known;
  store.posts.insert(known);
  constexpr int burst = 3'450;
  for (int i = 0; i < burst; ++i) server.write(id_before_noon(i + 10));
  store.walk(*x);
  CHECK(server.used() == 15);
  CHECK(store.posts.size() == 1'501);
  REQUIRE_FALSE(store.gap_hi.empty());
  server.write(id_before_noon(5));  // more comes while the gap is open
  server.next_window();
  store.fill(*x);
  CHECK(store.posts.size() == 3'001);
  server.next_window();
  store.fill(*x);
  CHECK(store.gap_hi.empty());
  CHECK(server.used() == 5);  // a token went on where the window had ended
  CHECK(store.posts.size() == burst + 1);
  CHECK(store.times == burst);
  server.next_window();
  store.walk(*x);
  CHECK(store.posts.contains(id_before_noon(5)));
  CHECK(server.used() == 1);
}

TEST_CASE("X20 a gap is filled also when the process or X has forgotten the way") {
  Bench bench;
  MessageServer server(bench);
  const std::string known = id_before_noon(90'000);
  server.write(known);
  for (int i = 0; i < 1'700; ++i) server.write(id_before_noon(i + 10));
  Store store;
  store.cursor = known;
  auto x = network_of(with_messages(), bench);
  store.walk(*x);
  CHECK(store.posts.size() == 1'500);
  server.drop_tokens();
  server.next_window();
  store.fill(*x);  // the kept token is refused: from the newest event again, as far as it goes
  CHECK(server.used() == 15);
  x = network_of(with_messages(), bench);  // a new process
  server.next_window();
  store.fill(*x);
  server.next_window();
  store.fill(*x);
  CHECK(store.gap_hi.empty());
  CHECK(store.posts.size() == 1'701);  // with the known one, read again
}

TEST_CASE("X20 a used-up window of messages is waited out") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    return answer(429, R"({"title":"Too Many Requests","type":"about:blank","status":429})",
                  {{"x-rate-limit-reset", "1795262700"}});
  });
  const auto page = network_of(with_messages(), bench)->read_page(messages_since(""));
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::retry_later);
  CHECK(page.fault().retry_after == std::chrono::minutes(5));
}

TEST_CASE("messages that X shows no more are told as lost") {
  Bench bench;
  MessageServer server(bench);
  server.write(id_before_noon(100));
  const auto x = network_of(with_messages(), bench);
  const auto old = x->read_page(messages_since(id_before_noon(40 * 86'400)));
  REQUIRE(old.ok());
  CHECK(old->clipped.has_value());
  CHECK(old->posts.size() == 1);
  const auto fresh = x->read_page(messages_since(id_before_noon(86'400)));
  REQUIRE(fresh.ok());
  CHECK_FALSE(fresh->clipped.has_value());  // the known message was deleted: nothing is lost
}

TEST_CASE("without permission for messages the account goes on with mentions") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    return answer(403, R"({"title":"Forbidden","detail":"no","type":"about:blank","status":403})");
  });
  const auto page = network_of(with_messages(), bench)->read_page(messages_since(""));
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::rejected);  // not denied: that would park the account
  CHECK(page.fault().message.find("dm.read") != std::string::npos);
  Account app = with_messages();
  app.credentials = {{"bearer_token", Secret("b")}};
  const auto by_app = network_of(app, bench)->read_page(messages_since(""));
  REQUIRE_FALSE(by_app.ok());
  CHECK(by_app.fault().kind == FaultKind::rejected);
  CHECK(bench.http.requests().size() == 1);
}

TEST_CASE("a message is one POST to the person with nothing in it that X does not know") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    return answer(201,
                  R"({"data":{"dm_conversation_id":"99-11","dm_event_id":"1990000000000000777"}})");
  });
  const auto x = network_of(with_messages(), bench);
  const auto out = x->publish(message_to("55"), noon);
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "1990000000000000777");
  REQUIRE(bench.http.requests().size() == 1);
  const HttpRequest& request = bench.http.requests()[0];
  CHECK(request.method == "POST");
  CHECK(request.url == "https://api.x.test/2/dm_conversations/with/55/messages");
  CHECK(request.effect == HttpEffect::write);
  const auto body = JsonValue::parse(request.body);
  REQUIRE(body.ok());
  CHECK(body->keys() == std::vector<std::string>{"text"});
}

TEST_CASE("a message goes only to who wrote one first") {
  Bench bench;
  const auto x = network_of(with_messages(), bench);
  OutgoingReply unasked = message_to("55");
  unasked.target_id.clear();
  CHECK(x->publish(unasked, noon).kind == Kind::rejected);
  CHECK(x->publish(message_to(""), noon).kind == Kind::rejected);
  CHECK(x->publish(message_to(city_id), noon).kind == Kind::rejected);
  OutgoingReply about_a_post = message_to("55");
  about_a_post.private_reply = true;
  CHECK(x->publish(about_a_post, noon).kind == Kind::rejected);
  OutgoingReply long_one = message_to("55");
  long_one.text = std::string(10'001, 'a');
  CHECK(x->publish(long_one, noon).kind == Kind::rejected);
  CHECK(bench.http.requests().empty());
  REQUIRE(x->capabilities().message_length.has_value());
  CHECK(x->capabilities().message_length->fits(std::string(10'000, 'a')));
  CHECK_FALSE(x->capabilities().message_length->fits(long_one.text));
  CHECK(x->capabilities().sends_messages);
}

TEST_CASE("a refused permission for messages refuses the message and does not stop the account") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    return answer(
        403,
        R"({"title":"x","detail":"d","type":"https://api.x.com/2/problems/oauth1-permissions"})");
  });
  const auto out = network_of(with_messages(), bench)->publish(message_to("55"), noon);
  CHECK(out.kind == Kind::rejected);
  CHECK_FALSE(out.park_account);
}

TEST_CASE("our own messages are looked for where one may have been sent") {
  Bench bench;
  const std::string ours = id_before_noon(60);
  bool messages_work = true;
  bench.http.play([&](const HttpRequest& request) {
    if (path_of(request) != "/2/dm_events") return answer(200, empty_page());
    if (!messages_work) return answer(503, "");
    return answer(200, page_of(message_item(id_before_noon(30), "from Maria") + "," +
                               message_item(ours, "Case 26-000001", city_id)));
  });
  OutgoingReply doubt = message_to("55");
  const auto x = network_of(x_account(), bench);  // does not listen to messages
  const auto read = x->read_own(noon - std::chrono::minutes(10), {doubt}, noon);
  REQUIRE(read.ok());
  CHECK(read->complete);
  REQUIRE(read->posts.size() == 1);
  CHECK(read->posts[0].remote_id == ours);
  messages_work = false;
  const auto partly = x->read_own(noon - std::chrono::minutes(10), {doubt}, noon);
  REQUIRE(partly.ok());
  CHECK_FALSE(partly->complete);
  doubt.direct_message = false;
  const auto public_only = x->read_own(noon - std::chrono::minutes(10), {doubt}, noon);
  REQUIRE(public_only.ok());
  CHECK(public_only->complete);
}

TEST_CASE("hostile message pages end in a fault or a skipped item") {
  const twitter::Self self{city_id, "Denver311"};
  for (const char* body :
       {"", "<html>", "[]", "{}", "{\"data\":{\"id\":", "{\"data\":7}", "\"x\""}) {
    CAPTURE(body);
    CHECK_FALSE(twitter::parse_messages(body, self).ok());
  }
  const auto read = twitter::parse_messages(
      R"({"data":[7,{},{"id":"x","text":"t"},{"id":"1990000000000000001"},
          {"id":"1990000000000000002","text":"t","sender_id":[],"created_at":"Wed Jan 06"}]})",
      self);
  REQUIRE(read.ok());
  CHECK(read->page.unreadable.size() == 4);
  CHECK(read->page.problems.size() == 4);
  REQUIRE(read->page.posts.size() == 1);
  CHECK(read->page.posts[0].repliable == Repliable::unknown);
}
