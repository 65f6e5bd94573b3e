// Texts composed by the bridge under every network's own rule of length.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <memory>

#include "casebridge/bridge.h"
#include "core/text.h"
#include "tests/unit/casebridge/sample_city.h"
#include "tests/unit/connectors/bluesky_samples.h"
#include "tests/unit/connectors/mastodon_samples.h"
#include "tests/unit/connectors/twitter_samples.h"

using namespace social311;
using namespace social311::connectors;
using namespace social311::connectors::test;

namespace {

rc::Gen<std::string> piece() {
  return rc::gen::elementOf(std::vector<std::string>{
      "pothole ", "Peña ", "道路の穴", "e\u0301", "👩‍🚒", "🇺🇸", "1️⃣",
      "🏴󠁧󠁢󠁳󠁣󠁴󠁿 ", " https://denver.gov/case/26-000123?from=reply#status ",
      " denver.gov/a_(b) ", " http://münchen.example/straße ", "$DNVR ", "@city_hall ", "\n\n",
      "x"});
}

// Templates fold blanks: what is compared has none.
std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n') out += c;
  return out;
}

struct Written {
  std::string text{};
  std::string dense{};                                       // without blanks
  std::vector<std::pair<std::size_t, std::size_t>> links{};  // bytes of `dense`
};

Written write(const std::vector<std::string>& pieces) {
  Written out;
  for (const std::string& one : pieces) {
    const bool link = one.find('.') != std::string::npos;
    const std::size_t at = out.dense.size();
    out.text += one;
    out.dense += without_blanks(one);
    if (link) out.links.emplace_back(at, out.dense.size());
  }
  return out;
}

casebridge::ComposeAsk answer_with(const std::string& text, const LengthRule& rule) {
  casebridge::ComposeAsk ask;
  ask.kind = ReplyKind::answer;
  ask.about.number = "26-000123";
  ask.about.topic = "pothole_street";
  ask.about.language = "en";
  ask.marker = "26-000123-CD";
  ask.free_text = text;
  ask.length = rule;
  ask.now = noon;
  return ask;
}

void check_cut(const Written& written, const std::string& composed) {
  const std::size_t end = composed.find("…\n\nCase ");
  if (end == std::string::npos) return;  // it was not cut
  const std::string kept = without_blanks(composed.substr(0, end));
  RC_ASSERT(written.dense.rfind(kept, 0) == 0U);
  const std::size_t cut = kept.size();
  for (const auto& [from, to] : written.links) RC_ASSERT(cut <= from || cut >= to);
  const std::string_view all = written.dense;
  RC_ASSERT(grapheme_count(all.substr(0, cut)) + grapheme_count(all.substr(cut)) ==
            grapheme_count(all));
}

}  // namespace

TEST_CASE("no composed text exceeds a network's rule or ends inside a grapheme or a link") {
  casebridge::City city = casebridge::sample_city();
  city.templates["answer.en"] = "{{text}}\n\nCase {{case}}";
  Bench bench;
  std::vector<std::unique_ptr<Network>> networks;
  for (const Account& account : {x_account(), bluesky_account(), mastodon_account()})
    networks.push_back(std::move(make_network(account, bench.parts())).value());
  int cuts = 0;
  const bool held = rc::check([&] {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        static_cast<std::size_t>(*rc::gen::inRange(1, 160)), piece());
    const Written written = write(pieces);
    if (trim(written.text).empty()) return;
    for (const auto& network : networks) {
      const LengthRule& rule = network->capabilities().length;
      const auto composed = casebridge::compose(city, answer_with(written.text, rule));
      if (!composed) continue;  // a link at its very beginning may leave nothing: told, not cut
      RC_ASSERT(rule.fits(*composed));
      cuts += composed->find("…\n\nCase ") == std::string::npos ? 0 : 1;
      check_cut(written, *composed);
    }
  });
  CHECK(held);
  CHECK(cuts > 50);
}

TEST_CASE("a text is cut before a link that does not fit and never through it") {
  casebridge::City city = casebridge::sample_city();
  city.templates["answer.en"] = "{{text}}\n\nCase {{case}}";
  const LengthRule bytes{80, 0, [](std::string_view text) { return text.size(); }};
  const auto composed = [&](const std::string& text) {
    const auto out = casebridge::compose(city, answer_with(text, bytes));
    return out ? *out : "refused";
  };
  const std::string link = "https://denver.gov/streets/potholes/how-to-report";
  CHECK(composed("We will be there soon, read more at " + link) ==
        "We will be there soon, read more at…\n\nCase 26-000123-CD");
  CHECK(
      composed("Read denver.gov/streets/potholes/how-to-report-them/or-call-311/any/time/of/day") ==
      "Read…\n\nCase 26-000123-CD");
  CHECK(composed(link + link) == "refused");
}
