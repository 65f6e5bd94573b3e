// What happened to a post of a case after it had been decided: edited, gone from its network, shown
// again. The case's history says so already (sql/changed_posts.cpp); here the bridge acts on it, in
// the transaction that takes the change off the list.
#pragma once

#include "service/roles/intake.h"

namespace social311::service {

// An edited post, and one that is back, is classified again: its case has what it now says of the
// place and of missing facts, danger to life raises it, another topic is noted for a person. When
// the resident's last post of a case is gone, its clocks stand still until it is back or a person
// decides; replies to it are withheld when they come up. A change that is handed out twice changes
// nothing.
void act_on_change(const IntakeParts& parts, sql::DecideTurn& turn, const sql::PostChange& change,
                   const sql::StoredPost& stored, Instant now);

}  // namespace social311::service
