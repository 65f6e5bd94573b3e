// The Mastodon connector through the production HTTP client, against a raw server that misbehaves:
// what the wire carries, and what becomes of a reply when the answer does not come.
#include <doctest/doctest.h>

#include "connectors/network.h"
#include "core/json.h"
#include "net/client.h"
#include "tests/support/scripted_server.h"

using namespace social311;
using namespace social311::connectors;
using social311::test::Answer;
using social311::test::json_answer;
using social311::test::RecordedRequest;
using social311::test::RefusedPort;
using social311::test::ScriptedServer;
using Kind = PublishOutcome::Kind;

namespace {

class NoVault final : public Vault {
 public:
  std::optional<Secret> load(const std::string&) override { return {}; }
  void update(const std::string&,
              const std::function<std::optional<Secret>(std::optional<Secret>)>&) override {}
};

const std::string toot =
    R"({"id":"77","created_at":"2026-11-21T11:00:00.000Z","visibility":"direct","content":"<p>hi</p>",)"
    R"("account":{"id":"55","acct":"maria@other.test"}})";

struct Stage {
  ScriptedServer server{};
  std::unique_ptr<HttpClient> http = net::make_http_client();
  NoVault vault{};
  SystemClock clock{};
  SystemRandom random{};
  std::unique_ptr<Network> mastodon = network_at(server.url("/prefix/"));

  std::unique_ptr<Network> network_at(const std::string& base) {
    Account account;
    account.network = "mastodon";
    account.id = "311";
    account.handle = "denver311";
    account.base_url = base;
    account.credentials = {{"access_token", Secret("token-1")}};
    auto made = make_network(account, {*http, vault, clock, random});
    REQUIRE(made.ok());
    return std::move(made).value();
  }
  // The reads before a write: the target and the limits.
  void before_write() { server.then(json_answer(toot)).then(json_answer("{}")); }
  PublishOutcome publish() {
    OutgoingReply reply;
    reply.target_id = "77";
    reply.text = "Thanks. 26-000001-K3";
    reply.marker = "26-000001-K3";
    reply.network_key = mastodon->new_key(clock.now(), random);
    reply.composed_at = clock.now();
    return mastodon->publish(reply, clock.now());
  }
};

PageAsk ask_above(const std::string& id) {
  PageAsk ask;
  ask.listen = "mentions";
  ask.since_id = id;
  ask.now = SystemClock().now();
  return ask;
}

}  // namespace

TEST_CASE("a Mastodon page is asked for below the base address, ids encoded, token in the header") {
  Stage stage;
  stage.server.then(json_answer("[]"));
  const auto page = stage.mastodon->read_page(ask_above("2026-11-21T21:18:25.271Z/mention/1&x=1"));
  REQUIRE(page.ok());
  CHECK(page->next.empty());
  const RecordedRequest request = stage.server.requests().at(0);
  CHECK(request.target ==
        "/prefix/api/v1/notifications?types%5B%5D=mention&include_filtered=true&limit=80&min_id="
        "2026-11-21T21%3A18%3A25.271Z%2Fmention%2F1%26x%3D1");
  CHECK(request.header("Authorization") == "Bearer token-1");
}

TEST_CASE("a Mastodon reply is one POST with its key, and never more public than its target") {
  Stage stage;
  stage.before_write();
  stage.server.then(json_answer(R"({"id":"900","account":{"id":"311"}})"));
  const auto out = stage.publish();
  CHECK(out.kind == Kind::sent);
  CHECK(out.remote_id == "900");
  const auto requests = stage.server.requests();
  REQUIRE(requests.size() == 3);
  CHECK(requests[2].method == "POST");
  CHECK(requests[2].target == "/prefix/api/v1/statuses");
  CHECK_FALSE(requests[2].header("Idempotency-Key").empty());
  CHECK(requests[2].connection != requests[1].connection);  // a write has one of its own
  const auto body = JsonValue::parse(requests[2].body);
  REQUIRE(body.ok());
  CHECK((*body)["visibility"].text() == "direct");
  CHECK((*body)["status"].text() == "@maria@other.test Thanks. 26-000001-K3");
}

TEST_CASE("a Mastodon reply whose answer is lost, cut or a redirect has an unknown end") {
  const Answer whole = json_answer(R"({"id":"900","account":{"id":"311"}})");
  using Step = std::function<void(ScriptedServer&)>;
  const std::vector<Step> steps{
      [](ScriptedServer& server) { server.then_hang_up(); },
      [](ScriptedServer& server) { server.then_reset(); },
      [&](ScriptedServer& server) { server.then_cut(whole, 10); },
      [](ScriptedServer& server) { server.then_redirect("http://127.0.0.1:1/"); },
      [](ScriptedServer& server) { server.then(json_answer("{}", 503)); },
  };
  for (const Step& step : steps) {
    Stage stage;
    stage.before_write();
    step(stage.server);
    CHECK(stage.publish().kind == Kind::unknown);
    CHECK(stage.server.requests().size() == 3);  // and nothing was tried again by itself
  }
}

TEST_CASE("a Mastodon that is not there has got no reply") {
  Stage stage;
  const RefusedPort nobody;
  stage.mastodon = stage.network_at(nobody.url(""));
  CHECK(stage.publish().kind == Kind::not_sent);
  CHECK(stage.mastodon->read_page(ask_above("1")).fault().kind == FaultKind::retry_later);
}
