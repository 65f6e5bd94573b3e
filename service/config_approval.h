// [[approval]] of the configuration: which replies need a second person (casebridge/approval.h).
#pragma once

#include <string>
#include <vector>

#include "casebridge/approval.h"
#include "service/config_section.h"

namespace social311::service {

// What the lists of a policy may name.
struct KnownToApproval {
  std::vector<std::string> accounts{};  // "network/id" of every [[account]]
  std::string rules{};                  // folder of the rule set, whose topics/ holds one file each
};

// Complains about unknown accounts, kinds, topics and roles, each at its place in the file.
std::vector<casebridge::ApprovalPolicy> read_approvals(ConfigReading& reading, TomlTable& root,
                                                       const KnownToApproval& known);

}  // namespace social311::service
