#include "classifier/trends/hot_memory.h"

#include <algorithm>
#include <cmath>

#include "classifier/word_table.h"

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

constexpr auto background_half_life = std::chrono::hours(72);
constexpr auto one_leap = 24h;
constexpr int believed_leaps = 3;
constexpr auto episode_ends_after = 6h;
constexpr std::size_t most_episodes = 256;
constexpr std::size_t most_terms = 64;
constexpr std::size_t most_claimed = 1'024;
constexpr double taught_by_episodes =
    0.5;  // a burst is not what is usual, but one a day becomes so

double hours(Milliseconds span) {
  return std::chrono::duration<double, std::ratio<3600>>(span).count();
}

// What a post that leaves adds to how often the term is said.
double taught(const KeptPost& post, TermKind kind) {
  if (kind == TermKind::author) return 0.0;
  if (kind == TermKind::look) return 1.0;
  return static_cast<double>(kind == TermKind::text || kind == TermKind::near_text ? post.as_copy
                                                                                   : post.weight) /
         whole_post;
}

}  // namespace

std::size_t Names::place(std::string_view name, std::uint64_t hash) const {
  const std::size_t last = slots_.size() - 1;
  std::size_t at = (hash ^ (hash >> 32)) & last;
  while (slots_[at].number &&
         (slots_[at].hash != hash || names_[slots_[at].number.value()] != name))
    at = (at + 1) & last;
  return at;
}

void Names::grow() {
  slots_.assign(slots_.empty() ? std::size_t{16} : 2 * slots_.size(), Slot{});
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::uint64_t hash = hash_of(names_[i]);
    slots_[place(names_[i], hash)] = {hash, static_cast<std::uint16_t>(i)};
  }
}

std::uint16_t Names::number(std::string_view name) {
  if (const auto known = find(name)) return *known;
  if (names_.size() > most_) return 0;
  names_.emplace_back(name);
  if (2 * names_.size() > slots_.size()) grow();
  const std::uint64_t hash = hash_of(name);
  const auto fresh = static_cast<std::uint16_t>(names_.size() - 1);
  slots_[place(name, hash)] = {hash, fresh};
  return fresh;
}

std::optional<std::uint16_t> Names::find(std::string_view name) const {
  if (slots_.empty()) return std::nullopt;
  return slots_[place(name, hash_of(name))].number;
}

bool KnownPosts::add(std::uint64_t id) {
  std::uint64_t& first = ids_[id % size];
  std::uint64_t& second = ids_[(id % size) ^ 1u];
  if (first == id || second == id) return false;
  second = first;
  first = id;
  return true;
}

void StreamClock::see(Instant at) {
  if (!started_) {
    started_ = true;
    now_ = first_ = at;
  }
  if (at - now_ <= one_leap) {
    now_ = std::max(now_, at);
    leaps_ = 0;
    return;
  }
  leaps_ = leaps_ > 0 && at - leap_ <= one_leap && leap_ - at <= one_leap ? leaps_ + 1 : 1;
  leap_ = at;
  if (leaps_ < believed_leaps) return;
  now_ = at;
  leaps_ = 0;
}

Memory::Memory(const HotTopicSettings& given)
    : settings(given), background(background_half_life), window([this](const KeptPost& old) {
        fetch_background(window.begin() + 1);
        background.advance(clock.now());
        const double share = old.episode == 0 ? 1.0 : taught_by_episodes;
        rates.learn(old.topic, old.place, old.at, share * static_cast<double>(old.taught));
        background.add_post(share * old.weight / whole_post);
        for (std::size_t i = 0; i < old.local_count; ++i)
          background.add(old.local[i], share * static_cast<double>(old.taught));
        for (std::size_t i = 0; i < old.term_count; ++i) {
          const Term& term = window.term(old.terms[i]);
          const double weight = share * taught(old, term.kind);
          if (weight > 0.0) background.add(term.hash, weight);
        }
      }) {}

// Memory that is wanted when this post leaves; its terms were fetched when the one before left.
void Memory::fetch_background(std::uint64_t number) const {
  if (!window.holds(number)) return;
  const KeptPost& soon = window.post(number);
  for (std::size_t i = 0; i < soon.local_count; ++i) background.prefetch(soon.local[i]);
  for (std::size_t i = 0; i < soon.term_count; ++i) {
    const Term& term = window.term(soon.terms[i]);
    if (term.posts == 1) window.fetch_place(term.hash);
    if (taught(soon, term.kind) > 0.0) background.prefetch(term.hash);
  }
}

double Memory::posts_a_day() const {
  return std::max({rates.city_a_day(), 12.0 * window.long_posts(), 100.0});
}

double Memory::city_posts(Instant at, Milliseconds span) const {
  const double seen_hours =
      std::clamp(hours(clock.now() - clock.first()), 0.25, hours(PostWindow::long_span));
  const double actual = window.long_posts() / seen_hours;
  if (rates.hours() < 1.0) return actual * hours(span);
  const double usual = rates.city_an_hour(at);
  constexpr double steady = 5.0;  // posts; so few say little of how busy today is
  const double busy = (actual * seen_hours + steady) / (usual * seen_hours + steady);
  return usual * std::clamp(busy, 0.25, 4.0) * hours(span);
}

double Memory::days_of(double probability, double tries) const {
  return 1.0 / (std::max(probability, 1e-300) * posts_a_day() * tries);
}

bool Memory::surely_usual(double seen, const ExpectedCount& expected, double tries,
                          double days) const {
  return tail_is_above(1.0 / (posts_a_day() * tries * days), seen - 1.0, expected);
}

Episode* Memory::episode(std::uint32_t number) {
  if (number == 0) return nullptr;
  for (Episode& one : episodes)
    if (one.number == number) return &one;
  return nullptr;
}

Episode& Memory::begin_episode(HotKind kind, Instant since) {
  if (episodes.size() == most_episodes) {
    for (const auto hash : episodes.front().terms) episode_of_term.erase(hash);
    episodes.erase(episodes.begin());
  }
  Episode& fresh = episodes.emplace_back();
  fresh.number = ++last_episode;
  fresh.kind = kind;
  fresh.since = since;
  fresh.told_at = fresh.last_hot = clock.now();
  return fresh;
}

void Memory::end_old_episodes() {
  std::erase_if(episodes, [this](const Episode& one) {
    if (clock.now() - one.last_hot <= episode_ends_after) return false;
    for (const auto hash : one.terms) episode_of_term.erase(hash);
    return true;
  });
}

void Memory::claim(Episode& episode, std::uint64_t number) {
  const KeptPost& post = window.post(number);
  if (post.episode == episode.number) return;
  window.mark(number, episode.number);
  if (post.weight <= 0) return;
  std::erase_if(episode.posts, [&](Instant at) { return at < post.at - PostWindow::short_span; });
  if (episode.posts.size() < most_claimed) episode.posts.push_back(post.at);
}

void Memory::claim_term(Episode& episode, Term& term) {
  if (term.episode == episode.number || episode.terms.size() >= most_terms) return;
  term.episode = episode.number;
  episode.terms.push_back(term.hash);
  episode_of_term[term.hash] = episode.number;
}

}  // namespace social311::classifier::trends
