// One [[service]] of services.toml. Internal to the room; the form stands in docs/city.md.
#pragma once

#include <string>
#include <string_view>

#include "casebridge/city.h"
#include "core/toml.h"

namespace social311::casebridge {

// "" and a complaint where the key is missing or blank.
std::string required(TomlTable& table, std::string_view key);
Service read_service(TomlTable& table, const City& city);

}  // namespace social311::casebridge
