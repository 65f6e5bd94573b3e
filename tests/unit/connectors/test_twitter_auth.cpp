#include <doctest/doctest.h>

#include <thread>

#include "connectors/network.h"
#include "connectors/twitter/auth.h"
#include "connectors/twitter/oauth1.h"
#include "core/digest.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

Account renewable() {
  Account account = x_account();
  account.credentials["refresh_token"] = Secret("refresh-1");
  account.credentials["client_id"] = Secret("client");
  return account;
}

// X's token endpoint: refresh tokens are single use, and a consumed one ends the chain for good.
class TokenServer {
 public:
  explicit TokenServer(Bench& bench) {
    bench.http.play([this](const HttpRequest& request) { return serve(request); });
  }
  Result<HttpResponse> serve(const HttpRequest& request) {
    if (path_of(request) == "/2/oauth2/token") return refresh(request);
    if (request.headers.at("Authorization") == "Bearer access-" + std::to_string(valid_))
      return request.method == "POST" ? answer(201, R"({"data":{"id":"7","text":"t"}})")
                                      : answer(200, empty_page());
    return answer(
        401,
        R"({"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"})");
  }
  void end_access() { valid_ = 0; }
  int refreshes() const { return refreshes_; }
  std::string last_form() const { return last_form_; }
  HttpHeaders last_headers() const { return last_headers_; }
  bool broken() const { return broken_; }

 private:
  HttpResponse refresh(const HttpRequest& request) {
    CHECK(request.effect == HttpEffect::write);
    last_form_ = request.body;
    last_headers_ = request.headers;
    ++refreshes_;
    const std::string expected = "refresh_token=refresh-" + std::to_string(pair_);
    if (broken_ || request.body.find(expected) == std::string::npos) {
      broken_ = true;
      return answer(
          400,
          R"({"error":"invalid_request","error_description":"Value passed for the token was invalid."})");
    }
    ++pair_;
    valid_ = pair_;
    return answer(200, R"({"token_type":"bearer","expires_in":7200,"access_token":"access-)" +
                           std::to_string(pair_) +
                           R"(","scope":"tweet.read","refresh_token":"refresh-)" +
                           std::to_string(pair_) + R"("})");
  }

  int pair_ = 1;
  int valid_ = 1;
  int refreshes_ = 0;
  bool broken_ = false;
  std::string last_form_;
  HttpHeaders last_headers_;
};

PageAsk mentions(Instant now = noon) {
  PageAsk ask;
  ask.listen = "mentions";
  ask.now = now;
  return ask;
}

OutgoingReply reply() {
  OutgoingReply out;
  out.target_id = "1990000000000000001";
  out.text = "Thanks";
  return out;
}

}  // namespace

TEST_CASE("X25 the published OAuth 1.0a vector is reproduced") {
  const twitter::OAuth1Keys keys{Secret("xvz1evFS4wEEPTGEFPHBog"),
                                 Secret("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"),
                                 Secret("370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
                                 Secret("LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")};
  const twitter::Parameters parameters{
      {"status", "Hello Ladies + Gentlemen, a signed OAuth request!"},
      {"include_entities", "true"},
      {"oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"},
      {"oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"},
      {"oauth_signature_method", "HMAC-SHA1"},
      {"oauth_timestamp", "1318622958"},
      {"oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"},
      {"oauth_version", "1.0"}};
  const auto signature = [&](const char* address) {
    return twitter::oauth1_signature("POST", address, parameters, keys);
  };
  CHECK(signature("https://api.x.com/1.1/statuses/update.json") == "Ls93hJiZbQ3akF3HF3x1Bz8/zU4=");
  CHECK(signature("https://api.twitter.com/1.1/statuses/update.json") ==
        "hCtSmYh+iHYCEqBWrE7C7hYmtUk=");
}

TEST_CASE("an OAuth 1.0a account signs the query and not the body") {
  Bench bench;
  bench.http.play([](const HttpRequest& request) {
    return request.method == "POST" ? answer(201, R"({"data":{"id":"7"}})")
                                    : answer(200, empty_page());
  });
  Account account = x_account();
  account.credentials = {{"consumer_key", Secret("ck")},
                         {"consumer_secret", Secret("cs")},
                         {"token", Secret("tk")},
                         {"token_secret", Secret("ts")}};
  auto x = std::move(make_network(account, bench.parts())).value();
  PageAsk ask = mentions();
  CHECK(x->read_page(ask).ok());
  CHECK(x->publish(reply(), noon).kind == PublishOutcome::Kind::sent);
  const auto& requests = bench.http.requests();
  const std::string header = requests.at(0).headers.at("Authorization");
  CHECK(header.rfind("OAuth oauth_consumer_key=\"ck\", oauth_nonce=\"", 0) == 0);
  CHECK(header.find("oauth_timestamp=\"1795262400\"") != std::string::npos);
  CHECK(header != requests.at(1).headers.at("Authorization"));

  // The signature of the read, computed again from what was sent.
  twitter::Parameters all = query_of(requests[0]);
  const auto field = [&](const std::string& name) {
    const std::size_t at = header.find(name + "=\"") + name.size() + 2;
    return *percent_decode(header.substr(at, header.find('"', at) - at));
  };
  for (const char* name : {"oauth_consumer_key", "oauth_nonce", "oauth_signature_method",
                           "oauth_timestamp", "oauth_token", "oauth_version"})
    all.emplace_back(name, field(name));
  const twitter::OAuth1Keys keys{Secret("ck"), Secret("cs"), Secret("tk"), Secret("ts")};
  CHECK(field("oauth_signature") ==
        twitter::oauth1_signature("GET", "https://api.x.test/2/users/2244994945/mentions", all,
                                  keys));
}

TEST_CASE("a refused access token is renewed once and the read is repeated") {
  Bench bench;
  TokenServer server(bench);
  auto x = std::move(make_network(renewable(), bench.parts())).value();
  CHECK(x->read_page(mentions()).ok());
  server.end_access();
  CHECK(x->read_page(mentions()).ok());
  CHECK(server.refreshes() == 1);
  CHECK(server.last_form() == "grant_type=refresh_token&refresh_token=refresh-1&client_id=client");
  CHECK(server.last_headers().count("Authorization") == 0);
  CHECK(x->read_page(mentions()).ok());
  CHECK(server.refreshes() == 1);
  CHECK(bench.http.requests().back().headers.at("Authorization") == "Bearer access-2");
}

TEST_CASE("a confidential client names itself by HTTP Basic") {
  Bench bench;
  TokenServer server(bench);
  Account account = renewable();
  account.credentials["client_secret"] = Secret("s:1");
  auto x = std::move(make_network(account, bench.parts())).value();
  server.end_access();
  CHECK(x->read_page(mentions()).ok());
  CHECK(server.last_headers().at("Authorization") == "Basic " + base64("client:s%3A1"));
  CHECK(server.last_form().find("client_id") == std::string::npos);
}

TEST_CASE("a pair with less than five minutes left is renewed before it is used") {
  Bench bench;
  TokenServer server(bench);
  auto x = std::move(make_network(renewable(), bench.parts())).value();
  server.end_access();
  CHECK(x->read_page(mentions()).ok());
  CHECK(server.refreshes() == 1);
  CHECK(x->read_page(mentions(noon + std::chrono::minutes(114))).ok());
  CHECK(server.refreshes() == 1);
  CHECK(x->read_page(mentions(noon + std::chrono::minutes(116))).ok());
  CHECK(server.refreshes() == 2);
  CHECK(bench.http.requests().back().headers.at("Authorization") == "Bearer access-3");
}

TEST_CASE("X16 two workers that meet the end of a token refresh it once") {
  Bench bench;
  TokenServer server(bench);
  auto poll = std::move(make_network(renewable(), bench.parts())).value();
  auto send = std::move(make_network(renewable(), bench.parts())).value();
  server.end_access();
  bool read = false;
  std::thread reader([&] { read = poll->read_page(mentions()).ok(); });
  const auto sent = send->publish(reply(), noon);
  reader.join();
  CHECK(read);
  CHECK(server.refreshes() == 1);
  CHECK_FALSE(server.broken());
  // The write that met the old token was refused without effect and goes out as the next attempt.
  if (sent.kind != PublishOutcome::Kind::sent) {
    CHECK(sent.kind == PublishOutcome::Kind::not_sent);
    CHECK_FALSE(sent.park_account);
    CHECK(sent.retry_after.has_value());
  }
  CHECK(send->publish(reply(), noon).kind == PublishOutcome::Kind::sent);
}

TEST_CASE(
    "X16 a pair that was lost between call and commit ends in a visible state and not in a loop") {
  Bench bench;
  TokenServer server(bench);
  server.end_access();
  {
    MemoryVault lost;  // the process died before the new pair was kept
    auto x =
        std::move(make_network(renewable(), {bench.http, lost, bench.clock, bench.random})).value();
    CHECK(x->read_page(mentions()).ok());
  }
  server.end_access();
  auto x = std::move(make_network(renewable(), bench.parts())).value();
  const auto page = x->read_page(mentions());
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::denied);
  CHECK(page.fault().message.find("account authorise twitter/2244994945") != std::string::npos);
  CHECK(server.refreshes() == 2);
  const auto out = x->publish(reply(), noon);
  CHECK(out.kind == PublishOutcome::Kind::not_sent);
  CHECK(out.park_account);
}

TEST_CASE("a token that is refused right after it was renewed is not renewed again") {
  Bench bench;
  TokenServer server(bench);
  auto x = std::move(make_network(renewable(), bench.parts())).value();
  server.end_access();
  CHECK(x->read_page(mentions()).ok());
  server.end_access();
  const auto page = x->read_page(mentions(noon + std::chrono::seconds(5)));
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::denied);
  CHECK(server.refreshes() == 1);
}

TEST_CASE("new tokens in the file win over the chain that is kept") {
  Bench bench;
  TokenServer server(bench);
  server.end_access();
  auto old = std::move(make_network(renewable(), bench.parts())).value();
  CHECK(old->read_page(mentions()).ok());
  Account renewed = renewable();
  renewed.credentials["access_token"] = Secret("access-from-the-file");
  auto x = std::move(make_network(renewed, bench.parts())).value();
  CHECK_FALSE(x->read_page(mentions(noon + std::chrono::hours(1))).ok());
  bool used = false;
  for (const auto& request : bench.http.requests()) {
    const auto header = request.headers.find("Authorization");
    used = used ||
           (header != request.headers.end() && header->second == "Bearer access-from-the-file");
  }
  CHECK(used);
}

TEST_CASE("trouble of the token server is waited out") {
  Bench bench;
  bench.http.play([](const HttpRequest& request) {
    if (path_of(request) == "/2/oauth2/token") return answer(503, "<html>");
    return answer(401, "");
  });
  auto x = std::move(make_network(renewable(), bench.parts())).value();
  const auto page = x->read_page(mentions());
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::retry_later);
}

TEST_CASE("an access token without a refresh token ends with a person") {
  Bench bench;
  bench.http.play([](const HttpRequest&) { return answer(401, ""); });
  auto x = std::move(make_network(x_account(), bench.parts())).value();
  const auto page = x->read_page(mentions());
  REQUIRE_FALSE(page.ok());
  CHECK(page.fault().kind == FaultKind::denied);
  CHECK(bench.http.requests().size() == 1);
}
