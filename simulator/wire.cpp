#include "simulator/wire.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>

#include "simulator/wire_parse.h"

namespace social311::simulator {

namespace {

using Steady = std::chrono::steady_clock;

enum class Waited { ready, gone, late, stopped };

int left(Steady::time_point until) {
  const auto span = std::chrono::duration_cast<Milliseconds>(until - Steady::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(span + 1, 0, 60'000));
}

// Waits for `events` on the socket, or for the end of the server.
Waited wait_for(int fd, int wake, short events, Steady::time_point until) {
  for (;;) {
    pollfd both[2] = {{fd, events, 0}, {wake, POLLIN, 0}};
    const int ready = ::poll(both, 2, left(until));
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0 || (both[1].revents & POLLIN) != 0) return Waited::stopped;
    if (both[0].revents != 0) return Waited::ready;
    if (Steady::now() >= until) return Waited::late;
  }
}

// Only the stop or the peer's leaving ends it early.
Waited rest(int fd, int wake, Milliseconds span) {
  return wait_for(fd, wake, POLLRDHUP, Steady::now() + span);
}

bool send_all(int fd, int wake, std::string_view bytes) {
  const auto until = Steady::now() + std::chrono::seconds(30);
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (sent < 0 && errno == EAGAIN) {
      if (wait_for(fd, wake, POLLOUT, until) != Waited::ready) return false;
    } else if (sent < 0 && errno != EINTR) {
      return false;
    }
  }
  return true;
}

void reset(int fd) {
  const linger now{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

int bound_socket(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  // The sockets API takes the address of every family under this one type.
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(fd, 256) == 0) {
    return fd;
  }
  ::close(fd);
  return -1;
}

int port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

WireReply refusal(int status) {
  WireReply reply{.status = status};
  reply.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
  reply.body = "the request could not be read\n";
  return reply;
}

}  // namespace

struct WireServer::Connection {
  int fd = -1;
  std::string buffer{};  // read, not yet used
  std::atomic<bool> done{false};
  std::thread thread{};
};

Result<std::unique_ptr<WireServer>> WireServer::start(WireOptions options, Handler handler) {
  if (options.port < 0 || options.port > 65535) {
    return Fault{.kind = FaultKind::rejected, .message = "the port must be 0..65535"};
  }
  const int listener = bound_socket(options.port);
  if (listener < 0) {
    return Fault{.kind = FaultKind::rejected,
                 .message = "cannot listen on 127.0.0.1:" + std::to_string(options.port) + ": " +
                            std::generic_category().message(errno)};
  }
  const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return std::unique_ptr<WireServer>(
      new WireServer(options, std::move(handler), listener, port_of(listener), wake));
}

WireServer::WireServer(WireOptions options, Handler handler, int listener, int port, int wake)
    : options_(options),
      handler_(std::move(handler)),
      listener_(listener),
      port_(port),
      wake_(wake),
      acceptor_([this] { accept_loop(); }) {}

WireServer::~WireServer() {
  stop();
  ::close(listener_);
  ::close(wake_);
}

void WireServer::stop() {
  if (stopping_.exchange(true)) return;
  const std::uint64_t one = 1;
  while (::write(wake_, &one, sizeof one) < 0 && errno == EINTR) {
  }
  acceptor_.join();
  for (auto& connection : connections_) connection->thread.join();
  connections_.clear();
}

void WireServer::accept_loop() {
  const auto never = Steady::time_point::max() - std::chrono::hours(1);
  while (!stopping_) {
    if (wait_for(listener_, wake_, POLLIN, never) == Waited::stopped) return;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    reap();
    if (fd < 0) {
      // Out of descriptors: the pending connection stays readable, so a pause keeps the loop from
      // spinning.
      if (errno == EMFILE || errno == ENFILE) rest(wake_, wake_, Milliseconds(50));
      continue;
    }
    const std::lock_guard lock(mutex_);
    if (static_cast<int>(connections_.size()) >= options_.max_connections) {
      ::close(fd);
      continue;
    }
    const int yes = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    auto& added = *connections_.emplace_back(std::make_unique<Connection>());
    added.fd = fd;
    added.thread = std::thread([this, &added] { serve(added); });
  }
}

void WireServer::reap() {
  const std::lock_guard lock(mutex_);
  connections_.remove_if([](const std::unique_ptr<Connection>& connection) {
    if (!connection->done) return false;
    connection->thread.join();
    return true;
  });
}

void WireServer::serve(Connection& connection) {
  while (!stopping_ && serve_one(connection)) {
  }
  ::close(connection.fd);
  connection.done = true;
}

// One request and its answer; false when the connection is to be closed.
bool WireServer::serve_one(Connection& connection) {
  const auto until = Steady::now() + options_.idle;
  ReadState state;
  while (!state.complete && state.refuse_with == 0) {
    state = read_request(connection.buffer, options_.header_bytes, options_.body_bytes);
    if (state.complete || state.refuse_with != 0) break;
    if (state.wants_continue && connection.buffer.size() == state.head_bytes &&
        !send_all(connection.fd, wake_, "HTTP/1.1 100 Continue\r\n\r\n")) {
      return false;
    }
    if (wait_for(connection.fd, wake_, POLLIN, until) != Waited::ready) return false;
    char bytes[8192];
    const ssize_t got = ::recv(connection.fd, bytes, sizeof bytes, 0);
    if (got <= 0 && !(got < 0 && (errno == EAGAIN || errno == EINTR))) return false;
    if (got > 0) connection.buffer.append(bytes, static_cast<std::size_t>(got));
  }
  WireReply reply = state.complete ? handler_(state.request) : refusal(state.refuse_with);
  connection.buffer.erase(0, state.consumed);
  const bool keep = state.complete && state.keep_alive;
  if (reply.delay.count() > 0 && rest(connection.fd, wake_, reply.delay) == Waited::stopped) {
    return false;
  }
  if (reply.delivery == Delivery::reset) reset(connection.fd);
  if (reply.delivery == Delivery::hang) rest(connection.fd, wake_, reply.hold);
  if (reply.delivery == Delivery::reset || reply.delivery == Delivery::hang ||
      reply.delivery == Delivery::close_silently) {
    return false;
  }
  const bool head_only = state.request.method == "HEAD";
  std::string bytes = write_reply(reply, keep, head_only);
  if (reply.delivery == Delivery::truncate) {
    bytes.resize(bytes.size() - (reply.body.size() + 1) / 2);
    send_all(connection.fd, wake_, bytes);
    return false;
  }
  if (reply.delivery == Delivery::whole) return send_all(connection.fd, wake_, bytes) && keep;
  for (std::size_t at = 0; at < bytes.size(); at += options_.drip_bytes) {
    if (!send_all(connection.fd, wake_, std::string_view(bytes).substr(at, options_.drip_bytes)) ||
        rest(connection.fd, wake_, options_.drip_every) != Waited::late) {
      return false;
    }
  }
  return keep;
}

}  // namespace social311::simulator
