// The configured city and its rules, read for a role or a command.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "casebridge/city.h"
#include "classifier/classifier.h"
#include "service/config.h"

namespace social311::service {

// Every fault in the rules folder and in the learned weights: the classifier's and the bridge's.
std::vector<Complaint> rule_complaints(const Config& config);

// Throws std::runtime_error with the first complaint: callers checked rule_complaints before.
casebridge::City city_of(const Config& config);
std::shared_ptr<const classifier::Classifier> rules_of(const Config& config);

}  // namespace social311::service
