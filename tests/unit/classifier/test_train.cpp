#include <algorithm>
#include <cmath>

#include "classifier/learning/folds.h"
#include "classifier/learning/train.h"
#include "core/random.h"
#include "rules_fixture.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::testing;

namespace {

// Requests in words that the small city's rules do not know, and small talk in the same form.
std::vector<LabelledPost> lessons() {
  constexpr const char* matters[] = {"manhole lid rattling", "branch hanging over my roof"};
  constexpr const char* topics[] = {"pothole_street", "trees_forestry"};
  constexpr const char* wishes[] = {"kindly attend", "needs a crew", "do something soon"};
  constexpr const char* chatter[] = {"watched a movie with friends", "new album is out",
                                     "lunch was great today"};
  std::vector<LabelledPost> out;
  for (int i = 0; i < 120; ++i) {
    const auto n = static_cast<std::size_t>(i);
    LabelledPost post;
    post.post.id = std::to_string(i);
    const std::string end = " number " + std::string(1, static_cast<char>('a' + i % 26)) +
                            std::string(1, static_cast<char>('a' + i / 26));
    if (i % 2 == 0) {
      post.post.text = std::string(matters[n / 2 % 2]) + ", " + wishes[n % 3] + end;
      post.label = {true, topics[n / 2 % 2]};
    } else {
      post.post.text = std::string(chatter[n % 3]) + end;
      post.label.service_request = false;
    }
    out.push_back(std::move(post));
  }
  return out;
}

Post post_of(const std::string& text) {
  Post post;
  post.text = text;
  return post;
}

struct Taught {
  SmallCity city{};
  TempFolder folder{};
  std::string file = folder.path() + "/weights.toml";
  Training training{};
  LoadedRules loaded{};

  Taught() {
    auto learned = train(*city, lessons(), Instant{});
    REQUIRE(learned);
    training = std::move(learned).value();
    folder.write("weights.toml", training.weights);
    loaded = load_rules(city.path(), "", file);
    INFO(all_complaints(loaded));
    REQUIRE(loaded.classifier);
  }
};

}  // namespace

TEST_CASE("weights are learned from labels and change what is decided") {
  const Taught taught;
  REQUIRE(taught.training.detection);
  CHECK(taught.training.detection->area > 0.95);
  CHECK(taught.training.detection->area > taught.training.detection->rules_area);
  REQUIRE(taught.training.routing);
  CHECK(taught.training.routing->accuracy > 0.9);
  const Post request = post_of("manhole lid rattling again, needs a crew");
  CHECK(taught.city->classify(request, Instant{}).decision == Decision::ignore);
  const Finding after = taught.loaded.classifier->classify(request, Instant{});
  CHECK(after.decision == Decision::open_case);
  REQUIRE(!after.topics.empty());
  CHECK(after.topics.front().topic == "pothole_street");
  CHECK(!after.topics.front().evidence.empty());
  const Post talk = post_of("watched a movie today");
  CHECK(taught.loaded.classifier->classify(talk, Instant{}).decision == Decision::ignore);
}

TEST_CASE("the same labels give the same weights in any order") {
  const SmallCity city;
  std::vector<LabelledPost> posts = lessons();
  const auto once = train(*city, posts, Instant{});
  SeededRandom random(1);
  for (std::size_t i = posts.size(); i > 1; --i) std::swap(posts[i - 1], posts[random.below(i)]);
  const auto again = train(*city, posts, Instant{});
  REQUIRE(once);
  REQUIRE(again);
  CHECK(once->weights == again->weights);
}

TEST_CASE("the lines of an explanation add up to its score and its probability") {
  const Taught taught;
  const Explanation said = taught.loaded.classifier->explain(
      post_of("branch hanging over my roof, please fix it"), Instant{});
  double sum = 0;
  for (const Weighed& line : said.weighed) sum += line.weight;
  // Shares below a ten-thousandth are not shown.
  CHECK(sum == doctest::Approx(said.score).epsilon(0.01));
  CHECK(1 / (1 + std::exp(-said.score)) == doctest::Approx(said.finding.service_request));
  CHECK(!said.routed.empty());
  CHECK(std::any_of(said.weighed.begin(), said.weighed.end(), [](const Weighed& line) {
    return line.feature.starts_with("word ") && !line.evidence.empty();
  }));
}

TEST_CASE("weights of other rules are refused with what to do") {
  const Taught taught;
  const SmallCity other(
      {{"topics/trees_forestry.rules", topic_header("Tree") + "[en]\n1 : tree* OR shrub*\n"}});
  const LoadedRules loaded = load_rules(other.path(), "", taught.file);
  CHECK(loaded.classifier == nullptr);
  const std::string complaints = all_complaints(loaded);
  CHECK(complaints.find("weights.toml:") != std::string::npos);
  CHECK(complaints.find("social311 rules train") != std::string::npos);
}

TEST_CASE("weights of a form that is not known are refused") {
  const SmallCity city;
  const TempFolder folder;
  folder.write("weights.toml", "format = 2\n[weights]\nrequest = 1.0\n");
  CHECK(all_complaints(load_rules(city.path(), "", folder.path() + "/weights.toml"))
            .find("format 2") != std::string::npos);
  folder.write("weights.toml", "[words]\npothole = \"much\"\n");
  CHECK(load_rules(city.path(), "", folder.path() + "/weights.toml").classifier == nullptr);
}

TEST_CASE("too few labels teach nothing and say so") {
  const SmallCity city;
  std::vector<LabelledPost> posts = lessons();
  posts.resize(6);
  const auto learned = train(*city, posts, Instant{});
  REQUIRE(!learned);
  CHECK(learned.fault().message.find("at least 10 of each") != std::string::npos);
  CHECK(!train(*city, {}, Instant{}));
}

TEST_CASE("labels of requests alone leave detection to the rules") {
  const SmallCity city;
  std::vector<LabelledPost> posts = lessons();
  posts.erase(std::remove_if(posts.begin(), posts.end(),
                             [](const LabelledPost& post) { return !*post.label.service_request; }),
              posts.end());
  const auto learned = train(*city, posts, Instant{});
  REQUIRE(learned);
  CHECK(!learned->detection);
  CHECK(learned->routing);
  CHECK(learned->weights.find("[weights]") == std::string::npos);
}

TEST_CASE(
    "a fit finds the weights that made the labels and calibration the slope that hides in them") {
  SeededRandom random(5);
  std::vector<SparseRow> rows;
  std::vector<int> labels;
  std::vector<std::uint32_t> use;
  std::vector<double> sums;
  const auto uniform = [&] { return static_cast<double>(random.below(1'000'000)) / 1e6; };
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const double x = uniform() * 2 - 1;
    const double z = 0.5 + 3 * x;
    rows.push_back({{0, 1}, {1, static_cast<float>(x)}});
    labels.push_back(uniform() < 1 / (1 + std::exp(-z)) ? 1 : 0);
    use.push_back(i);
    sums.push_back(z / 2);
  }
  const Regression form{1, 2, {1e-6, 1e-6}, {0, 0}};
  const std::vector<double> found = fit(form, rows, labels, use);
  CHECK(found[0] == doctest::Approx(0.5).epsilon(0.15));
  CHECK(found[1] == doctest::Approx(3).epsilon(0.05));
  CHECK(calibrate(sums, labels).slope == doctest::Approx(2).epsilon(0.05));
}

TEST_CASE("area and thresholds are those of a hand count") {
  const std::vector<double> scores{0.9, 0.8, 0.8, 0.3, 0.1};
  const std::vector<int> labels{1, 1, 0, 1, 0};
  CHECK(area_under_curve(scores, labels) == doctest::Approx(4.5 / 6));
  CHECK(best_threshold(scores, labels).value == doctest::Approx(0.3));
  CHECK(best_threshold(scores, labels).f1 == doctest::Approx(6.0 / 7));
  CHECK(threshold_of_recall(scores, labels, 0.6) == doctest::Approx(0.8));
}

TEST_CASE("a verdict is what classifying says, also when the text was read for other rules") {
  const Taught taught;
  for (const LabelledPost& one : lessons()) {
    for (const Classifier* rules : {&*taught.city, taught.loaded.classifier.get()}) {
      const Finding finding = rules->classify(one.post, Instant{});
      const Verdict expected{finding.decision,
                             finding.topics.empty() ? "" : finding.topics.front().topic,
                             finding.service_request};
      CAPTURE(one.post.text);
      CHECK(rules->judge(one.post, Instant{}) == expected);
      taught.city->judge(one.post, Instant{});
      CHECK(rules->judge_again(one.post, Instant{}) == expected);
    }
  }
}
