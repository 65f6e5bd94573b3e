// What the connectors' tests share: a vault in memory, and an HTTP client that hands every request
// to a function and remembers it. No expectations live here: the functions play the network, rules
// included.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/network.h"
#include "core/clock.h"
#include "core/http.h"
#include "core/random.h"
#include "tests/support/memory_vault.h"

namespace social311::connectors::test {

using tests::MemoryVault;

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline Pairs query_of(const HttpRequest& request) {
  Pairs out;
  const std::size_t mark = request.url.find('?');
  if (mark == std::string::npos) return out;
  std::string_view rest = std::string_view(request.url).substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
    out.emplace_back(percent_decode(pair.substr(0, equals)).value_or("?"),
                     percent_decode(value).value_or("?"));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

// "" when there is none.
inline std::string parameter(const HttpRequest& request, std::string_view name) {
  for (const auto& [key, value] : query_of(request)) {
    if (key == name) return value;
  }
  return {};
}

inline std::string path_of(const HttpRequest& request) {
  const auto url = parse_url(request.url);
  return url ? url->target.substr(0, url->target.find('?')) : std::string();
}

using Play = std::function<Result<HttpResponse>(const HttpRequest&)>;

class PlayedNetwork final : public HttpClient {
 public:
  explicit PlayedNetwork(Play play = {}) : play_(std::move(play)) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (!play_) return HttpResponse{.status = 404, .body = "no play"};
    return play_(request);
  }
  void play(Play play) { play_ = std::move(play); }
  const std::vector<HttpRequest>& requests() const { return requests_; }
  std::size_t count(std::string_view path_part) const {
    std::size_t found = 0;
    for (const auto& request : requests_) {
      if (request.url.find(path_part) != std::string::npos) ++found;
    }
    return found;
  }

 private:
  std::mutex mutex_;
  Play play_;
  std::vector<HttpRequest> requests_;
};

inline HttpResponse answer(int status, std::string body, HttpHeaders headers = {}) {
  return HttpResponse{.status = status, .headers = std::move(headers), .body = std::move(body)};
}

inline Fault no_answer(Reach reach) {
  Fault fault;
  fault.kind = FaultKind::retry_later;
  fault.message = "the connection was lost";
  fault.reach = reach;
  return fault;
}

inline const Instant noon = *parse_iso8601("2026-11-21T12:00:00Z");

// Everything a Network borrows, with a world that stands still.
struct Bench {
  PlayedNetwork http{};
  MemoryVault vault{};
  ManualClock clock{noon};
  SeededRandom random{7};

  NetworkParts parts() { return {http, vault, clock, random}; }
};

// The folder of recorded answers; empty where it is missing.
inline std::string recorded_folder() {
  const char* given = std::getenv("SOCIAL311_SHARED");
  const std::string shared =
      given != nullptr ? given : std::string(SOCIAL311_SOURCE_DIR "/../shared");
  const std::string folder = shared + "/platforms/data";
  return std::filesystem::is_directory(folder) ? folder : std::string();
}

}  // namespace social311::connectors::test
