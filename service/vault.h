// Rotating tokens, kept sealed in the database (connectors/network.h, Vault).
#pragma once

#include <string>

#include "connectors/network.h"
#include "core/clock.h"
#include "sql/store.h"

namespace social311::service {

// One account's tokens over one Store. Same thread as the Store. Throws sql::StoreLost.
class StoreVault final : public connectors::Vault {
 public:
  // `store` points at the owner's pointer: the Store is exchanged after a loss, the vault is not.
  StoreVault(std::unique_ptr<sql::Store>& store, Clock& clock, std::string account_key)
      : store_(store), clock_(clock), account_key_(std::move(account_key)) {}

  std::optional<Secret> load(const std::string& name) override {
    return store_->sealed(account_key_, name);
  }
  void update(const std::string& name,
              const std::function<std::optional<Secret>(std::optional<Secret>)>& next) override {
    store_->update_sealed(account_key_, name, clock_.now(), next);
  }

 private:
  std::unique_ptr<sql::Store>& store_;
  Clock& clock_;
  std::string account_key_;
};

// For commands that only ask a network for its rules and never call it.
class NoVault final : public connectors::Vault {
 public:
  std::optional<Secret> load(const std::string&) override { return {}; }
  void update(const std::string&,
              const std::function<std::optional<Secret>(std::optional<Secret>)>&) override {}
};

}  // namespace social311::service
