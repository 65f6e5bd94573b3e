// What HotTopics remembers, shared by the parts that find topics, phrases and brigades. Not for
// other rooms.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "classifier/match_text.h"
#include "classifier/trends/bucket_counts.h"
#include "classifier/trends/decayed_sketch.h"
#include "classifier/trends/flat_map.h"
#include "classifier/trends/hot_topics.h"
#include "classifier/trends/near_duplicates.h"
#include "classifier/trends/post_window.h"
#include "classifier/trends/rates.h"
#include "classifier/trends/words.h"

namespace social311::classifier::trends {

inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t value =
      (a ^ (b + 0x9E3779B97F4A7C15u + (a << 6) + (a >> 2))) * 0xFF51AFD7ED558CCDu;
  return value ^ (value >> 33);
}

// Names as small numbers; "" is 0. At most `most` of them, later ones are "".
class Names {
 public:
  explicit Names(std::size_t most) : most_(most) { number(""); }
  std::uint16_t number(std::string_view name);
  std::optional<std::uint16_t> find(std::string_view name) const;
  const std::string& name(std::uint16_t number) const { return names_[number]; }

 private:
  std::size_t place(std::string_view name, std::uint64_t hash) const;
  void grow();

  std::size_t most_;
  std::vector<std::string> names_{};
  // A flat table, asked three times a post: no number yet = free.
  struct Slot {
    std::uint64_t hash = 0;
    std::optional<std::uint16_t> number{};
  };
  std::vector<Slot> slots_{};
};

// The ids of the last posts, so that a post counts once. Fixed memory: 131,072 ids, 1 MiB.
class KnownPosts {
 public:
  bool add(std::uint64_t id);  // false when it is known

 private:
  static constexpr std::size_t size = std::size_t{1} << 17;
  std::vector<std::uint64_t> ids_ = std::vector<std::uint64_t>(size);
};

// The stream's own time: goes forward only, and believes a leap of more than a day once a third
// post in a row says so.
class StreamClock {
 public:
  Instant now() const { return now_; }
  Instant first() const { return first_; }
  void see(Instant at);
  void put_back(Instant to) { now_ = to, first_ = std::min(first_, to), leaps_ = 0; }

 private:
  Instant now_{};
  Instant first_{};
  Instant leap_{};
  int leaps_ = 0;
  bool started_ = false;
};

// One post as a cell counts it.
struct Seen {
  Instant at{};
  std::uint64_t author = 0;
  std::uint64_t post = 0;  // its number in the window; it may have left
  float in_half_hour = 0;  // 0 when its author was counted within that span already
  float in_two_hours = 0;
};

// A topic in one neighbourhood, or in the whole city.
struct Cell {
  std::vector<Seen> seen{};  // by time
  // Of the last half hour and two hours before the youngest: where they begin, and their sums.
  std::array<std::size_t, 2> begin{};
  std::array<double, 2> people{};
  std::uint32_t episode = 0;
  Instant told_at{};
  double told = 0.0;  // how many were told

  void fetch() const {  // the memory that the next post will want
    __builtin_prefetch(seen.data() + seen.size(), 1);
    for (const std::size_t oldest : begin) __builtin_prefetch(seen.data() + oldest);
  }
};

class Cells {
 public:
  // Made when there is none; stays where it is.
  Cell& of(TopicNumber topic, PlaceNumber place) {
    Cell*& cell = where_[(std::uint32_t{topic} << 16) | place];
    if (cell == nullptr) cell = &cells_.emplace_back();
    return *cell;
  }
  void clear() { where_.clear(), cells_.clear(); }

 private:
  FlatMap<Cell*> where_{};
  std::deque<Cell> cells_{};
};

struct Episode {
  std::uint32_t number = 0;
  std::uint64_t id = 0;  // HotTopic::episode
  HotKind kind = HotKind::topic;
  std::string phrase{};
  TopicNumber topic = 0;
  PlaceNumber place = 0;
  Instant since{};
  Instant told_at{};
  Instant last_hot{};
  double told = 0.0;
  std::vector<std::uint64_t> terms{};  // hashes, at most 64
  std::vector<Instant> posts{};        // that it claimed in the last half hour, at most 1,024
};

// A count that is more than usual.
struct Evidence {
  double seen = 0.0;  // people, copies discounted
  double expected = 0.0;
  double days = 0.0;  // chance shows it once in so many
  Milliseconds span{};
};

// A word of the post, or a pair of words, on its way to become one of its terms.
struct PlannedTerm {
  TermKind kind = TermKind::word;
  std::uint64_t hash = 0;
  std::string_view first{};
  std::string_view second{};  // of a pair
};

struct Interval {
  std::uint8_t network = 0;
  Instant from{};
  Instant until{};
};

struct Memory {
  explicit Memory(const HotTopicSettings& given);

  HotTopicSettings settings;
  Names topics{1'000};  // as BucketCounts has room for
  Names places{5'000};
  Names networks{200};
  StreamClock clock{};
  KnownPosts known{};
  SeasonalRates rates{};
  DecayedSketch background;
  PostWindow window;
  NearDuplicates duplicates{};
  BucketCounts counts{};
  Cells cells{};
  std::vector<Episode> episodes{};  // that are going on
  std::unordered_map<std::uint64_t, std::uint32_t> episode_of_term{};
  std::uint32_t last_episode = 0;
  std::vector<Interval> behind{};

  // Reused from post to post.
  MatchText text{};
  std::vector<TrendWord> words{};
  std::vector<std::uint64_t> word_hashes{};
  std::vector<PlannedTerm> planned{};
  std::uint64_t text_hash = 0;  // of word_hashes
  TextSignature signature{};
  NearDuplicates::Places near_places{};
  std::vector<std::uint64_t> members{};

  double posts_a_day() const;
  // Posts of the whole city in `span` up to `at`: the season, moved towards what the last two hours
  // had.
  double city_posts(Instant at, Milliseconds span) const;
  double days_of(double probability, double tries) const;
  // Whether so many are surely seen by chance more often than once in `days`: asked before tail().
  bool surely_usual(double seen, const ExpectedCount& expected, double tries, double days) const;

  Episode* episode(std::uint32_t number);
  Episode& begin_episode(HotKind kind, Instant since);
  void end_old_episodes();
  void claim(Episode& episode, std::uint64_t post);
  void claim_term(Episode& episode, Term& term);
  void fetch_background(std::uint64_t number) const;
};

inline constexpr PlaceNumber whole_city = 0xFFFF;

// hot_cells.cpp
Cell& cell_of(Memory& memory, TopicNumber topic, PlaceNumber place);
// Counts the post in its cells; gives what it adds to the city's, copies and repeated authors
// discounted.
void fetch_cells(Memory& memory, TopicNumber topic, PlaceNumber place);
// `unseen_since`: the post's author has certainly written nothing after that moment.
void count_in_cells(Memory& memory, std::uint64_t number, double weight, Instant unseen_since);
void find_topics(Memory& memory, std::uint64_t number, std::vector<HotTopic>& found);
// Tells a burst of its topic in its neighbourhood.
void tell_cell(Memory& memory, TopicNumber topic, PlaceNumber place, const Evidence& evidence,
               Instant at, std::vector<HotTopic>& found);

// hot_local.cpp
// Words and spots of a post, together with its topic and neighbourhood.
void add_local(Memory& memory, KeptPost& kept, const Post& post, const Finding& finding);
// Whether people in the cell write about one thing or one spot more than is usual there.
Evidence judge_local(Memory& memory, std::uint64_t number, const Cell& cell);

// hot_phrases.cpp
void find_phrases(Memory& memory, std::uint64_t number, std::vector<HotTopic>& found);
// Whether a term stands in more posts than usual; what chance shows more often than once in
// `least_days` may be given as nothing.
Evidence judge_term(const Memory& memory, const Term& term, double least_days);
// The posts of the span that hold it, into memory.members.
void gather_term(Memory& memory, std::uint32_t term, Milliseconds span);

// hot_brigades.cpp
std::uint64_t look_of(std::string_view handle);
bool is_young(const Post& post);
// How much a post weighs that says what others said; adds its text's term.
double weigh_copy(Memory& memory, const Post& post, KeptPost& kept);
void find_brigade(Memory& memory, std::uint64_t number, std::vector<HotTopic>& found);
// Whether most authors of these posts are young, or look alike as few others do.
bool are_alike(const Memory& memory, const std::vector<std::uint64_t>& members);

// hot_telling.cpp
// What both kinds have in common, from posts in the window: samples, since, terms, languages …
HotTopic describe(const Memory& memory, const std::vector<std::uint64_t>& members,
                  const Evidence& evidence);
// The terms that stand in these posts far more often than elsewhere, best first.
std::vector<std::uint32_t> best_terms(const Memory& memory,
                                      const std::vector<std::uint64_t>& members);
double score_of(double days);

}  // namespace social311::classifier::trends
