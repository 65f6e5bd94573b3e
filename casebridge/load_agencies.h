// agencies.toml: the divisions, the bodies outside the city, and how cases go between them.
// Internal to the room; the form stands in docs/agencies.md.
#pragma once

#include "casebridge/city.h"
#include "core/toml.h"

namespace social311::casebridge {

// After hours.toml: a division names the desk's hours or a calendar of its own.
void read_agencies(TomlTable root, City& city);

}  // namespace social311::casebridge
