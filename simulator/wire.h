// A small HTTP/1.1 server over raw sockets, because a network that misbehaves needs every byte in
// its own hands: an answer may be whole, cut, dripped, never sent, or a reset. Loopback only.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::simulator {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct WireRequest {
  std::string method{};
  std::string target{};  // as it came
  std::string path{};    // percent-decoded, no query, without `mount`
  std::string mount{};   // the network's prefix, "" without one
  std::string raw_query{};
  Pairs query{};  // decoded (`+` is a blank), in order, repeats kept
  HttpHeaders headers{};
  std::string body{};

  std::string header(std::string_view name) const;  // "" when absent
  std::optional<std::string> query_value(std::string_view name) const;
};

// What the peer sees of an answer.
enum class Delivery {
  whole,
  close_silently,  // the connection closes without a byte
  reset,           // RST instead of an answer
  hang,            // nothing, until `hold` is over or the peer leaves
  drip,            // a few bytes at a time
  truncate,        // the head promises the whole body, half of it comes
};

struct WireReply {
  int status = 200;
  Pairs headers{};
  std::string body{};
  Delivery delivery = Delivery::whole;
  Milliseconds delay{0};  // before the first byte
  Milliseconds hold{30'000};
};

struct WireOptions {
  int port = 0;
  std::size_t header_bytes = 16u << 10;
  std::size_t body_bytes = 1u << 20;
  int max_connections = 512;
  Milliseconds idle{30'000};  // between requests, and for a request to arrive
  Milliseconds drip_every{100};
  std::size_t drip_bytes = 8;
};

class WireServer {
 public:
  using Handler = std::function<WireReply(const WireRequest&)>;  // called from many threads

  // Listens when it returns. Fault (rejected): the port is taken.
  static Result<std::unique_ptr<WireServer>> start(WireOptions options, Handler handler);
  ~WireServer();
  WireServer(const WireServer&) = delete;
  WireServer& operator=(const WireServer&) = delete;

  int port() const { return port_; }
  void stop();  // ends hanging answers too; idempotent

 private:
  struct Connection;
  WireServer(WireOptions options, Handler handler, int listener, int port, int wake);
  void accept_loop();
  void serve(Connection& connection);
  bool serve_one(Connection& connection);
  void reap();

  WireOptions options_;
  Handler handler_;
  int listener_;
  int port_;
  int wake_;  // an eventfd that becomes readable, and stays so, when the server stops
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::list<std::unique_ptr<Connection>> connections_;
  std::thread acceptor_;
};

}  // namespace social311::simulator
