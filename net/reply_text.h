// A reply as the bytes of an HTTP/1.1 answer, and the answers a server gives by itself. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "net/server.h"

namespace social311::net {

enum class AfterReply { keep_alive, close };

struct ReplyFacts {
  std::string request_id{};
  bool to_head = false;  // the request was HEAD: lengths, but no body
  bool streams = false;  // events follow: no length, ends with the connection
  AfterReply after = AfterReply::close;
  std::chrono::sys_seconds now{};
};

// Head and body. Empty when the reply cannot be sent as it is: a status that is none, or a header
// that would break out of its line. Content-Length, Transfer-Encoding, Connection, Date and
// X-Request-Id are ours; what the handler says about them is dropped.
std::optional<std::string> reply_text(const ServerReply& reply, const ReplyFacts& facts);

// application/problem+json (RFC 9457) with the request's id and nothing about the inside.
ServerReply problem(int status, std::string_view why, const std::string& request_id);

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::chrono::sys_seconds at);

}  // namespace social311::net
