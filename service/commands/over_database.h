// What the commands over a database share.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/clock.h"
#include "service/config.h"
#include "sql/store.h"

namespace social311::service {

// Opens the database of the configuration ("" = where it is looked for), brings it up to date and
// runs `body` on it; gives its exit code, or tells what went wrong.
int with_store(const std::string& given,
               const std::function<int(sql::Store&, const Config&)>& body);

// "90d", "12h" before `now`, or an ISO 8601 moment.
std::optional<Instant> since_of(const std::string& text, Instant now);

}  // namespace social311::service
