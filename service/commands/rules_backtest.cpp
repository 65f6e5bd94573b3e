#include <chrono>
#include <iostream>
#include <thread>

#include "service/commands/backtest.h"
#include "service/commands/commands.h"
#include "service/commands/over_database.h"
#include "service/commands/rules.h"

namespace social311::service {
namespace {

class Run {
 public:
  explicit Run(const BacktestOptions& options) : options_(options) {}

  int run() {
    if (options_.file.empty() == options_.since.empty())
      return complain("give either FILE (- for standard input) or --since"), bad_usage;
    before_ = load_or_tell({options_.against, options_.geography, options_.against_weights});
    if (!before_) return failed;
    after_ = load_or_tell({options_.rules, options_.geography, options_.weights});
    if (!after_) return failed;
    return options_.since.empty() ? over_file() : over_database();
  }

 private:
  int over_file() {
    auto in = open_input(options_.file);
    if (!in) return complain(in.fault().message);
    judge([&](const GiveItem& give) {
      for (InputLine line; next_input_line(**in, line);) give({line, {}});
    });
    return print();
  }

  int over_database() {
    const Instant now = SystemClock().now();
    const std::optional<Instant> since = since_of(options_.since, now);
    if (!since)
      return complain("--since " + options_.since + " is neither ISO 8601 nor like 90d or 12h"),
             bad_usage;
    return with_store(options_.config, [&](sql::Store& store, const Config&) {
      judge([&](const GiveItem& give) {
        store.export_posts(since, [&](const ExportedPost& row) {
          if (row.state != "own" && row.state != "deleted") give({{}, row.post});
        });
      });
      return print();
    });
  }

  void judge(const AllItems& items) {
    const auto began = std::chrono::steady_clock::now();
    report_ =
        backtest({*before_, *after_}, SystemClock().now(), std::thread::hardware_concurrency(),
                 items, [&](long number, const std::string& what) {
                   good_ = false;
                   tell_bad_line(options_.file, number, what);
                 });
    seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  }

  int print() const {
    std::cout << (options_.format == "ndjson" ? report_ndjson(report_, seconds_)
                                              : report_text(report_, seconds_))
              << std::flush;
    if (!std::cout) return complain("standard output was closed; the rest was not written");
    return good_ ? done : failed;
  }

  const BacktestOptions& options_;
  std::shared_ptr<const classifier::Classifier> before_{};
  std::shared_ptr<const classifier::Classifier> after_{};
  BacktestReport report_{};
  double seconds_ = 0;
  bool good_ = true;
};

}  // namespace

int rules_backtest(const BacktestOptions& options) {
  return Run(options).run();
}

}  // namespace social311::service
