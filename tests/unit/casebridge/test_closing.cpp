#include <doctest/doctest.h>

#include "casebridge/closing.h"
#include "casebridge/place_name.h"
#include "casebridge/same_trouble.h"
#include "core/text.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;
using namespace std::chrono_literals;

namespace {

const City& denver() {
  static const City city = load_city(SOCIAL311_SOURCE_DIR "/samples/denver/rules", "Denver",
                                     "America/Denver", {"en", "es"})
                               .city.value();
  return city;
}

struct Read {
  ClosingPolicy policy{};
  std::vector<std::string> complaints{};
};

Read read(const std::string& text) {
  TomlDocument document = TomlDocument::parse(text, "closing.toml");
  Read out;
  out.policy = read_closing(document.root(), {"pothole_street", "animals"});
  for (const auto& complaint : document.complaints())
    out.complaints.push_back(to_string(complaint));
  return out;
}

ClosingPolicy judged() {
  ClosingPolicy policy;
  policy.criteria = {{"understood", "", "", 3}, {"tone", "", "", 1}};
  return policy;
}

OtherReport at_place(const char* kind, const char* text) {
  OtherReport other;
  other.place.kind = kind;
  other.place.text = text;
  other.distance_m = 120;
  return other;
}

}  // namespace

TEST_CASE("a number of an answer to the survey is read as residents write it") {
  const std::vector<std::pair<const char*, int>> marks{{"4", 4},
                                                       {"5 thanks", 5},
                                                       {"@Denver311 5", 5},
                                                       {"@Denver311 thanks, a 4", 4},
                                                       {"4/5", 4},
                                                       {"3 out of 5", 3},
                                                       {"2 of 5, it took three weeks", 2},
                                                       {"5/5 !!", 5},
                                                       {"I'd give it a 4.", 4},
                                                       {"one. nobody came", 1},
                                                       {"Cinco, muchas gracias", 5},
                                                       {"3 de 5", 3},
                                                       {"un 2, tardaron mucho", 2},
                                                       {"⭐⭐⭐⭐", 4},
                                                       {"5 5 5!", 5}};
  for (const auto& [text, mark] : marks) {
    CAPTURE(text);
    CHECK(survey_score(text) == mark);
  }
}

TEST_CASE("other numbers and none are no mark of a survey") {
  for (const char* text : {"", "thanks", "it took 2 weeks", "1437 Bannock St", "I called 3 times",
                           "10", "0", "6", "10/10", "4 or 5", "the one on the corner",
                           "gracias, tardaron 3 semanas", "at 5 pm", "311 is great", "⭐⭐⭐⭐⭐⭐"}) {
    CAPTURE(text);
    CHECK(!survey_score(text));
  }
}

TEST_CASE("nobody is asked after an emergency, and nobody where the city does not want it") {
  ClosingPolicy policy;
  Case about;
  about.topic = "pothole_street";
  CHECK(!asks_survey(policy, about));
  policy.survey.asks = true;
  CHECK(asks_survey(policy, about));
  about.priority = Priority::emergency;
  CHECK(!asks_survey(policy, about));
  about.priority = Priority::urgent;
  policy.survey.not_for = {"pothole_street"};
  CHECK(!asks_survey(policy, about));
}

TEST_CASE("what a city says of closing is read, and what is wrong is named with its line") {
  const Read good = read(
      "[survey]\nask = true\nafter_hours = 0\nquiet_days = 7\nnot_for = [\"animals\"]\n"
      "[photo]\nhosts = [\"photos.city.example\"]\n[goals]\nsatisfied = 0.9\nquality = 80\n"
      "[[criterion]]\nid = \"tone\"\nname_en = \"Tone\"\nname_es = \"Trato\"\nweight = 2\n");
  CHECK(good.complaints.empty());
  CHECK(good.policy.survey.asks);
  CHECK(good.policy.survey.after == 0h);
  CHECK(good.policy.survey.quiet == std::chrono::days{7});
  CHECK(good.policy.criteria.at(0).weight == 2);
  CHECK(good.policy.satisfied_goal == 0.9);
  const Read bad = read(
      "[survey]\nask = 1\nnot_for = [\"nonsense\"]\n[photo]\nhosts = [\"http://x\"]\n"
      "[goals]\nsatisfied = 85.0\n[[criterion]]\nid = \"a\"\n[other]\n");
  REQUIRE(bad.complaints.size() >= 6);
  CHECK(bad.complaints.at(0).find("closing.toml:2:") == 0);
}

TEST_CASE("the sample city's closing is complete, and asks nobody") {
  const City& city = denver();
  CHECK(!city.closing.survey.asks);
  CHECK(city.closing.criteria.size() >= 5);
  CHECK(city.closing.quality_goal == 75);
  CHECK(city.closing.satisfied_goal == 0.85);
}

TEST_CASE("a photograph is linked only over https and on the city's own hosts") {
  ClosingPolicy policy;
  CHECK(photo_refusal(policy, "https://photos.city.example/a.jpg").find("allows no") !=
        std::string::npos);
  policy.photo_hosts = {"city.example"};
  CHECK(photo_refusal(policy, "https://photos.city.example/a.jpg").empty());
  CHECK(photo_refusal(policy, "https://CITY.example/a.jpg?x=1#y").empty());
  for (const char* bad :
       {"http://city.example/a", "https://evilcity.example/a", "https://city.example.evil.org/",
        "https://evil.org/city.example", "https://evil.org#city.example",
        "https://city.example/a b", "https://city.example@evil.org/", "javascript:alert(1)", ""}) {
    CAPTURE(bad);
    CHECK(!photo_refusal(policy, bad).empty());
  }
}

TEST_CASE("a quality score weighs what applied, and a missing or unknown mark is none") {
  const ClosingPolicy policy = judged();
  CHECK(quality_score(policy, {{"understood", "yes"}, {"tone", "yes"}}) == 100);
  CHECK(quality_score(policy, {{"understood", "yes"}, {"tone", "no"}}) == 75);
  CHECK(quality_score(policy, {{"understood", "partly"}, {"tone", "yes"}}) == 63);
  CHECK(quality_score(policy, {{"understood", "not_applicable"}, {"tone", "partly"}}) == 50);
  CHECK(!quality_score(policy, {{"understood", "yes"}}));
  CHECK(!quality_score(policy, {{"understood", "yes"}, {"tone", "maybe"}}));
  CHECK(!quality_score(policy, {{"understood", "yes"}, {"other", "yes"}}));
  CHECK(!quality_score(policy, {{"understood", "not_applicable"}, {"tone", "not_applicable"}}));
}

TEST_CASE("one place is one however it is written, and another kind of street is another") {
  CHECK(same_place("14th and Grant", "Grant St & 14th Ave"));
  CHECK(same_place("1437 Bannock St", "1437 n. bannock STREET, Denver"));
  CHECK(same_place("Peña Blvd y 40th", "40th and pena boulevard"));
  CHECK(same_place("Colfax Ave & Broadway", "E Colfax at Broadway"));
  CHECK(!same_place("1437 Bannock St", "1437 Bannock Ct"));
  CHECK(!same_place("1437 Bannock St", "1439 Bannock St"));
  CHECK(!same_place("E Colfax and Downing", "W Colfax and Downing"));
  CHECK(!same_place("", ""));
  CHECK(!same_place("the street", "a street"));
  CHECK(!same_place("14th and Grant", "14th and Grant and Logan"));
}

TEST_CASE("the question about another report names a crossing or a block, never a house") {
  const City& city = denver();
  const auto crossing =
      same_question(city, "pothole_street", at_place("intersection", "14th and Grant"), "en");
  CHECK(crossing.find("at 14th and Grant") != std::string::npos);
  const auto house =
      same_question(city, "pothole_street", at_place("address", "1437 Bannock St"), "en");
  CHECK(house.find("1437") == std::string::npos);
  CHECK(house.find("the 1400 block of Bannock St") != std::string::npos);
  const auto spanish =
      same_question(city, "pothole_street", at_place("address", "1437 Bannock St"), "es");
  CHECK(spanish.find("la cuadra 1400 de Bannock St") != std::string::npos);
  const auto pin = same_question(city, "pothole_street", at_place("point", ""), "en");
  CHECK(pin.find("about 400 ft away") != std::string::npos);
  OtherReport secret = at_place("intersection", "14th and Grant");
  secret.in_public = false;
  CHECK(same_question(city, "pothole_street", secret, "en").find("Grant") == std::string::npos);
}

TEST_CASE("the question about another report is short whatever the place is called") {
  const City& city = denver();
  const std::string endless(500, 'x');
  for (const auto& [topic, service] : city.services)
    for (const char* language : {"en", "es"}) {
      CAPTURE(topic);
      CHECK(grapheme_count(same_question(city, topic, at_place("landmark", endless.c_str()),
                                         language)) <= 120);
    }
}

TEST_CASE("yes and no are read from short answers, and doubt is neither") {
  for (const char* text : {"yes", "Yes, that's the one", "@Denver311 yep", "sí", "Si, es el mismo",
                           "same one", "it is the same", "@Denver311 @ana correct!"}) {
    CAPTURE(text);
    CHECK(read_yes_no(text) == YesNo::yes);
  }
  for (const char* text : {"no", "No, mine is on the other side", "nope", "a different one",
                           "no, es otro", "@Denver311 not that one", "es diferente"}) {
    CAPTURE(text);
    CHECK(read_yes_no(text) == YesNo::no);
  }
  for (const char* text : {"", "maybe", "@yes", "no, the same one", "yes but a different lane",
                           "please hurry, it is getting worse every day over there", "thanks"}) {
    CAPTURE(text);
    CHECK(!read_yes_no(text));
  }
}
