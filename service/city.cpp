#include "service/city.h"

#include <stdexcept>

#include "service/rules_agree.h"

namespace social311::service {
namespace {

casebridge::LoadedCity load(const Config& config) {
  return casebridge::load_city(config.rules, config.city.name, config.city.timezone,
                               config.city.languages);
}

}  // namespace

std::vector<Complaint> rule_complaints(const Config& config) {
  const auto rules = classifier::load_rules(config.rules, config.city.geography, config.weights);
  std::vector<Complaint> all = rules.complaints;
  const auto city = load(config);
  all.insert(all.end(), city.complaints.begin(), city.complaints.end());
  if (!rules.classifier || !city.city) return all;
  const auto both = contradictions(config.rules, rules.classifier->topics(), *city.city);
  all.insert(all.end(), both.begin(), both.end());
  return all;
}

casebridge::City city_of(const Config& config) {
  auto loaded = load(config);
  if (!loaded.city) throw std::runtime_error(to_string(loaded.complaints.at(0)));
  return *std::move(loaded.city);
}

std::shared_ptr<const classifier::Classifier> rules_of(const Config& config) {
  classifier::Handles accounts;
  for (const auto& account : config.accounts) accounts[account.network].push_back(account.handle);
  auto loaded = classifier::load_rules(config.rules, config.city.geography, config.weights, accounts);
  if (!loaded.classifier) throw std::runtime_error(to_string(loaded.complaints.at(0)));
  return loaded.classifier;
}

}  // namespace social311::service
