#include "service/commands/rules.h"

#include <iostream>

#include "casebridge/city.h"
#include "core/clock.h"
#include "core/text.h"
#include "service/commands/commands.h"
#include "service/rules_agree.h"

namespace social311::service {
namespace {

std::string or_sample(const std::string& given, const std::string& part) {
  if (!given.empty()) return given;
  const std::string sample = sample_city();
  return sample.empty() ? "" : sample + "/" + part;
}

// A line each: what it adds, its name, the words behind it.
void show(const std::vector<classifier::Weighed>& lines, const std::string& text) {
  for (const auto& one : lines) {
    std::cout << (one.weight >= 0 ? "+" : "") << one.weight << "  " << one.feature;
    for (const auto& at : one.evidence)
      std::cout << "  [" << text.substr(at.start, at.end - at.start) << "] at " << at.start << ".."
                << at.end << " by " << at.term;
    std::cout << '\n';
  }
}

}  // namespace

std::shared_ptr<const classifier::Classifier> load_or_tell(const RulesChoice& choice) {
  const auto loaded = classifier::load_rules(
      or_sample(choice.rules, "rules"), or_sample(choice.geography, "geography"), choice.weights);
  if (!loaded.classifier) complain(loaded.complaints);
  return loaded.classifier;
}

int rules_check(const std::string& directory) {
  const auto loaded = classifier::load_rules(directory, "");
  auto complaints = loaded.complaints;
  const auto city = casebridge::load_city(directory, "check", "UTC", {"en"});
  complaints.insert(complaints.end(), city.complaints.begin(), city.complaints.end());
  if (loaded.classifier && city.city) {
    const auto both = contradictions(directory, loaded.classifier->topics(), *city.city);
    complaints.insert(complaints.end(), both.begin(), both.end());
  }
  if (!complaints.empty()) return complain(complaints), failed;
  for (const auto& note : loaded.classifier->notes()) std::cerr << "note: " << note << '\n';
  std::cout << directory << ": " << loaded.classifier->topics().size() << " topics, version "
            << loaded.classifier->version() << ", no faults\n";
  return done;
}

int rules_explain(const ExplainOptions& options) {
  const std::string text = repair_utf8(options.text);
  const auto rules = load_or_tell({options.rules, options.geography, options.weights});
  if (!rules) return failed;
  Post post;
  post.id = "explain";
  post.text = text;
  const auto explained = rules->explain(post, SystemClock().now());
  show(explained.weighed, text);
  std::cout << "score " << explained.score << ", service request "
            << explained.finding.service_request << "\n";
  show(explained.routed, text);
  std::cout << "decision " << name_of(explained.finding.decision) << "\n"
            << write_finding(post.id, explained.finding) << '\n';
  return done;
}

}  // namespace social311::service
