#include <doctest/doctest.h>

#include <map>

#include "casebridge/bridge.h"
#include "core/text.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;

namespace {

const char* receipt_en =
    "Thank you. Your report is case {{case}} with {{agency}}."
    "{{#due}} You will hear from us {{due}}{{/due}}"
    "{{#opening}} We are closed: an agent will read this {{opening}}.{{/opening}} {{question}}\n";

City city_with_texts() {
  City city = sample_city();
  city.templates["receipt.en"] = receipt_en;
  city.templates["receipt.short.en"] = "Case {{case}}. {{question}}";
  city.templates["receipt.es"] =
      "Gracias. Su solicitud es {{case}}, {{service}}. {{due}} {{question}}";
  city.templates["answer.en"] = "{{text}}\n\nCase {{case}}";
  city.templates["question.en"] = "About {{case}}: {{question}}";
  return city;
}

ComposeAsk ask_for(ReplyKind kind) {
  ComposeAsk ask;
  ask.kind = kind;
  ask.about.number = "26-000123";
  ask.about.topic = "pothole_street";
  ask.about.division = "street_maintenance";
  ask.about.language = "en";
  ask.about.due_at = at("2026-03-06T00:00:00Z");
  ask.about.location = Location{};
  ask.about.location->text = "1437 Bannock St";
  ask.about.resolution = "secret words";
  ask.marker = "26-000123-CD";
  ask.author_handle = "demo_rider";
  ask.length = bytes_up_to(280);
  ask.now = at("2026-03-02T19:00:00Z");
  return ask;
}

std::string composed(const ComposeAsk& ask) {
  const auto got = compose(city_with_texts(), ask);
  REQUIRE_MESSAGE(got.ok(), (got.ok() ? "" : got.fault().message));
  return got.value();
}

}  // namespace

TEST_CASE("a receipt names the case, the agency and the day") {
  CHECK(
      composed(ask_for(ReplyKind::receipt)) ==
      "Thank you. Your report is case 26-000123-CD with Street Maintenance. You will hear from us "
      "by Thursday, March 5, 5 p.m.");
}

TEST_CASE("without a division it is 311's, and without a target no day is promised") {
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  ask.about.division = "";
  ask.about.due_at.reset();
  CHECK(composed(ask) == "Thank you. Your report is case 26-000123-CD with 311.");
}

TEST_CASE("after hours the receipt says when somebody reads it") {
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  ask.now = at("2026-03-07T19:00:00Z");
  CHECK(composed(ask).find("an agent will read this Monday at 7 a.m.") != std::string::npos);
}

TEST_CASE("the one question rides on the receipt only when it is asked for") {
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  CHECK(composed(ask).find("Where exactly") == std::string::npos);
  ask.ask_location = true;
  CHECK(composed(ask).find("Where exactly is it?") != std::string::npos);
  CHECK(composed(ask_for(ReplyKind::question)) == "About 26-000123-CD: Where exactly is it?");
}

TEST_CASE("nothing of the resident's stands in a composed text") {
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  ask.ask_location = true;
  const std::string text = composed(ask);
  CHECK(text.find("Bannock") == std::string::npos);
  CHECK(text.find("secret") == std::string::npos);
  CHECK(text.find("http") == std::string::npos);
  CHECK(text.find("demo_rider") == std::string::npos);
}

TEST_CASE("Spanish residents get Spanish words, other languages the city's first") {
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  ask.about.language = "es";
  CHECK(
      composed(ask) ==
      "Gracias. Su solicitud es 26-000123-CD, Asunto POTHOLE. a más tardar el jueves 5 de marzo a "
      "las 5 p. m.");
  ask.about.language = "de";
  CHECK(composed(ask).substr(0, 10) == "Thank you.");
  ask.kind = ReplyKind::question;  // no Spanish text for it: the first language's
  ask.about.language = "es";
  CHECK(composed(ask) == "About 26-000123-CD: ¿Dónde está exactamente?");
}

TEST_CASE("a tight network gets the short text") {
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  ask.ask_location = true;
  ask.length = bytes_up_to(60);
  CHECK(composed(ask) == "Case 26-000123-CD. Where exactly is it?");
}

TEST_CASE("a template that cannot fit is a fault that names it and is never cut") {
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  ask.length = bytes_up_to(10);
  const auto got = compose(city_with_texts(), ask);
  REQUIRE_FALSE(got.ok());
  CHECK(got.fault().message.find("receipt.en") != std::string::npos);
  CHECK(got.fault().kind == FaultKind::rejected);
}

TEST_CASE("only free text is cut, at a grapheme, and the marker stays") {
  ComposeAsk ask = ask_for(ReplyKind::answer);
  for (const char* unit : {"a", "\u00e9", "e\u0301", "👨‍👩‍👧‍👦"}) {
    ask.free_text.clear();
    for (int i = 0; i < 300; ++i) ask.free_text += unit;
    for (const std::size_t limit : {60u, 61u, 62u, 100u, 280u}) {
      ask.length = bytes_up_to(limit);
      const std::string text = composed(ask);
      CAPTURE(text);
      CHECK(text.size() <= limit);
      CHECK(text.find("…\n\nCase 26-000123-CD") != std::string::npos);
      CHECK(is_valid_utf8(text));
      const std::string kept = text.substr(0, text.find("…"));
      CHECK(kept.size() % std::string(unit).size() == 0);          // whole clusters
      CHECK(kept.size() + std::string(unit).size() + 23 > limit);  // and as many as fit
    }
  }
}

TEST_CASE("free text keeps its lines and is taken as it is") {
  ComposeAsk ask = ask_for(ReplyKind::answer);
  ask.free_text = "Crew & <truck> \"booked\".\n{{case}} {{#due}}";
  CHECK(composed(ask) == "Crew & <truck> \"booked\".\n{{case}} {{#due}}\n\nCase 26-000123-CD");
}

TEST_CASE("a text without its marker is not sent") {
  City city = city_with_texts();
  city.templates["notice.en"] = "Works tonight.";
  CHECK_FALSE(compose(city, ask_for(ReplyKind::notice)).ok());
  city.templates["notice.en"] = "Works tonight. {{^due}}{{case}}{{/due}}";
  CHECK_FALSE(compose(city, ask_for(ReplyKind::notice)).ok());
  CHECK_FALSE(compose(city, ask_for(ReplyKind::survey)).ok());  // none at all
}

TEST_CASE("the line for what cannot wait is told after hours only") {
  City city = city_with_texts();
  city.services["pothole_street"].after_hours_en = "Call 720-913-1311.";
  city.templates["receipt.en"] = "{{case}} {{question}} {{after_hours}}";
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  CHECK(compose(city, ask).value() == "26-000123-CD");
  ask.now = at("2026-03-07T19:00:00Z");
  CHECK(compose(city, ask).value() == "26-000123-CD Call 720-913-1311.");
}

TEST_CASE("a hostile handle loses everything that no handle has") {
  City city = city_with_texts();
  city.templates["notice.en"] = "@{{handle}} {{case}}";
  ComposeAsk ask = ask_for(ReplyKind::notice);
  ask.author_handle = "@a\u202eb\n{{case}} c.d@e-f_g";
  CHECK(compose(city, ask).value() == "@abcasec.d@e-f_g 26-000123-CD");
}

TEST_CASE("the most special text of a reply is taken") {
  City city = sample_city();
  city.templates["notice.en"] = "any {{case}}";
  city.templates["notice.twitter.en"] = "on X {{case}}";
  city.templates["notice.pothole_street.en"] = "holes {{case}}";
  city.templates["notice.pothole_street.twitter.en"] = "holes on X {{case}}";
  const auto text_of = [&](const char* topic, const char* network) {
    ComposeAsk ask;
    ask.kind = ReplyKind::notice;
    ask.marker = "26-000001-AB";
    ask.about.topic = topic;
    ask.about.network = network;
    ask.about.language = "en";
    return compose(city, ask).value_or("");
  };
  CHECK(text_of("dmv", "bluesky") == "any 26-000001-AB");
  CHECK(text_of("dmv", "twitter") == "on X 26-000001-AB");
  CHECK(text_of("pothole_street", "bluesky") == "holes 26-000001-AB");
  CHECK(text_of("pothole_street", "twitter") == "holes on X 26-000001-AB");
}

TEST_CASE("variants are spread over replies and stay with each") {
  City city = sample_city();
  city.templates["notice.en"] = "one {{case}}";
  city.templates["notice.v2.en"] = "two {{case}}";
  city.templates["notice.v3.en"] = "three {{case}}";
  std::map<std::string, int> seen;
  for (int i = 0; i < 300; ++i) {
    ComposeAsk ask;
    ask.kind = ReplyKind::notice;
    ask.marker = "26-" + std::to_string(i) + "-K3";
    ask.about.language = "en";
    const std::string text = compose(city, ask).value_or("");
    CHECK(text == compose(city, ask).value_or("?"));
    ++seen[text.substr(0, text.find(' '))];
  }
  REQUIRE(seen.size() == 3);
  for (const auto& [variant, times] : seen) CHECK(times > 60);
}

TEST_CASE("a composed text tells which of the city's texts it was made of") {
  const City city = city_with_texts();
  ComposeAsk ask = ask_for(ReplyKind::receipt);
  const auto full = compose_named(city, ask);
  REQUIRE(full.ok());
  CHECK(full->name == "receipt.en");
  CHECK(full->text == compose(city, ask).value_or(""));
  ask.length = bytes_up_to(40);
  const auto brief = compose_named(city, ask);
  REQUIRE(brief.ok());
  CHECK(brief->name == "receipt.short.en");
  ask.about.language = "es";
  ask.length = bytes_up_to(280);
  const auto spanish = compose_named(city, ask);
  REQUIRE(spanish.ok());
  CHECK(spanish->name == "receipt.es");
  ask.length = bytes_up_to(10);
  CHECK(!compose_named(city, ask).ok());
}

TEST_CASE("a network without a length rule takes the full text") {
  ComposeAsk ask = ask_for(ReplyKind::answer);
  ask.length = {};
  ask.free_text = std::string(5000, 'x');
  CHECK(composed(ask).size() > 5000);
}
