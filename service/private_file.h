// Files that hold secrets: read only when nobody else can.
#pragma once

#include <string>

#include "core/result.h"

namespace social311::service {

// The content of a regular file of at most 64 KiB, mode 0600 or stricter, owned by this process's
// user or root. Fault (rejected) otherwise: "is mode 0644: others may read it, run chmod 600 on
// it". The message names neither path nor content.
Result<std::string> read_private_file(const std::string& path);

}  // namespace social311::service
