// All rules of a folder, compiled: which hold for a text, what they add up to, and the words behind
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "classifier/aside.h"
#include "classifier/query.h"
#include "classifier/term_index.h"
#include "core/finding.h"
#include "core/toml.h"

namespace social311::classifier {

struct Rule {
  std::uint32_t owner = 0;  // a topic or a feature, as the loader numbered them
  double weight = 0;
  Query query{};  // its leaves point into the rule set's terms
  TextPosition where{};
  bool reads_names = false;  // also the words of @names ("@CityPolice")
};

struct RawRule {  // before equal terms are shared
  Rule rule{};
  std::vector<Term> terms{};
};

// What one text brought. Reused from post to post.
struct Scores {
  std::vector<double> sums{};            // by owner
  std::vector<std::uint32_t> matched{};  // rules that hold, ascending
  std::vector<std::uint32_t> seen{};     // by rule: turn in which it was last tried
  std::uint32_t turn = 0;
};

// Immutable after construction, safe to share between threads.
class RuleSet {
 public:
  RuleSet(std::vector<RawRule> raw, std::size_t owners);

  // `signs`: a set of Sign. `hits`: of these terms.
  void score(const Hits& hits, std::uint32_t signs, Scores& scores) const;
  // Which of its topics a text is about: half of what a rule of an owner below `topics` brought is
  // taken back where all its words stand aside; of several topics the one that is named first gets
  // a little more. For ranking only.
  void emphasise(const Asides& asides, const Hits& hits, std::uint32_t signs, std::uint32_t topics,
                 Scores& scores) const;
  // Where the terms of the owner's matched rules stand; by place, each once, at most 20.
  std::vector<Evidence> evidence(const MatchText& text, const Hits& hits, std::uint32_t signs,
                                 const Scores& scores, std::uint32_t owner) const;

  const TermIndex& index() const { return index_; }
  const std::vector<Term>& terms() const { return terms_; }
  const std::vector<Rule>& rules() const { return rules_; }

 private:
  struct Shared {
    std::vector<Term> terms{};
    std::vector<Rule> rules{};
  };
  explicit RuleSet(Shared shared, std::size_t owners);
  static Shared share_terms(std::vector<RawRule> raw);

  // A rule to be tried where a term stands, with what scoring wants of it: near each other in
  // memory, because every post looks at others.
  struct Wake {
    std::uint32_t rule = 0;
    bool suffices = false;  // the term alone makes it hold
  };
  struct Worth {
    double weight = 0;
    std::uint32_t owner = 0;
  };
  void wake_by_terms();
  bool holds_for(const Wake& wake, const Hit& first, const Hits& hits, std::uint32_t signs) const;

  std::vector<Term> terms_;
  std::vector<Rule> rules_;
  std::vector<Worth> worths_{};  // by rule
  std::size_t owners_;
  std::vector<Wake> wakes_{};             // by term
  std::vector<std::uint32_t> wake_at_{};  // by term: its first; one more for the end
  TermIndex index_;
};

// 1 - e^(-sum), not below 0.
double saturated(double sum);

}  // namespace social311::classifier
