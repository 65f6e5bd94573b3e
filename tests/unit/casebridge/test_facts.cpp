#include <doctest/doctest.h>

#include "casebridge/facts.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;
using namespace std::chrono_literals;

namespace {

Service graffiti() {
  Service out = service("graffiti", "GRAFFITI");
  Fact surface;
  surface.code = "WHATTYP2";
  surface.type = Fact::Type::single;
  surface.required = true;
  surface.question_en = "What is it on: brick, metal or wood?";
  surface.question_es = "¿Sobre qué está: ladrillo, metal o madera?";
  surface.values = {{"BRICK", "brick", "ladrillo", {"bricks"}},
                    {"METAL", "metal", "metal", {"mailbox", "steel"}},
                    {"WOOD", "wood", "madera", {"fence"}}};
  Fact owner;
  owner.code = "OWNER";
  owner.required = true;
  owner.is_private = true;
  owner.question_en = "May we call you? At which number?";
  owner.question_es = "¿Podemos llamarle? ¿A qué número?";
  Fact days;
  days.code = "DAYS";
  days.type = Fact::Type::number;
  days.question_en = "How many days has it been there?";
  days.question_es = "¿Hace cuántos días está ahí?";
  out.facts = {surface, owner, days};
  return out;
}

std::optional<Location> address() {
  Location out;
  out.kind = "address";
  out.text = "1437 Bannock St";
  return out;
}

}  // namespace

TEST_CASE("the place is asked first, then one required fact after another") {
  const Service about = graffiti();
  const auto place = next_question(about, {}, {}, Audience::in_public, "en");
  REQUIRE(place.has_value());
  CHECK(place->code.empty());
  CHECK(place->text == "Where exactly is it?");
  Location street = *address();
  street.kind = "street";
  CHECK(next_question(about, street, {}, Audience::in_public, "en")->code.empty());
  const auto surface = next_question(about, address(), {}, Audience::in_public, "es");
  CHECK(surface->code == "WHATTYP2");
  CHECK(surface->text == "¿Sobre qué está: ladrillo, metal o madera?");
  CHECK_FALSE(surface->needs_private_line);
}

TEST_CASE("a private fact is never asked where everybody reads along") {
  const Facts known{{"WHATTYP2", "BRICK"}};
  const auto open = next_question(graffiti(), address(), known, Audience::in_public, "en");
  REQUIRE(open.has_value());
  CHECK(open->needs_private_line);
  CHECK_FALSE(next_question(graffiti(), address(), known, Audience::direct_message, "en")
                  ->needs_private_line);
  const Facts all{{"WHATTYP2", "BRICK"}, {"OWNER", "x"}};
  CHECK_FALSE(next_question(graffiti(), address(), all, Audience::in_public, "en").has_value());
}

TEST_CASE("a choice is read in both languages, whole words only") {
  const Fact surface = graffiti().facts[0];
  CHECK(read_fact(surface, "it's on the MAILBOX by the corner", Reading::in_passing) == "METAL");
  CHECK(read_fact(surface, "en la pared de ladrillo", Reading::as_answer) == "BRICK");
  CHECK_FALSE(read_fact(surface, "in the woods", Reading::in_passing).has_value());
  CHECK_FALSE(read_fact(surface, "brick or wood, not sure", Reading::as_answer).has_value());
}

TEST_CASE("several choices may be named where the fact allows several") {
  Fact surface = graffiti().facts[0];
  surface.type = Fact::Type::multiple;
  CHECK(read_fact(surface, "brick and a fence", Reading::as_answer) == "BRICK,WOOD");
}

TEST_CASE("a number counts as an answer only where it is the only one") {
  const Fact days = graffiti().facts[2];
  CHECK(read_fact(days, "about 3 days", Reading::as_answer) == "3");
  CHECK(read_fact(days, "unos TRES días", Reading::as_answer) == "3");
  CHECK_FALSE(read_fact(days, "3 or 4", Reading::as_answer).has_value());
  CHECK_FALSE(read_fact(days, "since 20260301123", Reading::as_answer).has_value());
  CHECK_FALSE(read_fact(days, "3 potholes at 14th", Reading::in_passing).has_value());
}

TEST_CASE("free text answers a question and is never guessed from a post") {
  const Fact owner = graffiti().facts[1];
  CHECK(read_fact(owner, "  after 5 please ", Reading::as_answer) == "after 5 please");
  CHECK_FALSE(read_fact(owner, " \n?! ", Reading::as_answer).has_value());
  CHECK_FALSE(read_fact(owner, "after 5 please", Reading::in_passing).has_value());
  CHECK(read_fact(owner, std::string(5'000, 'x'), Reading::as_answer)->size() == 200);
}

TEST_CASE("what a post says in passing need not be asked") {
  const Facts said = read_facts(graffiti(), "tags all over the fence, 3 days now");
  CHECK(said == Facts{{"WHATTYP2", "WOOD"}});
}

TEST_CASE("silence is waited out, asked into once, then a person takes over") {
  CHECK(after_silence(1, 23h) == AfterSilence::wait);
  CHECK(after_silence(1, 24h) == AfterSilence::ask_again);
  CHECK(after_silence(2, 12h) == AfterSilence::wait);
  CHECK(after_silence(2, 24h) == AfterSilence::to_a_person);
}
