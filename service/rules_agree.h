// The rules folder has two readers, the classifier and the case bridge: where both say something of
// one topic, they say the same. Each alone cannot see that.
#pragma once

#include <string>
#include <vector>

#include "casebridge/city.h"
#include "classifier/classifier.h"
#include "core/toml.h"

namespace social311::service {

// A topic whose file and whose service name different service codes or divisions: a post would be
// told one and its case get the other. At the line of the topic's file.
std::vector<Complaint> contradictions(const std::string& rules_folder,
                                      const std::vector<classifier::TopicInfo>& topics,
                                      const casebridge::City& city);

}  // namespace social311::service
