#include <cmath>

#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

// Which of the texts the rule holds for, as a string of 1 and 0.
std::string held(const std::string& rule, const std::vector<std::string>& texts) {
  const SmallCity city(probe("3 : " + rule));
  std::string out;
  for (const std::string& text : texts) out += city.score(text, "probe") > 0 ? '1' : '0';
  return out;
}

}  // namespace

TEST_CASE("a plain word is a whole word in any language's letters") {
  CHECK(held("árbol", {"un árbol caído", "un ARBOL", "árboles", "xárbol", "(árbol)", "el_árbol"}) ==
        "110010");
  CHECK(held("s", {"cafés", "a s b", "s"}) == "011");
  CHECK(held("ano", {"ano", "año", "AÑO"}) == "100");
}

TEST_CASE("a phrase allows little between its words") {
  CHECK(held("\"street light\"",
             {"Street   light", "street-light", "street / light", "street, light", "street. light",
              "street the light", "streetlight", "street\nlight"}) == "11111001");
  CHECK(held("\"street light*\"", {"street lights out", "street lighting", "street ligh"}) ==
        "110");
}

TEST_CASE("an open word matches every longer one") {
  CHECK(held("pothol*", {"pothole", "potholes", "POTHOLÉS", "pothol", "potho", "apothole"}) ==
        "111100");
}

TEST_CASE("a stem matches the inflections of its section's language") {
  CHECK(held("stem(flood)", {"flooding", "flooded", "floods", "flo", "food"}) == "11100");
  CHECK(held("stem(die)", {"it died", "dying", "diet"}) == "110");
  const SmallCity city(
      {{"topics/probe.rules", topic_header("Probe") + "[es]\n2 : stem(inundar)\n"}});
  CHECK(city.score("la calle está inundada", "probe") > 0);
  CHECK(city.score("calles inundadas otra vez", "probe") > 0);
}

TEST_CASE("plain words and phrases match split hashtags, hashtag terms only hashtags") {
  CHECK(held("pothole", {"#pothole", "#PotHole", "#FixThePothole", "#potholes"}) == "1110");
  CHECK(held("\"street light\"", {"#StreetLight", "#fix_the_street_light", "#streetlight"}) ==
        "110");
  CHECK(held("#pothole", {"#pothole", "#PotHole", "pothole", "#FixThePothole"}) == "1100");
  CHECK(held("#bache*", {"#baches", "baches"}) == "10");
}

TEST_CASE("words inside names and web addresses do not count and names can be asked for") {
  CHECK(held("pothole", {"@pothole hi", "https://x.org/pothole", "pothole@mail.org",
                         "@bob pothole"}) == "0001");
  CHECK(held("@Test311", {"hi @test311!", "hi test311", "@test3111"}) == "100");
}

TEST_CASE("words of names are read by the public body feature alone") {
  const SmallCity city(probe("3 : police"));
  CHECK(city.score("@CityPolice hello there everyone", "probe") == 0);
  Post post;
  post.text = "@CityPolice hello there everyone";
  bool spoken_of = false;
  for (const Weighed& line : city->explain(post, Instant{}).weighed)
    spoken_of |= line.feature == "public_body";
  CHECK(spoken_of);
}

TEST_CASE("NEAR counts words within one sentence in both directions, ONEAR in one") {
  const std::vector<std::string> texts{"tree blocks road",      "road with a tree",
                                       "tree on the long road", "tree. Road",
                                       "tree on\nroad",         "road tree"};
  CHECK(held("tree NEAR/3 road", texts) == "110001");
  CHECK(held("tree ONEAR/3 road", texts) == "100000");
  CHECK(held("tree NEAR/1 road", texts) == "000001");
  CHECK(held("(tree OR branch) NEAR/2 \"fell down\"",
             {"a branch just fell down", "fell down tree", "tree x y fell down"}) == "110");
  CHECK(held("tree ONEAR/2 fell ONEAR/2 road",
             {"tree fell on road", "road fell tree", "tree fell on the road"}) == "100");
}

TEST_CASE("AND, OR and NOT hold as they read") {
  CHECK(held("tree AND NOT christmas", {"tree", "christmas tree", "christmas"}) == "100");
  CHECK(held("tree AND (down OR fallen)", {"tree down", "fallen tree", "tree", "down"}) == "1100");
  CHECK(held("tree AND has:link", {"tree", "tree https://x.org"}) == "01");
  CHECK(held("tree AND has:number", {"tree", "tree 12"}) == "01");
  CHECK(held("tree AND is:repost", {"tree", "RT @bob: tree"}) == "01");
  CHECK(held("arbol AND lang:es",
             {"hay un arbol en la calle de mi casa", "there is an arbol in the street"}) == "10");
}

TEST_CASE("an expression runs between word boundaries on the normalised text") {
  CHECK(held("/colou?r(ed)?/", {"Colour", "colored", "discolored", "COLOR!"}) == "1101");
  CHECK(held("/árbol(es)?/", {"árboles", "arbol", "arbolado"}) == "110");
  CHECK(held("/\\d+ (feet|ft)/", {"about 12 ft", "12ft", "a12 ft"}) == "100");
}

TEST_CASE("weights add up, saturate and can be taken back") {
  const SmallCity city(probe("1 : alpha\n1 : beta\n-5 : gamma"));
  CHECK(city.score("alpha", "probe") == doctest::Approx(1 - std::exp(-1.0)));
  CHECK(city.score("alpha alpha alpha", "probe") == doctest::Approx(1 - std::exp(-1.0)));
  CHECK(city.score("alpha beta", "probe") == doctest::Approx(1 - std::exp(-2.0)));
  CHECK(city.score("alpha gamma", "probe") == 0);
}

TEST_CASE("evidence names the author's own spelling and the bytes of the original") {
  const SmallCity city;
  const std::string text = "🚧🚧 Un ÁRBOL caído y un BACHE\u200b enorme";
  const Finding finding = city.read(text);
  REQUIRE(finding.topics.size() == 2);
  for (const TopicFinding& topic : finding.topics) {
    REQUIRE(topic.evidence.size() == 1);
    const Evidence& evidence = topic.evidence[0];
    const std::string span = text.substr(evidence.start, evidence.end - evidence.start);
    CAPTURE(topic.topic);
    CHECK((topic.topic == "trees_forestry" ? span == "ÁRBOL" && evidence.term == "árbol"
                                           : span == "BACHE\u200b" && evidence.term == "bache*"));
  }
}

TEST_CASE("evidence of a hashtag part lies inside the hashtag") {
  const SmallCity city;
  const std::string text = "look #FixThePotHole now";
  const Finding finding = city.read(text);
  REQUIRE(finding.topics.size() == 1);
  REQUIRE(finding.topics[0].evidence.size() == 1);
  CHECK(text.substr(finding.topics[0].evidence[0].start, 7) == "PotHole");
}

TEST_CASE("many occurrences stay cheap and evidence stays short") {
  const SmallCity city(probe("1 : tree NEAR/5 road"));
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "tree road ";
  const Finding finding = city.read(text);
  REQUIRE(finding.topics.size() == 2);
  CHECK(finding.topics[0].evidence.size() <= 20);
}
