// The menu of topics: what it says, what its answers mean, when it is asked.
#include "casebridge/menu.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "casebridge/bridge.h"
#include "core/text.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;

namespace {

Menu small_menu() {
  return {"What is it about?",
          "¿De qué se trata?",
          {{"pothole_street", "Streets", "Calles", {"street", "hole"}},
           {"dmv", "Motor Vehicle (DMV)", "Vehículos", {"dmv", "placas"}},
           {"other", "Something else", "Otra cosa", {}}}};
}

City city_with_menu() {
  City city = sample_city();
  city.menu = small_menu();
  return city;
}

DecideAsk message(const std::string& text) {
  DecideAsk ask;
  ask.post.network = "twitter";
  ask.post.id = "1";
  ask.post.kind = PostKind::direct_message;
  ask.post.text = text;
  ask.post.author = {"5", "demo_rider", "Demo Rider"};
  ask.finding.language = "en";
  ask.finding.addressed = true;
  ask.reply = ReplyMode::acknowledge;
  ask.now = at("2026-03-02T19:00:00Z");
  return ask;
}

// The answer to the menu, in the conversation of the case that asked.
DecideAsk answer(const std::string& text) {
  DecideAsk ask = message(text);
  Case known;
  known.number = "26-000007";
  known.status = CaseStatus::needs_info;
  known.topic = "other";
  known.resident = {"twitter", "5", "demo_rider"};
  ask.history.conversation_case = known;
  ask.history.question = {.code = topic_menu};
  return ask;
}

void finds(DecideAsk& ask, const std::string& topic, Decision decision) {
  ask.finding.topics = {{topic, {}, "", 0.9, {}}};
  ask.finding.decision = decision;
}

bool asks_topic(const Decided& decided) {
  return decided.question && decided.question->code == topic_menu;
}

}  // namespace

TEST_CASE("the menu numbers its entries in the language asked for") {
  CHECK(menu_text(small_menu(), "en") ==
        "What is it about? 1 Streets, 2 Motor Vehicle (DMV), 3 Something else.");
  CHECK(menu_text(small_menu(), "es") == "¿De qué se trata? 1 Calles, 2 Vehículos, 3 Otra cosa.");
}

TEST_CASE("an answer to the menu is a number, a number's word or a name, and nothing doubtful") {
  struct Row {
    const char* text;
    const char* topic;  // "" = none
  };
  const std::vector<Row> rows{
      {"2", "dmv"},
      {"2.", "dmv"},
      {"two", "dmv"},
      {"Option 2 please", "dmv"},
      {"la dos", "dmv"},
      {"número uno", "pothole_street"},
      {"DMV", "dmv"},
      {"it is about my placas, for the second time in 3 weeks", "dmv"},
      {"Streets!", "pothole_street"},
      {"otra cosa", "other"},
      {"0", ""},
      {"4", ""},
      {"99999999999999999999", ""},
      {"1 or 2", ""},
      {"the street and the dmv", ""},
      {"I live at 2 Grant, near the park", ""},  // a house, not a choice
      {"", ""},
      {"👍", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_choice(small_menu(), row.text).value_or("") == row.topic);
  }
}

TEST_CASE("a message that names no matter opens a case whose one question is the menu") {
  const Decided got = decide(city_with_menu(), message("hello"));
  CHECK(got.outcome == Outcome::new_case);
  CHECK(got.topic == "other");
  CHECK(got.status == CaseStatus::needs_info);
  REQUIRE(asks_topic(got));
  CHECK(got.question->text == menu_text(small_menu(), "en"));
  CHECK_FALSE(got.question->needs_private_line);
  REQUIRE(got.intent.has_value());
  CHECK(got.intent->kind == ReplyKind::receipt);
  CHECK(got.intent->state == ReplyState::queued);
}

TEST_CASE("a request by message without a topic is asked the menu before anything else") {
  DecideAsk ask = message("please send somebody");
  ask.finding.decision = Decision::open_case;
  City city = city_with_menu();
  city.services["other"].needs_location = true;
  CHECK(asks_topic(decide(city, ask)));
  ask.post.kind = PostKind::post;
  CHECK(decide(city, ask).question->code.empty());  // in public: the place, never the menu
}

TEST_CASE("thanks, abuse, links, emoji, danger, the unasked and a known matter get no menu") {
  const City city = city_with_menu();
  DecideAsk thanks = message("thank you so much");
  thanks.finding.intent = Intent::thanks;
  DecideAsk abuse = message("you are all …");
  abuse.finding.abuse = 0.9;
  DecideAsk danger = message("fire, help");
  danger.finding.urgency = Urgency::emergency;
  danger.finding.decision = Decision::open_case;
  DecideAsk unasked = message("hello");
  unasked.spoken_to_us = false;
  DecideAsk matter = message("pothole at 1437 Bannock St");
  finds(matter, "pothole_street", Decision::open_case);
  DecideAsk in_public = message("hello");
  in_public.post.kind = PostKind::post;
  for (const DecideAsk& ask : {thanks, abuse, danger, unasked, matter, in_public,
                               message("win at https://example.com"), message("👍👍")}) {
    CAPTURE(ask.post.text);
    CHECK_FALSE(asks_topic(decide(city, ask)));
  }
  CHECK(decide(city, thanks).outcome == Outcome::ignored);
  CHECK(decide(city, abuse).outcome == Outcome::ignored);
  CHECK_FALSE(asks_topic(decide(sample_city(), message("hello"))));  // a city without a menu
}

TEST_CASE("the menu is asked once a conversation") {
  DecideAsk again = message("hello again");
  again.history.conversation_case = answer("").history.conversation_case;
  again.history.conversation_case->status = CaseStatus::closed;
  again.history.conversation_case->closed_at = again.now;
  CHECK_FALSE(asks_topic(decide(city_with_menu(), again)));
}

TEST_CASE("the answer gives the case its topic, service, division, and the place it names") {
  const Decided got = decide(city_with_menu(), answer("1"));
  CHECK(got.outcome == Outcome::joins_case);
  CHECK(got.joins == "26-000007");
  CHECK(got.answers_question);
  CHECK(got.topic == "pothole_street");
  CHECK(got.service_code == "POTHOLE");
  CHECK(got.division == "street_maintenance");
  CHECK_FALSE(got.intent.has_value());

  // A real request outranks the menu, even where it holds a number.
  DecideAsk real = answer("2 potholes");
  finds(real, "pothole_street", Decision::open_case);
  Location place;
  place.kind = "address";
  place.text = "1437 Bannock St";
  real.finding.locations = {place};
  const Decided request = decide(city_with_menu(), real);
  CHECK(request.topic == "pothole_street");
  REQUIRE(request.location.has_value());
  CHECK(request.location->text == "1437 Bannock St");

  // The choice outranks what the rules only suspect.
  DecideAsk vague = answer("2");
  finds(vague, "pothole_street", Decision::review);
  CHECK(decide(city_with_menu(), vague).topic == "dmv");
}

TEST_CASE("words from which no topic can be read answer nothing, nor do thanks or another person") {
  DecideAsk thanks = answer("thanks, 2 of you helped");
  thanks.finding.intent = Intent::thanks;
  DecideAsk other = answer("2");
  other.post.author.id = "6";
  for (const DecideAsk& ask : {answer("well it is a long story"), thanks, other}) {
    CAPTURE(ask.post.text);
    const Decided got = decide(city_with_menu(), ask);
    CHECK(got.outcome == Outcome::joins_case);
    CHECK_FALSE(got.answers_question);
    CHECK(got.topic.empty());
  }
  CHECK(decide(city_with_menu(), answer("well it is a long story")).by_resident);
  CHECK_FALSE(decide(city_with_menu(), other).by_resident);
}

TEST_CASE("the sample city's menu fits a receipt and a question of 280 characters") {
  const auto loaded = load_city(SOCIAL311_SOURCE_DIR "/samples/denver/rules", "Denver",
                                "America/Denver", {"en", "es"});
  REQUIRE(loaded.city.has_value());
  const City& city = *loaded.city;
  REQUIRE(city.menu.entries.size() == 7);
  for (const char* language : {"en", "es"}) {
    for (const char* now : {"2026-03-03T18:00:00Z", "2026-12-24T03:00:00Z"}) {
      for (const ReplyKind kind : {ReplyKind::receipt, ReplyKind::question}) {
        ComposeAsk ask;
        ask.kind = kind;
        ask.about.topic = "other";
        ask.about.language = language;
        ask.now = at(now);
        ask.about.due_at = add_business_time(city.hours, ask.now, std::chrono::hours{12});
        ask.marker = "26-000123-CD";
        ask.ask_location = true;
        ask.question = menu_text(city.menu, language);
        ask.length = {280, 0, [](std::string_view text) { return grapheme_count(text); }};
        CAPTURE(language);
        const auto text = compose(city, ask);
        REQUIRE_MESSAGE(text.ok(), (text.ok() ? "" : text.fault().message));
        CHECK(text->find(ask.question) != std::string::npos);
      }
    }
  }
}
