// Private to sql/: what becomes of a known post that is read again. Inside the caller's turn.
#pragma once

#include <string>
#include <vector>

#include "sql/postgres.h"

namespace social311::sql {

struct Changes {
  int changed = 0;
  int back = 0;
};

// `posts` as write_posts has it. New texts beside the old ones, tombstones restored; open pages are
// told, and the posts are decided again.
Changes keep_changes(Turn& turn, const std::string& posts, const std::string& account_key,
                     Instant now);
// How many became tombstones.
int bury_posts(Turn& turn, const std::string& account_key, const std::vector<GonePost>& gone,
               Instant now);

}  // namespace social311::sql
