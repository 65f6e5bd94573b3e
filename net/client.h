// The careful HTTP client over cpprestsdk: fresh connection for every write, no redirects, a total
// deadline, a size cap, one .get(). Nothing of the library shows here.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/http.h"

namespace social311::net {

struct ClientOptions {
  std::optional<std::string> ca_file{};  // an own authority beside the system's
  std::optional<std::string> proxy{};    // "http://host:port"; the environment is not asked
  std::string user_agent = "social311";
};

// Threads of the library's pool, once a process, before the first client.
void start_http_threads(int threads = 4);

std::unique_ptr<HttpClient> make_http_client(ClientOptions options = {});

}  // namespace social311::net
