#include <doctest/doctest.h>

#include "classifier/trends/mood.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::trends;

namespace {

Mood mood(const std::string& text) {
  MatchText read;
  std::vector<TrendWord> words;
  read_text(text, read);
  trend_words(read, words);
  return mood_of(words, text);
}

}  // namespace

TEST_CASE("angry and kind words give a post its mood, in English and Spanish") {
  for (const auto* text :
       {"This is a disgrace", "I am so frustrated with this city", "¡Qué vergüenza! Estamos hartos",
        "Es inaceptable, un peligro y una pésima respuesta"})
    CHECK_MESSAGE(mood(text) == Mood::negative, text);
  for (const auto* text : {"Thank you so much, great work", "Love the new park",
                           "Muchas gracias, excelente trabajo", "Qué bonito quedó, felicidades"})
    CHECK_MESSAGE(mood(text) == Mood::positive, text);
}

TEST_CASE("a negator turns what follows it, and only so far") {
  CHECK(mood("The light is working again") == Mood::positive);
  CHECK(mood("The light is still not working") == Mood::negative);
  CHECK(mood("No funciona el semáforo") == Mood::negative);
  CHECK(mood("I'm not happy about that") == Mood::negative);
  CHECK(mood("That isn't bad at all") == Mood::positive);
  CHECK(mood("Nunca me gusta decirlo") == Mood::negative);
  CHECK(mood("No water since Monday in the whole block, thanks") == Mood::positive);
}

TEST_CASE("subjects of 311 and greetings are no moods") {
  for (const auto* text :
       {"There is a broken streetlight at Colfax and York", "Pothole on Vine Street",
        "Good morning, when is the library open?", "Buenas tardes, hay basura en la calle",
        "Trash was missed again at 12th", "", "12345", "😶"})
    CHECK_MESSAGE(mood(text) == Mood::neither, text);
}

TEST_CASE("emoji say it as well as words") {
  CHECK(mood("The park 😍") == Mood::positive);
  CHECK(mood("Trash everywhere 😡😡") == Mood::negative);
  CHECK(mood("Street sweeping tomorrow 🧹") == Mood::neither);
  CHECK(mood("\xF0\x9F") == Mood::neither);
  CHECK(mood("cut off \xE2") == Mood::neither);
}
