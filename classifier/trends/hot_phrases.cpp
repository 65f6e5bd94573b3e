// Words and pairs of words that suddenly stand in many people's posts.
#include <algorithm>

#include "classifier/trends/hot_memory.h"
#include "classifier/word_table.h"

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

constexpr double tries = 20.0;                  // terms a post, about
constexpr double guessed_count = 0.3;           // of a term never seen …
constexpr double guessed_posts = 50.0;          // … in so many posts
constexpr double guessed_posts_danger = 300.0;  // nobody says these words every day
constexpr double surest = 20.0;                 // words come in clumps, however well they are known
constexpr double least_lift = 3.0;
constexpr double least_older_posts = 50.0;  // before the half hour
constexpr double least_older_share = 0.25;  // of the half hour's own
constexpr double least_background = 300.0;  // before the two hours
constexpr double enough_claimed = 0.3;
constexpr double one_cell = 0.7;
constexpr double clear_growth = 4.0;
constexpr auto again_after = 1h;
constexpr double same_term = 0.6;

struct Candidate {
  std::uint32_t term = 0;
  Evidence evidence{};
};

double weight(int in_64ths) {
  return static_cast<double>(in_64ths) / whole_post;
}

Evidence judged(const Memory& memory, double guess, double seen, double posts, double before,
                double posts_before, Milliseconds span, double least_days) {
  const double known = guessed_count + before;
  const ExpectedCount expected{posts * known / (guess + posts_before), std::min(known, surest)};
  if (seen < least_lift * expected.mean) return {};
  if (memory.surely_usual(seen, expected, tries, least_days)) return {};
  return {seen, expected.mean, memory.days_of(tail(seen - 1.0, expected), tries), span};
}

bool is_danger(TermKind kind) {
  return kind == TermKind::danger || kind == TermKind::danger_word;
}

int least_people(const Memory& memory, TermKind kind) {
  return is_danger(kind) ? memory.settings.least_authors_danger
                         : memory.settings.least_authors_phrase;
}

double least_days(const Memory& memory, TermKind kind) {
  return is_danger(kind) ? memory.settings.least_days_danger : memory.settings.least_days_phrase;
}

bool can_begin(TermKind kind) {
  return kind == TermKind::word || kind == TermKind::pair || is_danger(kind);
}

bool holds_term(const KeptPost& post, std::uint32_t term) {
  const auto* const end = post.terms.begin() + post.term_count;
  return std::find(post.terms.begin(), end, term) != end;
}

// The episode that claims at least so many of the members, else null.
Episode* owner(Memory& memory, double share) {
  std::unordered_map<std::uint32_t, int> claimed;
  for (const auto member : memory.members) ++claimed[memory.window.post(member).episode];
  for (const auto& [number, posts] : claimed) {
    Episode* const episode = memory.episode(number);
    if (episode != nullptr && posts >= share * static_cast<double>(memory.members.size()))
      return episode;
  }
  return nullptr;
}

// The topic and place that most members have in common; place 0 when they have none.
std::pair<TopicNumber, PlaceNumber> common_cell(const Memory& memory) {
  std::unordered_map<std::uint32_t, int> cells;
  for (const auto member : memory.members) {
    const KeptPost& post = memory.window.post(member);
    if (post.topic == 0 || post.place == 0) continue;
    const std::uint32_t cell = (std::uint32_t{post.topic} << 16) | post.place;
    if (++cells[cell] >= one_cell * static_cast<double>(memory.members.size()))
      return {post.topic, post.place};
  }
  return {0, 0};
}

// A word or a pair of words, as terms are hashed.
std::uint64_t hash_of_phrase(std::string_view phrase) {
  const auto blank = phrase.find(' ');
  if (blank == std::string_view::npos) return hash_of(phrase);
  return mixed(hash_of(phrase.substr(0, blank)), hash_of(phrase.substr(blank + 1)));
}

double usual_share(const Memory& memory, std::string_view phrase) {
  const double before = memory.background.count(hash_of_phrase(phrase));
  return std::min(1.0,
                  (guessed_count + before) / (guessed_posts_danger + memory.background.posts()));
}

void tell(Memory& memory, Episode& episode, HotTopic hot, std::vector<HotTopic>& found) {
  if (episode.id == 0) episode.id = hot.episode;
  hot.episode = episode.id;
  hot.kind = episode.kind;
  hot.phrase = episode.phrase;
  hot.usual_share = usual_share(memory, episode.phrase);
  hot.since = std::min(hot.since, episode.since);
  episode.told_at = memory.clock.now();
  episode.told = std::max(episode.told, static_cast<double>(hot.authors));
  found.push_back(std::move(hot));
}

std::string phrase_of(const Memory& memory, const Candidate& candidate, const HotTopic& hot) {
  if (!hot.terms.empty()) return hot.terms.front();
  return std::string(memory.window.text_of(candidate.term));
}

void claim_all(Memory& memory, Episode& episode, const std::vector<std::uint32_t>& terms) {
  const double members = static_cast<double>(memory.members.size());
  for (const auto member : memory.members) memory.claim(episode, member);
  for (const auto number : terms) {
    Term& term = memory.window.term(number);
    if (static_cast<double>(term.posts) <= members / same_term) memory.claim_term(episode, term);
  }
}

void begin(Memory& memory, const Candidate& candidate, std::vector<HotTopic>& found) {
  const auto [topic, place] = common_cell(memory);
  HotTopic hot = describe(memory, memory.members, candidate.evidence);
  const auto terms = best_terms(memory, memory.members);
  if (place != 0) {
    tell_cell(memory, topic, place, candidate.evidence,
              memory.window.post(memory.members.back()).at, found);
    return;
  }
  const bool brigade = are_alike(memory, memory.members);
  Episode& episode = memory.begin_episode(brigade ? HotKind::brigade : HotKind::phrase, hot.since);
  episode.phrase = phrase_of(memory, candidate, hot);
  claim_all(memory, episode, terms);
  memory.claim_term(episode, memory.window.term(candidate.term));
  tell(memory, episode, std::move(hot), found);
}

void consider(Memory& memory, const Candidate& candidate, std::vector<HotTopic>& found) {
  gather_term(memory, candidate.term, candidate.evidence.span);
  if (memory.members.empty()) return;
  if (Episode* const episode = owner(memory, enough_claimed)) {
    episode->last_hot = memory.clock.now();
    claim_all(memory, *episode, {candidate.term});
    memory.claim_term(*episode, memory.window.term(candidate.term));
    return;
  }
  begin(memory, candidate, found);
}

// Posts with an episode's terms are its own. True when the post has one.
bool belongs(Memory& memory, std::uint64_t number) {
  const KeptPost& post = memory.window.post(number);
  for (std::size_t i = 0; i < post.term_count; ++i) {
    Episode* const episode = memory.episode(memory.window.term(post.terms[i]).episode);
    if (episode == nullptr) continue;
    memory.claim(*episode, number);
    return true;
  }
  return false;
}

void refresh(Memory& memory, Term& term, const Evidence& evidence, std::vector<HotTopic>& found) {
  Episode& episode = *memory.episode(term.episode);
  episode.last_hot = memory.clock.now();
  const auto people = static_cast<double>(episode.posts.size());
  if (episode.kind != HotKind::phrase || people < clear_growth * episode.told ||
      memory.clock.now() - episode.told_at < again_after)
    return;
  memory.members.clear();
  for (auto number = memory.window.begin_short(); number < memory.window.end(); ++number)
    if (memory.window.post(number).episode == episode.number) memory.members.push_back(number);
  HotTopic hot = describe(memory, memory.members, evidence);
  hot.grown = true;
  tell(memory, episode, std::move(hot), found);
}

}  // namespace

Evidence judge_term(const Memory& memory, const Term& term, double least_days) {
  const double least = least_people(memory, term.kind) - 1e-6;
  const double in_short = weight(term.in_short);
  const double in_long = weight(term.in_long);
  if (in_long < least) return {};
  const double before = memory.background.count(term.hash);
  const double posts_before = memory.background.posts();
  const double guess = is_danger(term.kind) ? guessed_posts_danger : guessed_posts;
  Evidence best;
  const double older = memory.window.long_posts() - memory.window.short_posts() + posts_before;
  const double enough_older =
      std::max(least_older_posts, least_older_share * memory.window.short_posts());
  if (in_short >= least && older >= enough_older)
    best = judged(memory, guess, in_short, memory.window.short_posts(), before + in_long - in_short,
                  older, PostWindow::short_span, least_days);
  if (posts_before < least_background) return best;
  const auto slow = judged(memory, guess, in_long, memory.window.long_posts(), before, posts_before,
                           PostWindow::long_span, least_days);
  return slow.days > best.days ? slow : best;
}

void gather_term(Memory& memory, std::uint32_t term, Milliseconds span) {
  memory.members.clear();
  const bool brief = span == Milliseconds(PostWindow::short_span);
  const auto begin = brief ? memory.window.begin_short() : memory.window.begin();
  const bool copies = !can_begin(memory.window.term(term).kind);
  // From the youngest back, until all that hold it are found.
  std::uint32_t left = memory.window.term(term).posts;
  for (auto number = memory.window.end(); number-- > begin && left > 0;) {
    if (!memory.window.may_hold(number, term)) continue;
    const KeptPost& post = memory.window.post(number);
    if (!holds_term(post, term)) continue;
    --left;
    if ((copies ? post.as_copy : post.weight) > 0) memory.members.push_back(number);
  }
  std::reverse(memory.members.begin(), memory.members.end());
}

void find_phrases(Memory& memory, std::uint64_t number, std::vector<HotTopic>& found) {
  const KeptPost& post = memory.window.post(number);
  if (post.weight <= 0) return;
  belongs(memory, number);
  Candidate best;
  for (std::size_t i = 0; i < post.term_count; ++i) {
    Term& term = memory.window.term(post.terms[i]);
    if (!can_begin(term.kind)) continue;
    const double rare = least_days(memory, term.kind);
    const Evidence evidence = judge_term(memory, term, rare);
    if (evidence.days < rare) continue;
    if (memory.episode(term.episode) != nullptr)
      refresh(memory, term, evidence, found);
    else if (evidence.days > best.evidence.days)
      best = {post.terms[i], evidence};
  }
  if (best.term != 0) consider(memory, best, found);
}

}  // namespace social311::classifier::trends
