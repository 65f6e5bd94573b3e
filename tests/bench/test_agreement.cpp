// The engine, RE2::Set and single RE2s on real texts: the same spans. The short cut of the
// benchmark: its corpus and its rules, and nothing of its clocks.
#include <doctest/doctest.h>
#include <re2/set.h>

#include "../unit/classifier/naive_matcher.h"
#include "corpus.h"
#include "rule_maker.h"

using namespace social311;
using namespace social311::bench;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

// Which terms the Set finds in the text itself.
class SetOfAll {
 public:
  explicit SetOfAll(const std::vector<Term>& terms) : set_(options(), RE2::UNANCHORED) {
    for (const Term& term : terms) REQUIRE(set_.Add(bounded_expression(term), nullptr) >= 0);
    REQUIRE(set_.Compile());
  }

  std::set<std::uint32_t> find(std::string_view text) const {
    std::vector<int> found;
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    set_.Match(text, &found, &error);
    CHECK(error.kind == RE2::Set::kNoError);
    return {found.begin(), found.end()};
  }

 private:
  static RE2::Options options() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(256 << 20);
    return options;
  }
  RE2::Set set_;
};

std::set<std::uint32_t> terms_in_main(const Spans& spans, const MatchText& text) {
  std::set<std::uint32_t> out;
  for (const auto& [term, begin, end] : spans)
    if (begin < text.main_end) out.insert(term);
  return out;
}

struct Agreement {
  std::size_t spans = 0;
  std::size_t differences = 0;
};

Agreement compare(const std::vector<std::string>& texts, const std::vector<MadeRule>& made) {
  const RuleSet rules = rule_set_of(made);
  const Naive naive(rules.terms());
  const SetOfAll set(rules.terms());
  Agreement out;
  MatchText text;
  for (const std::string& original : texts) {
    read_text(original, text);
    const Spans expected = naive.find(text);
    const Spans found = engine(rules.index(), text, rules.terms().size());
    const auto main = std::string_view(text.text).substr(0, text.main_end);
    const bool same =
        found == expected && set.find(main) == terms_in_main(expected, text) &&
        in_post(expected, text) == sifted(rules.index(), original, rules.terms().size());
    out.spans += expected.size();
    out.differences += same ? 0 : 1;
  }
  return out;
}

}  // namespace

TEST_CASE("the engine, RE2 Set and single RE2s agree span for span on the evaluation texts") {
  const std::string folder = evaluation_folder();
  if (folder.empty()) {
    MESSAGE("skipped: the evaluation sets are not there (SOCIAL311_SHARED)");
    return;
  }
  const std::vector<std::string> texts = read_corpus(folder);
  REQUIRE(texts.size() > 10'000);
  const auto own = own_rules(SOCIAL311_SOURCE_DIR "/samples/denver/rules");
  REQUIRE(own.size() > 100);
  for (const auto& [count, step] : {std::pair{10u, 4u}, std::pair{100u, 20u}}) {
    std::vector<std::string> some;  // mixed: of every set the same share
    for (std::size_t i = 0; i < texts.size(); i += step) some.push_back(texts[i]);
    const Agreement found = compare(some, make_rules(count, own, texts, 311));
    MESSAGE(count << " rules on " << some.size() << " texts: " << found.spans << " spans");
    CHECK(found.differences == 0);
    CHECK(found.spans > 50);
  }
  const Agreement on_long = compare(long_texts(texts, 5'000, 40), make_rules(100, own, texts, 312));
  CHECK(on_long.differences == 0);
  CHECK(on_long.spans > 100);
}
