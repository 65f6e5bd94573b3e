// /metrics in Prometheus' text form, from the database's overview and the web role's own counters.
#pragma once

#include <string>
#include <vector>

#include "service/account_view.h"
#include "sql/store.h"

namespace social311::service {

// Reasons, queries and texts never stand in a label.
std::string metrics_text(const sql::Overview& overview, const std::vector<AccountView>& accounts,
                         Instant now, std::size_t event_clients, const std::string& rules_version);

}  // namespace social311::service
