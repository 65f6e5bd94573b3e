// Queries that can never hold, because what one part requires another forbids. Internal to the
// room.
#pragma once

#include <optional>
#include <vector>

#include "classifier/query.h"

namespace social311::classifier {

// Where in the line the denied words begin that leave their query nothing to match; empty: none is
// found. `terms` are those that the query's leaves point into.
std::optional<std::size_t> contradiction_in(const Query& query, const std::vector<Term>& terms);

}  // namespace social311::classifier
