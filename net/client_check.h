// What is looked at before the client touches the network: where a request may go and what it may
// carry. Pure.
#pragma once

#include <string>

#include "core/http.h"
#include "core/result.h"

namespace social311::net {

struct Destination {
  std::string base{};    // "https://api.example.org:443"
  std::string target{};  // path and query, as they go on the wire
  std::string label{};  // "GET api.example.org": how messages name the call, without path and query
  bool tls = true;
  bool loopback = false;
};

// A Fault (rejected, not_sent) for anything but https, or http to a loopback host; for a method
// that is no word of capital letters; and for a header that could end its line (RFC 9110, 5.5) or
// that belongs to the client: lengths, connection, encodings.
Result<Destination> check_request(const HttpRequest& request);

// The same about an answer: 1xx as the last word or two lengths would shift every later answer on
// the connection. Fault (garbled).
Result<Done> check_response(const Destination& to, const HttpResponse& response);

}  // namespace social311::net
