// The careful HTTP client over cpprestsdk: fresh connection for every write, no redirects, a total
// deadline, a size cap, one .get(). Nothing of the library shows here.
//
// What its limits bound: HttpLimits::total ends a call wherever it stands, but for a name lookup
// that hangs: neither limit ends getaddrinfo, and all lookups of a process wait in one line. Run a
// caching resolver with short timeouts, and networks in processes of their own. body_bytes bounds
// the body as it is counted between pieces; a header, or one single chunk, is bounded by
// `inactivity` alone, and a chunk of size -1 ends the process. So: configured hosts over verified
// TLS, never an address out of a post.
//
// Faults name method, host and what happened, never path, query, headers or bodies. A request that
// is refused before anything is sent is `rejected`; of a write everything else is `retry_later`,
// and Fault::reach says whether it may be sent again without looking.
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
