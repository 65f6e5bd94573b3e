#include <doctest/doctest.h>

#include "connectors/network.h"
#include "connectors/twitter/auth.h"
#include "core/digest.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

const std::string home = "http://127.0.0.1:8311/back";

Account without_tokens() {
  Account account = x_account();
  account.credentials = {{"client_id", Secret("client")}};
  account.listen = {"mentions", "direct_messages"};
  return account;
}

std::unique_ptr<Network> network_of(const Account& account, Bench& bench) {
  auto made = make_network(account, bench.parts());
  REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.fault().message));
  return std::move(made).value();
}

// X's page of sign-in and token endpoint: the code is good once, for the verifier whose digest the
// page was opened with.
struct SignInServer {
  explicit SignInServer(Bench& bench) {
    bench.http.play([this](const HttpRequest& request) { return serve(request); });
  }
  void open(const SignInPage& page) {
    HttpRequest request;
    request.url = page.url;
    CHECK(path_of(request) == "/i/oauth2/authorize");
    CHECK(parameter(request, "response_type") == "code");
    CHECK(parameter(request, "code_challenge_method") == "S256");
    CHECK(parameter(request, "redirect_uri") == home);
    CHECK(parameter(request, "state") == page.state);
    asked_scopes = parameter(request, "scope");
    challenge = parameter(request, "code_challenge");
    code = "code-1";
  }
  Result<HttpResponse> serve(const HttpRequest& request) {
    if (path_of(request) == "/2/oauth2/token") return token(request);
    const bool known = request.headers.at("Authorization") == "Bearer access-9";
    if (!known) return answer(401, R"({"title":"Unauthorized","type":"about:blank","status":401})");
    if (path_of(request) != "/2/users/me") return answer(200, empty_page());
    return answer(200, R"({"data":{"id":")" + who + R"(","username":"Denver311","name":"d"}})",
                  {{"x-access-level", "read-write"}});
  }
  HttpResponse token(const HttpRequest& request) {
    last = request;
    HttpRequest form;
    form.url = "http://x/?" + request.body;
    const bool good = !code.empty() && parameter(form, "code") == code &&
                      parameter(form, "grant_type") == "authorization_code" &&
                      parameter(form, "redirect_uri") == home &&
                      base64url(sha256(parameter(form, "code_verifier"))) == challenge;
    code.clear();
    if (!good) return answer(400, R"({"error":"invalid_request"})");
    return answer(200, R"({"token_type":"bearer","expires_in":7200,"access_token":"access-9",)"
                       R"("refresh_token":"refresh-9","scope":")" +
                           granted + R"("})");
  }

  std::string who = city_id;
  std::string granted = twitter::scopes_wanted;
  std::string asked_scopes{};
  std::string challenge{};
  std::string code{};
  HttpRequest last{};
};

}  // namespace

TEST_CASE("a person signs in on X's page and the tokens are kept and used") {
  Bench bench;
  SignInServer server(bench);
  const auto x = network_of(without_tokens(), bench);
  PageAsk ask;
  ask.listen = "mentions";
  ask.now = noon;
  const auto before = x->read_page(ask);
  REQUIRE_FALSE(before.ok());
  CHECK(before.fault().kind == FaultKind::denied);
  CHECK(before.fault().message.find("account authorise") != std::string::npos);
  CHECK(bench.http.requests().empty());

  const auto page = x->begin_sign_in(home, bench.random);
  REQUIRE(page.ok());
  server.open(*page);
  CHECK(server.asked_scopes == twitter::scopes_wanted);
  CHECK(page->url.find(page->verifier.reveal()) == std::string::npos);
  CHECK(page->verifier.reveal().size() >= 43);
  REQUIRE(x->finish_sign_in(*page, home, "code-1", noon).ok());
  CHECK(server.last.body.find("client_id=client") != std::string::npos);
  CHECK(server.last.headers.count("Authorization") == 0);
  CHECK(server.last.effect == HttpEffect::write);
  CHECK(x->read_page(ask).ok());
  CHECK(network_of(without_tokens(), bench)->read_page(ask).ok());  // another process
}

TEST_CASE("a confidential client signs in under its secret") {
  Bench bench;
  SignInServer server(bench);
  Account account = without_tokens();
  account.credentials["client_secret"] = Secret("hush");
  const auto x = network_of(account, bench);
  const auto page = x->begin_sign_in(home, bench.random);
  REQUIRE(page.ok());
  server.open(*page);
  REQUIRE(x->finish_sign_in(*page, home, "code-1", noon).ok());
  CHECK(server.last.headers.at("Authorization") == "Basic " + base64("client:hush"));
  CHECK(server.last.body.find("hush") == std::string::npos);
}

TEST_CASE("the real page of sign-in lies on X's own host") {
  Bench bench;
  Account account = without_tokens();
  account.base_url = "https://api.x.com";
  const auto page = network_of(account, bench)->begin_sign_in(home, bench.random);
  REQUIRE(page.ok());
  CHECK(page->url.rfind("https://x.com/i/oauth2/authorize?", 0) == 0);
}

TEST_CASE("a code that is old, foreign or used twice changes nothing") {
  Bench bench;
  SignInServer server(bench);
  Account account = x_account();
  account.credentials["client_id"] = Secret("client");
  const auto x = network_of(account, bench);
  const auto page = x->begin_sign_in(home, bench.random);
  const auto other = x->begin_sign_in(home, bench.random);
  REQUIRE(page.ok());
  REQUIRE(other.ok());
  CHECK(page->state != other->state);
  server.open(*page);
  const auto foreign = x->finish_sign_in(*other, home, "code-1", noon);  // another verifier
  REQUIRE_FALSE(foreign.ok());
  CHECK(foreign.fault().kind == FaultKind::rejected);
  CHECK_FALSE(x->finish_sign_in(*page, home, "code-1", noon).ok());  // used up
  CHECK_FALSE(x->finish_sign_in(*page, home, "", noon).ok());
  CHECK_FALSE(bench.vault.load("oauth2").has_value());
}

TEST_CASE("who signs in as somebody else is refused and the old tokens stay") {
  Bench bench;
  SignInServer server(bench);
  const auto x = network_of(without_tokens(), bench);
  const auto page = x->begin_sign_in(home, bench.random);
  REQUIRE(page.ok());
  server.open(*page);
  server.who = "777";
  const auto end = x->finish_sign_in(*page, home, "code-1", noon);
  REQUIRE_FALSE(end.ok());
  CHECK(end.fault().kind == FaultKind::rejected);
  CHECK_FALSE(bench.vault.load("oauth2").has_value());
}

TEST_CASE("signing in needs a client_id") {
  Bench bench;
  const auto page = network_of(x_account(), bench)->begin_sign_in(home, bench.random);
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::rejected);
  CHECK(page.fault().message.find("client_id") != std::string::npos);
}

TEST_CASE("the check warns of missing scopes and of tokens that cannot be renewed") {
  Bench bench;
  SignInServer server(bench);
  const auto x = network_of(without_tokens(), bench);
  const auto page = x->begin_sign_in(home, bench.random);
  REQUIRE(page.ok());
  server.open(*page);
  server.granted = "tweet.read users.read offline.access";
  REQUIRE(x->finish_sign_in(*page, home, "code-1", noon).ok());
  const Health health = x->check(noon);
  CHECK(health.ok);
  REQUIRE(health.warnings.size() == 1);
  CHECK(health.warnings[0].find("tweet.write, dm.read, dm.write") != std::string::npos);
  CHECK_FALSE(health.token_ends_at.has_value());

  Account account = x_account();
  account.credentials["access_token"] = Secret("access-9");
  const Health short_lived = network_of(account, bench)->check(noon);
  CHECK(short_lived.ok);
  REQUIRE(short_lived.warnings.size() == 1);
  CHECK(short_lived.warnings[0].find("no refresh token") != std::string::npos);
}

TEST_CASE("the check of OAuth 1.0a names a missing permission for messages") {
  Bench bench;
  bench.http.play([](const HttpRequest&) {
    return answer(200, R"({"data":{"id":"2244994945","username":"Denver311"}})",
                  {{"x-access-level", "read-write"}});
  });
  Account account = x_account();
  account.listen = {"direct_messages"};
  account.credentials = {{"consumer_key", Secret("ck")},
                         {"consumer_secret", Secret("cs")},
                         {"token", Secret("tk")},
                         {"token_secret", Secret("ts")}};
  const Health health = network_of(account, bench)->check(noon);
  CHECK(health.ok);
  REQUIRE(health.warnings.size() == 1);
  CHECK(health.warnings[0].find("direct messages") != std::string::npos);
}
