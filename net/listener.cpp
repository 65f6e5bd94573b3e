#include "net/listener.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <system_error>
#include <utility>

#include "net/request_check.h"
#include "net/signals_blocked.h"

namespace social311::net {

namespace {

// While no descriptor is free the same connection stays first in the queue: asking at once again
// would only burn a processor.
constexpr int pause_when_exhausted_ms = 100;

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses look_up(const std::string& host, int port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  (void)::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  return {found, &::freeaddrinfo};
}

Fault cannot_listen(const std::string& host, int port, int error) {
  const std::string where = host + ":" + std::to_string(port);
  std::string why = std::generic_category().message(error);
  if (error == EADDRINUSE) why = "the port is taken by another program; choose another one";
  if (error == EACCES) why = "not allowed; ports below 1024 need CAP_NET_BIND_SERVICE";
  if (error == EADDRNOTAVAIL) why = "that is no address of this machine";
  return {.kind = FaultKind::rejected,
          .message = "cannot listen on " + where + ": " + why,
          .reach = Reach::not_sent};
}

int port_of(int descriptor) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  (void)::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
  const auto* v6 =
      reinterpret_cast<const sockaddr_in6*>(&bound);  // the port stands at the same place
  return ntohs(v6->sin6_port);
}

std::string address_text(const sockaddr_storage& peer) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* raw =
      peer.ss_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_addr)
          : &reinterpret_cast<const sockaddr_in*>(&peer)->sin_addr;
  (void)::inet_ntop(peer.ss_family, raw, text.data(), text.size());
  return plain_address(text.data());
}

}  // namespace

Result<ListeningSocket> ListeningSocket::open(const std::string& host, int port) {
  const Addresses addresses = look_up(host, port);
  if (!addresses) return cannot_listen(host, port, EADDRNOTAVAIL);
  const addrinfo& first = *addresses;
  ListeningSocket made(::socket(first.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), 0);
  const int yes = 1;
  (void)::setsockopt(made.descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (made.descriptor_ < 0 || ::bind(made.descriptor_, first.ai_addr, first.ai_addrlen) != 0 ||
      ::listen(made.descriptor_, SOMAXCONN) != 0) {
    return cannot_listen(host, port, errno);
  }
  made.port_ = port_of(made.descriptor_);
  return made;
}

ListeningSocket::ListeningSocket(ListeningSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), port_(other.port_) {}

ListeningSocket& ListeningSocket::operator=(ListeningSocket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(port_, other.port_);
  return *this;
}

ListeningSocket::~ListeningSocket() {
  close();
}

void ListeningSocket::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Acceptor::Acceptor(ListeningSocket socket, Adopt adopt)
    : socket_(std::move(socket)),
      port_(socket_.port()),
      adopt_(std::move(adopt)),
      wake_(::eventfd(0, EFD_CLOEXEC)) {
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

Acceptor::~Acceptor() {
  stop();
  ::close(wake_);
}

void Acceptor::stop() {
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof one);
  if (thread_.joinable()) thread_.join();
  socket_.close();
}

void Acceptor::run() {
  for (;;) {
    std::array<pollfd, 2> both = {{{wake_, POLLIN, 0}, {socket_.descriptor(), POLLIN, 0}}};
    (void)::poll(both.data(), both.size(), -1);
    if (both[0].revents != 0) return;
    if (both[1].revents != 0) accept_one();
  }
}

void Acceptor::accept_one() {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  const int descriptor = ::accept4(socket_.descriptor(), reinterpret_cast<sockaddr*>(&peer), &size,
                                   SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (descriptor >= 0) return adopt_(descriptor, address_text(peer));
  const bool peer_gone =
      errno == ECONNABORTED || errno == EAGAIN || errno == EINTR || errno == EPROTO;
  if (peer_gone) return;
  pollfd only{wake_, POLLIN, 0};
  (void)::poll(&only, 1, pause_when_exhausted_ms);
}

}  // namespace social311::net
