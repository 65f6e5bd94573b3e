#include <doctest/doctest.h>

#include "casebridge/city.h"
#include "casebridge/knowledge.h"

using namespace social311;
using namespace social311::casebridge;

namespace {

// The sample city's own articles: what staff would see.
const City& denver() {
  static const LoadedCity loaded = load_city(SOCIAL311_SOURCE_DIR "/samples/denver/rules", "Denver",
                                             "America/Denver", {"en", "es"});
  for (const Complaint& complaint : loaded.complaints) FAIL_CHECK(to_string(complaint));
  return loaded.city.value();
}

std::string best(const std::string& text, const std::string& topic = "") {
  Finding finding;
  if (!topic.empty()) finding.topics.push_back({topic, {}, "", 0.8, {}});
  const auto found = suggest_answers(denver().articles, finding, text, "en");
  return found.empty() ? "" : found.front().article;
}

}  // namespace

TEST_CASE("a question with a known answer finds its article") {
  CHECK(best("@Denver311 what are your hours today?") == "desk_hours");
  CHECK(best("¿a qué hora abren mañana?") == "desk_hours");
  CHECK(best("did anyone else not get recycling? they skipped our street", "trash_recycling") ==
        "missed_pickup");
  CHECK(best("recycling was NOT picked up again", "trash_recycling") == "missed_pickup");
  CHECK(best("how long can a car be parked on my block", "abandoned_vehicle_parking") ==
        "vehicle_72_hours");
  CHECK(best("I lost my dog near City Park", "animals") == "lost_pet");
  CHECK(best("branch hanging on power line", "trees_forestry") == "tree_power_line");
}

TEST_CASE("what nobody wrote an article for gets none") {
  CHECK(best("the pothole on Colfax ate my tire", "pothole_street").empty());
  CHECK(best("").empty());
  CHECK(best("beautiful day in Denver").empty());
}

TEST_CASE("the answer comes in the language asked for") {
  const auto found = suggest_answers(denver().articles, {}, "cuál es su horario", "es");
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().answer.find("lunes a viernes") != std::string::npos);
  CHECK(found.front().score <= 1.0);
  CHECK(found.front().checked_on == "2026-11-01");
}

TEST_CASE("at most three are suggested, the best first") {
  Finding finding;
  const auto found = suggest_answers(
      denver().articles, finding,
      "what are your hours, what number do i call, where do i vote, renew my registration", "en");
  REQUIRE(found.size() == 3);
  CHECK(found[0].score >= found[1].score);
  CHECK(found[1].score >= found[2].score);
}

TEST_CASE("faults of articles are told with their place") {
  TomlDocument document = TomlDocument::parse(
      "[[answer]]\nid = \"a\"\ntopic = \"cheese\"\nquestion_en = \"Q\"\nquestion_es = \"P\"\n"
      "answer_en = \"A\"\nanswer_es = \"R\"\nchecked_on = \"2026-01-01\"\ncolour = 1\n",
      "answers.toml");
  read_articles(document.root(), {"dmv"});
  REQUIRE(document.complaints().size() == 3);
  std::string told;
  for (const Complaint& complaint : document.complaints()) told += to_string(complaint) + "\n";
  CHECK(told.find("answers.toml:3:9: no service with topic") != std::string::npos);
  CHECK(told.find("an article needs phrases") != std::string::npos);
  CHECK(told.find("answers.toml:9:") != std::string::npos);
}
