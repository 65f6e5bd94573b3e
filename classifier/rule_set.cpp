#include "classifier/rule_set.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "classifier/evaluate.h"

namespace social311::classifier {
namespace {

constexpr std::size_t most_evidence = 20;
constexpr double aside_share = 0.5;       // of a rule's weight where its words only say where
constexpr double subject_bonus = 0.5;     // for the topic that is named first
constexpr double least_emphasised = 0.5;  // hints below say too little to be a subject

// Equal terms have equal keys: stems of two languages differ, phrases in "a b" and a-b do not.
std::string key_of(const Term& term) {
  std::string key(1, static_cast<char>('0' + static_cast<int>(term.kind)));
  key += static_cast<char>('0' + static_cast<int>(term.language));
  for (const TermWord& word : term.words) key += word.text + (word.open ? "*" : "") + " ";
  return key + term.regex;
}

class TermSharer {
 public:
  std::uint32_t number_of(Term term) {
    const auto [place, is_new] =
        numbers_.emplace(key_of(term), static_cast<std::uint32_t>(terms_.size()));
    if (is_new) terms_.push_back(std::move(term));
    return place->second;
  }
  void renumber(Query& query, const std::vector<Term>& own) {
    if (query.op == Query::Op::term) query.term = number_of(own[query.term]);
    for (Query& child : query.children) renumber(child, own);
  }
  std::vector<Term> take() { return std::move(terms_); }

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<Term> terms_;
};

// How often a word stands in posts, roughly: short words are the frequent ones.
double frequency_of(const Term& term) {
  double rarest = 20;
  for (const TermWord& word : term.words) {
    const auto letters = static_cast<double>(word.text.size());
    rarest = std::min(rarest, letters <= 3 ? 20.0 : 20.0 / letters);
  }
  return rarest;
}

struct Trigger {
  std::vector<std::uint32_t> terms{};
  double frequency = 0;
};

// Terms of which one must be there when the query holds; of several parts that must hold the
// rarest.
Trigger trigger_of(const Query& query, const std::vector<Term>& terms) {
  if (query.op == Query::Op::term) return {{query.term}, frequency_of(terms[query.term])};
  Trigger out;
  const bool any = query.op == Query::Op::any;
  for (const Query& child : query.children) {
    if (!needs_a_term(child)) continue;
    Trigger part = trigger_of(child, terms);
    if (any) {
      out.terms.insert(out.terms.end(), part.terms.begin(), part.terms.end());
      out.frequency += part.frequency;
    } else if (out.terms.empty() || part.frequency < out.frequency) {
      out = std::move(part);
    }
  }
  return out;
}

// Whether the query holds wherever this term stands.
bool suffices(const Query& query, std::uint32_t term) {
  if (query.op == Query::Op::term) return query.term == term;
  return query.op == Query::Op::any &&
         std::any_of(query.children.begin(), query.children.end(),
                     [term](const Query& child) { return suffices(child, term); });
}

std::uint32_t begin_of(const std::vector<FoundTerm>& found) {
  std::uint32_t begin = nothing;
  for (const FoundTerm& term : found) begin = std::min(begin, term.begin);
  return begin;
}

bool by_place(const Evidence& a, const Evidence& b) {
  return std::tie(a.start, a.end, a.term) < std::tie(b.start, b.end, b.term);
}

}  // namespace

double saturated(double sum) {
  return sum <= 0 ? 0 : 1 - std::exp(-sum);
}

RuleSet::Shared RuleSet::share_terms(std::vector<RawRule> raw) {
  Shared out;
  TermSharer sharer;
  for (RawRule& one : raw) {
    sharer.renumber(one.rule.query, one.terms);
    out.rules.push_back(std::move(one.rule));
  }
  out.terms = sharer.take();
  return out;
}

RuleSet::RuleSet(std::vector<RawRule> raw, std::size_t owners)
    : RuleSet(share_terms(std::move(raw)), owners) {}

RuleSet::RuleSet(Shared shared, std::size_t owners)
    : terms_(std::move(shared.terms)),
      rules_(std::move(shared.rules)),
      owners_(owners),
      index_(terms_) {
  for (const Rule& rule : rules_) worths_.push_back({rule.weight, rule.owner});
  wake_by_terms();
}

void RuleSet::wake_by_terms() {
  std::vector<std::vector<Wake>> wakes(terms_.size());
  for (std::uint32_t rule = 0; rule < rules_.size(); ++rule) {
    const Query& query = rules_[rule].query;
    std::vector<std::uint32_t> terms = trigger_of(query, terms_).terms;
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    for (const std::uint32_t term : terms) wakes[term].push_back({rule, suffices(query, term)});
  }
  for (const std::vector<Wake>& own : wakes) {
    wake_at_.push_back(static_cast<std::uint32_t>(wakes_.size()));
    wakes_.insert(wakes_.end(), own.begin(), own.end());
  }
  wake_at_.push_back(static_cast<std::uint32_t>(wakes_.size()));
}

// A word of an @name counts for some rules only.
bool RuleSet::holds_for(const Wake& wake, const Hit& first, const Hits& hits,
                        std::uint32_t signs) const {
  if (wake.suffices && first.part != Part::mention) return true;
  const Rule& rule = rules_[wake.rule];
  return holds(rule.query, {hits, signs, rule.reads_names});
}

void RuleSet::score(const Hits& hits, std::uint32_t signs, Scores& scores) const {
  scores.sums.assign(owners_, 0);
  scores.matched.clear();
  scores.seen.resize(rules_.size(), 0);
  if (++scores.turn == 0) {
    std::fill(scores.seen.begin(), scores.seen.end(), 0u);
    scores.turn = 1;
  }
  for (const std::uint32_t term : hits.terms()) {
    for (std::uint32_t at = wake_at_[term]; at < wake_at_[term + 1]; ++at) {
      const Wake& wake = wakes_[at];
      if (std::exchange(scores.seen[wake.rule], scores.turn) == scores.turn) continue;
      if (holds_for(wake, hits[hits.first(term)], hits, signs)) scores.matched.push_back(wake.rule);
    }
  }
  std::sort(scores.matched.begin(), scores.matched.end());
  for (const std::uint32_t number : scores.matched)
    scores.sums[worths_[number].owner] += worths_[number].weight;
}

void RuleSet::emphasise(const Asides& asides, const Hits& hits, std::uint32_t signs,
                        std::uint32_t topics, Scores& scores) const {
  const auto end_of_topics = scores.sums.begin() + static_cast<std::ptrdiff_t>(topics);
  const bool several =
      std::count_if(scores.sums.begin(), end_of_topics, [](double sum) { return sum > 0; }) > 1;
  std::vector<FoundTerm> found;
  std::uint32_t first = nothing;
  std::uint32_t subject = nothing;
  for (const std::uint32_t number : scores.matched) {
    const Rule& rule = rules_[number];
    if (rule.owner >= topics || rule.weight < least_emphasised) continue;
    found.clear();
    collect(rule.query, {hits, signs, rule.reads_names}, found);
    if (asides.hold_all(found)) {
      scores.sums[rule.owner] -= rule.weight * (1 - aside_share);
    } else if (const std::uint32_t begin = begin_of(found); begin < first) {
      first = begin;
      subject = rule.owner;
    }
  }
  if (several && subject != nothing && scores.sums[subject] > 0)
    scores.sums[subject] += subject_bonus;
}

std::vector<Evidence> RuleSet::evidence(const MatchText& text, const Hits& hits,
                                        std::uint32_t signs, const Scores& scores,
                                        std::uint32_t owner) const {
  std::vector<FoundTerm> found;
  for (const std::uint32_t number : scores.matched) {
    const Rule& rule = rules_[number];
    if (rule.owner == owner && rule.weight > 0)
      collect(rule.query, {hits, signs, rule.reads_names}, found);
  }
  std::vector<Evidence> out;
  for (const FoundTerm& term : found) {
    const Range range = text.original_range(term.begin, term.end);
    out.push_back({range.begin, range.end, term.leaf->shown});
  }
  std::sort(out.begin(), out.end(), by_place);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > most_evidence) out.resize(most_evidence);
  return out;
}

}  // namespace social311::classifier
