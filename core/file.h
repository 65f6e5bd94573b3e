// Reading files that a person or another program wrote.
#pragma once

#include <cstddef>
#include <string>

#include "core/result.h"

namespace social311 {

// The whole file. Fault (rejected): cannot be opened, is a folder, cannot be read, or is larger
// than `most_bytes`; the message names the path and the reason.
Result<std::string> read_file(const std::string& path, std::size_t most_bytes = 64u << 20);

}  // namespace social311
