#include <algorithm>

#include "classifier/rule_file.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

// The complaints of the small city with one file changed, without the folder's name.
std::string complaints_with(const std::string& name, const std::string& content) {
  TempFolder folder;
  write_small_city(folder);
  folder.write(name, content);
  const LoadedRules loaded = load_rules(folder.path(), "");
  CHECK((loaded.classifier == nullptr) == !loaded.complaints.empty());
  std::string out = all_complaints(loaded);
  for (std::size_t at = out.find(folder.path()); at != std::string::npos;
       at = out.find(folder.path())) {
    out.erase(at, folder.path().size() + 1);
  }
  return out;
}

}  // namespace

TEST_CASE("a missing rules folder is named") {
  const LoadedRules loaded = load_rules("/nowhere/rules", "");
  CHECK(loaded.classifier == nullptr);
  CHECK(all_complaints(loaded).find("/nowhere/rules") != std::string::npos);
}

TEST_CASE("a missing or broken geography folder is named") {
  TempFolder folder;
  write_small_city(folder);
  CHECK(all_complaints(load_rules(folder.path(), "/nowhere/map")).find("/nowhere/map") !=
        std::string::npos);
  folder.write("map/x_neighborhoods.geojson", "{\"features\": 3}");
  CHECK(
      all_complaints(load_rules(folder.path(), folder.path() + "/map")).find("FeatureCollection") !=
      std::string::npos);
}

TEST_CASE("every fault of a rule file stands with line and column") {
  const std::string bad =
      "name.en: Probe\nname.ess: Prueba\nservice_code: X\ndivision: nowhere\n[en]\n"
      "2 : tree AND\n  1.5x : tree\n0 : tree\n11 : tree\n2 tree\n1 : /a(/\n[fr]\n1 : ñandú tree # "
      "x\n";
  const std::string told = complaints_with("topics/probe.rules", bad);
  CAPTURE(told);
  for (const char* expected :
       {"topics/probe.rules:2:1: unknown key `name.ess`; did you mean `name.es`?",
        "topics/probe.rules:4:11: division", "topics/probe.rules:6:13: a term is missing",
        "topics/probe.rules:7:3: expected a weight",
        "topics/probe.rules:8:1: a weight lies between",
        "topics/probe.rules:9:1: a weight lies between",
        "topics/probe.rules:10:1: expected WEIGHT : QUERY",
        "topics/probe.rules:11:5: not an RE2 expression",
        "topics/probe.rules:12:1: unknown section",
        "topics/probe.rules:13:11: AND, OR or NEAR/n is missing",
        "topics/probe.rules:1:1: the header line `name.es:` is missing"}) {
    CAPTURE(expected);
    CHECK(told.find(expected) != std::string::npos);
  }
}

TEST_CASE("unknown files, features, keys and weights are faults") {
  CHECK(complaints_with("features/reqest.rules", "[en]\n1 : x\n")
            .find("did you mean request.rules?") != std::string::npos);
  CHECK(complaints_with("topics/Bad Name.rules", "").find("a topic's file is named") !=
        std::string::npos);
  CHECK(complaints_with("topics/notes.txt", "x").find("a topic's file is named") !=
        std::string::npos);
  CHECK(complaints_with("rules.toml", "[thresholds]\ncase = 2\n").find("rules.toml:2:") !=
        std::string::npos);
  CHECK(complaints_with("rules.toml", "[thresholds]\ncase = 0.3\nreview = 0.4\n")
            .find("rules.toml:3:") != std::string::npos);
  CHECK(complaints_with("rules.toml", "[weights]\nquestoin = 1\n").find("rules.toml:2:") !=
        std::string::npos);
  CHECK(
      complaints_with("rules.toml", "[city.handles]\nmyspace = [\"x\"]\n").find("rules.toml:2:") !=
      std::string::npos);
  CHECK(complaints_with("topics/empty.rules", topic_header("Empty") + "[en]\n").find("no rule") !=
        std::string::npos);
  CHECK(complaints_with("features/joke.rules", "2 : lol\n")
            .find("features/joke.rules:1:1: a section line") != std::string::npos);
  CHECK(complaints_with("features/joke.rules", "[en]\n2 : l\xFFol\n").find("not UTF-8") !=
        std::string::npos);
}

TEST_CASE("an unchanged city has no complaint and knows its topics") {
  const SmallCity city;
  REQUIRE(city->topics().size() == 3);
  CHECK(city->topics()[1].id == "pothole_street");
  CHECK(city->topics()[1].division == std::optional<std::string>("streets"));
  CHECK_FALSE(city->topics()[0].division.has_value());
  CHECK(city->own_handles() == std::vector<std::string>{"test311", "test311.bsky.social"});
}

TEST_CASE("the version follows every byte of the rules and nothing else") {
  const SmallCity one;
  const SmallCity same;
  const SmallCity other(Files{{"features/joke.rules", "[any]\n2 : lol OR jaja* \n"}});
  const SmallCity bridge(Files{{"hours.toml", "x = 1\n"}});
  CHECK(one->version().size() == 12);
  CHECK(one->version() == same->version());
  CHECK(one->version() == bridge->version());
  CHECK(one->version() != other->version());
  CHECK(one.read("hello").rules == one->version());
}

TEST_CASE("expressions are told to the author") {
  const SmallCity city(probe("1 : /abc+/ OR tree"));
  const std::vector<std::string> notes = city->notes();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].find("probe.rules:6:1: /abc+/") != std::string::npos);
}

TEST_CASE("learned weights go over those of the folder") {
  TempFolder folder;
  write_small_city(folder);
  folder.write("weights.toml", "[weights]\nbias = 9.5\n");
  const LoadedRules plain = load_rules(folder.path(), "", "");
  const LoadedRules learned = load_rules(folder.path(), "", folder.path() + "/weights.toml");
  REQUIRE(plain.classifier);
  REQUIRE(learned.classifier);
  Post post;
  post.text = "nothing of interest in here";
  CHECK(plain.classifier->classify(post, Instant{}).service_request < 0.2);
  CHECK(learned.classifier->classify(post, Instant{}).service_request > 0.9);
  CHECK(plain.classifier->version() != learned.classifier->version());
  CHECK_FALSE(load_rules(folder.path(), "", "/nowhere/weights.toml").complaints.empty());
}

TEST_CASE("a file of random bytes is complained about and never crashes") {
  std::uint32_t state = 7;
  for (int round = 0; round < 200; ++round) {
    std::string bytes = "[en]\n";
    for (int i = 0; i < 200; ++i) {
      state = state * 1664525u + 1013904223u;
      static constexpr char alphabet[] = "12 :()\"/#*ANDORNEAR\n[en]ab\xC3\xB1-.@\\";
      bytes += alphabet[(state >> 16) % (sizeof(alphabet) - 1)];
    }
    const RuleFile file = parse_rule_file(bytes, "random.rules", HeaderLines::none);
    const auto lines = std::count(bytes.begin(), bytes.end(), '\n');
    CHECK(file.rules.size() + file.complaints.size() <= static_cast<std::size_t>(lines) + 1);
  }
}

TEST_CASE("a configured account is the city as well, whatever the rules name") {
  TempFolder folder;
  write_small_city(folder);
  Post post;
  post.id = "1";
  post.network = "twitter";
  post.text = "@SomeOtherTown311 look at this";
  const Instant now{};
  const LoadedRules plain = load_rules(folder.path(), "");
  REQUIRE(plain.classifier != nullptr);
  CHECK_FALSE(plain.classifier->classify(post, now).addressed);
  const LoadedRules with_account =
      load_rules(folder.path(), "", "", {{"twitter", {"SomeOtherTown311"}}});
  REQUIRE(with_account.classifier != nullptr);
  CHECK(with_account.classifier->classify(post, now).addressed);
}
