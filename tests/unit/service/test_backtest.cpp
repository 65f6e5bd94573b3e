#include <doctest/doctest.h>

#include <set>

#include "core/exchange.h"
#include "service/commands/backtest.h"

using namespace social311;
using namespace social311::service;

namespace {

// Decides by one word; the topic is the word.
class OneWord final : public classifier::Classifier {
 public:
  explicit OneWord(std::string word) : word_(std::move(word)) {}
  Finding classify(const Post&, Instant) const override { return {}; }
  classifier::Explanation explain(const Post&, Instant) const override { return {}; }
  classifier::Verdict judge(const Post& post, Instant) const override {
    const bool found = post.text.find(word_) != std::string::npos;
    return {found ? Decision::open_case : Decision::ignore, found ? word_ : "", found ? 1.0 : 0.0};
  }
  classifier::Verdict judge_again(const Post& post, Instant now) const override {
    return judge(post, now);
  }
  const std::vector<classifier::TopicInfo>& topics() const override { return topics_; }
  const std::string& version() const override { return word_; }
  const std::vector<std::string>& own_handles() const override { return handles_; }
  std::vector<double> weights() const override { return {}; }
  std::vector<std::string> notes() const override { return {}; }

 private:
  std::string word_;
  std::vector<classifier::TopicInfo> topics_{};
  std::vector<std::string> handles_{};
};

AllItems lines(std::size_t count) {
  return [count](const GiveItem& give) {
    for (std::size_t i = 1; i <= count; ++i) {
      BacktestItem item;
      item.line.number = static_cast<long>(i);
      item.line.text = R"({"id":")" + std::to_string(i) + R"(","text":")" +
                       (i % 3 == 0 ? "a tree" : (i % 3 == 1 ? "a hole" : "tree hole")) + "\"}";
      if (i % 1000 == 0) item.line.text = "no post";
      give(std::move(item));
    }
  };
}

}  // namespace

TEST_CASE(
    "a backtest counts what is gained and lost a topic, the same with any number of threads") {
  const OneWord before("hole");
  const OneWord after("tree");
  std::vector<long> bad;
  const auto run = [&](unsigned threads) {
    bad.clear();
    return backtest({before, after}, Instant{}, threads, lines(5'000),
                    [&](long number, const std::string&) { bad.push_back(number); });
  };
  const BacktestReport one = run(1);
  CHECK(bad == std::vector<long>{1000, 2000, 3000, 4000, 5000});
  CHECK(one.posts == 4'995);
  CHECK(one.changed == one.posts);
  const TopicChange& tree = one.topics.at("tree");
  CHECK(tree.before == 0);
  CHECK(tree.after == tree.gained);
  CHECK(one.decisions.at({Decision::ignore, Decision::open_case}).posts == 1'665);
  REQUIRE(tree.gained_samples.size() == most_samples);
  CHECK(tree.gained_samples.front() == BacktestSample{"2", "tree hole"});
  for (const unsigned threads : {2u, 7u}) {
    const BacktestReport many = run(threads);
    CHECK(bad == std::vector<long>{1000, 2000, 3000, 4000, 5000});
    CHECK(many.topics == one.topics);
    CHECK(many.decisions == one.decisions);
    CHECK(many.changed == one.changed);
  }
}

TEST_CASE("a backtest of equal rules changes nothing and of no posts says so") {
  const OneWord rules("tree");
  const BadLine none = [](long, const std::string&) {};
  const BacktestReport same = backtest({rules, rules}, Instant{}, 2, lines(50), none);
  CHECK(same.changed == 0);
  CHECK(same.decisions.empty());
  CHECK(backtest({rules, rules}, Instant{}, 2, lines(0), none).posts == 0);
}

TEST_CASE("a backtest ends its threads when the source of the posts breaks off") {
  const OneWord rules("tree");
  const AllItems broken = [](const GiveItem& give) {
    lines(600)(give);
    throw std::runtime_error("the database was lost");
  };
  CHECK_THROWS_AS(backtest({rules, rules}, Instant{}, 2, broken, [](long, const std::string&) {}),
                  std::runtime_error);
}

TEST_CASE("a report is told as text and as lines of JSON") {
  const OneWord before("hole");
  const OneWord after("tree");
  const BacktestReport report =
      backtest({before, after}, Instant{}, 1, lines(9), [](long, const std::string&) {});
  const std::string text = report_text(report, 0.5);
  CHECK(text.find("9 posts, 9 would change, 18 posts/s") == 0);
  CHECK(text.find("tree: 0 -> 6 (gained 6, lost 0)") != std::string::npos);
  const std::string json = report_ndjson(report, 0.5);
  CHECK(json.find(R"({"kind":"summary","posts":9,"changed":9,"posts_per_s":18})") == 0);
  CHECK(json.find(R"("topic":"hole","before":6,"after":0,"gained":0,"lost":6)") !=
        std::string::npos);
}
