#include <doctest/doctest.h>

#include "core/digest.h"
#include "core/http.h"
#include "network_under_test.h"
#include "simulator/apps.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

const std::string basic = "Basic " + base64("demo-client:demo-client-secret");

Answer refresh(NetworkUnderTest& x, const std::string& token) {
  return x.form("/2/oauth2/token",
                "grant_type=refresh_token&refresh_token=" + percent_encode(token), basic);
}

int status_with(NetworkUnderTest& x, const std::string& token) {
  WireRequest request{.method = "GET", .target = mentions_path(), .path = mentions_path()};
  request.headers = {{"Host", "127.0.0.1"}, {"Authorization", "Bearer " + token}};
  return x.send(request).status;
}

}  // namespace

TEST_CASE("nobody and unknown tokens are unauthorised") {
  NetworkUnderTest x;
  const Answer answer = x.get(mentions_path(), "");
  CHECK(answer.status == 401);
  CHECK(answer.body["title"].text() == "Unauthorized");
  CHECK(answer.body["type"].text() == "about:blank");
  CHECK(answer.body["status"].number(0, 999) == 401);
  CHECK(status_with(x, "wrong") == 401);
}

TEST_CASE("an access token ends after two hours and a refresh brings a new pair") {
  NetworkUnderTest x;
  CHECK(status_with(x, "demo-access") == 200);
  x.pass(std::chrono::hours(2));
  CHECK(status_with(x, "demo-access") == 401);
  const Answer pair = refresh(x, "demo-refresh");
  REQUIRE(pair.status == 200);
  CHECK(pair.body["token_type"].text() == "bearer");
  CHECK(pair.body["expires_in"].number(0, 10'000) == 7200);
  CHECK(pair.body["scope"].text_or("").find("offline.access") != std::string::npos);
  CHECK(status_with(x, pair.body["access_token"].text_or("")) == 200);
  CHECK(refresh(x, pair.body["refresh_token"].text_or("")).status == 200);
}

TEST_CASE("a consumed refresh token breaks the whole chain") {
  NetworkUnderTest x;
  const Answer pair = refresh(x, "demo-refresh");
  const Answer again = refresh(x, "demo-refresh");
  CHECK(again.status == 400);
  CHECK(again.body["error"].text() == "invalid_request");
  CHECK(refresh(x, pair.body["refresh_token"].text_or("")).status == 400);
  CHECK(status_with(x, pair.body["access_token"].text_or("")) == 401);
  CHECK(x.control("GET", "/stats").body["broken_token_chains"].number(0, 9) == 1);
  x.control("POST", "/account", R"({"restore_tokens":true})");
  CHECK(status_with(x, "demo-access") == 200);
}

TEST_CASE("a refresh that was never given out is refused and breaks nothing") {
  NetworkUnderTest x;
  CHECK(refresh(x, "guess").status == 400);
  CHECK(refresh(x, "demo-refresh").status == 200);
}

TEST_CASE("the token endpoint wants the client, the form and a known grant") {
  NetworkUnderTest x;
  const std::string body = "grant_type=refresh_token&refresh_token=demo-refresh";
  CHECK(x.form("/2/oauth2/token", body, "").status == 401);
  CHECK(x.form("/2/oauth2/token", body + "&client_id=demo-client", "").status == 401);
  CHECK(x.form("/2/oauth2/token", body, "Basic " + base64("demo-client:wrong")).status == 401);
  CHECK(x.form("/2/oauth2/token", "grant_type=password", basic).status == 400);
  CHECK(x.form("/2/oauth2/token", body, basic).status == 200);
  SimulatorOptions options;
  AppCredentials open;
  open.access_token = Secret("a");
  open.refresh_token = Secret("r");
  open.client_id = "public";
  options.credentials = {open};
  NetworkUnderTest other(options);
  CHECK(
      other.form("/2/oauth2/token", "grant_type=refresh_token&refresh_token=r&client_id=public", "")
          .status == 200);
}

TEST_CASE("app-only tokens have no user") {
  NetworkUnderTest x;
  const auto target = x.mention("x");
  CHECK(x.get(mentions_path(), "app").status == 200);
  const Answer refused = x.reply(target, "hello", "app");
  CHECK(refused.status == 403);
  CHECK(refused.problem() == "unsupported-authentication");
  CHECK(x.get("/2/users/me", "app").problem() == "unsupported-authentication");
  CHECK(x.get("/2/usage/tweets", "user").problem() == "unsupported-authentication");
  CHECK(x.get("/2/users/me", "user").body["data"]["username"].text() == "Denver311");
}

TEST_CASE("the published signature of OAuth 1.0a is reproduced") {
  Pairs parameters = {{"status", "Hello Ladies + Gentlemen, a signed OAuth request!"},
                      {"include_entities", "true"},
                      {"oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"},
                      {"oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"},
                      {"oauth_signature_method", "HMAC-SHA1"},
                      {"oauth_timestamp", "1318622958"},
                      {"oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"},
                      {"oauth_version", "1.0"}};
  const std::string consumer = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw";
  const std::string token = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE";
  CHECK(oauth1_signature("POST", "https://api.x.com/1.1/statuses/update.json", parameters, consumer,
                         token) == "Ls93hJiZbQ3akF3HF3x1Bz8/zU4=");
  CHECK(oauth1_signature("POST", "https://api.twitter.com/1.1/statuses/update.json", parameters,
                         consumer, token) == "hCtSmYh+iHYCEqBWrE7C7hYmtUk=");
}

TEST_CASE("a signed request is a user and a wrong signature is nobody") {
  NetworkUnderTest x;
  x.mention("x");
  const Pairs oauth = {{"oauth_consumer_key", "demo-consumer"}, {"oauth_nonce", "n"},
                       {"oauth_signature_method", "HMAC-SHA1"}, {"oauth_timestamp", "1"},
                       {"oauth_token", "demo-token"},           {"oauth_version", "1.0"}};
  const auto status = [&](const std::string& secret) {
    WireRequest request{
        .method = "GET", .target = mentions_path("max_results=5"), .path = mentions_path()};
    request.query = {{"max_results", "5"}};
    Pairs all = oauth;
    all.emplace_back("max_results", "5");
    const std::string signature = oauth1_signature("GET", "http://127.0.0.1:9" + mentions_path(),
                                                   all, "demo-consumer-secret", secret);
    std::string header = "OAuth ";
    for (const auto& [name, value] : oauth) header += name + "=\"" + percent_encode(value) + "\", ";
    header += "oauth_signature=\"" + percent_encode(signature) + "\"";
    request.headers = {{"Host", "127.0.0.1:9"}, {"Authorization", header}};
    return x.send(request).status;
  };
  CHECK(status("demo-token-secret") == 200);
  CHECK(status("wrong") == 401);
}

TEST_CASE("an authorisation code is exchanged once, in time, with its verifier") {
  NetworkUnderTest x;
  const std::string challenge = base64url(sha256("a-verifier-that-is-long-enough"));
  const auto code = [&] {
    const Answer answer =
        x.get("/i/oauth2/authorize?response_type=code&client_id=demo-client&state=s&redirect_uri=" +
                  percent_encode("http://127.0.0.1:8/cb") +
                  "&code_challenge_method=S256&code_challenge=" + challenge,
              "");
    REQUIRE(answer.status == 302);
    const std::string location = answer.header("Location");
    CHECK(location.ends_with("&state=s"));
    const std::size_t at = location.find("code=") + 5;
    return location.substr(at, location.find('&', at) - at);
  };
  const auto exchange = [&](const std::string& given, const std::string& verifier) {
    return x.form(
        "/2/oauth2/token",
        "grant_type=authorization_code&redirect_uri=" + percent_encode("http://127.0.0.1:8/cb") +
            "&code=" + given + "&code_verifier=" + verifier,
        basic);
  };
  const std::string good = code();
  const Answer pair = exchange(good, "a-verifier-that-is-long-enough");
  CHECK(pair.status == 200);
  CHECK(status_with(x, pair.body["access_token"].text_or("")) == 200);
  CHECK(exchange(good, "a-verifier-that-is-long-enough").status == 400);
  CHECK(exchange(code(), "another").status == 400);
  const std::string late = code();
  x.pass(Milliseconds(30'001));
  CHECK(exchange(late, "a-verifier-that-is-long-enough").status == 400);
}
