// One line an event: time, level, role, event, key=value. Text from outside only through quoted()
// (core/text.h). error = a person must act · warn = it will be tried again · info = a turn with an
// effect · debug = each request.
#pragma once

#include <string>

namespace social311::service {

// To stderr, in UTC. `role` stands in every line. SOCIAL311_LOG=debug|info|warn|error sets the
// level.
void start_log(const std::string& role);

}  // namespace social311::service
