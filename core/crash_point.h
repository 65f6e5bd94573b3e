// Places at which a test ends the process as kill -9 would: before and after what must not be torn
// apart. Compiled to nothing, unless SOCIAL311_CRASH_POINTS is defined: only the copies of a few
// sources that tests/crash links are compiled with it, never what is shipped.
#pragma once

#ifdef SOCIAL311_CRASH_POINTS
namespace social311 {
void crash_point(const char* name);  // tests/crash/crash_point.cpp
}
#define CRASHPOINT(name) ::social311::crash_point(name)
#else
#define CRASHPOINT(name) static_cast<void>(0)
#endif
