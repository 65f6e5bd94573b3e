// What is remembered of hot topics: counts of posts, episodes, what staff say of them, what was
// told to whom. Part of the Store. Everything the detector writes may be written again: counts are
// whole values, an episode's name comes from its content, a message has one row a sink.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/post.h"
#include "sql/approval.h"

namespace social311::sql {

enum class TrendsLock { detector, messenger };  // one of each for the whole city

// ---- what the detector reads ----
struct DecidedPost {
  Instant told_at{};  // when its decision was committed
  Post post{};
  std::string finding_json{};  // exchange form
};
struct DecidedPage {
  std::vector<DecidedPost> posts{};  // in the order of decision; a post decided twice comes twice
  std::int64_t position = 0;         // to go on from
  bool more = false;
};
struct TopicCount {  // of five minutes
  Instant bucket{};
  std::string topic{};         // "" = none of the rules' topics
  std::string neighborhood{};  // "" = unknown
  std::string network{};
  int posts = 0;
  int authors = 0;

  bool operator==(const TopicCount&) const = default;
};
struct BehindSpan {
  std::string account_key{};
  std::string listen{};
  Instant from{};
  Instant until{};
};

// ---- what it writes ----
struct HotSample {
  std::string network{};
  std::string id{};

  bool operator==(const HotSample&) const = default;
};
struct HotEpisode {
  std::string episode{};  // 16 hexadecimal digits
  std::string kind{};     // topic | phrase | brigade
  std::string topic{};
  std::string phrase{};
  std::string neighborhood{};
  Instant since{};
  Instant found_at{};
  Instant last_at{};
  std::optional<Instant> over_at{};
  double score = 0;
  double expected = 0;
  int posts = 0;
  int authors = 0;
  std::chrono::seconds span{};  // posts, authors and expected are of this long before last_at
  std::vector<std::string> terms{};
  std::vector<HotSample> samples{};
  std::vector<std::string> networks{};
  std::vector<std::string> languages{};
  bool late = false;
  // Shares of its posts that sound angry and kind; empty = nobody judged.
  std::optional<double> negative{};
  std::optional<double> positive{};
  // Of all posts: how many usually hold the phrase. Kept as it was first known.
  std::optional<double> usual_share{};
  int told = 1;
  std::string state = "open";  // open | acknowledged | muted | over
  std::optional<Instant> alerted_at{};
  std::int64_t version = 1;
  std::int64_t false_alarms = 0;  // labels, by different people
  std::int64_t real_ones = 0;

  // What a mute names it by.
  const std::string& name() const { return kind == "topic" ? topic : phrase; }
};
struct TrendsNews {
  std::int64_t position = 0;
  std::vector<TopicCount> counts{};
  std::vector<HotEpisode> found{};      // in the order in which they were found
  std::vector<std::string> channels{};  // webhook, email: owed once an episode
  Instant not_before{};                 // messages wait until then: quiet hours
  Instant now{};
};
struct TrendsKept {
  int fresh = 0;  // episodes nobody knew
  int grown = 0;
  int alerts = 0;  // messages that are owed now
};
struct BandPoint {
  Instant from{};
  std::chrono::seconds span{};
  double expected = 0;
  double low = 0;
  double high = 0;
};
struct PostsAndAuthors {
  std::int64_t posts = 0;
  std::int64_t authors = 0;  // at most, where it is added up from buckets
};
struct CountsAge {  // for rolling up and forgetting
  std::chrono::hours settled{48};
  std::chrono::hours fine{24 * 60};
  std::chrono::hours hourly{24 * 730};
};

// ---- what the console shows ----
struct SeriesPoint {
  BandPoint band{};  // expected, low and high are 0 where nobody knows what is usual
  std::int64_t posts = 0;
  std::int64_t authors = 0;
};
struct HotEvent {
  Instant at{};
  std::string actor{};
  std::string kind{};
  std::string text{};
};
struct HotCase {
  std::string number{};
  std::string status{};
  std::string topic{};
  Instant opened_at{};
  std::string neighborhood{};
  bool linked = false;
};
struct HotNotice {
  std::int64_t intent_id = 0;
  std::string account_key{};
  std::string body{};
  std::string state{};
  std::string by{};
  Instant created_at{};
  std::string language{};
  std::string remote_id{};  // once it is sent
  bool needs_person = false;
  std::optional<Instant> not_before{};  // until then it can be taken back
  std::optional<Instant> sent_at{};
  std::string error{};
  std::optional<Approval> approval{};  // the newest ask for a second person
};
struct HotDelivery {
  std::string what{};     // "episode/…" or "digest/2026-01-31"
  std::string channel{};  // webhook | email
  std::string state{};    // waiting | trying | sent | unknown | failed | dropped
  int tries = 0;
  Instant created_at{};
  Instant next_at{};
  std::optional<Instant> sent_at{};
  std::string error{};
};
struct HotDetail {
  HotEpisode about{};
  std::vector<SeriesPoint> series{};
  std::vector<HotEvent> events{};  // newest first
  std::vector<HotCase> cases{};    // linked ones first
  std::vector<HotNotice> notices{};
  std::vector<HotDelivery> deliveries{};
};
struct HotMute {
  std::int64_t mute_id = 0;
  std::string kind{};
  std::string name{};
  std::optional<std::string> neighborhood{};  // empty = everywhere
  Instant until{};
  std::string why{};
  std::string by{};
  Instant created_at{};
};
struct HotLabel {
  std::string episode{};
  std::string by{};
  std::string verdict{};  // false_alarm | real
  std::string note{};
  Instant at{};
  std::string kind{};
  std::string topic{};
  std::string phrase{};
  std::string neighborhood{};
  double score = 0;
  int posts = 0;
  int authors = 0;
  Instant found_at{};
};
struct NeighborhoodCount {
  std::string neighborhood{};
  std::int64_t posts = 0;
  std::int64_t before = 0;  // in the span before
};
struct NoticeDraft {
  std::string account_key{};
  std::string body{};
  std::string language{};
  std::string network_key{};  // and how it is to be sent: as of NewReply
  ReplyPolicy policy = ReplyPolicy::human;
  std::string by{};
  Instant now{};
};

// ---- telling others ----
struct ClaimedDelivery {
  std::string what{};
  std::string channel{};
  int tries = 0;  // this one included
};
struct EndOfDelivery {
  std::string what{};
  std::string channel{};
  std::string state{};  // sent | waiting | unknown | failed
  std::string error{};
  std::optional<Instant> next_at{};
  Instant now{};
};
struct TrendsNumbers {  // for metrics and doctor
  std::int64_t going = 0;
  std::int64_t episodes = 0;
  std::int64_t false_alarms = 0;
  std::int64_t behind = 0;  // events that the detector has not seen yet
  bool followed = false;    // a detector has run here
  struct Messages {
    std::string channel{};
    std::string state{};
    std::int64_t count = 0;
  };
  std::vector<Messages> messages{};
};

struct CasePost;  // sql/store.h

class TrendsStore {
 public:
  virtual ~TrendsStore() = default;

  // False while another process has it. Lives as long as this Store's connection.
  virtual bool lock_trends(TrendsLock which) = 0;

  // The detector.
  virtual std::optional<std::int64_t> trends_position() = 0;  // empty: nobody followed yet
  // The newest event older than `moment`: where to begin to see everything decided since.
  virtual std::int64_t position_at(Instant moment) = 0;
  // `up_to` empty = to the newest. `limit` counts events of every kind.
  virtual DecidedPage decided_after(std::int64_t position, std::optional<std::int64_t> up_to,
                                    int limit) = 0;
  // Oldest first, in pages of their own transactions. `to` is exclusive.
  virtual void topic_counts(Instant from, Instant to,
                            const std::function<void(const TopicCount&)>& one) = 0;
  // Ranges of feeds that were not read within `late_after`, in the last two days.
  virtual std::vector<BehindSpan> feeds_behind(Instant now, std::chrono::seconds late_after) = 0;
  // Counts, episodes, what is owed and the position: all or nothing. Again: nothing.
  virtual TrendsKept keep_trends(const TrendsNews& news) = 0;
  virtual std::vector<HotEpisode> going_hot() = 0;  // not over, at most 500
  virtual PostsAndAuthors count_topic(const std::string& topic, const std::string& neighborhood,
                                      Instant from, Instant to) = 0;
  // Of posts that hold every word of the phrase.
  virtual PostsAndAuthors count_phrase(const std::string& phrase, Instant from, Instant to) = 0;
  // What a look found. As usual `enough` times in a row: the episode is over; true then.
  virtual bool quiet_look(const std::string& episode, bool as_usual, int enough, Instant now) = 0;
  virtual void keep_band(const std::string& episode, const std::vector<BandPoint>& points) = 0;
  // The past, counted from stored posts: one day of UTC, or a part of it, into five minutes, hours
  // and days as far as they are kept. Gives the posts. Again changes nothing.
  virtual std::int64_t count_past(Instant from, Instant to, const CountsAge& age, Instant now) = 0;
  // All of [from, to) is counted: a running detector learns anew (trends_recounted grows).
  virtual void past_counted(Instant from, Instant to) = 0;
  virtual std::int64_t trends_recounted() = 0;
  // A bounded piece of work; true when there is more to do.
  virtual bool roll_up_counts(const CountsAge& age, Instant now) = 0;

  // The console.
  virtual std::vector<HotEpisode> hot_topics(Instant over_since, int limit) = 0;  // hottest first
  virtual std::optional<HotDetail> hot_topic(const std::string& episode, Instant now) = 0;
  virtual std::vector<CasePost> hot_samples(const std::string& episode) = 0;  // oldest first
  virtual std::vector<HotMute> hot_mutes(Instant now) = 0;
  virtual std::vector<HotLabel> hot_labels(const std::string& cursor, int limit,
                                           std::string& next) = 0;
  virtual std::vector<HotDelivery> hot_deliveries(int limit) = 0;  // newest first
  virtual std::vector<NeighborhoodCount> neighborhood_counts(Instant now,
                                                             std::chrono::seconds span) = 0;
  // Seconds of the span in which every one of these feeds was read, gaps taken out.
  virtual std::int64_t covered_seconds(const std::vector<std::int64_t>& feeds, Instant from,
                                       Instant to) = 0;
  // By a person; false when there is nothing to change (any more).
  virtual bool acknowledge_hot(const std::string& episode, const std::string& agent,
                               Instant now) = 0;
  // Its topic or phrase; neighborhood empty = everywhere. What waits to be told is dropped.
  virtual bool mute_hot(const std::string& episode, const std::optional<std::string>& neighborhood,
                        Instant until, const std::string& why, const std::string& agent,
                        Instant now) = 0;
  virtual bool unmute_hot(std::int64_t mute_id, const std::string& agent, Instant now) = 0;
  virtual bool label_hot(const std::string& episode, const std::string& verdict,
                         const std::string& note, const std::string& agent, Instant now) = 0;
  virtual bool link_hot(const std::string& episode, const std::string& case_number,
                        const std::string& agent, Instant now) = 0;
  virtual bool unlink_hot(const std::string& episode, const std::string& case_number,
                          const std::string& agent, Instant now) = 0;
  // A reply of kind `notice` that answers nothing, as a draft. Empty: no such episode.
  virtual std::optional<std::int64_t> draft_notice(const std::string& episode,
                                                   const NoticeDraft& draft) = 0;
  // A draft that nobody tried to send becomes one of `now`, under a new network key. False: it is
  // no draft any more. Approving, taking back and settling are those of every reply.
  virtual bool renew_notice(std::int64_t intent_id, const std::string& network_key,
                            Instant now) = 0;

  // The messenger. A message is claimed before it leaves; one that was claimed by somebody who is
  // gone becomes `unknown`, never again `waiting`.
  virtual int forget_tries() = 0;
  virtual bool owe_delivery(const std::string& what, const std::string& channel, Instant not_before,
                            Instant now) = 0;
  virtual std::optional<ClaimedDelivery> claim_delivery(Instant now) = 0;
  virtual void end_delivery(const EndOfDelivery& end) = 0;

  virtual TrendsNumbers trends_numbers() = 0;
};

// The lower-case words of a phrase, for counting its posts.
std::vector<std::string> words_of_phrase(const std::string& phrase);

}  // namespace social311::sql
