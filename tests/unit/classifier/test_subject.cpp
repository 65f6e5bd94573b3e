// Which of several things a text is about, and whether it is a report's title.
#include <doctest/doctest.h>

#include "classifier/aside.h"
#include "classifier/title.h"

using namespace social311::classifier;

namespace {

// Whether `word` stands aside in `written`.
bool aside(const char* written, const char* word) {
  MatchText text;
  read_text(written, text);
  const auto begin = static_cast<std::uint32_t>(text.text.find(word));
  REQUIRE(begin < text.text.size());
  Asides asides;
  asides.read(text);
  return asides.hold_all({{nullptr, begin, begin + 1}});
}

bool title(const char* written) {
  MatchText text;
  read_text(written, text);
  return is_title(text);
}

}  // namespace

TEST_CASE("words behind a word of place stand aside, what lies there does not") {
  CHECK(aside("Trash all over on the sidewalk", "sidewalk"));
  CHECK_FALSE(aside("Trash all over on the sidewalk", "trash"));
  CHECK(aside("the light in front of the school is out", "school"));
  CHECK_FALSE(aside("the light in front of the school is out", "out"));
  CHECK(aside("hay basura en la banqueta", "banqueta"));
  CHECK(aside("un perro al lado de la escuela", "escuela"));
}

TEST_CASE("who did it stands aside, what blocks it does not") {
  CHECK(aside("curb was broken by the snow plow", "plow"));
  CHECK_FALSE(aside("drain is blocked by trash", "trash"));
}

TEST_CASE("a place ends at a verb, a comma and after four words") {
  CHECK_FALSE(aside("on Pearl Street is a pothole", "pothole"));
  CHECK_FALSE(aside("near the school, broken glass", "glass"));
  CHECK_FALSE(aside("on one two three four pothole", "pothole"));
  CHECK_FALSE(aside("We sit on. Pothole there", "pothole"));
}

TEST_CASE("words behind a word of consequence stand aside") {
  CHECK(aside("blocked drain causes many mosquitoes", "mosquitoes"));
  CHECK(aside("this leads to accidents", "accidents"));
  CHECK_FALSE(aside("this leads accidents", "accidents"));
  CHECK_FALSE(aside("it causes trouble please fix the pothole", "pothole"));
  CHECK(aside("el agua estancada provoca zancudos", "zancudos"));
}

TEST_CASE("hashtags and words of names open no place") {
  CHECK_FALSE(aside("#on pothole", "pothole"));
  CHECK_FALSE(aside("pothole #On", "pothole"));
  CHECK_FALSE(Asides().hold_all({}));
}

TEST_CASE("a title names a thing in a few words") {
  CHECK(title("Broken railing near Mill Road"));
  CHECK(title("pothole"));
  CHECK(title("No lights, 400 block of Pearl"));
  CHECK(title("Farola apagada en la esquina"));
}

TEST_CASE("somebody who talks writes no title") {
  CHECK_FALSE(title(""));
  CHECK_FALSE(title("my dog ate the couch"));
  CHECK_FALSE(title("what a lovely tree"));
  CHECK_FALSE(title("Snow!!!"));
  CHECK_FALSE(title("rain again..."));
  CHECK_FALSE(title("@friend broken railing"));
  CHECK_FALSE(title("broken railing #denver"));
  CHECK_FALSE(title("broken railing https://example.org/1"));
  CHECK_FALSE(title("one two three four five six seven eight nine ten eleven twelve thirteen"));
  CHECK_FALSE(title("estoy en casa y te extraño mucho"));
}
