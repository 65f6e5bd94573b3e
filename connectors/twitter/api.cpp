#include "connectors/twitter/api.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/twitter/errors.h"

namespace social311::connectors::twitter {
namespace {

// "2", "v2" and "2.167" all stand for the path /2: X's paths name the major version only.
std::string major_version(const std::string& version) {
  std::size_t start = 0;
  if (!version.empty() && (version[0] == 'v' || version[0] == 'V')) start = 1;
  const std::size_t end = std::min(version.find_first_not_of("0123456789", start), version.size());
  return end > start ? version.substr(start, end - start) : "2";
}

}  // namespace

Api::Api(const Account& account, NetworkParts parts)
    : parts_(parts),
      auth_(account, parts),
      prefix_(base_of(account) + "/" + major_version(account.api_version)) {}

Result<HttpResponse> Api::get(const std::string& path, const Parameters& query, Instant now) {
  HttpRequest request;
  request.url = address(path);
  if (!query.empty()) request.url += "?" + query_string(query);
  for (const bool last_try : {false, true}) {
    const auto header = auth_.header(request.method, request.url, now);
    if (!header) return header.fault();
    request.headers["Authorization"] = *header;
    auto response = parts_.http.send(request);
    if (!response || response->status != 401) return response;
    if (last_try) return fault_of(*response, now);
    const auto renewed = auth_.renew(*header, now);
    if (!renewed) return renewed.fault();
  }
  return fault(FaultKind::denied, "X refused the account's credentials");  // not reached
}

Result<HttpResponse> Api::get_with(const Secret& access, const std::string& path) {
  HttpRequest request;
  request.url = address(path);
  request.headers["Authorization"] = "Bearer " + access.reveal();
  return parts_.http.send(request);
}

Result<std::string> Api::sign(const char* method, const std::string& path, Instant now) {
  return auth_.header(method, address(path), now);
}

Result<HttpResponse> Api::write(const char* method, const std::string& path,
                                const std::string& header, std::string body) {
  HttpRequest request;
  request.method = method;
  request.url = address(path);
  request.headers["Authorization"] = header;
  if (!body.empty()) request.headers["Content-Type"] = "application/json";
  request.body = std::move(body);
  request.effect = HttpEffect::write;
  request.limits.total = Milliseconds(8'000);
  return parts_.http.send(request);
}

Result<Done> Api::renew(const std::string& refused_header, Instant now) {
  return auth_.renew(refused_header, now);
}

}  // namespace social311::connectors::twitter
