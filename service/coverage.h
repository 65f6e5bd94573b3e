// How much of a span was read at all: whatever is said of it ("no hot topics") holds for that much.
#pragma once

#include <string>

#include "service/config.h"
#include "sql/store.h"

namespace social311::service {

struct CoverageOf {
  Instant from{};
  Instant to{};
  int minutes = 0;
  int minutes_read = 0;  // in which every feed that counts was read
  int feeds = 0;         // that count: configured, and read to the end at least once
  int feeds_unread = 0;  // configured, and never read yet
};
CoverageOf coverage_of(const Config& config, sql::Store& store, Instant from, Instant to);
// "58 of 60 minutes were read."
std::string coverage_sentence(const CoverageOf& coverage);

}  // namespace social311::service
