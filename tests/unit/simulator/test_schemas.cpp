// The simulator against X's own OpenAPI documents, where they are at hand.
#include <doctest/doctest.h>

#include <iostream>
#include <set>

#include "core/http.h"
#include "network_under_test.h"
#include "schema_check.h"
#include "simulator/vocabulary.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

std::string document_path(Vocabulary vocabulary) {
  return vocabulary == Vocabulary::post ? "platforms/data/x-openapi.json"
                                        : "platforms/data/x-openapi-2.166-tweet-names.json";
}

// Runs `work` with each document that is there.
template <typename Work>
void with_documents(const Work& work) {
  for (const Vocabulary vocabulary : {Vocabulary::post, Vocabulary::tweet}) {
    const auto file = shared_file(document_path(vocabulary));
    if (!file) {
      std::cout << "skipped: the OpenAPI documents are not on this machine\n";
      return;
    }
    CAPTURE(name_of(vocabulary));
    work(SchemaCheck(read_document(*file)), vocabulary);
  }
}

JsonValue operation_of(const SchemaCheck& spec, const Route& one) {
  const std::string method = one.method == "GET" ? "get" : one.method == "POST" ? "post" : "delete";
  return spec.document()["paths"][one.pattern][method];
}

JsonValue schema_of(const SchemaCheck& spec, const std::string& pattern, const std::string& method,
                    const std::string& status) {
  return spec.document()["paths"][pattern][method]["responses"][status]["content"]
                        ["application/json"]["schema"];
}

bool is_of_oauth(const Route& one) {
  return one.endpoint == Endpoint::token || one.endpoint == Endpoint::revoke;
}

std::set<std::string> all_values(Endpoint endpoint, Vocabulary vocabulary,
                                 const std::string& parameter) {
  for (const ParameterRule& rule : parameters_of(endpoint, vocabulary)) {
    if (rule.name == parameter) return {rule.values.begin(), rule.values.end()};
  }
  return {};
}

std::string joined(const std::set<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ",") + word;
  return all;
}

// Every field and every expansion there is.
std::string everything(Endpoint endpoint, Vocabulary vocabulary) {
  std::string query;
  for (const ParameterRule& rule : parameters_of(endpoint, vocabulary)) {
    if (rule.kind != ValueKind::list_of || rule.name == "exclude" || rule.name == "event_types")
      continue;
    query += (query.empty() ? "" : "&") + rule.name + "=" +
             joined(all_values(endpoint, vocabulary, rule.name));
  }
  return query;
}

// A network in which everything occurs that an answer can show.
void fill(NetworkUnderTest& x) {
  NewPost rich;
  rich.lat = 39.74;
  rich.lon = -104.99;
  rich.media = 2;
  rich.media_alt = "a hole in a road";
  const auto root = x.post(
      "ana", "@Denver311 @nobody_here hole & <more> $XCEL #Denver see denver.gov 🕳️", rich);
  x.reply(root, "Case 26-000001-A1");
  NewPost answer;
  answer.in_reply_to = root;
  x.post("tom", "@Denver311 " + std::string(300, 'x'), answer);
  const auto gone = x.post("bob", "@Denver311 soon gone");
  NewPost quote;
  quote.quoted = gone;
  x.post("luz", "@Denver311 look", quote);
  x.network->with_world([&](World& world) { world.remove(gone); });
  const auto edited = x.mention("a");
  x.control("PUT", "/posts/" + std::to_string(edited), R"({"text":"@Denver311 b"})");
  NewPost repost;
  repost.repost_of = root;
  x.post("luz", "", repost);
  x.control("POST", "/messages", R"({"author":{"id":"77","handle":"dora"},"text":"hello"})");
}

}  // namespace

TEST_CASE("every parameter and every word of an enumeration is as in the OpenAPI documents") {
  with_documents([](const SchemaCheck& spec, Vocabulary vocabulary) {
    for (const Route& one : routes()) {
      if (is_of_oauth(one)) continue;
      CAPTURE(one.pattern);
      const JsonValue operation = operation_of(spec, one);
      REQUIRE(operation.is_object());
      std::set<std::string> documented;
      for (const JsonValue& item : operation["parameters"].items()) {
        const JsonValue parameter = spec.resolve(item);
        if (parameter["in"].text() != "query") continue;
        const std::string name = parameter["name"].text_or("");
        CAPTURE(name);
        documented.insert(name);
        const JsonValue schema = spec.resolve(parameter["schema"]);
        std::set<std::string> words;
        const JsonValue holder = schema["items"].absent() ? schema : spec.resolve(schema["items"]);
        for (const JsonValue& word : holder["enum"].items()) words.insert(word.text_or(""));
        CHECK(all_values(one.endpoint, vocabulary, name) == words);
        for (const ParameterRule& rule : parameters_of(one.endpoint, vocabulary)) {
          if (rule.name != name) continue;
          CHECK(rule.required == parameter["required"].flag().value_or(false));
          if (rule.kind == ValueKind::whole_number) {
            CHECK(schema["minimum"].number(0, 1000) == rule.min);
            CHECK(schema["maximum"].number(0, 1000) == rule.max);
          }
        }
      }
      std::set<std::string> ours;
      for (const ParameterRule& rule : parameters_of(one.endpoint, vocabulary))
        ours.insert(rule.name);
      CHECK(ours == documented);
    }
  });
}

TEST_CASE("every answer fits its schema and holds nothing beyond it") {
  with_documents([](const SchemaCheck& spec, Vocabulary vocabulary) {
    NetworkUnderTest x(without_search_tail());
    fill(x);
    const std::string user = vocabulary == Vocabulary::post ? "user" : "tweet-user";
    const std::string app = vocabulary == Vocabulary::post ? "app" : "tweet-app";
    const std::string newest = x.mentions().front();
    struct Call {
      Endpoint endpoint;
      std::string target;
      std::string pattern;
      std::string as;
    };
    const std::string city = std::string("/2/users/") + city_id;
    const std::vector<Call> calls = {
        {Endpoint::mentions, city + "/mentions?max_results=100&", "/2/users/{id}/mentions", user},
        {Endpoint::mentions, city + "/mentions?max_results=5&", "/2/users/{id}/mentions", app},
        {Endpoint::mentions, city + "/mentions?since_id=" + newest + "&", "/2/users/{id}/mentions",
         user},
        {Endpoint::user_posts, city + "/tweets?max_results=5&", "/2/users/{id}/tweets", user},
        {Endpoint::search_recent, "/2/tweets/search/recent?query=hole%20OR%20look&",
         "/2/tweets/search/recent", app},
        {Endpoint::posts_by_ids, "/2/tweets?ids=" + newest + ",17&", "/2/tweets", user},
        {Endpoint::posts_by_ids, "/2/tweets?ids=17&", "/2/tweets", user},
        {Endpoint::post_by_id, "/2/tweets/" + newest + "?", "/2/tweets/{id}", user},
        {Endpoint::post_by_id, "/2/tweets/17?", "/2/tweets/{id}", user},
        {Endpoint::me, "/2/users/me?", "/2/users/me", user},
        {Endpoint::user_by_id, city + "?", "/2/users/{id}", user},
        {Endpoint::user_by_name, "/2/users/by/username/ana?", "/2/users/by/username/{username}",
         app},
        {Endpoint::user_by_name, "/2/users/by/username/nobody?", "/2/users/by/username/{username}",
         user},
        {Endpoint::usage, "/2/usage/tweets?", "/2/usage/tweets", app},
        {Endpoint::dm_events, "/2/dm_events?", "/2/dm_events", user},
        {Endpoint::dm_events_with, "/2/dm_conversations/with/77/dm_events?",
         "/2/dm_conversations/with/{participant_id}/dm_events", user},
    };
    for (const Call& call : calls) {
      for (const std::string& more : {everything(call.endpoint, vocabulary), std::string()}) {
        const std::string target = (call.target + more);
        CAPTURE(target);
        const std::string clean = target.ends_with('?') || target.ends_with('&')
                                      ? target.substr(0, target.size() - 1)
                                      : target;
        const Answer answer = x.get(clean, call.as);
        CAPTURE(answer.reply.body);
        REQUIRE(answer.status == 200);
        const auto found = spec.faults(answer.body, schema_of(spec, call.pattern, "get", "200"));
        CHECK(found == std::vector<std::string>{});
      }
    }
    const auto target = x.mention("once more");
    const Answer posted = x.reply(target, "Case 26-000002-A1", user);
    REQUIRE(posted.status == 201);
    CHECK(spec.faults(posted.body, schema_of(spec, "/2/tweets", "post", "201")).empty());
    const Answer removed = x.remove("/2/tweets/" + posted.body["data"]["id"].text_or(""), user);
    CHECK(spec.faults(removed.body, schema_of(spec, "/2/tweets/{id}", "delete", "200")).empty());
  });
}

TEST_CASE("the schema check itself finds what does not fit") {
  const auto document =
      JsonValue::parse(R"({"components":{"schemas":{"Id":{"type":"string","pattern":"^[0-9]+$"}}},
    "s":{"type":"object","required":["id"],"properties":{"id":{"$ref":"#/components/schemas/Id"},
    "n":{"type":"array","minItems":1,"items":{"type":"integer"}}}}})");
  REQUIRE(document.ok());
  const SchemaCheck spec(*document);
  const auto count = [&](const char* text) {
    return spec.faults(*JsonValue::parse(text), (*document)["s"]).size();
  };
  CHECK(count(R"({"id":"17","n":[1]})") == 0);
  CHECK(count(R"({"id":"x"})") == 1);
  CHECK(count(R"({"id":17})") == 1);
  CHECK(count(R"({"n":[]})") == 2);
  CHECK(count(R"({"id":"1","n":["a"],"m":1})") == 2);
}
