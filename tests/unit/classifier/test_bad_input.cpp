// Rules typed by people and texts from anywhere: refused with their place, or bounded; and what
// runs goes on.

#include "core/random.h"
#include "core/text.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

// The first complaint about a rule that stands in line 6, after "2 : ".
std::string complaint_of(const std::string& rule) {
  const TempFolder folder;
  write_small_city(folder);
  folder.write("topics/probe.rules", topic_header("Probe") + "[en]\n2 : " + rule + "\n");
  const LoadedRules loaded = load_rules(folder.path(), "");
  CHECK((loaded.classifier == nullptr) == !loaded.complaints.empty());
  return loaded.complaints.empty() ? "" : to_string(loaded.complaints.front());
}

}  // namespace

TEST_CASE("a rule that cannot be used is refused with file, line and column") {
  struct Row {
    const char* name;
    std::string rule;
  };
  const std::vector<Row> rows{
      {"nested repetition", "/((a{1,100}){1,100}){1,100}/"},
      {"a huge repetition", "/[a-z]{1000}{1000}/"},
      {"a large program", "/(\\pL{1,60}\\pN{1,60}){1,15}/"},
      {"a long expression", "/" + std::string(600, 'a') + "/"},
      {"a long line", std::string(5'000, 'a')},
      {"nothing", ""},
      {"an empty expression", "//"},
      {"an expression that matches nothing at all", "/a*/"},
      {"an expression that matches everything", "/.*/"},
      {"no UTF-8", "caf\xE9"},
      {"a cut character", "pothole OR \xE2\x82"},
      {"an open parenthesis", "(pothole"},
      {"a signal only", "has:media"},
      {"a denial only", "NOT pothole"},
      {"deep nesting", std::string(200, '(') + "a" + std::string(200, ')')},
      {"single bytes", "/\\C/"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const std::string complaint = complaint_of(row.rule);
    CHECK(complaint.find("topics/probe.rules:6:") != std::string::npos);
  }
}

TEST_CASE("an expression that would backtrack for ever elsewhere is harmless") {
  const SmallCity city(probe("2 : /(a+)+b/"));
  const std::string text(60'000, 'a');
  CHECK(city.score(text + " ab", "probe") == 0);  // beyond what is read
  CHECK(city.score("aaab", "probe") > 0);
}

TEST_CASE("a rule that holds for nearly every text finds no more than its limit") {
  const SmallCity city(probe("1 : /[a-z]/ OR /[a-z]+/ OR a"));
  std::string text;
  for (int i = 0; i < 3'000; ++i) text += "a ";
  const Finding finding = city.read(text);
  REQUIRE(!finding.topics.empty());
  CHECK(finding.topics.front().evidence.size() <= 20);
}

TEST_CASE("NUL bytes, bytes that are no UTF-8 and a megabyte are read without harm") {
  const SmallCity city;
  CHECK(city.score(std::string("a\0 pothole", 10), "pothole_street") > 0);
  CHECK(city.score("\xFF\xFE pothole \xC3", "pothole_street") > 0);
  CHECK(city.score("\xF0\x9F pothole", "pothole_street") > 0);
  SeededRandom random(311);
  for (int round = 0; round < 300; ++round) {
    const std::string noise = random.bytes(random.below(200));
    const Finding finding = city.read(noise);
    for (const PrivateSpan& span : finding.pii) CHECK(span.end <= noise.size());
    for (const TopicFinding& topic : finding.topics)
      for (const Evidence& evidence : topic.evidence) CHECK(evidence.end <= noise.size());
  }
  std::string megabyte = "pothole ";
  while (megabyte.size() < (1u << 20)) megabyte += "p0th0le a.b.c.d 🚧 #FixIt @CityOf x_y ";
  const Finding finding = city.read(megabyte);
  REQUIRE(!finding.topics.empty());
  for (const TopicFinding& topic : finding.topics)
    for (const Evidence& evidence : topic.evidence) CHECK(evidence.end <= 40'000);
}

TEST_CASE("rules that are refused leave those that run as they are") {
  const TempFolder folder;
  write_small_city(folder);
  const LoadedRules running = load_rules(folder.path(), "");
  REQUIRE(running.classifier);
  const Post post{.text = "there is a huge pothole, please fix it"};
  const Finding before = running.classifier->classify(post, Instant{});
  folder.write("topics/pothole_street.rules", topic_header("Pothole") + "[en]\n2 : (pothole\n");
  const LoadedRules broken = load_rules(folder.path(), "");
  CHECK(broken.classifier == nullptr);
  CHECK(all_complaints(broken).find("pothole_street.rules:6:5:") != std::string::npos);
  CHECK(running.classifier->classify(post, Instant{}) == before);
}

TEST_CASE("a rule that requires what it denies is refused at its denial") {
  for (const char* rule :
       {"pothole AND NOT pothole", "pothole AND street AND NOT (road OR street)",
        "(pothole OR hole) AND NOT (hole OR pothole)", "\"pot hole\" AND NOT hole",
        "pothole AND NOT pothol*", "(street NEAR/4 crack*) AND NOT street",
        "road OR (pothole AND NOT pothole)", "pothole AND has:media AND NOT has:media"}) {
    CAPTURE(rule);
    const std::string complaint = complaint_of(rule);
    CHECK(complaint.find("topics/probe.rules:6:") != std::string::npos);
    CHECK(complaint.find("can never match") != std::string::npos);
  }
  for (const char* rule : {"pothol* AND NOT pothole", "(pothole OR hole) AND NOT hole",
                           "street AND NOT \"street fair\"", "pothole AND NOT (hole AND street)",
                           "pothole AND NOT stem(hole)"}) {
    CAPTURE(rule);
    CHECK(complaint_of(rule).empty());
  }
}

TEST_CASE("the same words with two weights are refused where they stand again") {
  const std::string complaint = complaint_of("pothole  # once\n-3 : pothole # and again");
  CHECK(complaint.find("topics/probe.rules:7:1") != std::string::npos);
  CHECK(complaint.find("line 6") != std::string::npos);
  CHECK(complaint_of("pothole\n[es]\n-3 : pothole").empty());  // another language's rule
}
