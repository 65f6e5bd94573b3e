// The city's accounts on the simulated networks, all five, as a drill of the sender has them.
#pragma once

#include <string>
#include <vector>

#include "connectors/network.h"

namespace social311::tests {

std::vector<connectors::Account> drill_accounts(const std::string& base_url);

}  // namespace social311::tests
