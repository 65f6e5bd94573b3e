#include "tests/loopback/server_helpers.h"

#include <stdexcept>

namespace social311::test {

EchoServer::EchoServer(net::ServerOptions options, net::Handler handler)
    : handler_(std::move(handler)) {
  auto started = net::start_http_server(std::move(options), [this](const net::ServerCall& call) {
    {
      const std::lock_guard lock(mutex_);
      calls_.push_back(call);
      called_.notify_all();
    }
    if (handler_) return handler_(call);
    return net::ServerReply{.headers = {{"Content-Type", "text/plain"}},
                            .body = call.method + " " + call.path + " " + call.body};
  });
  if (!started) throw std::runtime_error(started.fault().message);
  server_ = std::move(*started);
}

std::vector<net::ServerCall> EchoServer::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

bool EchoServer::wait_for_calls(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return called_.wait_for(lock, RawClient::patience, [&] { return calls_.size() >= count; });
}

net::ServerOptions impatient() {
  net::ServerOptions options;
  options.header_timeout = std::chrono::milliseconds(300);
  options.body_timeout = std::chrono::milliseconds(300);
  options.write_timeout = std::chrono::milliseconds(500);
  options.idle_timeout = std::chrono::milliseconds(300);
  options.event_comment_every = std::chrono::milliseconds(50);
  return options;
}

std::string get_text(std::string_view target, std::string_view more) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) +
         "\r\n";
}

}  // namespace social311::test
