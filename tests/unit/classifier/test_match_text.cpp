#include <doctest/doctest.h>

#include "classifier/match_text.h"

using namespace social311::classifier;

namespace {

std::vector<std::string> words(const MatchText& text, Part part = Part::main) {
  std::vector<std::string> out;
  for (const Token& token : text.tokens) {
    if (token.part == part) out.emplace_back(text.view(token));
  }
  return out;
}

MatchText read(std::string_view original) {
  MatchText text;
  read_text(original, text);
  return text;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("words are cut at what is neither letter nor digit, accents fold and the tilde stays") {
  CHECK(words(read("Árbol caído, niño 38th-Ave!")) ==
        Strings{"arbol", "caido", "niño", "38th", "ave"});
  CHECK(words(read("don't stop-sign I’m CAN’T")) ==
        Strings{"dont", "stop", "sign", "i", "m", "cant"});
}

TEST_CASE("each word maps back to its own bytes of the original") {
  const std::string original = "🚧 Un ÁRBOL\u200b caído\u0301 en la calle";
  const MatchText text = read(original);
  std::string joined;
  for (const Token& token : text.tokens) joined += std::string(text.original_of(token)) + "|";
  CHECK(joined == "Un|ÁRBOL\u200b|caído\u0301|en|la|calle|");
}

TEST_CASE("the parts of a hashtag stand behind the text and point into the tag") {
  const MatchText text = read("fix it #FixTheStreetLight311 now");
  CHECK(words(text) == Strings{"fix", "it", "fixthestreetlight311", "now"});
  CHECK(words(text, Part::hashtag) == Strings{"fix", "the", "street", "light", "311"});
  std::string joined;
  for (const Token& token : text.tokens) {
    if (token.part == Part::hashtag) joined += std::string(text.original_of(token)) + "|";
  }
  CHECK(joined == "Fix|The|Street|Light|311|");
  CHECK(text.tokens[3].sentence != text.tokens[4].sentence);
}

TEST_CASE("the last word before the parts of a hashtag keeps its end") {
  const MatchText text = read("#PotHole on Colfax");
  CHECK(text.original_of(text.tokens[2]) == "Colfax");
  CHECK(text.original_range(text.tokens[1].begin, text.tokens[2].end) == Range{9, 18});
}

TEST_CASE("names after an at sign and web addresses are single tokens that hide their letters") {
  const MatchText text = read(
      "@Pothole_Guy see https://example.org/pothole?x=1, www.tree.com and denvergov.org/tree.");
  std::string kinds;
  for (const Token& token : text.tokens) {
    if (token.part == Part::main) kinds += "whml"[static_cast<std::size_t>(token.kind)];
  }
  CHECK(kinds == "mwllwl");
  CHECK(text.text.substr(0, text.main_end).find("pothole") == std::string::npos);
  CHECK(text.text.substr(0, text.main_end).find("tree") == std::string::npos);
  CHECK(words(text, Part::mention) == Strings{"pothole", "guy"});
}

TEST_CASE("an e-mail address is found whole and is no mention") {
  const std::string original = "write to Jane.Doe+x@mail.example.org, thanks";
  const MatchText text = read(original);
  REQUIRE(text.emails.size() == 1);
  CHECK(original.substr(text.emails[0].begin, text.emails[0].end - text.emails[0].begin) ==
        "Jane.Doe+x@mail.example.org");
  CHECK(words(text, Part::mention).empty());
}

TEST_CASE("sentences end at marks and line breaks but not after abbreviations") {
  const MatchText text = read("Hole on Main St. near N. Ave\nTree down! ok v2.0");
  std::vector<std::uint32_t> sentences;
  for (const Token& token : text.tokens) sentences.push_back(token.sentence);
  CHECK(sentences == std::vector<std::uint32_t>{0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2});
}

TEST_CASE("only the first ten thousand characters of a text are read") {
  std::string longest;
  for (int i = 0; i < 6000; ++i) longest += "ñ ";
  const MatchText text = read(longest + "pothole");
  CHECK(text.original.size() == 15000);
  CHECK(text.tokens.size() == 5000);
}

TEST_CASE("texts without a letter have no words and do not end badly") {
  for (const char* odd :
       {"", " ", "@", "#", "@@@", "##", "\u0301", "🚧🚧", "...", "@ #", "a@", "\xEF\xBF\xBD"}) {
    CAPTURE(odd);
    const MatchText text = read(odd);
    CHECK(text.source.size() == text.text.size() + 1);
    CHECK(text.tokens.size() <= 1);
  }
}
