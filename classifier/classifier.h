// What a post asks, of which agency, where, how urgent, and why we think so. Pure functions over an
// immutable rule set: the same post, rules and moment always give the same finding.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "core/post.h"
#include "core/result.h"
#include "core/toml.h"

namespace social311::classifier {

struct TopicInfo {
  std::string id{};  // "pothole_street"
  std::string name_en{};
  std::string name_es{};
  std::string service_code{};
  std::optional<std::string> division{};  // id from agencies.toml; none = 311 decides
};

// One line of an explanation: what was weighed and what it brought.
struct Weighed {
  std::string feature{};  // "topic pothole_street", "mentions the city", "question", "past tense" …
  double weight = 0;
  std::vector<Evidence> evidence{};
  double strength = 0;  // 0 to 1, before its weight
};

struct Explanation {
  Finding finding{};
  std::vector<Weighed> weighed{};
  double score = 0;  // the sum, before it becomes a probability
  // Of the best two topics where weights were learned: "pothole_street: word hole" and what it adds.
  std::vector<Weighed> routed{};
  // What `rules train` learns from. By the decision's features, as they were weighed (the order of
  // weights()); and by topic, what its rules alone say, 0 to 1.
  std::vector<double> strengths{};
  std::vector<double> matters{};
};

// What the city would do with a post, without the words behind it.
struct Verdict {
  Decision decision = Decision::ignore;
  std::string topic{};  // the first one; "" when there is none
  double service_request = 0;

  bool operator==(const Verdict&) const = default;
};

// Immutable after loading, safe to share between threads.
class Classifier {
 public:
  virtual ~Classifier() = default;
  virtual Finding classify(const Post& post, Instant now) const = 0;
  virtual Explanation explain(const Post& post, Instant now) const = 0;
  // The same decision and first topic as classify()'s, for judging the past quickly.
  virtual Verdict judge(const Post& post, Instant now) const = 0;
  // The same, only right after judge() of the same post in this thread, by rules that were loaded
  // with the same geography: what does not depend on the rules is not read again.
  virtual Verdict judge_again(const Post& post, Instant now) const = 0;
  virtual const std::vector<TopicInfo>& topics() const = 0;
  virtual const std::string& version() const = 0;  // digest of the rule files, short
  virtual const std::vector<std::string>& own_handles() const = 0;  // lower case, without @
  // Of the decision's features, in the order of Explanation::strengths.
  virtual std::vector<double> weights() const = 0;
  virtual std::vector<std::string> notes()
      const = 0;  // e.g. terms without an anchor, for `rules check`
};

struct LoadedRules {
  std::shared_ptr<const Classifier> classifier{};  // null when there are complaints
  std::vector<Complaint> complaints{};             // each file:line:column
};

// `rules`: folder in the form of docs/rules.md. `geography`: folder with polygons, streets and
// places, "" = none.
LoadedRules load_rules(const std::string& rules, const std::string& geography);
// The same, with weights that were learned: `weights_file` is "" or what `rules train` wrote; its
// [weights] and [thresholds] go over those of rules.toml. One that was learned for other rules is a
// complaint.
LoadedRules load_rules(const std::string& rules, const std::string& geography,
                       const std::string& weights_file);
// The handles of the accounts that listen, by network: a mention of one of them is spoken to the
// city as well, whatever rules.toml names.
using Handles = std::map<std::string, std::vector<std::string>>;
LoadedRules load_rules(const std::string& rules, const std::string& geography,
                       const std::string& weights_file, const Handles& accounts);

}  // namespace social311::classifier
