// What an error of the HTTP library says about a request: how far it came, and whose turn it is
// now. Pure; every row of the table is pinned by a loopback test.
#pragma once

#include <string>
#include <string_view>

#include "core/http.h"
#include "core/result.h"

namespace social311::net {

// `what` and `code` are those of the library's exception (cpprestsdk 2.10.18). The code alone
// cannot say whether bytes left, the message can. Only a resolve, connect or TLS handshake that
// failed is `not_sent`. `label` is Destination::label.
Fault fault_of(std::string_view label, HttpEffect effect, std::string_view what, int code);

// True when a pooled connection had died before the request could be written on it.
bool is_stale_connection(std::string_view what, int code);

// The rule for writes: whatever went wrong after the request was accepted, the caller decides by
// `reach`, so a write's fault is always retry_later.
Fault as_outcome(HttpEffect effect, Fault fault);

}  // namespace social311::net
