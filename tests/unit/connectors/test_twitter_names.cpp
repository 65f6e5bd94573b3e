#include <doctest/doctest.h>

#include "connectors/twitter/names.h"
#include "connectors/twitter/text.h"
#include "tests/unit/connectors/conformance.h"
#include "tests/unit/connectors/support.h"

using namespace social311;
using namespace social311::connectors;

namespace {

using Find = std::vector<twitter::NameSpan> (*)(std::u32string_view);

std::vector<std::string> names_in(Find find, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& span : find(twitter::code_points(text))) out.push_back(span.name);
  return out;
}

std::string suite() {
  const std::string folder = connectors::test::recorded_folder();
  return folder.empty() ? folder : folder + "/twitter-text-conformance/extract.yml";
}

void check_group(const char* group, std::size_t least, Find find) {
  const auto cases = connectors::test::read_group(suite(), group);
  REQUIRE(cases.size() >= least);
  for (const auto& one : cases) {
    CAPTURE(one.description);
    CHECK(names_in(find, one.text) == one.expected);
  }
}

void check_spans(const char* group, std::size_t least, Find find) {
  const auto cases = connectors::test::read_span_group(suite(), group);
  REQUIRE(cases.size() >= least);
  for (const auto& one : cases) {
    CAPTURE(one.description);
    std::vector<connectors::test::SpanCase::Span> seen;
    for (const auto& span : find(twitter::code_points(one.text)))
      seen.push_back({span.name, span.list_slug, span.start, span.end});
    CHECK(seen == one.expected);
  }
}

}  // namespace

TEST_CASE("X takes for a mention what begins freely and ends before mail and links") {
  CHECK(names_in(twitter::find_mentions, "@Denver311 y ＠city_hall") ==
        std::vector<std::string>{"Denver311", "city_hall"});
  CHECK(names_in(twitter::find_mentions, "name@example.org a@b@c @http://x").empty());
  CHECK(names_in(twitter::find_mentions, "RT@one rt:@two xRT@three") ==
        std::vector<std::string>{"one", "two"});
  CHECK(names_in(twitter::find_mentions, "@one@two").empty());
  CHECK(names_in(twitter::find_mentions, "@maríaR").empty());
  CHECK(names_in(twitter::find_mentions, "@city/potholes").empty());
  const auto list = twitter::find_mentions_and_lists(U"see @city/pot-holes now");
  REQUIRE(list.size() == 1);
  CHECK(list[0] == twitter::NameSpan{4, 19, "city", "/pot-holes"});
}

TEST_CASE("X takes for a hashtag what holds a letter of any alphabet") {
  CHECK(names_in(twitter::find_hashtags, "#bache #Peña #яма #道路 ＃hole") ==
        std::vector<std::string>{"bache", "Peña", "яма", "道路", "hole"});
  CHECK(names_in(twitter::find_hashtags, "#311 #️⃣ a#b &#nbsp; #one#two").empty());
  CHECK(names_in(twitter::find_hashtags, "https://city.org/#fix #fix") ==
        std::vector<std::string>{"fix"});
  CHECK(names_in(twitter::find_hashtags, "#fix://now").empty());
}

TEST_CASE("mentions and hashtags agree with the conformance suite of twitter-text") {
  if (suite().empty()) {
    MESSAGE("skipped: the conformance suite is not here");
    return;
  }
  check_group("mentions", 23, twitter::find_mentions);
  check_group("hashtags", 65, twitter::find_hashtags);
  check_group("hashtags_from_astral", 3, twitter::find_hashtags);
  check_spans("mentions_with_indices", 3, twitter::find_mentions);
  check_spans("mentions_or_lists_with_indices", 5, twitter::find_mentions_and_lists);
  check_spans("hashtags_with_indices", 5, twitter::find_hashtags);
}
