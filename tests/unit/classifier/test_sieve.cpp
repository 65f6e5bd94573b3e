// The sieve may let too much pass, never hold back what reading would find.
#include "classifier/sieve.h"

#include <string>
#include <vector>

#include "classifier/byte_classes.h"
#include "core/random.h"
#include "core/utf8.h"
#include "naive_matcher.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

std::vector<Term> terms_of(const std::string& line) {
  ParsedQuery parsed = parse_query(line, 0, RuleLanguage::en);
  REQUIRE(parsed.query);
  return std::move(parsed.terms);
}

constexpr const char* words[] = {"pothole",
                                 "Pothole",
                                 "POTHOLES",
                                 "p0thole",
                                 "pot_hole",
                                 "p_othole",
                                 "p.o.t.h.o.l.e",
                                 "po.th.ol.e",
                                 "p o t h o l e",
                                 "poothole",
                                 "pothooole",
                                 "PPPothoooleeee",
                                 "pothhole",
                                 "pothhhole",
                                 "ppp",
                                 "eeev",
                                 "streeet",
                                 "liiight.",
                                 "caaan't",
                                 "#FixPotholeNow",
                                 "#pothole",
                                 "#pot",
                                 "@PotholeCity",
                                 "@pothole",
                                 "@the_pothole",
                                 "@city.pothole",
                                 "a@pothole.org",
                                 "https://t.co/pothole",
                                 "pothole.com",
                                 "can't",
                                 "CAN'T",
                                 "c4n't",
                                 "an't",
                                 "cant",
                                 "can`t",
                                 "can’t",
                                 "ev",
                                 "EV",
                                 "3v",
                                 "e_v",
                                 "e.v",
                                 "street",
                                 "5treet",
                                 "#StreetLight",
                                 "@Street-Light2",
                                 "streets",
                                 "light",
                                 "1ight",
                                 "potholé",
                                 "pothólé",
                                 "PÓTHOLE",
                                 "p0thólé",
                                 "niño",
                                 "niños",
                                 "NIÑO",
                                 "nino",
                                 "poñ",
                                 "pon\u0303",
                                 "“pothole”",
                                 "p—o—t—h",
                                 "po’th’ol’e",
                                 "light…",
                                 "…street",
                                 "it’s",
                                 "can’t.",
                                 "éán’t",
                                 "@city’s",
                                 "@pothole🚧",
                                 "#pothole👍🏽",
                                 "pot🚧hole",
                                 "pot\u200dhole",
                                 "pot☂\ufe0fhole",
                                 "👨\u200d👩\u200d👧pothole",
                                 "☔",
                                 "#Pot”hole",
                                 "@pot–hole",
                                 "p🚧o🚧t",
                                 "@pot…FixHole",
                                 "#potholé",
                                 "¿street",
                                 "áá",
                                 "ááá",
                                 "рothole",
                                 "the",
                                 "to",
                                 "it",
                                 "I",
                                 "a",
                                 "U.S.",
                                 "9am",
                                 "2nd",
                                 "_"};
constexpr const char* gaps[] = {" ",  " ", " ", "  ", ". ", ". ", "! ", "? ",
                                "\n", "-", "/", "'",  "_",  "",   "!",  "🚧"};

std::string random_text(Random& random) {
  std::string text;
  for (std::uint64_t i = random.below(24); i > 0; --i) {
    text += words[random.below(std::size(words))];
    text += gaps[random.below(std::size(gaps))];
  }
  return text;
}

std::string shown(const Places& places) {
  std::string out;
  for (const auto& [term, begin, end] : places)
    out += std::to_string(term) + ":" + std::to_string(begin) + "-" + std::to_string(end) + " ";
  return out;
}

bool passes(const TermIndex& index, std::string_view post) {
  Excerpt excerpt;
  index.sift(post, excerpt);
  return !excerpt.empty();
}

}  // namespace

TEST_CASE("what the sieve lets pass has all that is found in the post, on disguised texts too") {
  SeededRandom random(20'260'401);
  for (const std::string rule :
       {"pothole", "pothol*", "#pothole", "\"street light\" OR ev", "cant OR ant", "\"can't\"",
        "light OR \"it to\" OR \"pothole it\"", "stem(light)", "@the_pothole OR street",
        "city OR now OR fix OR hole", "niño OR potho* OR its", "nino OR poth OR aa",
        "poñ* OR pont"}) {
    CAPTURE(rule);
    const std::vector<Term> terms = terms_of(rule);
    const TermIndex index(terms);
    std::size_t shorter = 0;
    MatchText text;
    for (int round = 0; round < 6'000; ++round) {
      const std::string post = random_text(random);
      Excerpt excerpt;
      index.sift(post, excerpt);
      shorter += excerpt.text().size() < post.size() ? 1u : 0u;
      read_text(post, text);
      CAPTURE(post);
      CAPTURE(excerpt.text());
      CHECK(shown(sifted(index, post, terms.size())) ==
            shown(in_post(engine(index, text, terms.size()), text)));
    }
    CHECK(shorter > 100);
  }
}

TEST_CASE("two words that are near stay near, and two that are not stay apart") {
  const std::vector<Term> terms = terms_of("pothole OR street");
  const TermIndex index(terms);
  const auto text_of = [&](const std::string& post) {
    Excerpt excerpt;
    index.sift(post, excerpt);
    return std::string(excerpt.text());
  };
  CHECK(text_of("Good morning. Big pothole on my street. Thanks again.") ==
        "Big pothole on my street. ");
  CHECK(text_of("A pothole! Now this is said. On our street. Then not.") ==
        "A pothole! On our street. ");
  CHECK(text_of("Good day. At pine St. Near the pothole. Then not.") ==
        "At pine St. Near the pothole. ");
}

TEST_CASE("a phrase that goes over a full stop is not cut") {
  const std::vector<Term> terms = terms_of("\"pothole street\"");
  const TermIndex index(terms);
  CHECK(sifted(index, "Hello there. A pothole. Street is gone.", 1) == Places{{0, 15, 30}});
  CHECK(sifted(index, "A pothole. Here now. Street is gone.", 1).empty());
}

TEST_CASE("plain posts without a sought word are not read, wherever their blocks end") {
  const std::vector<Term> terms = terms_of("pothole OR streetlight*");
  const TermIndex index(terms);
  std::string before;
  for (int i = 0; i < 150; ++i) {
    CAPTURE(before.size());
    CHECK_FALSE(passes(index, before + " a plain post of potholders, by street light"));
    for (const char* word : {"Pothole", "STREETLIGHTS", "p0thole", "pot_hole", "p.o.t.h.o.l.e",
                             "po.th.ol.e", "p o t h o l e", "#MyPothole", "@OurStreetlights"})
      CHECK(passes(index, before + " " + word + " there"));
    before += i % 7 == 6 ? ' ' : static_cast<char>('x' - i % 5);
  }
}

TEST_CASE("expressions, names and beginnings of one or two letters let the posts pass") {
  CHECK(passes(TermIndex(terms_of("/pot.?hole/")), "nothing"));
  CHECK(passes(TermIndex(terms_of("stem(die)")), "nothing"));
  CHECK(passes(TermIndex(terms_of("@city311")), "hello @someone"));
  CHECK_FALSE(passes(TermIndex(terms_of("@city311")), "hello someone"));
  CHECK_FALSE(passes(TermIndex(terms_of("ev")), "every eve"));
  CHECK(passes(TermIndex(terms_of("ev")), "an EV"));
  CHECK(passes(TermIndex(terms_of("ev")), std::string(longest_text, 'x') + "y"));
}

TEST_CASE("pictures are no letters, stay as they are and part words") {
  MatchText text;
  const auto check = [&](char32_t from, char32_t to) {
    for (char32_t c = from; c <= to; ++c) {
      std::string post = "a";
      append_utf8(post, c);
      const std::string picture = post.substr(1);
      post += "b";
      read_text(post, text);
      CAPTURE(picture);
      CHECK(text.text.substr(0, text.main_end) == post);
      CHECK(text.tokens.size() >= 2);
    }
  };
  check(0x1F300, 0x1FAFF);
  check(0x2600, 0x26FF);
}

TEST_CASE("a text in lower case has zeros around it") {
  LowerText text;
  for (std::size_t size = 0; size < 200; ++size) {
    text.read(std::string(size, 'A'));
    CHECK(std::string(text.letters(), size) == std::string(size, 'a'));
    CHECK(text.letters()[-1] == '\0');
    CHECK(*(text.letters() + size) == '\0');
    CHECK(text.word_end(0) == size);
    CHECK(text.has_triples() == (size >= 3));
    CHECK(text.is_ascii());
  }
}
