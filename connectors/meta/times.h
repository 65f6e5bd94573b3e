// Moments as Meta writes them: "2021-02-12T16:27:12+0000" in answers (no colon: not RFC 3339), Unix
// seconds or milliseconds in webhooks, now and then as a string.
#pragma once

#include <optional>
#include <string_view>

#include "core/clock.h"
#include "core/json.h"

namespace social311::connectors::meta {

// Also takes RFC 3339.
std::optional<Instant> time_of(std::string_view text);
// Any of the forms. A number above 10^11 is milliseconds. Empty for anything else, and outside of
// 1970..2200.
std::optional<Instant> time_of(const JsonValue& value);

}  // namespace social311::connectors::meta
