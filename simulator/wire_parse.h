// The HTTP/1.1 text of requests and answers, apart from the sockets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "simulator/wire.h"

namespace social311::simulator {

struct ReadState {
  bool complete = false;
  int refuse_with = 0;         // a status when the bytes are no acceptable request
  std::size_t consumed = 0;    // of the buffer, when complete
  std::size_t head_bytes = 0;  // known as soon as the head is whole
  bool wants_continue = false;
  bool keep_alive = true;
  WireRequest request{};
};

// Looks at everything received so far. Neither complete nor refused: read on.
ReadState read_request(std::string_view buffer, std::size_t header_bytes, std::size_t body_bytes);

std::string write_reply(const WireReply& reply, bool keep_alive, bool head_only);

// "a=1&b=x+y" decoded; empty for a bad escape.
std::optional<Pairs> parse_form(std::string_view text);

const char* reason_of(int status);

}  // namespace social311::simulator
