// The web role: the console's files, the API below /api/v1, live events, the resident's status
// page, health and metrics. Each request takes a Store from a small pool; nothing else is shared
// between requests.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "service/roles/roles.h"

namespace social311::service {

// Listens, writes the ready file, calls `ready` with the url, and serves until stopped; then
// drains. Returns the process's exit code.
int run_web(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
            const std::function<void(const std::string& url)>& ready, std::stop_token stop);

}  // namespace social311::service
