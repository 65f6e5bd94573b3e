// What the simulated Graph API refuses, and with which code.
#include <doctest/doctest.h>

#include "core/digest.h"
#include "graph_caller.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

TEST_CASE("a version that is missing or too old is served by the oldest, and the header tells") {
  GraphCaller graph;
  CHECK(graph.get("/me").header("Facebook-Api-Version") == "v26.0");
  graph.version = "/v20.0";
  CHECK(graph.get("/me").header("Facebook-Api-Version") == "v21.0");
  graph.version = "/facebook";
  CHECK(graph.get("/me").header("Facebook-Api-Version") == "v21.0");
  graph.version = "/v27.0";
  CHECK(code_of(graph.get("/me")) == 2500);
}

TEST_CASE("a Graph call needs a token and its proof") {
  GraphCaller graph;
  const std::string page = graph.token;
  CHECK(code_of(graph.send("GET", "/v26.0/me", "", page)) == 100);
  CHECK(code_of(graph.send("GET", "/v26.0/me?appsecret_proof=00", "", page)) == 100);
  graph.token = "somebody-else";
  CHECK(code_of(graph.get("/me")) == 190);
  CHECK(code_of(graph.send("GET", "/v26.0/me", "", "")) == 104);
}

TEST_CASE("unknown fields, parameters, edges and ids have Meta's own codes") {
  GraphCaller graph;
  const std::string post = graph.own_post();
  CHECK(code_of(graph.get("/me", {{"fields", "first_name"}})) == 100);
  CHECK(code_of(graph.get("/me/feed", {{"fields", "id,from{id,age}"}})) == 100);
  CHECK(code_of(graph.get("/me/feed", {{"fields", "id,comments.limti(1)"}})) == 100);
  CHECK(code_of(graph.get("/me/feed", {{"fields", "id,from{"}})) == 2500);
  CHECK(code_of(graph.get("/me/feed", {{"limit", "101"}})) == 100);
  CHECK(code_of(graph.get("/me/feed", {{"since_id", "1"}})) == 100);
  CHECK(code_of(graph.get("/me/conversations", {{"since", "1"}})) == 100);
  CHECK(code_of(graph.get("/" + post + "/comments", {{"filter", "all"}})) == 100);
  CHECK(code_of(graph.get("/" + post + "/replies")) == 2500);
  CHECK(code_of(graph.get("/me/visitor_posts")) == 2500);
  const Answer gone = graph.get("/112233445566778_1");
  CHECK(code_of(gone) == 100);
  CHECK(subcode_of(gone) == 33);
  CHECK(code_of(graph.get("/" + post.substr(post.find('_') + 1))) == 12);
  CHECK(gone.header("WWW-Authenticate").starts_with("OAuth \"Facebook Platform\""));
}

TEST_CASE("a wrong method is an unsupported request") {
  GraphCaller graph;
  CHECK(subcode_of(graph.post("/me/tagged")) == 33);
  CHECK(subcode_of(graph.post("/me/conversations")) == 33);
  CHECK(subcode_of(graph.remove("/me")) == 33);
  CHECK(subcode_of(graph.get("/me/messages")) == 33);
  CHECK(subcode_of(graph.send("PUT", "/v26.0/me", "", graph.token)) == 33);
}

TEST_CASE("dead tokens say in their subcode what killed them") {
  GraphCaller graph;
  for (const auto& [state, subcode] :
       std::vector<std::pair<std::string, int>>{{"expired", 463},
                                                {"password_changed", 460},
                                                {"role_lost", 492},
                                                {"app_removed", 458},
                                                {"scope_missing", -1}}) {
    CAPTURE(state);
    graph.control("/account", R"({"meta_token":")" + state + "\"}");
    const Answer refused = graph.get("/me/feed");
    CHECK(code_of(refused) == 190);
    CHECK(subcode_of(refused) == subcode);
  }
  graph.control("/account", R"({"meta_token":"valid"})");
  CHECK(graph.get("/me/feed").status == 200);
}

TEST_CASE("a token in an address works and is counted") {
  GraphCaller graph;
  const std::string proof = hex(hmac_sha256(graph.meta.app_secret, graph.token));
  const Answer answer = graph.send(
      "GET", "/v26.0/me?access_token=" + graph.token + "&appsecret_proof=" + proof, "", "");
  CHECK(answer.status == 200);
  graph.under.network->with_graph([](GraphApi& api) { CHECK(api.tokens_in_addresses() == 1); });
}

TEST_CASE("usage climbs in the headers, and at a hundred the use case waits") {
  GraphCaller graph;
  graph.control("/account", R"({"meta_usage":{"use":"pages","percent":75,"regain_minutes":30}})");
  const std::string usage = graph.get("/me/feed").header("X-Business-Use-Case-Usage");
  const auto parsed = JsonValue::parse(usage);
  REQUIRE(parsed.ok());
  const JsonValue pages = (*parsed)[graph.meta.page_id].at(0);
  CHECK(pages["type"].text_or("") == "pages");
  CHECK(pages["call_count"].number(0, 100) == 75);
  CHECK(pages["estimated_time_to_regain_access"].number(0, 100) == 0);
  graph.control("/account", R"({"meta_usage":{"use":"pages","percent":100,"regain_minutes":30}})");
  const Answer throttled = graph.get("/me/feed");
  CHECK(code_of(throttled) == 80001);
  const auto full = JsonValue::parse(throttled.header("X-Business-Use-Case-Usage"));
  CHECK((*full)[graph.meta.page_id].at(0)["estimated_time_to_regain_access"].number(0, 100) == 30);
  CHECK(graph.get("/me/conversations").status == 200);  // another use case
  graph.under.pass(std::chrono::minutes(31));
  CHECK(graph.get("/me/feed").status == 200);
}

TEST_CASE("the faults of the Graph API are told in its own words") {
  for (const auto& [outcome, code] :
       std::vector<std::pair<std::string, int>>{{"only_500", 2},
                                                {"bad_request", 100},
                                                {"duplicate", 506},
                                                {"blocked", 368},
                                                {"too_many", 4},
                                                {"permission_lost", 10},
                                                {"reduce_data", 1},
                                                {"error_in_200", 2},
                                                {"unauthorized", 190}}) {
    CAPTURE(outcome);
    GraphCaller graph;
    graph.fail_next(outcome);
    const Answer answer = graph.get("/me/feed");
    CHECK(code_of(answer) == code);
    CHECK((answer.status == 200) == (outcome == "error_in_200"));
    CHECK(graph.get("/me/feed").body["error"].absent());
  }
  GraphCaller graph;
  graph.fail_next("older_version");
  CHECK(graph.get("/me").header("Facebook-Api-Version") == "v21.0");
  graph.fail_next("unavailable");
  CHECK(graph.get("/me").reply.body.starts_with("<!DOCTYPE html>"));
  graph.fail_next("rate_exhausted");
  CHECK(code_of(graph.get("/me/feed")) == 80001);
}
