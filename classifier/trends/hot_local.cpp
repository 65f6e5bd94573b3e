// Where a neighbourhood writes about a topic all day long, eight more posts are no news; eight
// posts about one crossing are.
#include <algorithm>
#include <bit>

#include "classifier/trends/hot_memory.h"
#include "classifier/word_table.h"

namespace social311::classifier::trends {
namespace {

constexpr std::size_t most_words = 5;
constexpr double spots_a_degree = 200.0;  // squares of about 500 m
constexpr double squeeze = 0.77;          // a degree of longitude at Denver's latitude
constexpr double tries = 20.0;
constexpr double guessed_count = 0.3;
constexpr double guessed_posts = 50.0;
constexpr double surest = 20.0;

std::uint64_t bit_of(std::uint64_t what) {
  return std::uint64_t{1} << (what % 64);
}

void add(KeptPost& kept, std::uint64_t what) {
  if (kept.local_count < KeptPost::most_local)
    kept.local[kept.local_count++] = mixed(mixed(kept.topic, kept.place), what);
}

// Two grids, half a square apart: what lies close together shares a square of one of them.
void add_spots(KeptPost& kept, double lat, double lon) {
  for (const int grid : {0, 1}) {
    const double shift = 0.5 * grid + 1e6;
    const auto row = static_cast<std::uint64_t>(lat * spots_a_degree + shift);
    const auto column = static_cast<std::uint64_t>(lon * spots_a_degree * squeeze + shift);
    add(kept, mixed(row * 2 + static_cast<std::uint64_t>(grid), column));
  }
}

bool within(const TrendWord& word, const Finding& finding) {
  return std::any_of(finding.locations.begin(), finding.locations.end(),
                     [&](const Location& place) {
                       return place.kind != "area" && place.start && place.end &&
                              word.begin >= *place.start && word.begin < *place.end;
                     });
}

// First what names the place, then the words that are said least in the city.
std::size_t most_local_words(const Memory& memory, const Finding& finding,
                             std::array<std::uint64_t, most_words>& chosen) {
  std::array<std::pair<double, std::uint64_t>, 12> words{};
  std::size_t count = 0;
  for (const TrendWord& word : memory.words) {
    if (!word.telling || count == words.size()) continue;
    const bool place = within(word, finding);
    words[count++] = {place ? -1.0 : memory.background.count(word.hash), word.hash};
  }
  auto* const end = words.begin() + count;
  std::sort(words.begin(), end);
  auto* const last = std::unique(words.begin(), end);
  count = std::min<std::size_t>(static_cast<std::size_t>(last - words.begin()), most_words);
  for (std::size_t i = 0; i < count; ++i) chosen[i] = words[i].second;
  return count;
}

bool has(const KeptPost& post, std::uint64_t what) {
  const auto* const end = post.local.begin() + post.local_count;
  return std::find(post.local.begin(), end, what) != end;
}

ExpectedCount usual(const Memory& memory, std::uint64_t what, double city_posts) {
  const double known = guessed_count + memory.background.count(what);
  return {city_posts * known / (guessed_posts + memory.background.posts()),
          std::min(known, surest)};
}

// Calls `one` with each person of the half hour before `at`, youngest first, and the bits of what
// is local in the post.
template <typename One>
void each_recent(Memory& memory, const Cell& cell, Instant at, const One& one) {
  for (auto seen = cell.seen.rbegin(); seen != cell.seen.rend(); ++seen) {
    if (seen->at <= at - PostWindow::short_span) break;
    if (seen->in_half_hour > 0.0F && seen->at <= at && memory.window.holds(seen->post))
      one(*seen, memory.window.local_bits(seen->post));
  }
}

// Counts bits first: most posts share with too few others to be looked at closely.
bool may_be_enough(Memory& memory, std::uint64_t number, const Cell& cell) {
  const std::uint64_t own_bits = memory.window.local_bits(number);
  std::array<float, 64> people{};
  each_recent(memory, cell, memory.window.post(number).at,
              [&](const Seen& one, std::uint64_t bits) {
                for (bits &= own_bits; bits != 0; bits &= bits - 1)
                  people[static_cast<std::size_t>(std::countr_zero(bits))] += one.in_half_hour;
              });
  constexpr float rounding = 0.01F;
  return *std::max_element(people.begin(), people.end()) + rounding >=
         static_cast<float>(memory.settings.least_authors);
}

}  // namespace

void add_local(Memory& memory, KeptPost& kept, const Post& post, const Finding& finding) {
  if (kept.place == 0 || kept.topic == 0) return;
  if (post.lat && post.lon) add_spots(kept, *post.lat, *post.lon);
  std::array<std::uint64_t, most_words> words{};
  const std::size_t count = most_local_words(memory, finding, words);
  for (std::size_t i = 0; i < count; ++i) {
    add(kept, words[i]);
    for (std::size_t j = 0; j < i; ++j) add(kept, words[i] ^ words[j]);
  }
  std::uint64_t& bits = memory.window.local_bits(memory.window.end());
  for (std::size_t i = 0; i < kept.local_count; ++i) bits |= bit_of(kept.local[i]);
}

Evidence judge_local(Memory& memory, std::uint64_t number, const Cell& cell) {
  const KeptPost& post = memory.window.post(number);
  if (!may_be_enough(memory, number, cell)) return {};
  const std::uint64_t own_bits = memory.window.local_bits(number);
  std::array<double, KeptPost::most_local> seen{};
  each_recent(memory, cell, post.at, [&](const Seen& one, std::uint64_t bits) {
    if ((bits & own_bits) == 0) return;
    const KeptPost& other = memory.window.post(one.post);
    for (std::size_t i = 0; i < post.local_count; ++i)
      if ((bits & bit_of(post.local[i])) != 0 && has(other, post.local[i]))
        seen[i] += static_cast<double>(one.in_half_hour);
  });
  Evidence best;
  for (std::size_t i = 0; i < post.local_count; ++i) {
    if (seen[i] + 1e-6 < memory.settings.least_authors) continue;
    const auto expected = usual(memory, post.local[i], memory.window.short_posts());
    if (memory.surely_usual(seen[i], expected, tries, memory.settings.least_days)) continue;
    const double days = memory.days_of(tail(seen[i] - 1.0, expected), tries);
    if (days > best.days) best = {seen[i], expected.mean, days, PostWindow::short_span};
  }
  return best;
}

}  // namespace social311::classifier::trends
