// Private to sql/: asking for a second person inside whatever transaction there is.
#pragma once

#include <string>

#include "sql/postgres.h"

namespace social311::sql {

struct Asked {
  std::int64_t intent_id = 0;
  std::string by{};
  Instant now{};
};

// For the text as it stands now; history included.
void ask_second_person(Turn& turn, const Asked& asked, const NeedsApproval& needed);

std::optional<Approval> read_approval(const pqxx::row& row);  // of reply_shown

}  // namespace social311::sql
