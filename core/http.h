// How this program talks HTTP to others. One production implementation (net/), no mocks:
// tests run it against a loopback server.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace social311 {

struct HeaderNameLess {  // header names know no case (RFC 9110, 5.1)
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using HttpHeaders = std::map<std::string, std::string, HeaderNameLess>;

struct HttpLimits {
  std::chrono::milliseconds inactivity{5'000};  // a leg without progress
  std::chrono::milliseconds total{8'000};       // the whole call, name lookup apart
  std::size_t body_bytes = 8u << 20;
};

// A write always goes out on a connection of its own and exactly once.
// A read may share a connection and is repeated once when a pooled one was stale.
enum class HttpEffect { read, write };

struct HttpRequest {
  std::string method = "GET";
  std::string url{};  // absolute; http is accepted for loopback hosts only; holds no secret
  HttpHeaders headers{};
  std::string body{};
  HttpEffect effect = HttpEffect::read;
  HttpLimits limits{};
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers{};
  std::string body{};

  std::string header(std::string_view name) const;  // "" when absent
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // Any HTTP status is a value, redirects too (they are never followed). A Fault means that no
  // whole answer arrived; Fault::reach then says whether a write may have reached the server.
  // Thread-safe. Blocks; call it from own threads only.
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

// RFC 3986: everything but unreserved (letters digits - . _ ~) is %XX.
std::string percent_encode(std::string_view text);
// Empty for a bad escape or an embedded NUL. `+` stays `+`.
std::optional<std::string> percent_decode(std::string_view text);
// "a=1&b=x%20y" from pairs, in the given order.
std::string query_string(const std::vector<std::pair<std::string, std::string>>& pairs);

// scheme, host, port and path of an absolute http(s) address; empty when it is none.
struct Url {
  std::string scheme{};
  std::string host{};
  int port = 0;
  std::string target{};  // path and query, at least "/"
};
std::optional<Url> parse_url(std::string_view text);
bool is_loopback_host(std::string_view host);  // localhost, 127.0.0.0/8, ::1

}  // namespace social311
