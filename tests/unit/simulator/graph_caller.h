// The city's side of the Graph API against a network without sockets.
#pragma once

#include <string>
#include <vector>

#include "core/http.h"
#include "network_under_test.h"

namespace social311::simulator::test {

using Query = std::vector<std::pair<std::string, std::string>>;

class GraphCaller {
 public:
  explicit GraphCaller(SimulatorOptions options = {}) : under(std::move(options)) {}

  Answer get(const std::string& path, Query query = {});
  Answer post(const std::string& path, Query form = {});
  Answer remove(const std::string& path);
  Answer send(const std::string& method, const std::string& target, const std::string& body,
              const std::string& token);
  // A resident's doing; the id. `json` is what follows {"network":…,"author":….
  std::string resident(const std::string& network, const std::string& json,
                       const std::string& handle = "Ana Romero");
  Answer control(const std::string& path, const std::string& json) {
    return under.control("POST", path, json);
  }
  void fail_next(const std::string& outcome) {
    control("/faults", R"({"outcome":")" + outcome + "\"}");
  }
  std::string own_post() { return get("/me/feed").body["data"].at(0)["id"].text_or(""); }
  std::string comment(const std::string& text, const std::string& under_id = "");

  NetworkUnderTest under;
  MetaAccount meta{};
  std::string token = MetaAccount{}.page_access_token.reveal();
  std::string version = "/v26.0";
};

int code_of(const Answer& answer);
int subcode_of(const Answer& answer);

}  // namespace social311::simulator::test
