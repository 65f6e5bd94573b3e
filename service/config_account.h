// One [[account]] of the configuration and the file with its credentials.
#pragma once

#include <optional>
#include <string>

#include "connectors/network.h"
#include "service/config_section.h"

namespace social311::service {

// Empty when something is wrong; all of it has been complained about.
std::optional<connectors::Account> read_account(ConfigReading& reading, TomlTable table);

// An http(s) address without user name, query or fragment, http for loopback hosts only; without
// its closing slash. Complains and is empty otherwise.
std::optional<std::string> read_address(ConfigSection& section, std::string_view key);

}  // namespace social311::service
