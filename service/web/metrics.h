// /metrics in Prometheus' text form, from the database's overview and the web role's own counters.
#pragma once

#include <string>

#include "sql/store.h"

namespace social311::service {

std::string metrics_text(const sql::Overview& overview, Instant now, std::size_t event_clients,
                         const std::string& rules_version);

}  // namespace social311::service
