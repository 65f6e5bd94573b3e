// What `serve` and `demo` share on their way up.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "service/config.h"
#include "service/database.h"

namespace social311::service {

// Port free, database there and migrated. Main thread only.
Result<Database> bring_up(const Config& config);
// Why this address cannot be listened on, after two seconds of patience; empty = it can.
std::optional<std::string> port_problem(const std::string& host, int port);
// Prints "ready URL", unless a supervisor does it for us.
std::function<void(const std::string&)> print_ready_alone();

}  // namespace social311::service
