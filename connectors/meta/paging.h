// Where a list goes on. `paging.next` is an address out of an answer: it may lead anywhere and it
// holds the token. Only its cursor parameters are taken; host and path stay ours.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/json.h"
#include "core/result.h"

namespace social311::connectors::meta {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// What to add to the same request for its next page; empty = there is no further page.
// Fault rejected: `next` lies on another host, scheme or port than `base`, is no address, or names
// no cursor.
Result<Parameters> next_of(const JsonValue& list, std::string_view base);

// The parameters with those of the cursor in place of their namesakes.
Parameters with_cursor(Parameters parameters, const Parameters& cursor);

}  // namespace social311::connectors::meta
