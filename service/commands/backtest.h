// Two rule sets over the same posts: what the new one would have decided otherwise. Reads in one
// thread, judges in all of them, adds up in the order of the posts; memory does not grow with them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "classifier/classifier.h"
#include "core/post.h"
#include "service/commands/streams.h"

namespace social311::service {

// One post on its way: a line that is still to be read, or the post itself.
struct BacktestItem {
  InputLine line{};
  std::optional<Post> post{};
};

struct BacktestSample {
  std::string id{};
  std::string text{};  // its beginning

  bool operator==(const BacktestSample&) const = default;
};
inline constexpr std::size_t most_samples = 5;  // of each kind, the first ones of the input

// A post belongs to a topic when it is no `ignore` and the topic is its first.
struct TopicChange {
  std::uint64_t before = 0;
  std::uint64_t after = 0;
  std::uint64_t gained = 0;
  std::uint64_t lost = 0;
  std::vector<BacktestSample> gained_samples{};
  std::vector<BacktestSample> lost_samples{};

  bool operator==(const TopicChange&) const = default;
};
struct DecisionChange {
  std::uint64_t posts = 0;
  std::vector<BacktestSample> samples{};

  bool operator==(const DecisionChange&) const = default;
};

struct BacktestReport {
  std::uint64_t posts = 0;
  std::uint64_t changed = 0;  // in decision, or in topic of what is not ignored
  std::map<std::pair<Decision, Decision>, DecisionChange> decisions{};  // from, to
  std::map<std::string, TopicChange> topics{};
  std::vector<std::pair<long, std::string>> bad_lines{};  // of the part just added
};

struct BacktestPair {  // loaded with the same geography
  const classifier::Classifier& before;
  const classifier::Classifier& after;
};

// Gives every item to the function, in the thread of the caller; it waits while the judging is
// behind.
using GiveItem = std::function<void(BacktestItem&&)>;
using AllItems = std::function<void(const GiveItem&)>;
// Of every line that was no post, in their order.
using BadLine = std::function<void(long number, const std::string& what)>;

BacktestReport backtest(const BacktestPair& rules, Instant now, unsigned threads,
                        const AllItems& items, const BadLine& bad_line);

std::string report_text(const BacktestReport& report, double seconds);
std::string report_ndjson(const BacktestReport& report, double seconds);

}  // namespace social311::service
