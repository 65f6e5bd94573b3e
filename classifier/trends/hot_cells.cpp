// Bursts of known topics: a topic in a neighbourhood, and in the whole city.
#include <algorithm>
#include <cmath>

#include "classifier/trends/hot_memory.h"

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

constexpr auto kept_for = 6h;  // a feed that catches up finds its old windows so far back
constexpr std::size_t most_seen = 512;
constexpr std::size_t most_seen_city = 2'048;
constexpr double tries = 4.0;  // two spans, neighbourhood and city
constexpr auto quiet_after = 12h;
constexpr double clear_growth = 4.0;
constexpr double news_within_quiet = 2.0;
constexpr double mostly = 0.5;
constexpr double one_place = 0.6;
constexpr double more_in_two_hours = 2.0;
constexpr double least_lift = 2.0;  // less is never rare enough

struct Span {
  Milliseconds length{};
  float Seen::*weight = nullptr;
};
constexpr std::array<Span, 2> spans = {
    {{PostWindow::short_span, &Seen::in_half_hour}, {PostWindow::long_span, &Seen::in_two_hours}}};

void sum_again(Cell& cell) {
  for (std::size_t i = 0; i < spans.size(); ++i) {
    cell.begin[i] = 0;
    cell.people[i] = 0.0;
    for (const Seen& one : cell.seen) cell.people[i] += static_cast<double>(one.*spans[i].weight);
  }
}

void leave_spans(Cell& cell) {
  for (std::size_t i = 0; i < spans.size(); ++i)
    for (; cell.seen[cell.begin[i]].at <= cell.seen.back().at - spans[i].length; ++cell.begin[i])
      cell.people[i] -= static_cast<double>(cell.seen[cell.begin[i]].*spans[i].weight);
}

void forget_old(Cell& cell, std::size_t most) {
  const Instant oldest = cell.seen.back().at - kept_for;
  auto end = std::find_if(cell.seen.begin(), cell.seen.end(),
                          [&](const Seen& one) { return one.at >= oldest; });
  const auto over =
      static_cast<std::ptrdiff_t>(cell.seen.size()) - static_cast<std::ptrdiff_t>(most);
  if (over > end - cell.seen.begin()) end = cell.seen.begin() + over;
  cell.seen.erase(cell.seen.begin(), end);
  sum_again(cell);
}

// Behind the last of those whose author may be the fresh one's, which would stand at `where`.
std::size_t end_of_unsure(const Cell& cell, std::size_t where, Instant unseen_since) {
  if (unseen_since == Instant::max() || where < cell.seen.size()) return where;
  std::size_t end = cell.begin[1];
  while (end < where && cell.seen[end].at <= unseen_since) ++end;
  return end;
}

// Somebody who wrote in the span before adds nothing.
void discount_author(const Cell& cell, std::size_t where, Seen& fresh) {
  for (std::size_t i = where; i-- > 0;) {
    const Seen& before = cell.seen[i];
    if (before.at < fresh.at - PostWindow::long_span) return;
    if (before.author != fresh.author) continue;
    fresh.in_two_hours = 0;
    if (before.at >= fresh.at - PostWindow::short_span) fresh.in_half_hour = 0;
    return;
  }
}

void add_seen(Cell& cell, Seen fresh, std::size_t most, Instant unseen_since) {
  // Cleaned seldom: half of the room is for what is too old.
  const bool full = cell.seen.size() > 32 && cell.seen.capacity() == cell.seen.size();
  if (full || cell.seen.size() >= 2 * most) forget_old(cell, most);
  std::size_t where = cell.seen.size();
  while (where > 0 && cell.seen[where - 1].at > fresh.at) --where;
  discount_author(cell, end_of_unsure(cell, where, unseen_since), fresh);
  const bool youngest = where == cell.seen.size();
  cell.seen.insert(cell.seen.begin() + static_cast<std::ptrdiff_t>(where), fresh);
  if (youngest)
    for (std::size_t i = 0; i < spans.size(); ++i)
      cell.people[i] += static_cast<double>(fresh.*spans[i].weight);
  else
    sum_again(cell);
  leave_spans(cell);
}

bool explained(const Memory& memory, const Seen& one) {
  return memory.window.holds(one.post) && memory.window.episode_of(one.post) != 0;
}

// People in the span that ends with `at`; in the whole city without those of what is told already.
double people(const Memory& memory, const Cell& cell, Instant at, const Span& span,
              PlaceNumber place) {
  double sum = 0.0;
  for (auto one = cell.seen.rbegin(); one != cell.seen.rend() && one->at > at - span.length; ++one)
    if (one->at <= at && !(place == whole_city && explained(memory, *one)))
      sum += static_cast<double>((*one).*span.weight);
  return sum;
}

ExpectedCount usual_of(Memory& memory, TopicNumber topic, PlaceNumber place, Instant at,
                       std::size_t span) {
  const double city = memory.city_posts(at, spans[span].length);
  const auto whole = memory.rates.topic(topic, at, city);
  if (place == whole_city) return whole;
  auto expected = memory.rates.cell(topic, place, at, city);
  // A storm over the whole city is no news of each neighbourhood.
  const double elsewhere =
      cell_of(memory, topic, whole_city).people[span] - cell_of(memory, topic, place).people[span];
  expected.mean *= std::max(1.0, elsewhere / std::max(whole.mean, 1.0));
  return expected;
}

Evidence judge(Memory& memory, TopicNumber topic, PlaceNumber place, Instant at) {
  Evidence best;
  const Cell& cell = cell_of(memory, topic, place);
  const bool late = at < cell.seen.back().at;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    // Two hours gather neighbours who saw the same thing: more of them are wanted.
    const double least = memory.settings.least_authors + (i == 0 ? 0.0 : more_in_two_hours) - 1e-6;
    if (!late && cell.people[i] < least) continue;
    const auto expected = usual_of(memory, topic, place, at, i);
    if (!late) best.seen = std::max(best.seen, cell.people[i]);
    if (!late && cell.people[i] < least_lift * expected.mean) continue;
    // Nobody is looked at one by one where all together are not rare.
    if (!late &&
        memory.surely_usual(cell.people[i] + 1e-6, expected, tries, memory.settings.least_days))
      continue;
    const double seen = people(memory, cell, at, spans[i], place);
    best.seen = std::max(best.seen, seen);
    if (seen < std::max(least, least_lift * expected.mean)) continue;
    // Judged when a post has arrived: how often does one arrive among so many others?
    const double days = memory.days_of(tail(seen - 1.0, expected), tries);
    if (days > best.days) best = {seen, expected.mean, days, spans[i].length};
  }
  return best;
}

void gather(Memory& memory, TopicNumber topic, PlaceNumber place, Instant at, Milliseconds span) {
  memory.members.clear();
  for (const Seen& one : cell_of(memory, topic, place).seen)
    if (one.at > at - span && one.at <= at && memory.window.holds(one.post))
      memory.members.push_back(one.post);
}

double share_claimed(const Memory& memory) {
  const auto claimed = std::count_if(memory.members.begin(), memory.members.end(), [&](auto post) {
    return memory.window.post(post).episode != 0;
  });
  return memory.members.empty()
             ? 0.0
             : static_cast<double>(claimed) / static_cast<double>(memory.members.size());
}

bool still_quiet(const Memory& memory, const Cell& cell, double seen) {
  return cell.told > 0.0 && memory.clock.now() - cell.told_at < quiet_after &&
         seen < news_within_quiet * cell.told;
}

// An episode goes on; told again only when it became much larger.
bool goes_on(Memory& memory, Cell& cell, double seen, std::uint64_t number) {
  Episode* const episode = memory.episode(cell.episode);
  if (episode == nullptr) return false;
  episode->last_hot = memory.clock.now();
  memory.claim(*episode, number);
  return seen < clear_growth * cell.told;
}

// A handful of posts in one neighbourhood is a burst there, also when few write in the whole city.
PlaceNumber where_most_are(Memory& memory, TopicNumber topic, Instant at, Milliseconds span) {
  gather(memory, topic, whole_city, at, span);
  std::unordered_map<PlaceNumber, double> posts;
  for (const auto member : memory.members) {
    const KeptPost& post = memory.window.post(member);
    if (post.episode == 0 && post.place != 0) posts[post.place] += 1.0;
  }
  for (const auto& [place, here] : posts)
    if (here >= one_place * static_cast<double>(memory.members.size())) return place;
  return whole_city;
}

void judge_and_tell(Memory& memory, std::uint64_t number, PlaceNumber place,
                    std::vector<HotTopic>& found) {
  const KeptPost& post = memory.window.post(number);
  Evidence evidence = judge(memory, post.topic, place, post.at);
  if (evidence.days < memory.settings.least_days && place != whole_city &&
      evidence.seen + 1e-6 >= memory.settings.least_authors)
    evidence = judge_local(memory, number, cell_of(memory, post.topic, place));
  if (evidence.days < memory.settings.least_days) return;
  if (place == whole_city) place = where_most_are(memory, post.topic, post.at, evidence.span);
  Cell& cell = cell_of(memory, post.topic, place);
  if (goes_on(memory, cell, evidence.seen, number)) return;
  tell_cell(memory, post.topic, place, evidence, post.at, found);
}

}  // namespace

Cell& cell_of(Memory& memory, TopicNumber topic, PlaceNumber place) {
  return memory.cells.of(topic, place);
}

void fetch_cells(Memory& memory, TopicNumber topic, PlaceNumber place) {
  if (topic == 0) return;
  cell_of(memory, topic, whole_city).fetch();
  if (place != 0) cell_of(memory, topic, place).fetch();
}

void count_in_cells(Memory& memory, std::uint64_t number, double weight, Instant unseen_since) {
  KeptPost& post = memory.window.post(number);
  post.taught = static_cast<float>(weight);
  if (post.topic == 0) return;
  const auto counted = static_cast<float>(weight);
  const Seen fresh{post.at, post.author, number, counted, counted};
  add_seen(cell_of(memory, post.topic, whole_city), fresh, most_seen_city, unseen_since);
  if (post.place != 0)
    add_seen(cell_of(memory, post.topic, post.place), fresh, most_seen, unseen_since);
}

void find_topics(Memory& memory, std::uint64_t number, std::vector<HotTopic>& found) {
  const PlaceNumber place = memory.window.post(number).place;
  if (memory.window.post(number).topic == 0) return;
  if (place != 0) judge_and_tell(memory, number, place, found);
  judge_and_tell(memory, number, whole_city, found);
}

void tell_cell(Memory& memory, TopicNumber topic, PlaceNumber place, const Evidence& evidence,
               Instant at, std::vector<HotTopic>& found) {
  Cell& cell = cell_of(memory, topic, place);
  gather(memory, topic, place, at, evidence.span);
  const bool grown = memory.episode(cell.episode) != nullptr;
  if (!grown && (share_claimed(memory) >= mostly || still_quiet(memory, cell, evidence.seen)))
    return;
  HotTopic hot = describe(memory, memory.members, evidence);
  Episode& episode =
      grown ? *memory.episode(cell.episode) : memory.begin_episode(HotKind::topic, hot.since);
  if (!grown) episode.id = hot.episode;
  hot.episode = episode.id;
  episode.topic = topic;
  episode.place = place;
  episode.last_hot = memory.clock.now();
  const bool brigade = are_alike(memory, memory.members);
  for (const auto member : memory.members) memory.claim(episode, member);
  cell.episode = episode.number;
  cell.told_at = memory.clock.now();
  cell.told = std::max(cell.told, evidence.seen);
  hot.kind = brigade ? HotKind::brigade : HotKind::topic;
  hot.grown = grown;
  (brigade ? hot.phrase : hot.topic) =
      brigade ? (hot.terms.empty() ? memory.topics.name(topic) : hot.terms.front())
              : memory.topics.name(topic);
  if (place != whole_city) hot.neighborhood = memory.places.name(place);
  hot.since = grown ? episode.since : hot.since;
  found.push_back(std::move(hot));
}

}  // namespace social311::classifier::trends
