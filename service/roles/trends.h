// Hot topics in the running service: one detector for the whole city, a thread of the work role
// under an advisory lock; other work processes stand by. It follows decided posts by their place in
// the event stream, not by time, and everything it writes may be written again: a crash anywhere
// repeats itself without a trace.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "classifier/trends/hot_topics.h"
#include "service/roles/roles.h"

namespace social311::service {

// What the exchange form says, as far as hot topics ask: decision, topics, places, language.
Finding read_finding(std::string_view json);
// 16 hexadecimal digits.
std::string episode_name(std::uint64_t episode);
// When a message that is owed at `now` may leave: at the end of the quiet hours.
Instant after_quiet_hours(const Config& config, Instant now);

// Borrowed parts must outlive it. After an exception throw it away: what it holds in memory may be
// ahead of what is stored.
class TrendsDetector {
 public:
  explicit TrendsDetector(const Config& config) : config_(config) {}

  // Learns older counts and replays the last days, as far as they were followed before. On a
  // database that nobody followed, all there is counts as known: nothing old is told.
  void begin(sql::Store& store, Instant now);
  // A page of what was decided since; true when there is more.
  bool follow(sql::Store& store, Instant now);
  // Once a minute: which feeds are behind, what is usual around what is hot, what is over; counts
  // rolled up.
  void look(sql::Store& store, Instant now);
  std::int64_t position() const { return position_; }
  // The past was counted anew since begin(): throw this away and begin again.
  bool outdated(sql::Store& store) const { return store.trends_recounted() != recounted_; }

 private:
  void learn_and_replay(sql::Store& store, Instant from, bool keep);
  void tell_behind(sql::Store& store, Instant now);
  void look_at(sql::Store& store, const sql::HotEpisode& one, Instant now);
  bool as_usual(sql::Store& store, const sql::HotEpisode& one, Instant now) const;
  void draw_band(sql::Store& store, const sql::HotEpisode& one, Instant now);
  sql::BandPoint band_at(const sql::HotEpisode& one, Instant from, std::chrono::seconds span) const;
  void take_counts();
  void take_counts_in_time(Instant at);
  std::vector<sql::TopicCount> changed_counts();

  const Config& config_;
  classifier::trends::HotTopics topics_{};
  std::int64_t position_ = 0;
  std::int64_t recounted_ = 0;
  using CountKey = std::tuple<Instant, std::string, std::string, std::string>;
  std::map<CountKey, std::pair<int, int>> changed_{};  // posts and authors
  Instant counted_to_{};
  std::set<std::tuple<std::string, std::int64_t, std::int64_t>> told_behind_{};
  std::set<std::string> drawn_{};
};

// Until it is told to stop; waits while another process holds the lock.
void run_trends(const RoleParts& parts, std::stop_token stop);
// Sends what is owed: the other half, under a lock of its own, so that a slow sink delays nothing.
void run_messenger(const RoleParts& parts, std::stop_token stop);

}  // namespace social311::service
