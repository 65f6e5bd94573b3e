#include "net/server.h"

#include <algorithm>

#include "net/listener.h"
#include "net/sessions.h"

namespace social311::net {

namespace {

class Server final : public HttpServer {
 public:
  Server(ListeningSocket socket, ServerOptions options, Handler handler)
      : sessions_(std::move(options), std::move(handler)),
        acceptor_(std::move(socket), [this](int descriptor, const std::string& peer) {
          sessions_.adopt(descriptor, peer);
        }) {}
  ~Server() override { acceptor_.stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const override { return acceptor_.port(); }
  void stop(std::chrono::milliseconds grace) override {
    acceptor_.stop();
    sessions_.drain(grace);
  }

 private:
  Sessions sessions_;
  Acceptor acceptor_;
};

}  // namespace

std::optional<std::string> ServerCall::query_value(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

// RFC 6265, 4.2: "name=value; name=value". Quotes belong to the value.
std::optional<std::string> ServerCall::cookie(std::string_view name) const {
  const auto header = headers.find("Cookie");
  std::string_view rest = header == headers.end() ? std::string_view() : header->second;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, end);
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return std::string(pair.substr(name.size() + 1));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

Result<std::unique_ptr<HttpServer>> start_http_server(ServerOptions options, Handler handler) {
  auto socket = ListeningSocket::open(options.host, options.port);
  if (!socket) return socket.fault();
  return std::unique_ptr<HttpServer>(
      std::make_unique<Server>(std::move(*socket), std::move(options), std::move(handler)));
}

}  // namespace social311::net
