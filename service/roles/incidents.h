// One trouble, many voices, inside the transaction that settles a post: what stands near a new
// case, the one question to its resident, and what the resident says to it and to the survey.
#pragma once

#include <string>

#include "casebridge/bridge.h"
#include "service/roles/intake.h"
#include "sql/store.h"

namespace social311::service {

enum class MayAsk { no, yes };  // yes: the receipt asks nothing else

// Compares a case with the open ones near it and keeps the suggestions; joins by itself only where
// the service allows it and its own record proves it. Returns the question that the receipt shall
// carry, "" for none. Asks the database nothing where the case has no exact place. `finding`: of its
// first post, where that is not written yet.
std::string look_for_same(const IntakeParts& parts, sql::DecideTurn& turn, const Case& about,
                          const Finding* finding, MayAsk may_ask, Instant now);

// A word of the resident in the thread of their case, before `decided` is acted on: yes or no to
// "is it the same", or the answer to the survey, which reopens nothing unless it says so.
void hear_resident(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                   const Case& known, casebridge::Decided& decided, Instant now);

// Cases that got their place or another topic after they were opened. At most `most`; how many.
int compare_moved(const IntakeParts& parts, sql::Store& store, int most, Instant now);

}  // namespace social311::service
