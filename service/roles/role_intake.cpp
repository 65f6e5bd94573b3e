#include "service/roles/role_intake.h"

#include "net/client.h"
#include "service/city.h"

namespace social311::service {

using namespace std::chrono_literals;

RoleIntake::RoleIntake(const RoleParts& parts, const classifier::Classifier& rules,
                       std::unique_ptr<sql::Store>& slot)
    : http_(net::make_http_client()),
      vault_(slot, parts.clock, ""),
      book_(parts.config, {*http_, vault_, parts.clock, parts.random}),
      city_(city_of(parts.config)),
      parts_{rules, city_, book_, parts.random} {}

bool RoleIntake::learn(sql::Store& store, Instant now) {
  if (now < learn_at_) return false;
  book_.learn(store);
  learn_at_ = now + 30s;
  return true;
}

}  // namespace social311::service
