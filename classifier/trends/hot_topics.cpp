#include "classifier/trends/hot_topics.h"

#include <algorithm>

#include "classifier/letters.h"
#include "classifier/trends/hot_memory.h"
#include "classifier/trends/mood.h"
#include "classifier/word_table.h"

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

constexpr auto late_after = 15min;
constexpr auto too_late_for_phrases = 30min;
constexpr auto from_the_future = 5min;
constexpr auto behind_kept = 48h;
constexpr auto put_back_by = 1h;
constexpr int believed_put_back = 12;
constexpr std::size_t most_words = 10;
static_assert(2 + (2 * most_words - 1) + 1 + 2 <= KeptPost::most_terms,
              "a text in two forms, words and pairs, danger, the look and the author all fit");
constexpr double band_share = 0.05;
const std::uint64_t text_seed = hash_of("\x01text");
const std::uint64_t look_seed = hash_of("\x01look");
const std::uint64_t person_seed = hash_of("\x01person");
const std::uint64_t danger_term = hash_of(
    "\x01"
    "danger");

std::uint64_t author_of(const Post& post) {
  const std::string& who = post.author.id.empty() ? post.author.handle : post.author.id;
  return mixed(hash_of(post.network), hash_of(who));  // nobody is one person, never many
}

std::string_view neighborhood_of(const Finding& finding) {
  for (const Location& place : finding.locations)
    if (!place.neighborhood.empty()) return place.neighborhood;
  return "";
}

std::string_view topic_of(const Finding& finding) {
  const bool counts = finding.decision != Decision::ignore && !finding.topics.empty();
  return counts ? std::string_view(finding.topics.front().topic) : std::string_view();
}

ExpectedBand band_of(const ExpectedCount& expected) {
  const double high = upper_edge(expected, band_share);
  return {expected.mean, std::max(0.0, upper_edge(expected, 1.0 - band_share) - 1.0), high};
}

}  // namespace

const char* name_of(HotKind kind) {
  switch (kind) {
    case HotKind::topic:
      return "topic";
    case HotKind::phrase:
      return "phrase";
    case HotKind::brigade:
      return "brigade";
  }
  return "";
}

class HotTopics::State {
 public:
  explicit State(const HotTopicSettings& settings) : memory(settings) {}

  void add(const Post& post, const Finding& finding, Instant now, std::vector<HotTopic>& found);

  Memory memory;

 private:
  struct Waiting {
    Post post{};
    Finding finding{};
    Instant now{};
  };

  bool in_time(const Post& post, const Finding& finding, Instant now, std::vector<HotTopic>& found);
  void put_back_if_all_say_so(Instant at, Instant now);
  void put_back(Instant to);
  void take(const Post& post, const Finding& finding, Instant now, std::vector<HotTopic>& found);
  void fill(KeptPost& kept, const Post& post, const Finding& finding, Instant now);
  void read_words(const Post& post);
  void plan_words();
  void fetch_memory(std::uint64_t look, std::uint64_t person);
  void fetch_more_memory(std::uint64_t look, std::uint64_t person);
  void add_words(KeptPost& kept);
  template <typename Text>
  Term& add_term(KeptPost& kept, TermKind kind, std::uint64_t hash, const Text& text);

  std::vector<Waiting> waiting_{};  // of a leap that is not believed yet
  int behind_in_a_row_ = 0;
};

template <typename Text>
Term& HotTopics::State::add_term(KeptPost& kept, TermKind kind, std::uint64_t hash,
                                 const Text& text) {
  Term& term = memory.window.term(memory.window.add_term_with(kept, kind, hash, text));
  if (term.posts != 1 || memory.episode_of_term.empty()) return term;
  const auto known = memory.episode_of_term.find(hash);
  if (known != memory.episode_of_term.end()) term.episode = known->second;
  return term;
}

void HotTopics::State::read_words(const Post& post) {
  read_text(post.text, memory.text);
  trend_words(memory.text, memory.words);
  memory.word_hashes.clear();
  std::uint64_t text = text_seed;
  for (const TrendWord& word : memory.words) {
    if (is_digit(word.text.front())) continue;
    memory.word_hashes.push_back(word.hash);
    text = mixed(text, word.hash);
  }
  memory.text_hash = text;
  memory.signature = signature_of(memory.word_hashes);
}

void HotTopics::State::plan_words() {
  memory.planned.clear();
  const TrendWord* before = nullptr;
  bool danger = false;
  std::size_t words = 0;
  for (const TrendWord& word : memory.words) {
    danger = danger || word.danger;
    if (!word.telling) {
      before = nullptr;
      continue;
    }
    if (++words > most_words) break;
    memory.planned.push_back(
        {word.danger ? TermKind::danger_word : TermKind::word, word.hash, word.text, {}});
    if (before != nullptr)
      memory.planned.push_back(
          {TermKind::pair, mixed(before->hash, word.hash), before->text, word.text});
    before = &word;
  }
  if (danger) memory.planned.push_back({TermKind::danger, danger_term, {}, {}});
}

// What the post will touch, far apart in memory: asked for at once, not one after the other.
void HotTopics::State::fetch_memory(std::uint64_t look, std::uint64_t person) {
  memory.near_places = memory.duplicates.fetch_places(memory.signature);
  memory.background.prefetch(memory.text_hash);
  for (const std::uint64_t hash : {memory.text_hash, look, person}) memory.window.fetch_place(hash);
  for (const PlannedTerm& term : memory.planned) memory.window.fetch_place(term.hash);
}

void HotTopics::State::fetch_more_memory(std::uint64_t look, std::uint64_t person) {
  memory.duplicates.fetch_clusters(memory.near_places);
  for (const std::uint64_t hash : {memory.text_hash, look, person}) memory.window.fetch_term(hash);
  for (const PlannedTerm& term : memory.planned) memory.window.fetch_term(term.hash);
  for (const TrendWord& word : memory.words)
    if (word.telling) memory.background.prefetch(word.hash);
}

void HotTopics::State::add_words(KeptPost& kept) {
  for (const PlannedTerm& term : memory.planned)
    add_term(kept, term.kind, term.hash, [&](TermLetters& letters) {
      letters.add(term.first);
      if (term.second.empty()) return;
      letters.add(" ");
      letters.add(term.second);
    });
}

void HotTopics::State::fill(KeptPost& kept, const Post& post, const Finding& finding, Instant now) {
  kept.id = post.id;
  kept.at = post.created_at;
  kept.author = author_of(post);
  kept.network = static_cast<std::uint8_t>(memory.networks.number(post.network));
  kept.topic = memory.topics.number(topic_of(finding));
  kept.place = memory.places.number(neighborhood_of(finding));
  kept.late = std::max(now, memory.clock.now()) - post.created_at > late_after;
  kept.shown = post.kind != PostKind::direct_message;
  kept.young = is_young(post);
  kept.mood = static_cast<std::int8_t>(mood_of(memory.words, post.text));
  kept.language = {};
  std::copy_n(finding.language.begin(), std::min<std::size_t>(finding.language.size(), 2),
              kept.language.begin());
}

void HotTopics::State::take(const Post& post, const Finding& finding, Instant now,
                            std::vector<HotTopic>& found) {
  read_words(post);
  plan_words();
  const std::uint64_t look = mixed(look_of(post.author.handle), look_seed);
  const std::uint64_t person = mixed(author_of(post), person_seed);
  fetch_memory(look, person);
  KeptPost& kept = memory.window.next(memory.clock.now());
  fetch_more_memory(look, person);
  const std::uint64_t number = memory.window.end();
  fill(kept, post, finding, now);
  const bool for_phrases = kept.shown && memory.clock.now() - kept.at <= too_late_for_phrases;
  const double weight = weigh_copy(memory, post, kept);
  fetch_cells(memory, kept.topic, kept.place);
  add_words(kept);
  add_local(memory, kept, post, finding);
  const auto nothing = [](TermLetters&) {};
  if (!post.author.handle.empty()) add_term(kept, TermKind::look, look, nothing);
  // A second post of the same person within the window says nothing new to phrases.
  const bool said_before = add_term(kept, TermKind::author, person, nothing).posts > 1;
  kept.weight = for_phrases && !said_before ? static_cast<int>(weight * whole_post) : 0;
  if (said_before || !for_phrases) kept.as_copy = 0;
  memory.window.enter();
  memory.counts.add({kept.at, kept.topic, kept.place, kept.network}, kept.author);
  // Who is not in the window has written nothing since the last post left it.
  count_in_cells(memory, number, weight, said_before ? Instant::max() : memory.window.left());
  find_brigade(memory, number, found);
  find_topics(memory, number, found);
  find_phrases(memory, number, found);
}

void HotTopics::State::put_back(Instant to) {
  memory.clock.put_back(to);
  memory.window.clear();
  memory.cells.clear();
  memory.rates.put_back(to);
  memory.counts.put_back(to);
  for (Episode& one : memory.episodes) one.told_at = one.last_hot = to;
}

void HotTopics::State::put_back_if_all_say_so(Instant at, Instant now) {
  const bool behind = memory.clock.now() - at > put_back_by && now - at < put_back_by;
  behind_in_a_row_ = behind ? behind_in_a_row_ + 1 : 0;
  if (behind_in_a_row_ < believed_put_back) return;
  behind_in_a_row_ = 0;
  put_back(at);
}

bool HotTopics::State::in_time(const Post& post, const Finding& finding, Instant now,
                               std::vector<HotTopic>& found) {
  const Instant before = memory.clock.now();
  memory.clock.see(post.created_at);
  put_back_if_all_say_so(post.created_at, now);
  if (post.created_at > memory.clock.now()) {
    waiting_.push_back({post, finding, now});
    if (waiting_.size() > 2) waiting_.erase(waiting_.begin());
    return false;
  }
  if (memory.clock.now() - before > 24h && before != Instant{}) {
    const auto waited = std::exchange(waiting_, {});
    for (const Waiting& one : waited)
      if (one.post.created_at <= memory.clock.now() &&
          memory.clock.now() - one.post.created_at < 24h)
        take(one.post, one.finding, one.now, found);
  }
  return true;
}

void HotTopics::State::add(const Post& post, const Finding& finding, Instant now,
                           std::vector<HotTopic>& found) {
  if (post.created_at > now + from_the_future) return;
  if (!memory.known.add(mixed(hash_of(post.network), hash_of(post.id)))) return;
  if (!in_time(post, finding, now, found)) return;
  memory.end_old_episodes();
  take(post, finding, now, found);
}

HotTopics::HotTopics(const HotTopicSettings& settings)
    : state_(std::make_unique<State>(settings)) {}
HotTopics::HotTopics() : HotTopics(HotTopicSettings()) {}
HotTopics::~HotTopics() = default;
HotTopics::HotTopics(HotTopics&&) noexcept = default;
HotTopics& HotTopics::operator=(HotTopics&&) noexcept = default;

void HotTopics::add(const Post& post, const Finding& finding, Instant now,
                    std::vector<HotTopic>& found) {
  state_->add(post, finding, now, found);
}

void HotTopics::replay(const Post& post, const Finding& finding) {
  std::vector<HotTopic> told_already;
  state_->add(post, finding, post.created_at, told_already);
}

void HotTopics::learn(const BucketCount& count) {
  if (count.posts <= 0) return;
  Memory& memory = state_->memory;
  memory.rates.learn(memory.topics.number(count.topic), memory.places.number(count.neighborhood),
                     count.bucket, std::clamp(count.authors, 1, count.posts));
}

void HotTopics::behind(std::string_view network, Instant from, Instant until) {
  auto& all = state_->memory.behind;
  std::erase_if(all, [&](const Interval& one) { return one.until < until - behind_kept; });
  all.push_back({static_cast<std::uint8_t>(state_->memory.networks.number(network)), from, until});
}

std::vector<BucketCount> HotTopics::take_counts() {
  std::vector<BucketCount> taken;
  Memory& memory = state_->memory;
  memory.counts.take([&](const BucketCounts::Count& count) {
    taken.push_back({memory.topics.name(count.key.topic), memory.places.name(count.key.place),
                     memory.networks.name(count.key.network), count.key.bucket, count.posts,
                     static_cast<int>(count.authors.size())});
  });
  return taken;
}

ExpectedBand HotTopics::usual(std::string_view topic, std::string_view neighborhood, Instant from,
                              Milliseconds span) const {
  const Memory& memory = state_->memory;
  const auto topic_number = memory.topics.find(topic);
  const auto place = memory.places.find(neighborhood);
  if (!topic_number || !place) return {};
  const double hours = std::chrono::duration<double, std::ratio<3600>>(span).count();
  const double city = memory.rates.city_an_hour(from + span / 2) * hours;
  const ExpectedCount expected =
      neighborhood.empty() ? memory.rates.topic(*topic_number, from + span / 2, city)
                           : memory.rates.cell(*topic_number, *place, from + span / 2, city);
  return band_of(expected);
}

ExpectedBand HotTopics::usual_words(double share, Instant from, Milliseconds span) const {
  const double hours = std::chrono::duration<double, std::ratio<3600>>(span).count();
  const double city = state_->memory.rates.city_an_hour(from + span / 2) * hours;
  constexpr double shape = 20.0;  // words come in clumps
  return band_of({city * share, shape});
}

}  // namespace social311::classifier::trends
