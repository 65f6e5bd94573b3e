// What happened to a post of a case after it had been decided: edited, gone from its network, shown
// again. The case's history says so already (sql/changed_posts.cpp); here the bridge acts on it, in
// the transaction that takes the change off the list.
#pragma once

#include "service/roles/intake.h"

namespace social311::service {

// An edited post, and one that is back, is classified again; where it now names the place that its
// case was waiting for, the case has it. A post that is gone stops nothing by itself: replies to it
// are withheld when they come up, and whether the case goes on is for its agents.
void act_on_change(const IntakeParts& parts, sql::DecideTurn& turn, const sql::PostChange& change,
                   const sql::StoredPost& stored, Instant now);

}  // namespace social311::service
