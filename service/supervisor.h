// `serve` with every role: one child process a role, poll one a network. What dies is started
// again, with a breaker a child; what is told to stop has ten seconds to drain. The private
// database is a child as well.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/process.h"
#include "service/config.h"
#include "service/database.h"

namespace social311::service {

struct ChildPlan {
  std::string name{};  // "poll:twitter", "work", "send", "web"
  std::vector<std::string> arguments{};
};

// Which children a configuration needs. `config_file` goes on to them.
std::vector<ChildPlan> plan_children(const Config& config);

struct SupervisorOptions {
  std::string executable{};
  std::vector<std::string> common_arguments{};          // e.g. --config FILE
  std::function<void(const std::string& url)> ready{};  // called once, when the web role answers
  std::optional<std::chrono::seconds> run_for{};        // after ready; then it stops by itself
};

// Runs until SIGTERM or SIGINT. 0 = drained within ten seconds. Main thread only.
int supervise(const Config& config, Database& database, const SupervisorOptions& options,
              Clock& clock);

// Where the web role writes "PID PORT" once it listens.
std::string web_ready_file(const Config& config);

}  // namespace social311::service
