// The simulated Mastodon server.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "site_caller.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

struct Mastodon : SiteCaller {
  explicit Mastodon(SimulatorOptions options = {})
      : SiteCaller(MastodonAccount{}.access_token.reveal(), std::move(options)) {}
  std::string say(const std::string& text, const std::string& more = "",
                  const std::string& handle = "ana") {
    return resident("mastodon", handle, text, more);
  }
  Answer mentions(Query query = {}) {
    query.emplace_back("types[]", "mention");
    return get("/api/v1/notifications", query);
  }
};

std::string status_id(const Answer& list, std::size_t at) {
  return list.body.at(at)["status"]["id"].text_or("");
}

std::string link_id(const Answer& answer, const std::string& name) {
  const std::string link = answer.header("Link");
  const std::size_t at = link.find(name + "=");
  if (at == std::string::npos) return "";
  const std::size_t start = at + name.size() + 1;
  return link.substr(start, link.find_first_of("&>", start) - start);
}

}  // namespace

TEST_CASE("a hundred Mastodon mentions are walked forward by min_id without a hole") {
  Mastodon mastodon;
  std::vector<std::string> made;
  for (int i = 0; i < 100; ++i)
    made.push_back(mastodon.say("@denver311 hole " + std::to_string(i)));
  std::vector<std::string> seen;
  std::string cursor = "0";
  for (int pages = 0; pages < 10; ++pages) {
    const Answer page = mastodon.mentions({{"min_id", cursor}, {"limit", "40"}});
    if (page.body.size() == 0) break;
    for (std::size_t i = page.body.size(); i > 0; --i) seen.push_back(status_id(page, i - 1));
    cursor = link_id(page, "min_id");
  }
  CHECK(seen == made);
  const Answer since = mastodon.mentions({{"since_id", "0"}, {"limit", "40"}});
  CHECK(status_id(since, 0) == made.back());  // the newest ones: what lies between is lost
  CHECK(since.header("Link").find("rel=\"next\"") != std::string::npos);
}

TEST_CASE("a Mastodon status is HTML with its people listed") {
  Mastodon mastodon;
  const std::string id = mastodon.say(
      "@denver311 a < b & c\nhttps://denver.example/x #Pothole\n\nbye", "", "ana@far.example");
  const JsonValue status = mastodon.get("/api/v1/statuses/" + id).body;
  const std::string html = status["content"].text_or("");
  CHECK(html.starts_with("<p><span class=\"h-card\""));
  CHECK(html.find("a &lt; b &amp; c<br />") != std::string::npos);
  CHECK(html.find("<span class=\"invisible\">https://</span>") != std::string::npos);
  CHECK(html.ends_with("<p>bye</p>"));
  CHECK(status["account"]["acct"].text_or("") == "ana@far.example");
  CHECK(status["account"]["username"].text_or("") == "ana");
  CHECK(status["mentions"].at(0)["acct"].text_or("") == "denver311");
  CHECK(status["in_reply_to_id"].kind() == JsonValue::Kind::null);
}

TEST_CASE("private mentions by strangers hide unless filtered ones are asked for") {
  Mastodon mastodon;
  const std::string id = mastodon.say("@denver311 my address is", R"("kind":"message")");
  mastodon.say("not for you", R"("visibility":"direct")", "bo");
  CHECK(mastodon.mentions().body.size() == 0);
  const Answer all = mastodon.mentions({{"include_filtered", "true"}});
  REQUIRE(all.body.size() == 1);
  CHECK(status_id(all, 0) == id);
  CHECK(all.body.at(0)["status"]["visibility"].text_or("") == "direct");
}

TEST_CASE("one Idempotency-Key makes one status, for an hour") {
  Mastodon mastodon;
  const std::string target = mastodon.say("@denver311 a hole");
  const std::string body =
      R"({"status":"@ana Case 1","visibility":"public","in_reply_to_id":")" + target + "\"}";
  const auto post = [&] {
    return mastodon.send("POST", "/api/v1/statuses", body, "Idempotency-Key: k1\r\n")
        .body["id"]
        .text_or("");
  };
  const std::string first = post();
  CHECK(post() == first);
  mastodon.under.pass(std::chrono::minutes(61));
  CHECK(post() != first);
  const JsonValue context = mastodon.get("/api/v1/statuses/" + target + "/context").body;
  CHECK(context["descendants"].size() == 2);
}

TEST_CASE("Mastodon refuses what is too long, unknown, foreign or gone") {
  SimulatorOptions options;
  options.mastodon.characters = 50;
  Mastodon mastodon(std::move(options));
  const auto status_of = [&](const std::string& json) {
    return mastodon.send("POST", "/api/v1/statuses", json).status;
  };
  CHECK(status_of(R"({"status":")" + std::string(51, 'x') + "\"}") == 422);
  CHECK(status_of(R"({"status":"https://)" + std::string(90, 'x') + R"(.example/"})") == 200);
  CHECK(status_of(R"({"status":""})") == 422);
  CHECK(status_of(R"({"status":"x","visibility":"everybody"})") == 422);
  CHECK(status_of(R"({"status":"x","in_reply_to_id":"17"})") == 404);
  CHECK(status_of(R"({"status":"x","colour":"red"})") == 422);
  CHECK(mastodon.get("/api/v1/notifications", {{"after", "1"}}).status == 422);
  CHECK(mastodon.get("/api/v1/statuses/17").body["error"].text_or("") == "Record not found");
  const std::string id = mastodon.say("hello");
  CHECK(mastodon.send("DELETE", "/api/v1/statuses/" + id, "").status == 404);
  mastodon.token = "wrong";
  CHECK(mastodon.get("/api/v1/statuses/" + id).body["error"].text_or("") ==
        "The access token is invalid");
  CHECK(mastodon.get("/api/v2/instance")
            .body["configuration"]["statuses"]["max_characters"]
            .number(0, 999) == 50);
}

TEST_CASE("a hashtag's statuses need the whole word and the right list") {
  Mastodon mastodon;
  const std::string one = mastodon.say("#Pothole on Colfax");
  mastodon.say("#potholes are many");
  mastodon.say("#pothole and #funny");
  mastodon.say("#pothole quietly", R"("visibility":"unlisted")");
  CHECK(mastodon.get("/api/v1/timelines/tag/pothole").body.size() == 2);
  const Answer without = mastodon.get("/api/v1/timelines/tag/pothole", {{"none[]", "funny"}});
  REQUIRE(without.body.size() == 1);
  CHECK(without.body.at(0)["id"].text_or("") == one);
}

TEST_CASE("an edited status keeps its id and its history, a deleted one is not there") {
  Mastodon mastodon;
  const std::string id = mastodon.say("first words");
  mastodon.under.control("PUT", "/posts/mastodon/" + id, R"({"text":"second words"})");
  const JsonValue status = mastodon.get("/api/v1/statuses/" + id).body;
  CHECK(status["content"].text_or("") == "<p>second words</p>");
  CHECK_FALSE(status["edited_at"].kind() == JsonValue::Kind::null);
  CHECK(mastodon.get("/api/v1/statuses/" + id + "/history").body.size() == 2);
  mastodon.under.control("DELETE", "/posts/mastodon/" + id);
  CHECK(mastodon.get("/api/v1/statuses/" + id).status == 404);
}

TEST_CASE("Mastodon's limit is told in ISO form and ends in 429") {
  Mastodon mastodon;
  Answer last;
  for (int i = 0; i < 300; ++i) last = mastodon.get("/api/v1/accounts/verify_credentials");
  CHECK(last.status == 200);
  CHECK(last.header("X-RateLimit-Remaining") == "0");
  CHECK(last.header("X-RateLimit-Reset") == "2026-03-02T15:05:00.000869Z");
  CHECK(mastodon.get("/api/v1/accounts/verify_credentials").status == 429);
  mastodon.under.pass(std::chrono::minutes(5));
  CHECK(mastodon.get("/api/v1/accounts/verify_credentials").status == 200);
}

TEST_CASE("Mastodon's faults come in its own words, some in Japanese") {
  for (const auto& [outcome, status] :
       std::vector<std::pair<std::string, int>>{{"only_500", 500},
                                                {"bad_request", 422},
                                                {"too_many", 429},
                                                {"unauthorized", 401},
                                                {"permission_lost", 403},
                                                {"rate_exhausted", 429},
                                                {"unavailable", 503}}) {
    CAPTURE(outcome);
    Mastodon mastodon;
    mastodon.fail_next(outcome);
    CHECK(mastodon.get("/api/v1/notifications").status == status);
  }
  Mastodon mastodon;
  mastodon.say("@denver311 one");
  mastodon.fail_next("empty_page");
  const Answer empty = mastodon.mentions({{"min_id", "0"}});
  CHECK(empty.body.size() == 0);
  CHECK(link_id(empty, "min_id") == "0");
  mastodon.fail_next("posted_500");
  CHECK(mastodon.send("POST", "/api/v1/statuses", R"({"status":"@ana hello"})").status == 500);
  CHECK(mastodon.get("/api/v1/accounts/" + MastodonAccount{}.id + "/statuses").body.size() == 1);
}
