// The Graph API as such: versions, proof, errors, budgets, batches, ladders, paging.
#include <doctest/doctest.h>

#include "connectors/meta/errors.h"
#include "connectors/meta/graph.h"
#include "connectors/meta/health.h"
#include "connectors/meta/pages.h"
#include "connectors/meta/usage.h"
#include "tests/unit/connectors/meta_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;
using namespace std::chrono_literals;
using meta::Ask;
using meta::ErrorClass;
using meta::Use;

namespace {

const std::string ok_body = R"({"data":[]})";

struct Stage {
  explicit Stage(GraphAnswer answers)
      : graph(std::move(answers)), api(facebook_account(), graph.parts(), Secret("page-token")) {}
  PlayedGraph graph;
  meta::Graph api;
};

Ask feed() {
  return {.use = Use::page_feed, .id = page};
}

HttpHeaders usage_header(int percent, int minutes, const char* type = "pages") {
  return {
      {"X-Business-Use-Case-Usage",
       "{\"" + page + "\":[{\"type\":\"" + type + "\",\"call_count\":" + std::to_string(percent) +
           ",\"total_cputime\":1,\"total_time\":1,\"estimated_time_to_regain_access\":" +
           std::to_string(minutes) + "}]}"},
      {"Facebook-Api-Version", "v26.0"}};
}

}  // namespace

TEST_CASE("M9 an error body within HTTP 200 is an error") {
  Stage stage([](const GraphCall&) { return graph_error(190, 463, 200); });
  const auto reply = stage.api.read(feed(), noon);
  REQUIRE_FALSE(reply.ok());
  CHECK(reply.fault().kind == FaultKind::denied);
}

TEST_CASE(
    "M9 items of a batch stand for themselves, their bodies are strings, null is asked again") {
  Stage stage([](const GraphCall& call) {
    if (call.path == "10_1") return answer(200, R"({"id":"10_1"})");
    if (call.path == "10_2") return graph_error(100, 33);
    if (call.path == "10_3") return answer(500, "<html>");
    return answer(200, R"({"id":"10_4"})");
  });
  stage.graph.null_items = 1;
  std::vector<Ask> asks;
  for (const char* id : {"10_1", "10_2", "10_3", "10_4"})
    asks.push_back({.use = Use::comment, .id = id, .absence = Ask::Absence::is_told});
  const auto replies = stage.api.read_all(asks, noon);
  REQUIRE(replies.size() == 4);
  CHECK(replies[0].ok());
  REQUIRE(replies[1].ok());
  CHECK(replies[1]->gone);
  REQUIRE_FALSE(replies[2].ok());
  CHECK(replies[2].fault().kind == FaultKind::retry_later);
  CHECK(replies[3].ok());
  CHECK(stage.graph.batches == std::vector<std::size_t>{4, 1});
}

TEST_CASE("more than fifty reads go out in several batches") {
  Stage stage([](const GraphCall&) { return answer(200, ok_body); });
  std::vector<Ask> asks(120, Ask{.use = Use::comment, .id = "10_1"});
  CHECK(stage.api.read_all(asks, noon).size() == 120);
  CHECK(stage.graph.batches == std::vector<std::size_t>{50, 50, 20});
}

TEST_CASE("a batch that is refused as a whole refuses every item") {
  Stage stage([](const GraphCall&) { return answer(200, ok_body); });
  stage.graph.http.play([](const HttpRequest&) { return graph_error(190, 460); });
  const auto replies = stage.api.read_all({feed(), feed()}, noon);
  REQUIRE(replies.size() == 2);
  for (const auto& reply : replies) CHECK(reply.fault().kind == FaultKind::denied);
}

TEST_CASE("M10 every code has its class, whatever the words say") {
  struct Row {
    int code;
    int subcode;
    int status;
    ErrorClass what;
  };
  const std::vector<Row> rows{
      {1, 0, 400, ErrorClass::too_much},
      {2, 0, 500, ErrorClass::passing},
      {1, 99, 400, ErrorClass::permission},
      {2, 2018344, 400, ErrorClass::permission},
      {3, 0, 400, ErrorClass::permission},
      {4, 0, 403, ErrorClass::rate},
      {17, 2446079, 400, ErrorClass::rate},
      {32, 0, 400, ErrorClass::rate},
      {341, 0, 400, ErrorClass::rate},
      {613, 1996, 400, ErrorClass::rate},
      {80001, 0, 400, ErrorClass::rate},
      {80002, 0, 400, ErrorClass::rate},
      {80006, 0, 400, ErrorClass::rate},
      {10, 2018278, 400, ErrorClass::window_closed},
      {10, 2534022, 400, ErrorClass::window_closed},
      {10, 0, 403, ErrorClass::permission},
      {12, 0, 400, ErrorClass::our_bug},
      {20, 1772107, 400, ErrorClass::wrote_anyway},
      {100, 0, 400, ErrorClass::bad_request},
      {100, 33, 400, ErrorClass::gone},
      {100, 2018001, 400, ErrorClass::no_person},
      {100, 2018218, 400, ErrorClass::no_person},
      {100, 1893061, 400, ErrorClass::retired_tag},
      {102, 0, 400, ErrorClass::token},
      {190, 458, 400, ErrorClass::token},
      {190, 459, 400, ErrorClass::token},
      {190, 460, 400, ErrorClass::password},
      {190, 463, 401, ErrorClass::token},
      {190, 464, 400, ErrorClass::token},
      {190, 467, 400, ErrorClass::token},
      {190, 492, 400, ErrorClass::token},
      {190, 0, 400, ErrorClass::missing_scope},
      {200, 0, 403, ErrorClass::permission},
      {210, 0, 403, ErrorClass::permission},
      {283, 0, 403, ErrorClass::permission},
      {299, 0, 403, ErrorClass::permission},
      {368, 0, 400, ErrorClass::blocked},
      {506, 0, 400, ErrorClass::duplicate},
      {551, 1545041, 400, ErrorClass::unavailable},
      {1705, 0, 400, ErrorClass::wrong_token},
      {2500, 0, 400, ErrorClass::our_bug},
      {424242, 0, 503, ErrorClass::passing},
      {424242, 0, 400, ErrorClass::bad_request},
  };
  for (const Row& row : rows) {
    CAPTURE(row.code);
    CAPTURE(row.subcode);
    for (const char* words : {"", "Please reduce the amount of data", "(#190) token expired"}) {
      meta::GraphError error;
      error.code = row.code;
      error.subcode = row.subcode;
      error.message = words;
      CHECK(std::string(meta::name_of(meta::class_of(error, row.status))) ==
            meta::name_of(row.what));
    }
  }
  meta::GraphError passing;
  passing.code = 100;
  passing.transient = true;
  CHECK(meta::class_of(passing, 400) == ErrorClass::passing);
}

TEST_CASE("M10 a code may be written as a string") {
  const auto body = JsonValue::parse(R"({"error":{"code":"190","error_subcode":"460"}})");
  const auto error = meta::read_error(*body);
  REQUIRE(error.has_value());
  CHECK(meta::class_of(*error, 400) == ErrorClass::password);
}

TEST_CASE("M10 only a named refusal of a write is one, everything else is unknown") {
  const auto end = [](const HttpResponse& response) {
    const auto body = JsonValue::parse(response.body);
    return meta::outcome_of(response, body ? meta::read_error(*body) : std::nullopt, {});
  };
  using Kind = PublishOutcome::Kind;
  CHECK(end(graph_error(100)).kind == Kind::rejected);
  CHECK(end(graph_error(10, 2018278)).kind == Kind::rejected);
  CHECK(end(graph_error(551, 1545041)).kind == Kind::rejected);
  CHECK(end(graph_error(80001)).kind == Kind::not_sent);
  CHECK(end(graph_error(80001)).retry_after.has_value());
  CHECK(end(graph_error(190, 460)).park_account);
  CHECK(end(graph_error(10)).park_account);
  CHECK(end(graph_error(1)).kind == Kind::unknown);
  CHECK(end(graph_error(2, 0, 500)).kind == Kind::unknown);
  CHECK(end(graph_error(20, 1772107)).kind == Kind::unknown);
  CHECK(end(graph_error(506)).kind == Kind::unknown);
  CHECK(end(answer(500, "<html>")).kind == Kind::unknown);
  CHECK(end(answer(302, "")).kind == Kind::unknown);
  CHECK(end(answer(400, "")).kind == Kind::unknown);
  CHECK(end(answer(200, "{")).kind == Kind::unknown);
}

TEST_CASE("M16 the version stands in every path, and another one in the answer is an alarm") {
  Stage stage([](const GraphCall&) { return answer(200, ok_body); });
  CHECK(stage.api.read(feed(), noon).ok());
  CHECK(stage.api.drift().empty());
  stage.graph.headers["Facebook-Api-Version"] = "v22.0";
  stage.api.read_all({feed()}, noon);
  CHECK(says(stage.api.drift(), "v22.0"));
  CHECK(stage.api.version() == "v26.0");
  CHECK(meta::version_of("") == "v26.0");
  CHECK(meta::version_of("25.0") == "v25.0");
  CHECK(meta::version_of("v25.0") == "v25.0");
  for (const char* wrong : {"../x", "v", "latest", "v25.", "v.1", "v25.0.1"}) {
    CAPTURE(wrong);
    CHECK_FALSE(meta::version_of(wrong).has_value());
  }
}

TEST_CASE("M23 the usage headers slow down, stop, and hold everything back") {
  int calls = 0;
  HttpHeaders headers;
  Stage stage([&](const GraphCall&) {
    ++calls;
    return answer(200, ok_body, headers);
  });
  headers = usage_header(75, 0);
  CHECK(stage.api.read(feed(), noon).ok());
  CHECK(stage.api.pace(meta::Budget::pages).used_share == 0.75);
  CHECK_FALSE(stage.api.pace(meta::Budget::pages).resets_at.has_value());
  headers = usage_header(90, 0);
  CHECK(stage.api.read(feed(), noon).ok());
  CHECK(stage.api.pace(meta::Budget::pages).used_share == 0.9);
  CHECK(stage.api.pace(meta::Budget::pages).resets_at.has_value());
  CHECK(stage.api.write({.use = Use::add_comment, .id = "10_1"}, noon).taken);  // replies go on
  headers = usage_header(100, 30);
  CHECK(stage.api.read(feed(), noon).ok());
  const int before = calls;
  const auto reply = stage.api.read(feed(), noon + 1min);
  REQUIRE_FALSE(reply.ok());
  CHECK(reply.fault().kind == FaultKind::retry_later);
  CHECK(reply.fault().retry_after == Milliseconds(29min));
  const auto written = stage.api.write({.use = Use::add_comment, .id = "10_1"}, noon + 1min);
  CHECK(written.outcome.kind == PublishOutcome::Kind::not_sent);
  CHECK(written.outcome.retry_after == Milliseconds(29min));
  CHECK_FALSE(stage.api.read_all({feed()}, noon + 1min)[0].ok());
  CHECK(calls == before);  // nothing was sent meanwhile
  // Another budget of the same Page goes on; afterwards so does this one.
  CHECK(stage.api.read({.use = Use::conversations, .id = page}, noon + 1min).ok());
  CHECK(stage.api.read(feed(), noon + 31min).ok());
}

TEST_CASE("M23 a refusal for the rate waits as long as it says, else longer each time") {
  Stage stage([](const GraphCall&) { return graph_error(80001); });
  const auto first = stage.api.read(feed(), noon);
  REQUIRE_FALSE(first.ok());
  CHECK(first.fault().retry_after == Milliseconds(1min));
  const auto second = stage.api.read(feed(), noon + 2min);
  CHECK(second.fault().retry_after == Milliseconds(2min));
  Stage told([](const GraphCall&) {
    HttpResponse response = graph_error(80001);
    response.headers = usage_header(100, 45);
    return response;
  });
  CHECK(told.api.read(feed(), noon).fault().retry_after == Milliseconds(45min));
}

TEST_CASE("M23 usage headers of any shape are read or left out") {
  CHECK(meta::read_usage({{"X-App-Usage", R"({"call_count":28,"total_time":90})"}}).size() == 1);
  for (const char* text : {"", "{", "[]", "{\"1\":1}", "{\"1\":[1,null,{\"type\":3}]}"})
    CHECK(meta::read_usage({{"X-Business-Use-Case-Usage", text}}).empty());
  const auto huge = meta::read_usage(
      {{"X-App-Usage", R"({"call_count":1e9,"estimated_time_to_regain_access":999999})"}});
  REQUIRE(huge.size() == 1);
  CHECK(huge.begin()->second.regain <= meta::longest_regain);
}

TEST_CASE("M23 usage that was told an hour ago slows nothing any more") {
  HttpHeaders headers = usage_header(95, 0);
  Stage stage([&](const GraphCall&) { return answer(200, ok_body, headers); });
  CHECK(stage.api.read(feed(), noon).ok());
  CHECK(stage.api.pace(meta::Budget::pages).used_share == 0.95);
  headers.erase("X-Business-Use-Case-Usage");
  stage.graph.clock.advance(61min);
  CHECK(stage.api.read(feed(), stage.graph.clock.now()).ok());
  CHECK_FALSE(stage.api.pace(meta::Budget::pages).used_share.has_value());
  CHECK_FALSE(stage.api.pace(meta::Budget::pages).resets_at.has_value());
}

TEST_CASE("M24 an unknown field is dropped with its list, and that is remembered") {
  std::vector<std::string> asked;
  Stage stage([&](const GraphCall& call) {
    asked.push_back(call["fields"]);
    return says(call["fields"], "attachments") ? graph_error(100) : answer(200, ok_body);
  });
  CHECK(stage.api.read(feed(), noon).ok());
  CHECK(asked.size() == 2);
  CHECK(stage.api.read(feed(), noon + 1h).ok());
  CHECK(asked.size() == 3);
  CHECK_FALSE(says(asked[2], "attachments"));
  CHECK(stage.api.read(feed(), noon + 25h).ok());  // a day later the whole list is tried again
  CHECK(asked.size() == 5);
}

TEST_CASE("M24 what no list helps against is refused, and nothing is remembered") {
  int calls = 0;
  Stage stage([&](const GraphCall&) {
    ++calls;
    return graph_error(100);
  });
  CHECK(stage.api.read(feed(), noon).fault().kind == FaultKind::rejected);
  CHECK(calls == 3);
  CHECK_FALSE(stage.api.read(feed(), noon).ok());
  CHECK(calls == 6);
}

TEST_CASE("M25 a next page on another host is refused, its token is used and shown nowhere") {
  const auto next_at = [](const std::string& address) {
    const auto body = JsonValue::parse("{\"data\":[],\"paging\":{\"next\":\"" + address + "\"}}");
    return meta::next_of(*body, "https://graph.test/base");
  };
  const auto good = next_at("https://graph.test/base/v26.0/1/feed?access_token=SECRET&after=c%3D1");
  REQUIRE(good.ok());
  CHECK(*good == meta::Parameters{{"after", "c=1"}});
  for (const char* address :
       {"https://evil.test/v26.0/1/feed?after=1&access_token=SECRET",
        "http://graph.test/1?after=1&access_token=SECRET",
        "https://graph.test:444/1?after=1&access_token=SECRET",
        "https://graph.test@evil.test/1?after=1&access_token=SECRET", "javascript:alert(1)",
        "//evil.test/1?after=1", "https://graph.test/1?access_token=SECRET"}) {
    CAPTURE(address);
    const auto next = next_at(address);
    REQUIRE_FALSE(next.ok());
    CHECK(next.fault().kind == FaultKind::rejected);
    CHECK_FALSE(says(next.fault().message, "SECRET"));
  }
}

TEST_CASE("M31 lapsed, missing and changed have three different instructions") {
  const auto words = [](int code, int subcode) {
    Stage stage([=](const GraphCall&) { return graph_error(code, subcode); });
    const auto reply = stage.api.read(feed(), noon);
    REQUIRE_FALSE(reply.ok());
    CHECK(reply.fault().kind == FaultKind::denied);
    return reply.fault().message.substr(reply.fault().message.find(';'));
  };
  const std::string lapsed = words(10, 0);
  const std::string missing = words(190, 0);
  const std::string changed = words(190, 460);
  CHECK(lapsed != missing);
  CHECK(missing != changed);
  CHECK(lapsed != changed);
  CHECK(says(lapsed, "permission"));
  CHECK(says(missing, "scope"));
  CHECK(says(changed, "password"));
}

TEST_CASE("M32 too much data halves the page down to one, then drops the nested fields") {
  std::vector<std::string> limits;
  Stage stage([&](const GraphCall& call) {
    limits.push_back(call["limit"]);
    return says(call["fields"], "attachments") ? graph_error(1) : answer(200, ok_body);
  });
  CHECK(stage.api.read(feed(), noon).ok());
  CHECK(limits == std::vector<std::string>{"100", "50", "25", "12", "6", "3", "1", "1"});
  CHECK(stage.api.read(feed(), noon + 2h).ok());
  CHECK(limits.back() == "100");  // the pages grow again, the fields stay few for a day
  Stage never([&](const GraphCall&) { return graph_error(1); });
  CHECK(never.api.read(feed(), noon).fault().kind == FaultKind::retry_later);
}

TEST_CASE("conversations are asked for twice a second at most") {
  Stage stage([](const GraphCall&) { return answer(200, ok_body); });
  for (int i = 0; i < 5; ++i)
    CHECK(stage.api.read({.use = Use::conversations, .id = page}, noon).ok());
  CHECK(stage.graph.clock.slept() == Milliseconds(2'000));
}

TEST_CASE("M19 all Pages are found: beyond the first 25, and those the list leaves out") {
  Stage stage([](const GraphCall& call) {
    if (call.path == "me/accounts") {
      const int from = call["after"].empty() ? 0 : 25;
      std::vector<std::string> items;
      for (int i = from; i < std::min(from + 25, 26); ++i)
        items.push_back(R"({"id":")" + std::to_string(100 + i) +
                        R"(","name":"p","access_token":"t","tasks":["MODERATE"]})");
      return graph_list(items, from == 0 ? "25" : "");
    }
    if (call.path == "debug_token")
      return answer(200, R"({"data":{"is_valid":true,"type":"USER","granular_scopes":[)"
                         R"({"scope":"pages_messaging","target_ids":["100","900"]}]}})");
    CHECK(call.path == "900");
    return answer(200, R"({"name":"business-owned","access_token":"t9","id":"900"})");
  });
  const auto pages = meta::list_pages(stage.api, noon);
  REQUIRE(pages.ok());
  CHECK(pages->size() == 27);
  CHECK(pages->back().id == "900");
  CHECK(pages->back().token.reveal() == "t9");
  Stage empty([](const GraphCall& call) {
    if (call.path == "me/accounts") return answer(200, ok_body);
    if (call.path == "debug_token")
      return answer(200, R"({"data":{"is_valid":true,"granular_scopes":[{"target_ids":[900]}]}})");
    return answer(200, R"({"access_token":"t9","id":"900"})");
  });
  const auto granted = meta::list_pages(empty.api, noon);
  REQUIRE(granted.ok());
  CHECK(granted->size() == 1);
}

TEST_CASE("M20 one Instagram account under two Pages is one account") {
  Stage stage([](const GraphCall& call) {
    if (call.path != "me/accounts") return answer(200, R"({"data":{}})");
    const std::string tail = R"(,"access_token":"t","instagram_business_account":{"id":"17841"}})";
    return graph_list({R"({"id":"1")" + tail, R"({"id":"2")" + tail});
  });
  const auto pages = meta::list_pages(stage.api, noon);
  REQUIRE(pages.ok());
  CHECK(pages->size() == 2);
  CHECK(meta::instagram_accounts(*pages) == std::vector<std::string>{"17841"});
}

TEST_CASE("the table of calls holds each use once, and no write asks for fields") {
  REQUIRE(meta::all_calls().size() == static_cast<std::size_t>(Use::ig_add_mention) + 1);
  for (std::size_t i = 0; i < meta::all_calls().size(); ++i) {
    const meta::Call& call = meta::all_calls()[i];
    CAPTURE(call.name);
    CHECK(call.use == static_cast<Use>(i));
    CHECK((std::string_view(call.method) == "GET" || call.ladder.empty()));
    // M14: no POST on a node itself: with a message that edits.
    CHECK((std::string_view(call.method) != "POST" || *call.edge != '\0'));
    CHECK(call.limit <= 100);
  }
}
