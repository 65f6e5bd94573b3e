// What a role needs to decide about posts, made once in its thread and as long lived as its loop:
// the networks of the configured accounts, the city's files, the rules.
#pragma once

#include <memory>

#include "casebridge/city.h"
#include "classifier/classifier.h"
#include "core/exchange.h"
#include "core/http.h"
#include "service/roles/intake.h"
#include "service/roles/roles.h"
#include "service/vault.h"

namespace social311::service {

class RoleIntake {
 public:
  // `slot` is the role's Store (StoreKeeper::slot); it and `rules` outlive this.
  RoleIntake(const RoleParts& parts, const classifier::Classifier& rules,
             std::unique_ptr<sql::Store>& slot);
  RoleIntake(const RoleIntake&) = delete;
  RoleIntake& operator=(const RoleIntake&) = delete;

  const IntakeParts& parts() const { return parts_; }
  // Every half minute: what servers said of their limits. True when it was time for it.
  bool learn(sql::Store& store, Instant now);

 private:
  std::unique_ptr<HttpClient> http_;
  StoreVault vault_;
  const NetworkBook book_;
  const casebridge::City city_;
  const IntakeParts parts_;
  Instant learn_at_{};
};

}  // namespace social311::service
