// How long a text may be on a network, and how that network counts. Connectors make one; the bridge
// composes within it without knowing the network.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace social311 {

struct LengthRule {
  std::size_t limit = 0;                                     // in the network's own unit
  std::size_t byte_limit = 0;                                // 0 = none
  std::function<std::size_t(std::string_view)> measure{};    // pure, thread-safe

  bool fits(std::string_view text) const {
    return measure(text) <= limit && (byte_limit == 0 || text.size() <= byte_limit);
  }
};

}  // namespace social311
