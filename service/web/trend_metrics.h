// The part of /metrics about hot topics.
#pragma once

#include <string>

#include "sql/trends.h"

namespace social311::service {

// Topics, phrases and places never stand in a label.
std::string trends_metrics_text(const sql::TrendsNumbers& numbers);

}  // namespace social311::service
