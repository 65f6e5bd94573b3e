// A client that sends exactly the bytes it is given, for tests of the public server.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/http.h"

namespace social311::test {

struct RawAnswer {
  int status = 0;
  HttpHeaders headers{};
  std::string body{};

  std::string header(std::string_view name) const;
};

class RawClient {
 public:
  static constexpr std::chrono::milliseconds patience{10'000};

  explicit RawClient(int port, int receive_buffer = 0);  // 0: the system's choice
  RawClient();                                           // not connected yet
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void connect(int port);
  // False when the server has gone (the rest is not sent) or takes nothing for `patience`.
  bool send(std::string_view bytes);
  void finish_sending();
  // The next answer, by its Content-Length or to the end; empty when none came.
  std::optional<RawAnswer> read_answer(bool to_head = false);
  // Everything until `needle` or the end.
  std::string read_until(std::string_view needle);
  std::string read_to_end() { return read_until({}); }
  // True once the server has closed (or reset); what it sent before is dropped.
  bool closed_within(std::chrono::milliseconds span);
  int descriptor() const { return descriptor_; }

 private:
  bool read_more(std::chrono::milliseconds span);

  int descriptor_ = -1;
  std::string buffer_{};
  bool ended_ = false;
};

// One request on one connection, and its answer.
std::optional<RawAnswer> ask(int port, std::string_view bytes);

}  // namespace social311::test
