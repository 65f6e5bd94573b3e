#include "casebridge/phrases.h"

#include <doctest/doctest.h>

using namespace social311::casebridge;

TEST_CASE("words are parted by punctuation and symbols of any script, and folded") {
  CHECK(words_of("¿Cuál es su horario?") == Words{"cual", "es", "su", "horario"});
  CHECK(words_of("“still there”…again—please") == Words{"still", "there", "again", "please"});
  CHECK(words_of("it isn’t fixed") == Words{"it", "isnt", "fixed"});
  CHECK(words_of("trash👍🏽day ☎️ now") == Words{"trash", "day", "now"});
  CHECK(words_of("ŁÓDŹ niño") == Words{"łodz", "nino"});
  CHECK(words_of("👍 … ¡!").empty());
}

TEST_CASE("numbers are spelled from zero to twelve in English and Spanish") {
  CHECK(spelled_number("two") == 2);
  CHECK(spelled_number("doce") == 12);
  CHECK_FALSE(spelled_number("many"));
}
