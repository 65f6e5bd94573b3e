#include <thread>

#include "service/roles/reader.h"

namespace social311::service {

void run_poll(const RoleParts& parts, const std::string& network, std::stop_token stop) {
  std::vector<std::jthread> readers;
  for (const auto& account : parts.config.accounts)
    if (network.empty() || account.network == network)
      readers.emplace_back([&parts, &account, stop] { AccountReader(parts, account, stop).run(); });
  while (!stop.stop_requested())
    parts.clock.sleep_until(parts.clock.now() + std::chrono::hours(1), stop);
}

}  // namespace social311::service
