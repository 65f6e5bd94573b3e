// What is told of a hot topic besides its name: samples, terms, languages, networks.
#include <algorithm>
#include <cmath>
#include <map>

#include "classifier/trends/hot_memory.h"
#include "classifier/word_table.h"

namespace social311::classifier::trends {
namespace {

constexpr std::size_t most_samples = 8;
constexpr std::size_t most_shown_terms = 8;
constexpr double least_share = 0.25;  // of the posts, for a term to describe them
constexpr double even_odds_days = 7.0;
constexpr double most_days = 3650.0;

bool is_readable(TermKind kind) {
  return kind == TermKind::word || kind == TermKind::danger_word || kind == TermKind::pair;
}

// How much more often than elsewhere, weighed by how often at all.
double strength(const Memory& memory, const Term& term, double here, double members) {
  const double known = memory.background.count(term.hash) + static_cast<double>(term.posts) - here;
  const double others = memory.background.posts() + memory.window.long_posts();
  const double usual = (known + 0.5) / (others + 50.0);
  const double pairs_say_more = term.kind == TermKind::pair ? 1.2 : 1.0;
  return pairs_say_more * here / members * std::log(std::max(1.0, here / members / usual));
}

std::vector<PostKey> samples_of(const Memory& memory, const std::vector<std::uint64_t>& members) {
  std::vector<std::uint64_t> shown;
  for (const auto member : members) {
    const KeptPost& post = memory.window.post(member);
    if (post.shown && post.weight > 0) shown.push_back(member);
  }
  if (shown.empty())
    std::copy_if(members.begin(), members.end(), std::back_inserter(shown),
                 [&](auto member) { return memory.window.post(member).shown; });
  // The first ones and the newest: how it began and how it goes on.
  if (shown.size() > most_samples)
    shown.erase(shown.begin() + most_samples / 2,
                shown.end() - static_cast<std::ptrdiff_t>(most_samples / 2));
  std::vector<PostKey> keys;
  for (const auto member : shown) {
    const KeptPost& post = memory.window.post(member);
    keys.push_back({memory.networks.name(post.network), post.id});
  }
  return keys;
}

std::vector<std::string> by_frequency(const std::map<std::string, int>& counts) {
  std::vector<std::pair<int, std::string>> order;
  for (const auto& [name, count] : counts)
    if (!name.empty()) order.emplace_back(-count, name);
  std::sort(order.begin(), order.end());
  std::vector<std::string> names;
  for (auto& [count, name] : order) names.push_back(std::move(name));
  return names;
}

bool said_already(const std::vector<std::string>& terms, std::string_view text) {
  return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
    return (' ' + term + ' ').find(' ' + std::string(text) + ' ') != std::string::npos ||
           (' ' + std::string(text) + ' ').find(' ' + term + ' ') != std::string::npos;
  });
}

bool was_behind(const Memory& memory, const KeptPost& post) {
  return std::any_of(memory.behind.begin(), memory.behind.end(), [&](const Interval& one) {
    return one.network == post.network && post.at >= one.from && post.at <= one.until;
  });
}

void add_people(const Memory& memory, const std::vector<std::uint64_t>& members, HotTopic& hot) {
  std::unordered_set<std::uint64_t> authors;
  std::map<std::string, int> networks;
  std::map<std::string, int> languages;
  std::size_t late = 0;
  std::size_t angry = 0;
  std::size_t kind = 0;
  for (const auto member : members) {
    const KeptPost& post = memory.window.post(member);
    authors.insert(post.author);
    ++networks[memory.networks.name(post.network)];
    ++languages[std::string(post.language.data())];
    late += post.late || was_behind(memory, post) ? 1u : 0u;
    angry += post.mood < 0 ? 1u : 0u;
    kind += post.mood > 0 ? 1u : 0u;
    hot.since = hot.posts++ == 0 ? post.at : std::min(hot.since, post.at);
    hot.at = std::max(hot.at, post.at);
  }
  hot.authors = static_cast<int>(authors.size());
  hot.late = 2 * late >= members.size();
  const auto all = static_cast<double>(std::max<std::size_t>(1, members.size()));
  hot.negative = static_cast<double>(angry) / all;
  hot.positive = static_cast<double>(kind) / all;
  hot.networks = by_frequency(networks);
  hot.languages = by_frequency(languages);
}

}  // namespace

double score_of(double days) {
  const double known = std::min(days, most_days);
  return known / (known + even_odds_days);
}

std::vector<std::uint32_t> best_terms(const Memory& memory,
                                      const std::vector<std::uint64_t>& members) {
  std::map<std::uint32_t, double> counts;
  for (const auto member : members) {
    const KeptPost& post = memory.window.post(member);
    for (std::size_t i = 0; i < post.term_count; ++i)
      if (is_readable(memory.window.term(post.terms[i]).kind)) counts[post.terms[i]] += 1.0;
  }
  const auto all = static_cast<double>(members.size());
  std::vector<std::pair<double, std::uint32_t>> order;
  for (const double least : {least_share, 0.0}) {
    for (const auto& [term, here] : counts)
      if (order.size() < 1'000 && here >= 2.0 && here >= least * all)
        order.emplace_back(-strength(memory, memory.window.term(term), here, all), term);
    if (!order.empty()) break;
  }
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return memory.window.text_of(a.second) < memory.window.text_of(b.second);
  });
  std::vector<std::uint32_t> best;
  for (const auto& [strength, term] : order) best.push_back(term);
  return best;
}

HotTopic describe(const Memory& memory, const std::vector<std::uint64_t>& members,
                  const Evidence& evidence) {
  HotTopic hot;
  hot.score = score_of(evidence.days);
  hot.expected = evidence.expected;
  hot.span = evidence.span;
  add_people(memory, members, hot);
  hot.at = std::max(hot.at, memory.clock.now());
  for (const auto number : best_terms(memory, members)) {
    const auto text = memory.window.text_of(number);
    if (hot.terms.size() < most_shown_terms && !said_already(hot.terms, text))
      hot.terms.emplace_back(text);
  }
  hot.samples = samples_of(memory, members);
  const std::string name =
      hot.samples.empty() ? "" : hot.samples.front().network + '/' + hot.samples.front().id;
  hot.episode = hash_of(name);
  return hot;
}

}  // namespace social311::classifier::trends
