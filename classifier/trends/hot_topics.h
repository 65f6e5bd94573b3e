// What is heating up: bursts of known topics in a neighbourhood or in the whole city, phrases
// nobody wrote a rule for, and brigades, told while posts arrive. How it works, what was measured
// and tried: docs/trends.md. Pure: no clock, no chance; memory does not grow with the stream.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/finding.h"
#include "core/post.h"

namespace social311::classifier::trends {

enum class HotKind {
  topic,    // more posts of one of the rules' topics than usual
  phrase,   // words that suddenly stand in many people's posts
  brigade,  // many young or alike accounts push one text; never a hot topic
};
const char* name_of(HotKind kind);  // "topic" "phrase" "brigade"

struct HotTopicSettings {
  // What chance alone shows less often than once in so many days, in the whole city, is told.
  double least_days = 365.0;
  double least_days_phrase = 30.0;
  double least_days_danger = 7.0;  // storms, fires, accidents: waiting costs more than a look
  // Fewer different people are no hot topic, however rare.
  int least_authors = 6;
  int least_authors_phrase = 8;
  int least_authors_danger = 6;
};

struct PostKey {
  std::string network{};
  std::string id{};

  bool operator==(const PostKey&) const = default;
};

// Told once an episode, and once more when it became four times as large.
struct HotTopic {
  std::uint64_t episode = 0;  // the same for everything told of one episode; from its content, so a
                              // replay of the same posts gives the same number
  HotKind kind = HotKind::topic;
  Instant at{};                      // when it was found; no sample is younger
  Instant since{};                   // first post of what was found
  std::string topic{};               // id of the rules' topic, of kind `topic`
  std::string phrase{};              // of kinds `phrase` and `brigade`
  std::string neighborhood{};        // "" = the whole city, or nobody said where
  std::vector<std::string> terms{};  // best first, at most 8
  // T / (T + 7), where chance shows such a thing about once in T days in the whole city: 0.5 once a
  // week, 0.9 once in two months.
  double score = 0.0;
  double expected = 0.0;  // authors in the same span, from what is usual
  int posts = 0;
  int authors = 0;
  Milliseconds span{};  // posts, authors and expected are of this long before `at`
  bool grown = false;   // told again
  // At least half of the posts came late, or a feed was behind in that span: the time of finding
  // says nothing of the time of the event.
  bool late = false;
  // Shares of its posts, 0 to 1, that sound angry or kind (mood.h); the rest is neither.
  double negative = 0.0;
  double positive = 0.0;
  // Of kinds `phrase` and `brigade`: the share of all posts that hold the phrase's words usually,
  // as it was known when this was found.
  double usual_share = 0.0;
  std::vector<std::string> networks{};
  std::vector<std::string> languages{};  // most frequent first
  std::vector<PostKey> samples{};        // at most 8, oldest first; no direct messages
};

// Counts of one five-minute bucket, whole (not a difference): writing them again changes nothing.
struct BucketCount {
  std::string topic{};         // "" = none of the rules' topics
  std::string neighborhood{};  // "" = unknown
  std::string network{};
  Instant bucket{};  // its begin
  int posts = 0;
  int authors = 0;  // different ones

  bool operator==(const BucketCount&) const = default;
};

// What is usual in a span that begins at `from`: for charts.
struct ExpectedBand {
  double expected = 0.0;
  double low = 0.0;   // one of twenty spans lies below or
  double high = 0.0;  // above these two
};

// Feed it every post once it is classified, best in the order of time. Not thread-safe.
class HotTopics {
 public:
  HotTopics();
  explicit HotTopics(const HotTopicSettings& settings);
  ~HotTopics();
  HotTopics(HotTopics&&) noexcept;
  HotTopics& operator=(HotTopics&&) noexcept;

  // `now`: the moment of arrival; a post is counted where its created_at says. What is found is
  // added to `found`. A post known already (network, id) changes nothing; neither does one that
  // claims to be younger than `now` by more than five minutes.
  void add(const Post& post, const Finding& finding, Instant now, std::vector<HotTopic>& found);
  // After a restart: the last days' posts again, oldest first. Episodes are known as told, counts
  // are whole, nothing is told twice.
  void replay(const Post& post, const Finding& finding);
  // Older history from kept counts: teaches what is usual, tells nothing. Oldest bucket first,
  // before any post.
  void learn(const BucketCount& count);
  // The feed of this network did not read from `from` to `until` in time: what is found there is
  // `late`. Known intervals are kept for two days.
  void behind(std::string_view network, Instant from, Instant until);

  // The buckets that changed since the last call; what is older than two days is forgotten.
  std::vector<BucketCount> take_counts();
  // Posts usual in `span` from `from` on; neighbourhood "" = the whole city.
  ExpectedBand usual(std::string_view topic, std::string_view neighborhood, Instant from,
                     Milliseconds span) const;
  // The same for words that so large a share of all posts holds (HotTopic::usual_share).
  ExpectedBand usual_words(double share, Instant from, Milliseconds span) const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace social311::classifier::trends
