#include <doctest/doctest.h>

#include "connectors/twitter/punycode.h"
#include "connectors/twitter/text.h"
#include "connectors/twitter/urls.h"
#include "core/utf8.h"
#include "tests/unit/connectors/conformance.h"
#include "tests/unit/connectors/support.h"

using namespace social311;
using namespace social311::connectors;
using twitter::weighted_length;

namespace {

std::string suite(const char* file) {
  const std::string folder = connectors::test::recorded_folder();
  return folder.empty() ? folder : folder + "/twitter-text-conformance/" + file;
}

std::vector<std::string> urls_in(const std::string& text) {
  const std::u32string points = twitter::code_points(text);
  std::vector<std::string> out;
  for (const auto& span : twitter::find_urls(points)) {
    std::string one;
    for (std::size_t i = span.start; i < span.end; ++i) append_utf8(one, points[i]);
    out.push_back(one);
  }
  return out;
}

void check_lengths(const char* group, std::size_t least, twitter::EmojiCount emoji) {
  const auto cases = connectors::test::read_group(suite("validate.yml"), group);
  REQUIRE(cases.size() >= least);
  for (const auto& one : cases) {
    CAPTURE(one.description);
    CHECK(weighted_length(one.text, emoji) == one.weighted_length);
  }
}

}  // namespace

TEST_CASE("X counts most alphabets once and all others twice") {
  CHECK(weighted_length("") == 0);
  CHECK(weighted_length("pothole") == 7);
  CHECK(weighted_length("bache en la calle Peña") == 22);
  CHECK(weighted_length("яма") == 3);
  CHECK(weighted_length("道路") == 4);
  CHECK(weighted_length("e\u0301") == 1);  // NFC joins them
  CHECK(weighted_length("\u201cquoted\u201d \u2013 ok") == 13);
}

TEST_CASE("X24 an emoji sequence counts as two characters whatever it is made of") {
  CHECK(weighted_length("🕳️") == 2);
  CHECK(weighted_length("👩‍🚒") == 2);
  CHECK(weighted_length("👍🏾") == 2);
  CHECK(weighted_length("🇺🇸🇲🇽") == 4);
  CHECK(weighted_length("🏴󠁧󠁢󠁳󠁣󠁴󠁿") == 2);
  CHECK(weighted_length("1️⃣ 2⃣") == 5);
  CHECK(weighted_length("❄️☃") == 4);
  CHECK(weighted_length("2311") == 4);  // digits alone are no keycaps
  CHECK(weighted_length("👩‍🚒", twitter::EmojiCount::by_code_point) == 5);
}

TEST_CASE("X counts a link as 23 characters, with or without a scheme") {
  CHECK(weighted_length("http://a.co") == 23);
  CHECK(weighted_length("https://example.org/a/very/long/path/that/goes/on?and=on#and-on") == 23);
  CHECK(weighted_length("denver.sucks") == 23);
  CHECK(weighted_length("See pocketgov.org/case/1.") == 4 + 23 + 1);
  CHECK(weighted_length("name@example.com") == 16);  // an address of mail is none
  CHECK(weighted_length("file.tar.bz2") == 12);      // no known ending
  CHECK(weighted_length("12.5 miles, e.g. here") == 21);
}

TEST_CASE("links are found where they stand in a sentence") {
  CHECK(urls_in("go to https://example.com/a_(b), now") ==
        std::vector<std::string>{"https://example.com/a_(b)"});
  CHECK(urls_in("(example.com)") == std::vector<std::string>{"example.com"});
  CHECK(urls_in("@example.com #example.com $example.com").empty());
  CHECK(urls_in("x http://-bad.com y http://ok.com").size() == 1);
  CHECK(urls_in("http://t.co/abc123's") == std::vector<std::string>{"http://t.co/abc123"});
  CHECK(urls_in("http://example.com/" + std::string(5'000, 'a')).empty());
}

TEST_CASE("a domain label longer than 63 bytes on the wire is no link") {
  CHECK(urls_in(std::string(63, 'a') + ".com").size() == 1);
  CHECK(urls_in(std::string(64, 'a') + ".com").empty());
  CHECK(*twitter::wire_length(U"münchen") == std::string("xn--mnchen-3ya").size());
  CHECK(*twitter::wire_length(U"日本語") == std::string("xn--wgv71a119e").size());
  CHECK(*twitter::wire_length(U"plain") == 5);
  CHECK_FALSE(twitter::wire_length(std::u32string(300, U'ü')).has_value());
}

TEST_CASE("cashtags are counted as X does") {
  CHECK(twitter::cashtag_count("Permit fee is $45, bond $1,000.") == 0);
  CHECK(twitter::cashtag_count("$DNVR") == 1);
  CHECK(twitter::cashtag_count("$DNVR and $XYZ.") == 2);
  CHECK(twitter::cashtag_count("US$AB $TOOLONGNAME") == 0);
}

TEST_CASE("any bytes can be measured") {
  CHECK(weighted_length("\xf0\x9f") > 0);
  CHECK(weighted_length(std::string("a\0b", 3)) == 3);
  std::string dots;
  for (int i = 0; i < 3'000; ++i) dots += "a.";
  CHECK(weighted_length(dots) > 0);
  CHECK(weighted_length("http://" + std::string(100'000, '(')) > 0);
}

TEST_CASE("X24 the length agrees with the conformance suite of twitter-text") {
  if (suite("validate.yml").empty()) {
    MESSAGE("skipped: the conformance suite is not here");
    return;
  }
  check_lengths("WeightedTweetsCounterTest", 20, twitter::EmojiCount::by_code_point);
  check_lengths("WeightedTweetsWithDiscountedEmojiCounterTest", 22, twitter::EmojiCount::as_one);
  check_lengths("UnicodeDirectionalMarkerCounterTest", 2, twitter::EmojiCount::as_one);
}

TEST_CASE("X24 links agree with the conformance suite of twitter-text") {
  if (suite("extract.yml").empty()) {
    MESSAGE("skipped: the conformance suite is not here");
    return;
  }
  for (const auto& [group, least] : {std::pair("urls", 91), std::pair("tco_urls_with_params", 3)}) {
    const auto cases = connectors::test::read_group(suite("extract.yml"), group);
    REQUIRE(cases.size() >= static_cast<std::size_t>(least));
    for (const auto& one : cases) {
      CAPTURE(one.description);
      CHECK(urls_in(one.text) == one.expected);
    }
  }
}
