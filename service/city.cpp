#include "service/city.h"

#include <stdexcept>

namespace social311::service {
namespace {

casebridge::LoadedCity load(const Config& config) {
  return casebridge::load_city(config.rules, config.city.name, config.city.timezone,
                               config.city.languages);
}

}  // namespace

std::vector<Complaint> rule_complaints(const Config& config) {
  std::vector<Complaint> all =
      classifier::load_rules(config.rules, config.city.geography, config.weights).complaints;
  const auto more = load(config).complaints;
  all.insert(all.end(), more.begin(), more.end());
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
