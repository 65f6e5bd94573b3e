// Backfilling the history of hot topics from stored posts.
#pragma once

#include <chrono>

#include "sql/store.h"

namespace social311::service {

// So far back the detector counts by itself what is decided now.
inline constexpr std::chrono::hours followed_span{48};

// Day by day, each in a transaction of its own; again changes nothing. Tells on standard output.
void count_past_of(sql::Store& store, Instant since, Instant now);

}  // namespace social311::service
