#include <iostream>

#include "casebridge/city.h"
#include "classifier/classifier.h"
#include "core/clock.h"
#include "service/commands/commands.h"
#include "service/commands/streams.h"

namespace social311::service {
namespace {

std::string or_sample(const std::string& given, const std::string& part) {
  if (!given.empty()) return given;
  const std::string sample = sample_city();
  return sample.empty() ? "" : sample + "/" + part;
}

std::optional<Instant> moment(const std::string& text) {
  return text.empty() ? std::optional<Instant>(SystemClock().now()) : parse_iso8601(text);
}

std::shared_ptr<const classifier::Classifier> load_or_tell(const std::string& rules,
                                                           const std::string& geography) {
  const auto loaded =
      classifier::load_rules(or_sample(rules, "rules"), or_sample(geography, "geography"));
  if (!loaded.classifier) complain(loaded.complaints);
  return loaded.classifier;
}

}  // namespace

int classify(const ClassifyOptions& options) {
  const auto now = moment(options.now);
  if (!now) return complain("--now " + options.now + " is not an ISO 8601 time"), bad_usage;
  const auto rules = load_or_tell(options.rules, options.geography);
  if (!rules) return failed;
  auto in = open_input(options.file);
  if (!in) return complain(in.fault().message);
  std::ios::sync_with_stdio(false);
  const std::string name = options.file.empty() ? "(standard input)" : options.file;
  const bool good = each_post(**in, name, [&](LabelledPost&& post) {
    std::cout << write_finding(post.post.id, rules->classify(post.post, *now)) << '\n';
  });
  std::cout.flush();
  if (!std::cout) return complain("standard output was closed; the rest was not written");
  return good ? done : failed;
}

int rules_check(const std::string& directory) {
  const auto loaded = classifier::load_rules(directory, "");
  auto complaints = loaded.complaints;
  const auto city = casebridge::load_city(directory, "check", "UTC", {"en"});
  complaints.insert(complaints.end(), city.complaints.begin(), city.complaints.end());
  if (!complaints.empty()) return complain(complaints), failed;
  for (const auto& note : loaded.classifier->notes()) std::cerr << "note: " << note << '\n';
  std::cout << directory << ": " << loaded.classifier->topics().size() << " topics, version "
            << loaded.classifier->version() << ", no faults\n";
  return done;
}

int rules_explain(const std::string& directory, const std::string& text) {
  const auto rules = load_or_tell(directory, "");
  if (!rules) return failed;
  Post post;
  post.id = "explain";
  post.text = text;
  const auto explained = rules->explain(post, SystemClock().now());
  for (const auto& one : explained.weighed) {
    std::cout << (one.weight >= 0 ? "+" : "") << one.weight << "  " << one.feature;
    for (const auto& at : one.evidence)
      std::cout << "  [" << text.substr(at.start, at.end - at.start) << "] at " << at.start << ".."
                << at.end << " by " << at.term;
    std::cout << '\n';
  }
  std::cout << "score " << explained.score << ", service request "
            << explained.finding.service_request << "\n"
            << "decision " << name_of(explained.finding.decision) << "\n"
            << write_finding(post.id, explained.finding) << '\n';
  return done;
}

}  // namespace social311::service
