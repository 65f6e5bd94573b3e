// One [[account]] of the configuration and the file with its credentials.
#pragma once

#include <optional>
#include <string>

#include "connectors/network.h"
#include "service/config_section.h"
#include "service/roles/spending.h"

namespace social311::service {

struct ConfiguredAccount {
  connectors::Account account{};
  Ceilings ceilings{};
};

// Empty when something is wrong; all of it has been complained about.
std::optional<ConfiguredAccount> read_account(ConfigReading& reading, TomlTable table);

// An http(s) address without user name, query or fragment, http for loopback hosts only; without
// its closing slash. Complains and is empty otherwise.
std::optional<std::string> read_address(ConfigSection& section, std::string_view key);

}  // namespace social311::service
