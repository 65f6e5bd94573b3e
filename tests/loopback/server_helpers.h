// A public server for tests, with a handler that says what it was asked.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "net/server.h"
#include "tests/loopback/raw_client.h"

namespace social311::test {

class EchoServer {
 public:
  explicit EchoServer(net::ServerOptions options = {}, net::Handler handler = {});

  int port() const { return server_->port(); }
  net::HttpServer& server() { return *server_; }
  std::vector<net::ServerCall> calls() const;    // every call that reached the handler
  bool wait_for_calls(std::size_t count) const;  // false when they do not come

 private:
  mutable std::mutex mutex_{};
  mutable std::condition_variable called_{};
  std::vector<net::ServerCall> calls_{};
  net::Handler handler_;
  std::unique_ptr<net::HttpServer> server_;
};

// Limits so short that a test sees them pass.
net::ServerOptions impatient();

std::string get_text(std::string_view target, std::string_view more = "");

}  // namespace social311::test
