// A simulated network without sockets, on a clock that moves by hand.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/json.h"
#include "simulator/network.h"

namespace social311::simulator::test {

struct Answer {
  int status = 0;
  WireReply reply{};
  JsonValue body{};

  std::string header(const std::string& name) const;
  std::vector<std::string> ids() const;  // of data
  std::string next() const { return body["meta"]["next_token"].text_or(""); }
  std::string problem() const;  // the last segment of the problem's type
};

constexpr const char* city_id = "2244994945";

class NetworkUnderTest {
 public:
  explicit NetworkUnderTest(SimulatorOptions options = {});

  // `as`: "user" or "app" in the vocabulary `post`, "tweet-user" or "tweet-app" in the other; "" =
  // nobody.
  Answer get(const std::string& target, const std::string& as = "user");
  Answer create(const std::string& json, const std::string& as = "user");
  Answer reply(std::uint64_t target, const std::string& text, const std::string& as = "user");
  Answer remove(const std::string& target, const std::string& as = "user");
  Answer control(const std::string& method, const std::string& path, const std::string& json = "");
  Answer form(const std::string& path, const std::string& body, const std::string& authorization);
  Answer send(WireRequest request);

  // A resident's post; names the reason when it is refused.
  std::uint64_t post(const std::string& handle, const std::string& text, NewPost more = {});
  std::uint64_t mention(const std::string& text) { return post("ana", "@Denver311 " + text); }
  std::vector<std::string> mentions(const std::string& query = "");  // ids, newest first
  std::vector<std::string> search(const std::string& query, const std::string& more = "");
  void pass(Milliseconds span) { clock.advance(span); }

  ManualClock clock;
  std::unique_ptr<SimulatedNetwork> network;
};

std::string mentions_path(const std::string& query = "");
SimulatorOptions without_search_tail();
std::vector<std::string> as_text(std::initializer_list<std::uint64_t> ids);

}  // namespace social311::simulator::test
