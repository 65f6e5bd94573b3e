// Private to sql/: brings the tables up to date. Forward only.
#pragma once

#include <string>

#include "sql/postgres.h"

namespace social311::sql {

// All pending migrations in one transaction, alone in the cluster. How many were applied.
// Fault (rejected): a file that was applied has changed since, or the database knows one that we do
// not.
Result<int> migrate(Turn& turn, Instant now);
MigrationState migration_state(Turn& turn);

}  // namespace social311::sql
