// What the commands that use rules without a database share.
#pragma once

#include <memory>
#include <string>

#include "classifier/classifier.h"

namespace social311::service {

// Empty rules and geography mean the sample city's, empty weights none.
struct RulesChoice {
  std::string rules{};
  std::string geography{};
  std::string weights{};
};
// Null after telling every complaint on stderr.
std::shared_ptr<const classifier::Classifier> load_or_tell(const RulesChoice& choice);

}  // namespace social311::service
