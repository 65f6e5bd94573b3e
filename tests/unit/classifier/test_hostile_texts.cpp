#include <algorithm>

#include "core/random.h"
#include "core/text.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

bool opens_character(const std::string& text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0u) != 0x80u;
}

bool is_span(const std::string& text, std::size_t start, std::size_t end) {
  return start < end && end <= text.size() && opens_character(text, start) &&
         opens_character(text, end);
}

void check_spans(const std::string& text, const Finding& finding) {
  CAPTURE(text);
  for (const TopicFinding& topic : finding.topics) {
    for (const Evidence& evidence : topic.evidence)
      CHECK(is_span(text, evidence.start, evidence.end));
  }
  for (const PrivateSpan& span : finding.pii) CHECK(is_span(text, span.start, span.end));
  for (const Location& place : finding.locations) {
    REQUIRE(place.start);
    CHECK(is_span(text, *place.start, *place.end));
    CHECK(text.substr(*place.start, *place.end - *place.start) == place.text);
  }
  CHECK(finding.service_request >= 0);
  CHECK(finding.service_request <= 1);
}

constexpr const char* pieces[] = {"pothole ",
                                  "#PotHole",
                                  "@CityPolice ",
                                  "1437 ",
                                  "Bannock ",
                                  "St",
                                  ". ",
                                  "and ",
                                  "corner of ",
                                  "400 block of ",
                                  "303-555-0142",
                                  "4111111111111111",
                                  "license plate ",
                                  "ABC-123 ",
                                  "a@b.org",
                                  "\n",
                                  "🚧",
                                  "e\u0301",
                                  "\u200b",
                                  "ﬁ",
                                  "क्षि",
                                  "İ",
                                  "ß",
                                  "½",
                                  "https://x.org/",
                                  "don’t ",
                                  "тree ",
                                  "N. ",
                                  "Árbol ",
                                  "-",
                                  "'",
                                  "\"",
                                  "&",
                                  "/",
                                  "between ",
                                  "I live at ",
                                  "12 1/2 ",
                                  "\u202e",
                                  "\ufeff",
                                  "wire down "};

}  // namespace

TEST_CASE("every span of a finding lies on whole characters of the text") {
  const SmallCity city;
  SeededRandom random(42);
  std::size_t spans = 0;
  for (int round = 0; round < 4'000; ++round) {
    std::string text;
    for (std::uint64_t i = random.below(14); i > 0; --i)
      text += pieces[random.below(std::size(pieces))];
    const Finding finding = city.read(text);
    check_spans(text, finding);
    spans += finding.pii.size() + finding.locations.size() + finding.topics.size();
  }
  CHECK(spans > 2'000);
}

TEST_CASE("repaired noise of any bytes is read without harm") {
  const SmallCity city;
  SeededRandom random(7);
  for (int round = 0; round < 2'000; ++round) {
    const std::string text = repair_utf8(random.bytes(random.below(120)));
    check_spans(text, city.read(text));
  }
}

TEST_CASE("a very long text of one kind is read without harm") {
  const SmallCity city;
  for (const char* piece : {"pothole ", "a", "@", "#A", "1", "1 ", "(", "and St ", "e\u0301",
                            "12 Elm St and ", "-1", "corner of ", "wire down. ", "🚧"}) {
    std::string text;
    while (text.size() < 60'000) text += piece;
    const Finding finding = city.read(text);
    check_spans(text, finding);
    CHECK(finding.locations.size() <= 10);
  }
}
