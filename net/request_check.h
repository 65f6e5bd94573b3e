// What a request's head must be before anybody acts on it: a server's manners of RFC 9110 and 9112
// that the parser leaves to us. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http.h"

namespace social311::net {

enum class HttpVersion { v1_0, v1_1 };

struct RequestHead {
  std::string method{};
  std::string target{};  // as it came
  HttpVersion version = HttpVersion::v1_1;
  std::vector<std::pair<std::string, std::string>> fields{};  // in their order, repeated ones kept
};

enum class Expectation { none, continue_100 };

struct HeadVerdict {
  int status = 0;          // 0: go on; else the answer, and the connection closes
  std::string_view why{};  // one short sentence for the client
  std::string path{};      // decoded once
  std::vector<std::pair<std::string, std::string>> query{};
  HttpHeaders headers{};  // repeated fields joined
  Expectation expectation = Expectation::none;
  bool about_server = false;  // OPTIONS *
};

// `hosts`: accepted names without port, small letters; empty = any.
HeadVerdict check_head(const RequestHead& head, const std::vector<std::string>& hosts);

// The methods a handler may be asked for, as the value of Allow.
constexpr std::string_view allowed_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

// The right-most address of X-Forwarded-For that no trusted proxy wrote about itself; the peer,
// where the peer is no trusted proxy or the header holds anything but addresses.
std::string client_address(const std::string& peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted_proxies);

// "::ffff:192.0.2.1" → "192.0.2.1", others unchanged.
std::string plain_address(std::string_view address);

}  // namespace social311::net
