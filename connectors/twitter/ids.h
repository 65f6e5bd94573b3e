// X's ids: 64-bit numbers as strings, roughly ordered by time ("snowflakes"). Never held in a
// double, and compared by length first. Source: X docs, fundamentals/x-ids.mdx.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace social311::connectors::twitter {

// ^[1-9][0-9]{0,18}$
bool is_id(std::string_view text);
// False where one of both is no id, and for equal ones.
bool newer_id(std::string_view a, std::string_view b);
std::string_view newest_of(std::string_view a, std::string_view b);

// The moment an id was made. Empty for no id, and for ids of before November 2010, which hold no
// time.
std::optional<Instant> instant_of(std::string_view id);
// The lowest id of a moment; "1" before November 2010.
std::string first_id_at(Instant instant);
// The id `span` earlier; ids without a time stay as they are.
std::string step_back(std::string_view id, Milliseconds span);

}  // namespace social311::connectors::twitter
