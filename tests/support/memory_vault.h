// Rotating tokens in memory: what a connector's test has instead of the sealed rows. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "connectors/network.h"

namespace social311::tests {

class MemoryVault final : public connectors::Vault {
 public:
  std::optional<Secret> load(const std::string& name) override {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(name);
    return found == kept_.end() ? std::nullopt : std::optional(found->second);
  }
  void update(const std::string& name,
              const std::function<std::optional<Secret>(std::optional<Secret>)>& next) override {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(name);
    const auto value = next(found == kept_.end() ? std::nullopt : std::optional(found->second));
    if (value) kept_[name] = *value;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Secret> kept_;
};

}  // namespace social311::tests
