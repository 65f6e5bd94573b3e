// What the tests of the HTTP client share: short limits and the two kinds of requests.
#pragma once

#include <algorithm>
#include <memory>
#include <string>

#include "core/http.h"
#include "net/client.h"
#include "tests/support/scripted_server.h"

namespace social311::test {

// Short, so that a test of a limit is short too; the machine that runs it may be busy.
inline HttpLimits short_limits() {
  return {.inactivity = std::chrono::milliseconds(400), .total = std::chrono::milliseconds(8000)};
}

inline HttpRequest get(std::string url, HttpLimits limits = {}) {
  return {.url = std::move(url), .limits = limits};
}

inline HttpRequest post(std::string url, std::string body = "{}", HttpLimits limits = {}) {
  return {.method = "POST",
          .url = std::move(url),
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body),
          .effect = HttpEffect::write,
          .limits = limits};
}

inline std::size_t count_method(const ScriptedServer& server, std::string_view method) {
  const auto requests = server.requests();
  return static_cast<std::size_t>(
      std::count_if(requests.begin(), requests.end(),
                    [&](const RecordedRequest& request) { return request.method == method; }));
}

}  // namespace social311::test
