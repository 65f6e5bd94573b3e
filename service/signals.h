// SIGTERM and SIGINT as something a loop can ask for; SIGPIPE is ignored.
#pragma once

#include <stop_token>

namespace social311::service {

// Blocks the signals in this and all later threads; the first one that comes requests a stop. Main
// thread, once.
std::stop_source& stop_on_signals();

}  // namespace social311::service
