// One account's calls to X: signed, below base_url, renewed once after a 401.
#pragma once

#include <string>

#include "connectors/network.h"
#include "connectors/twitter/auth.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::connectors::twitter {

class Api {
 public:
  Api(const Account& account, NetworkParts parts);

  Scheme scheme() const { return auth_.scheme(); }
  bool can_write() const { return auth_.can_write(); }
  TokenPair pair() const { return auth_.pair(); }
  Authoriser& authoriser() { return auth_; }

  // Whatever status X gives is a value, but for a 401 that renewing did not cure.
  Result<HttpResponse> get(const std::string& path, const Parameters& query, Instant now);
  // With an access token that is not kept yet.
  Result<HttpResponse> get_with(const Secret& access, const std::string& path);
  // Signs and sends one write; see publish(). `header` comes from sign(), `body` is JSON or
  // nothing.
  Result<std::string> sign(const char* method, const std::string& path, Instant now);
  Result<HttpResponse> write(const char* method, const std::string& path, const std::string& header,
                             std::string body);
  // After a write was answered with 401: whether the next one will carry other tokens.
  Result<Done> renew(const std::string& refused_header, Instant now);

 private:
  std::string address(const std::string& path) const { return prefix_ + path; }

  NetworkParts parts_;
  Authoriser auth_;
  std::string prefix_;  // base_url and the API's version: "https://api.x.com/2"
};

}  // namespace social311::connectors::twitter
