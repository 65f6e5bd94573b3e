#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "network_under_test.h"
#include "simulator/scenario.h"

using namespace social311;
using namespace social311::simulator;
using namespace social311::simulator::test;

namespace {

class ScenarioFile {
 public:
  explicit ScenarioFile(const std::string& text)
      : path("/tmp/simulator-scenario-test-" + std::to_string(::getpid())) {
    std::ofstream(path) << text;
  }
  ~ScenarioFile() { std::remove(path.c_str()); }
  ScenarioFile(const ScenarioFile&) = delete;
  ScenarioFile& operator=(const ScenarioFile&) = delete;
  std::string path;
};

constexpr const char* story =
    R"({"at_s":10,"network":"twitter","ref":"b","author":{"handle":"ana"},"text":"thank you","in_reply_to_ref":"a","answers_city":true}
{"at_s":2,"network":"twitter","ref":"a","author":{"handle":"ana","name":"Ana"},"text":"@{city} a hole","lat":39.7,"lon":-104.9,"media":2}
{"at_s":4,"network":"bluesky","ref":"z","author":{"handle":"x"},"text":"elsewhere"}

{"at_s":6,"ref":"c","author":{"handle":"tom"},"text":"same here","in_reply_to_ref":"a"}
)";

std::vector<ScenarioLine> lines_of(const std::string& text) {
  const ScenarioFile file(text);
  auto lines = read_scenario(file.path, "Denver311");
  REQUIRE(lines.ok());
  return *lines;
}

std::size_t count(NetworkUnderTest& x) {
  return x.control("GET", "/posts").body["posts"].size();
}

}  // namespace

TEST_CASE("a scenario plays its lines at their time and answers the city when it has spoken") {
  NetworkUnderTest x;
  ScenarioPlayer player(*x.network, lines_of(story));
  CHECK(player.step() == x.clock.now() + Milliseconds(2'000));
  CHECK(count(x) == 0);
  x.pass(Milliseconds(2'000));
  player.step();
  REQUIRE(x.mentions().size() == 1);
  const JsonValue first = x.control("GET", "/posts").body["posts"].at(0);
  CHECK(first["text"].text() == "@Denver311 a hole");
  CHECK(first["media"].number(0, 9) == 2);
  x.pass(Milliseconds(4'000));
  player.step();
  CHECK(count(x) == 2);
  x.pass(Milliseconds(60'000));
  CHECK(player.step().has_value());  // waits for the city
  CHECK(count(x) == 2);
  const Answer reply = x.reply(*parse_id(first["id"].text_or("")), "Case 1");
  x.pass(Milliseconds(250));
  CHECK_FALSE(player.step().has_value());
  CHECK(count(x) == 4);
  const JsonValue last = x.control("GET", "/posts").body["posts"].at(0);
  CHECK(last["in_reply_to"].text() == reply.body["data"]["id"].text());
}

TEST_CASE("speed shortens a scenario") {
  SimulatorOptions options;
  options.speed = 10;
  NetworkUnderTest x(options);
  ScenarioPlayer player(*x.network, lines_of(story));
  CHECK(player.step() == x.clock.now() + Milliseconds(200));
}

TEST_CASE("a restarted network does not play a line twice") {
  const std::string state = "/tmp/simulator-played-test-" + std::to_string(::getpid());
  SimulatorOptions options;
  options.state_file = state;
  {
    NetworkUnderTest x(options);
    ScenarioPlayer player(*x.network, lines_of(story));
    x.pass(Milliseconds(3'000));
    player.step();
    CHECK(count(x) == 1);
  }
  NetworkUnderTest x(options);
  ScenarioPlayer player(*x.network, lines_of(story));
  x.pass(Milliseconds(30'000));
  player.step();
  CHECK(count(x) == 2);
  std::remove(state.c_str());
}

TEST_CASE("after the last line the network may go on chatting, the same for the same seed") {
  const auto chat = [](std::uint64_t seed) {
    SimulatorOptions options;
    options.after = AfterScenario::chatter;
    options.seed = seed;
    NetworkUnderTest x(options);
    ScenarioPlayer player(*x.network, {});
    for (int i = 0; i < 600; ++i) {
      player.step();
      x.pass(Milliseconds(1'000));
    }
    std::vector<std::string> texts;
    for (const JsonValue& post : x.control("GET", "/posts").body["posts"].items()) {
      texts.push_back(post["text"].text_or(""));
      CHECK(weighted_length(texts.back()) <= 280);
      CHECK(texts.back().find('%') == std::string::npos);
    }
    return texts;
  };
  const auto texts = chat(1);
  CHECK(texts.size() >= 13);
  CHECK(texts.size() <= 40);
  CHECK(chat(1) == texts);
  CHECK(chat(2) != texts);
}

TEST_CASE("a scenario with a fault is refused with its line") {
  struct Case {
    const char* text;
    const char* where;
  };
  for (const Case& one : std::vector<Case>{
           {"{\"at_s\":1}\n", ":1: "},
           {"\nrubbish\n", ":2: not a JSON object"},
           {R"({"at_s":-1,"ref":"a","author":{"handle":"a"},"text":"x"})", "at_s"},
           {R"({"at_s":1,"ref":"a","author":{"handle":"a"}})", "text"},
           {R"({"at_s":1,"ref":"a","author":{},"text":"x"})", "author.handle"},
           {R"({"at_s":1,"ref":"a","author":{"handle":"a"},"text":"x","answers_city":true})",
            "in_reply_to_ref"},
           {R"({"at_s":1,"ref":"a","author":{"handle":"a"},"text":"x","lat":99,"lon":1})", "lat"},
       }) {
    CAPTURE(one.text);
    const ScenarioFile file(one.text);
    const auto lines = read_scenario(file.path, "Denver311");
    REQUIRE_FALSE(lines.ok());
    CHECK(lines.fault().message.starts_with(file.path));
    CHECK(lines.fault().message.find(one.where) != std::string::npos);
  }
  CHECK_FALSE(read_scenario("/nowhere", "Denver311").ok());
}

TEST_CASE("a scenario's lines go to their networks, and the city has its own name on each") {
  NetworkUnderTest under;
  ScenarioPlayer player(
      *under.network,
      lines_of(
          R"({"at_s":0,"network":"bluesky","ref":"a","author":{"handle":"ana.test"},"text":"@{city} a hole"}
{"at_s":0,"network":"mastodon","ref":"b","author":{"handle":"bo"},"text":"@{city} a hole"}
{"at_s":0,"network":"facebook","kind":"comment","ref":"c","author":{"handle":"Cy"},"text":"a hole"}
{"at_s":1,"network":"facebook","ref":"d","author":{"handle":"Cy"},"text":"thank you","in_reply_to_ref":"c","answers_city":true}
)"));
  player.step();
  std::string comment;
  under.network->with_commons([&comment](Commons& commons) {
    const auto text_on = [&commons](Site site) { return commons.all(site).back()->text(); };
    CHECK(text_on(Site::bluesky) == "@denver311.test a hole");
    CHECK(text_on(Site::mastodon) == "@denver311 a hole");
    comment = commons.all(Site::facebook).back()->id;
  });
  under.pass(Milliseconds(2'000));
  player.step();
  CHECK_FALSE(under.network->played("d").has_value());  // the city has not spoken yet
  under.network->with_commons([&comment](Commons& commons) {
    CHECK(commons
              .add({.site = Site::facebook,
                    .kind = ItemKind::comment,
                    .author_id = MetaAccount{}.page_id,
                    .text = "Your case is open.",
                    .answers = comment})
              .ok());
  });
  under.pass(Milliseconds(2'000));
  player.step();
  CHECK(under.network->played("d").has_value());
}
