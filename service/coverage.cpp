#include "service/coverage.h"

#include <algorithm>

namespace social311::service {
namespace {

bool is_listened_to(const connectors::Account& account, const std::string& listen) {
  const auto& words = account.listen;
  return words.empty() || std::find(words.begin(), words.end(), listen) != words.end();
}

const connectors::Account* configured(const Config& config, const std::string& key) {
  for (const auto& account : config.accounts)
    if (account.key() == key) return &account;
  return nullptr;
}

}  // namespace

CoverageOf coverage_of(const Config& config, sql::Store& store, Instant from, Instant to) {
  CoverageOf coverage{.from = from, .to = to};
  std::vector<std::int64_t> feeds;
  for (const auto& state : store.account_states(to)) {
    const auto* account = configured(config, state.key);
    if (account == nullptr) continue;
    for (const auto& feed : state.feeds) {
      if (!is_listened_to(*account, feed.listen)) continue;
      if (feed.last_complete_at)
        feeds.push_back(feed.feed_id);
      else
        ++coverage.feeds_unread;
    }
  }
  coverage.feeds = static_cast<int>(feeds.size());
  coverage.minutes =
      static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(to - from).count());
  coverage.minutes_read =
      feeds.empty() ? 0 : static_cast<int>(store.covered_seconds(feeds, from, to) / 60);
  return coverage;
}

std::string coverage_sentence(const CoverageOf& coverage) {
  if (coverage.feeds == 0) return "No feed was read.";
  return std::to_string(coverage.minutes_read) + " of " + std::to_string(coverage.minutes) +
         " minutes were read.";
}

}  // namespace social311::service
