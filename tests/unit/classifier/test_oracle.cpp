// The engine against the plain reading of its rules: every term as one RE2 expression with
// boundaries, asked of every text from left to right.
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "classifier/evaluate.h"
#include "classifier/expression_set.h"
#include "classifier/rules_folder.h"
#include "classifier/stem.h"
#include "core/random.h"
#include "core/text.h"
#include "naive_matcher.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

std::string shown(const Spans& spans, const MatchText& text) {
  std::string out;
  for (const auto& [term, begin, end] : spans) {
    out += std::to_string(term) + "'" + text.text.substr(begin, end - begin) + "' ";
  }
  return out;
}

constexpr const char* pieces[] = {"pothole",
                                  "potholes",
                                  "Pot",
                                  "hole",
                                  "tree",
                                  "TREE",
                                  "árbol",
                                  "arbol",
                                  "street",
                                  "Street-light",
                                  "light",
                                  "lights",
                                  "sink",
                                  "sinking",
                                  "sank",
                                  "crater",
                                  "craters",
                                  "in",
                                  "the",
                                  "road",
                                  "don't",
                                  "dont",
                                  "#PotHole",
                                  "#pothole",
                                  "#FixThe_StreetLight2",
                                  "@Test311",
                                  "@CityPolice",
                                  "police",
                                  "bache",
                                  "BACHES",
                                  "hay",
                                  "niño",
                                  "ano",
                                  "🚧",
                                  "e\u0301",
                                  "\u200b",
                                  "．",
                                  "ｐｏｔｈｏｌｅ",
                                  "поthоle",
                                  "soooo",
                                  ".",
                                  "!",
                                  "\n",
                                  "--",
                                  "/",
                                  "'",
                                  "’",
                                  "\"",
                                  "_",
                                  "https://t.co/pothole",
                                  "a@b.org",
                                  "12",
                                  "ft",
                                  "1st",
                                  "ñ",
                                  "क्षि",
                                  "路",
                                  "𝓹othole",
                                  "ﬁx"};

std::string random_text(Random& random) {
  std::string text;
  const std::uint64_t count = random.below(18);
  for (std::uint64_t i = 0; i < count; ++i) {
    text += pieces[random.below(std::size(pieces))];
    if (random.below(4) != 0) text += " ";
  }
  return text;
}

std::vector<Term> terms_of(const std::string& rules) {
  std::vector<Term> terms;
  for (const std::string& line : split(rules, '\n')) {
    const RuleLanguage language =
        line.find("(hundir)") == std::string::npos ? RuleLanguage::en : RuleLanguage::es;
    ParsedQuery parsed = parse_query(line, 0, language);
    INFO(line);
    REQUIRE(parsed.query);
    for (Term& term : parsed.terms) terms.push_back(std::move(term));
  }
  return terms;
}

constexpr char oracle_rules[] =
    "pothole OR pothol* OR \"pot hole\" OR \"pot hole*\" OR #pothole OR #pot*\n"
    "tree OR árbol OR arbol* OR street OR \"street light\" OR \"street light*\" OR \"street* "
    "light\"\n"
    "stem(sink) OR stem(light) OR stem(crater) OR stem(hole)\n"
    "stem(hundir) OR stem(bache)\n"
    "can't OR don't OR I'm OR niño OR ano OR s OR ñ OR क्षि OR 路\n"
    "@Test311 OR @other OR police OR \"city police\" OR police*\n"
    "/crater(s)? in( the)? road/ OR /\\d+ ft/ OR /[a-z]+e/ OR /^pothole/ OR /hole$/ OR /.{3}/ OR "
    "/street.?light/\n"
    "\"the the\" OR \"pothole pothole\" OR 12 OR 1st OR \"tree tree tree\"";

}  // namespace

TEST_CASE("the index finds what a plain loop over RE2 finds, on random texts") {
  const std::vector<Term> terms = terms_of(oracle_rules);
  const TermIndex index(terms);
  const Naive naive(terms);
  SeededRandom random(20'260'302);
  std::size_t spans = 0;
  for (int round = 0; round < 3'000; ++round) {
    const std::string original = random_text(random);
    MatchText text;
    read_text(original, text);
    const Spans expected = naive.find(text);
    const Spans found = engine(index, text, terms.size());
    spans += expected.size();
    if (found == expected) continue;
    CAPTURE(round);
    CAPTURE(original);
    CHECK(shown(found, text) == shown(expected, text));
  }
  CHECK(spans > 10'000);  // an oracle that finds nothing proves nothing
}

TEST_CASE("the index agrees with the plain loop on the terms of the samples") {
  const std::string folder = std::string(SOCIAL311_SOURCE_DIR) + "/samples/denver/rules";
  if (!std::filesystem::is_directory(folder)) {
    MESSAGE("skipped: samples/denver/rules is not there");
    return;
  }
  RulesFolder read = read_rules_folder(folder, "");
  const RuleSet rules(std::move(read.rules), read.topics.size() + feature_count);
  REQUIRE(rules.terms().size() > 100);
  // An RE2 object a term is dear: one term of seventeen.
  std::vector<Term> terms;
  for (std::size_t i = 0; i < rules.terms().size(); i += 17) terms.push_back(rules.terms()[i]);
  const TermIndex index(terms);
  const Naive naive(terms);
  // The words of neighbouring terms, joined, are texts in which many terms hold.
  std::string original;
  std::size_t spans = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    for (const TermWord& word : terms[i].words) original += word.text + (word.open ? "s " : " ");
    if (i % 10 != 9) continue;
    MatchText text;
    read_text(original, text);
    const Spans expected = naive.find(text);
    spans += expected.size();
    const Spans found = engine(index, text, terms.size());
    CAPTURE(original);
    CHECK(shown(found, text) == shown(expected, text));
    original.clear();
  }
  CHECK(spans > terms.size() / 2);
}

TEST_CASE("the rules that hold are those that hold when every rule is tried") {
  const std::string folder = std::string(SOCIAL311_SOURCE_DIR) + "/samples/denver/rules";
  if (!std::filesystem::is_directory(folder)) {
    MESSAGE("skipped: samples/denver/rules is not there");
    return;
  }
  RulesFolder read = read_rules_folder(folder, "");
  const std::size_t owners = read.topics.size() + feature_count;
  const RuleSet rules(std::move(read.rules), owners);
  std::vector<std::string> vocabulary;
  for (const Term& term : rules.terms()) {
    for (const TermWord& word : term.words)
      vocabulary.push_back(word.text + (word.open ? "s" : ""));
  }
  SeededRandom random(311);
  Hits hits;
  Scores scores;
  std::size_t held = 0;
  for (int round = 0; round < 300; ++round) {
    std::string original;
    for (int i = 0; i < 25; ++i) original += vocabulary[random.below(vocabulary.size())] + " ";
    MatchText text;
    read_text(original, text);
    rules.index().find(text, hits);
    rules.score(hits, 0, scores);
    std::vector<std::uint32_t> expected;
    for (std::uint32_t rule = 0; rule < rules.rules().size(); ++rule) {
      if (holds(rules.rules()[rule].query, {hits, 0, false})) expected.push_back(rule);
    }
    held += expected.size();
    CAPTURE(original);
    CHECK(scores.matched == expected);
  }
  CHECK(held > 1'000);
}

TEST_CASE("expressions are found too when their set has no memory to run in") {
  std::vector<std::string> expressions;
  for (int i = 0; i < 60; ++i) expressions.push_back("word" + std::to_string(i) + ".{0,30}end");
  const ExpressionSet roomy(expressions);
  const ExpressionSet starved(expressions, 1 << 12);
  const std::string text = "word7 and more end, word59 end, sword3 end word";
  const auto all = [&](const ExpressionSet& set) {
    std::vector<Span> out;
    set.find(text, [&](std::uint32_t index, std::size_t begin, std::size_t end) {
      out.emplace_back(index, begin, end);
    });
    return out;
  };
  CHECK(all(roomy) == std::vector<Span>{{5, 20, 42}, {7, 0, 30}, {59, 20, 42}});
  CHECK(all(starved) == all(roomy));
}
