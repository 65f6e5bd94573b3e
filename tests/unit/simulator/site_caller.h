// The city's side of Mastodon and Bluesky against a network without sockets.
#pragma once

#include <string>
#include <vector>

#include "graph_caller.h"
#include "network_under_test.h"

namespace social311::simulator::test {

class SiteCaller {
 public:
  explicit SiteCaller(std::string bearer, SimulatorOptions options = {})
      : under(std::move(options)), token(std::move(bearer)) {}

  Answer get(const std::string& path, const Query& query = {});
  // `body` is JSON.
  Answer send(const std::string& method, const std::string& path, const std::string& body,
              const std::string& more_headers = "");
  std::string resident(const std::string& network, const std::string& handle,
                       const std::string& text, const std::string& more = "");
  Answer control(const std::string& path, const std::string& json) {
    return under.control("POST", path, json);
  }
  void fail_next(const std::string& outcome) {
    control("/faults", R"({"outcome":")" + outcome + "\"}");
  }

  NetworkUnderTest under;
  std::string token;
};

}  // namespace social311::simulator::test
