#include <doctest/doctest.h>

#include "core/text.h"
#include "simulator/text_build.h"

using namespace social311;
using namespace social311::simulator;

namespace {

// The marked piece, cut out by code points of the built text.
std::string piece(const BuiltText& built, const Entity& entity) {
  const auto offsets = code_point_offsets(built.text);
  REQUIRE(entity.end < offsets.size());
  return built.text.substr(offsets[entity.start], offsets[entity.end] - offsets[entity.start]);
}

}  // namespace

TEST_CASE("offsets count code points of the delivered text") {
  const BuiltText built =
      build_text("🕳️🚗 & <b> @Denver311 #Colfax_1 see denver.gov/x, $XCEL ñ @ana!", "17");
  CHECK(built.text.starts_with("🕳️🚗 &amp; &lt;b&gt; @Denver311"));
  REQUIRE(built.entities.size() == 5);
  CHECK(piece(built, built.entities[0]) == "@Denver311");
  CHECK(piece(built, built.entities[1]) == "#Colfax_1");
  CHECK(piece(built, built.entities[2]) == built.entities[2].value);
  CHECK(built.entities[2].expanded == "https://denver.gov/x");
  CHECK(built.entities[2].display == "denver.gov/x");
  CHECK(piece(built, built.entities[3]) == "$XCEL");
  CHECK(piece(built, built.entities[4]) == "@ana");
}

TEST_CASE("links become short, differ by post and keep their address") {
  const BuiltText one = build_text("see https://denver.gov/a?b=1&c=2 now", "1");
  const BuiltText two = build_text("see https://denver.gov/a?b=1&c=2 now", "2");
  REQUIRE(one.entities.size() == 1);
  CHECK(one.entities[0].value.size() == 23);
  CHECK(one.entities[0].value != two.entities[0].value);
  CHECK(one.entities[0].expanded == "https://denver.gov/a?b=1&c=2");
  CHECK(one.text == "see " + one.entities[0].value + " now");
}

TEST_CASE("what is a link and what is not") {
  const auto links = [](std::string_view text) {
    std::vector<std::string> found;
    for (const auto& [start, end] : find_links(text))
      found.emplace_back(text.substr(start, end - start));
    return found;
  };
  using Found = std::vector<std::string>;
  CHECK(links("(https://a.org/b).") == Found{"https://a.org/b"});
  CHECK(links("go to pocketgov.org/case/1!") == Found{"pocketgov.org/case/1"});
  CHECK(links("mail me@denver.gov or e.g. this") == Found{});
  CHECK(links("http:// and 3.5 or etc.") == Found{});
  CHECK(links("HTTP://A.COM") == Found{"HTTP://A.COM"});
}

TEST_CASE("mentions and tags begin at a word's edge") {
  const auto handles = [](std::string_view text) {
    return build_text(text, "").values(Entity::Kind::mention);
  };
  using Names = std::vector<std::string>;
  CHECK(handles("@a,@b(@c)") == Names{"a", "b", "c"});
  CHECK(handles("x@a @@b @c@d @this_is_far_too_long") == Names{});
  CHECK(build_text("#1 #a1 ##b #año #🕳", "").values(Entity::Kind::hashtag) ==
        Names{"a1", "año"});
  CHECK(build_text("$5 $AB $toolongx US$A", "").values(Entity::Kind::cashtag) == Names{"AB"});
}

TEST_CASE("the weighted length of simple texts") {
  CHECK(weighted_length("") == 0);
  CHECK(weighted_length("abc ñ") == 5);
  CHECK(weighted_length("e\xcc\x81") == 1);
  CHECK(weighted_length("街") == 2);
  CHECK(weighted_length("👨‍👩‍👧‍👦") == 2);
  CHECK(weighted_length("🇺🇸") == 2);
  CHECK(weighted_length("see denver.gov") == 27);
  CHECK(weighted_length("@ana hi", {"Ana"}) == 2);
  CHECK(weighted_length("@ana hi") == 7);
}

TEST_CASE("a long post shows its beginning and a link to the whole") {
  const BuiltText built =
      build_shortened(std::string(400, 'x'), "17", "https://x.com/i/web/status/17");
  CHECK(built.text.find("… https://t.co/") == 250);
  CHECK(built.entities.back().expanded == "https://x.com/i/web/status/17");
  const BuiltText cut =
      build_shortened(std::string(245, 'x') + " https://denver.gov/abcdef " + std::string(100, 'y'),
                      "17", "https://x.com/i");
  CHECK(cut.values(Entity::Kind::link).size() == 1);
}

TEST_CASE("invalid UTF-8 is repaired and attached media marked") {
  const BuiltText built = build_text(
      "a\xff"
      "b",
      "17", {{"3_1", "https://x.com/a/status/17/photo/1"}});
  CHECK(is_valid_utf8(built.text));
  REQUIRE(built.entities.size() == 1);
  CHECK(built.entities[0].media_key == "3_1");
  CHECK(built.entities[0].display.starts_with("pic.x.com/"));
  CHECK(piece(built, built.entities[0]) == built.entities[0].value);
}

TEST_CASE("the language of a text is guessed") {
  CHECK(guess_language("Hay un bache en la calle Colfax") == "es");
  CHECK(guess_language("A pothole on Colfax Avenue") == "en");
  CHECK(guess_language("🕳️ !!") == "und");
}
