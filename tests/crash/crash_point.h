// Where this process is to be ended as kill -9 would end it. Read from the environment once.
#pragma once

#include <string>

namespace social311::tests {

// "walk.page_kept:3" = at the third visit of that point; "random:SEED:PERMILLE" = at any point, by
// chance; "" = never.
inline constexpr const char* crash_variable = "SOCIAL311_CRASH_AT";

// For a point that has something to do first: true when this visit is the process's last. Counts
// the visit. Thread-safe.
bool crash_is_due(const char* name);
[[noreturn]] void die();

}  // namespace social311::tests
