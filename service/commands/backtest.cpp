#include "service/commands/backtest.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "core/exchange.h"
#include "core/json.h"
#include "core/text.h"

namespace social311::service {
namespace {

constexpr std::size_t batch_size = 256;
constexpr std::size_t batches_ahead = 8;  // a thread: what bounds the memory
constexpr std::size_t sample_bytes = 200;

struct Batch {
  std::uint64_t number = 0;
  std::vector<BacktestItem> items{};
};

// Batches from the reader to the workers, and their reports back in order.
class Exchange {
 public:
  explicit Exchange(std::size_t most) : most_(most) {}

  void put(Batch&& batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return batch.number < merged_ + most_; });
    waiting_.push_back(std::move(batch));
    changed_.notify_all();
  }
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  bool take(Batch& batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return false;
    batch = std::move(waiting_.front());
    waiting_.pop_front();
    return true;
  }
  // Reports may come in any order; `merge` is called in that of the batches.
  void give_back(std::uint64_t number, BacktestReport&& report,
                 const std::function<void(BacktestReport&&)>& merge) {
    const std::lock_guard lock(mutex_);
    done_.emplace(number, std::move(report));
    while (!done_.empty() && done_.begin()->first == merged_) {
      merge(std::move(done_.begin()->second));
      done_.erase(done_.begin());
      ++merged_;
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> waiting_{};
  std::map<std::uint64_t, BacktestReport> done_{};
  std::uint64_t merged_ = 0;
  std::size_t most_;
  bool ended_ = false;
};

void add_sample(std::vector<BacktestSample>& samples, const Post& post) {
  if (samples.size() >= most_samples) return;
  samples.push_back({post.id, std::string(grapheme_prefix(post.text, sample_bytes, sample_bytes))});
}

void append(std::vector<BacktestSample>& to, std::vector<BacktestSample>& from) {
  for (BacktestSample& sample : from)
    if (to.size() < most_samples) to.push_back(std::move(sample));
}

void add_change(const Post& post, const classifier::Verdict& before,
                const classifier::Verdict& after, BacktestReport& report) {
  ++report.posts;
  const std::string was = before.decision == Decision::ignore ? "" : before.topic;
  const std::string is = after.decision == Decision::ignore ? "" : after.topic;
  if (!was.empty()) ++report.topics[was].before;
  if (!is.empty()) ++report.topics[is].after;
  if (before.decision != after.decision) {
    DecisionChange& change = report.decisions[{before.decision, after.decision}];
    ++change.posts;
    add_sample(change.samples, post);
  }
  if (before.decision != after.decision || was != is) ++report.changed;
  if (was == is) return;
  if (!is.empty()) {
    ++report.topics[is].gained;
    add_sample(report.topics[is].gained_samples, post);
  }
  if (!was.empty()) {
    ++report.topics[was].lost;
    add_sample(report.topics[was].lost_samples, post);
  }
}

BacktestReport judge(const BacktestPair& rules, Instant now, Batch& batch) {
  BacktestReport report;
  for (BacktestItem& item : batch.items) {
    if (!item.post) {
      auto read = post_of(item.line);
      if (!read) {
        report.bad_lines.emplace_back(item.line.number, read.fault().message);
        continue;
      }
      item.post = std::move(read->post);
    }
    const auto before = rules.before.judge(*item.post, now);
    const auto after = rules.after.judge_again(*item.post, now);
    add_change(*item.post, before, after, report);
  }
  return report;
}

void merge(BacktestReport& into, BacktestReport&& part) {
  into.posts += part.posts;
  into.changed += part.changed;
  for (auto& [way, change] : part.decisions) {
    into.decisions[way].posts += change.posts;
    append(into.decisions[way].samples, change.samples);
  }
  for (auto& [topic, change] : part.topics) {
    TopicChange& all = into.topics[topic];
    all.before += change.before;
    all.after += change.after;
    all.gained += change.gained;
    all.lost += change.lost;
    append(all.gained_samples, change.gained_samples);
    append(all.lost_samples, change.lost_samples);
  }
}

void read_all(const AllItems& items, Exchange& exchange) {
  Batch batch;
  items([&](BacktestItem&& item) {
    batch.items.push_back(std::move(item));
    if (batch.items.size() < batch_size) return;
    const std::uint64_t number = batch.number;
    exchange.put(std::move(batch));
    batch = Batch{number + 1, {}};
  });
  if (!batch.items.empty()) exchange.put(std::move(batch));
}

// Ends the workers also when reading throws.
struct EndOf {
  Exchange& exchange;
  ~EndOf() { exchange.end(); }
};

std::uint64_t per_second(std::uint64_t posts, double seconds) {
  return seconds <= 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(posts) / seconds);
}

void sample_lines(std::string& out, char sign, const std::vector<BacktestSample>& samples) {
  for (const BacktestSample& sample : samples)
    out += std::string("  ") + sign + " " + sample.id + " " + quoted(sample.text) + "\n";
}

void samples_into(JsonWriter& writer, const char* name,
                  const std::vector<BacktestSample>& samples) {
  writer.key(name).list();
  for (const BacktestSample& sample : samples)
    writer.object().member("id", sample.id).member("text", sample.text).end();
  writer.end();
}

}  // namespace

BacktestReport backtest(const BacktestPair& rules, Instant now, unsigned threads,
                        const AllItems& items, const BadLine& bad_line) {
  BacktestReport report;
  const std::size_t workers = std::max(1u, threads);
  Exchange exchange(workers * batches_ahead);
  const auto in_order = [&](BacktestReport&& part) {
    for (const auto& [number, what] : part.bad_lines) bad_line(number, what);
    merge(report, std::move(part));
  };
  const auto work = [&] {
    for (Batch batch; exchange.take(batch);)
      exchange.give_back(batch.number, judge(rules, now, batch), in_order);
  };
  {
    std::vector<std::jthread> running;
    const EndOf end{exchange};
    for (std::size_t i = 0; i < workers; ++i) running.emplace_back(work);
    read_all(items, exchange);
    exchange.end();
    running.clear();
  }
  return report;
}

std::string report_text(const BacktestReport& report, double seconds) {
  std::string out = std::to_string(report.posts) + " posts, " + std::to_string(report.changed) +
                    " would change, " + std::to_string(per_second(report.posts, seconds)) +
                    " posts/s\n";
  for (const auto& [way, change] : report.decisions) {
    out += std::string(name_of(way.first)) + " -> " + name_of(way.second) + ": " +
           std::to_string(change.posts) + "\n";
    sample_lines(out, ' ', change.samples);
  }
  for (const auto& [topic, change] : report.topics) {
    out += topic + ": " + std::to_string(change.before) + " -> " + std::to_string(change.after) +
           " (gained " + std::to_string(change.gained) + ", lost " + std::to_string(change.lost) +
           ")\n";
    sample_lines(out, '+', change.gained_samples);
    sample_lines(out, '-', change.lost_samples);
  }
  return out;
}

std::string report_ndjson(const BacktestReport& report, double seconds) {
  JsonWriter summary;
  summary.object().member("kind", "summary").member("posts", report.posts);
  summary.member("changed", report.changed);
  summary.member("posts_per_s", per_second(report.posts, seconds));
  std::string out = summary.str() + "\n";
  for (const auto& [way, change] : report.decisions) {
    JsonWriter line;
    line.object().member("kind", "decision").member("from", name_of(way.first));
    line.member("to", name_of(way.second)).member("posts", change.posts);
    samples_into(line, "samples", change.samples);
    out += line.str() + "\n";
  }
  for (const auto& [topic, change] : report.topics) {
    JsonWriter line;
    line.object().member("kind", "topic").member("topic", topic).member("before", change.before);
    line.member("after", change.after).member("gained", change.gained).member("lost", change.lost);
    samples_into(line, "gained_samples", change.gained_samples);
    samples_into(line, "lost_samples", change.lost_samples);
    out += line.str() + "\n";
  }
  return out;
}

}  // namespace social311::service
