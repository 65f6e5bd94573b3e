// The public HTTP server over Boost.Beast, with the manners a hostile network asks for: header 8
// KiB, body 1 MiB, time limits on every leg, a cap on connections, exact message lengths,
// server-sent events through bounded queues. Handlers run on a pool of their own.
//
// It answers by itself, as application/problem+json with the request's id: 400 malformed, 413 and
// 431 too large, 417, 421 not our host, 500 when a handler throws or its reply cannot be sent, 501
// for a method outside Allow (TRACE and CONNECT too) or an unknown Transfer-Encoding, 503 over the
// caps; and 204 to OPTIONS *. Everything else, 404 and 405 included, is the handler's. Every answer
// has X-Request-Id and Date. A refused request closes its connection.
//
// At a cap of connections the one that has waited longest for its request is closed to make room;
// only when all are busy is a new one refused.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http.h"
#include "core/result.h"

namespace social311::net {

struct ServerCall {
  std::string method{};  // GET HEAD POST PUT PATCH DELETE OPTIONS
  std::string path{};    // percent-decoded once, valid UTF-8, no "..", no NUL
  std::vector<std::pair<std::string, std::string>> query{};  // decoded
  HttpHeaders headers{};
  std::string body{};
  std::string client{};  // address; from X-Forwarded-For only when the peer is a configured proxy
  std::string request_id{};

  std::optional<std::string> query_value(std::string_view name) const;  // the first
  std::optional<std::string> cookie(std::string_view name) const;
};

// One client of an event stream. Thread-safe, and may outlive the server. A reader that is too slow
// is dropped. Destroying the sink closes the stream.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // Queues "id: …\nevent: …\ndata: …\n\n". False when the client is gone or its queue was full
  // (then it is closed).
  virtual bool send(std::string_view id, std::string_view event, std::string_view data) = 0;
  virtual bool open() const = 0;
  virtual void close() = 0;
};

struct ServerReply {
  int status = 200;
  HttpHeaders headers{};
  std::string body{};
  // When set, the answer is a server-sent event stream: it is called once with the sink after the
  // head has been written. Comment lines keep it alive.
  std::function<void(std::shared_ptr<EventSink>)> events{};
};

using Handler = std::function<ServerReply(const ServerCall&)>;

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;                      // 0 = any free one
  std::vector<std::string> hosts{};  // accepted Host headers (without port); empty = any
  std::vector<std::string> trusted_proxies{};
  int io_threads = 2;
  int handler_threads = 4;
  std::size_t header_bytes = 8192;
  std::size_t body_bytes = 1u << 20;
  std::size_t max_connections = 512;
  std::size_t max_connections_per_client = 128;
  std::size_t event_queue_bytes = 64u << 10;
  std::chrono::milliseconds header_timeout{10'000};
  std::chrono::milliseconds body_timeout{10'000};
  std::chrono::milliseconds write_timeout{15'000};
  std::chrono::milliseconds idle_timeout{10'000};
  std::chrono::milliseconds event_comment_every{15'000};
};

class HttpServer {
 public:
  virtual ~HttpServer() = default;
  virtual int port() const = 0;
  // Stops accepting, lets running requests finish until `grace` is over, closes streams.
  // Idempotent. The destructor cuts what is left, but waits for handlers that still run: a handler
  // must end.
  virtual void stop(std::chrono::milliseconds grace) = 0;
};

// Listens when it returns. Fault (rejected): the port is taken or not allowed; says which.
Result<std::unique_ptr<HttpServer>> start_http_server(ServerOptions options, Handler handler);

}  // namespace social311::net
