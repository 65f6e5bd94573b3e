// The listening socket and the thread that accepts. No library: descriptors are CLOEXEC from their
// first moment, and running out of them costs a pause instead of a spinning thread.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "core/result.h"

namespace social311::net {

class ListeningSocket final {
 public:
  // Fault (rejected) says whether the address is taken, not allowed, or not of this machine.
  static Result<ListeningSocket> open(const std::string& host, int port);
  ListeningSocket(ListeningSocket&& other) noexcept;
  ListeningSocket& operator=(ListeningSocket&& other) noexcept;
  ~ListeningSocket();

  int port() const { return port_; }
  int descriptor() const { return descriptor_; }
  void close();

 private:
  ListeningSocket(int descriptor, int port) : descriptor_(descriptor), port_(port) {}

  int descriptor_ = -1;
  int port_ = 0;
};

class Acceptor final {
 public:
  // `adopt` owns the descriptor (non-blocking) and gets the peer's plain address. It runs on the
  // acceptor's thread and must neither block nor throw.
  using Adopt = std::function<void(int descriptor, std::string peer)>;

  Acceptor(ListeningSocket socket, Adopt adopt);
  ~Acceptor();
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;

  int port() const { return port_; }
  // No connection is adopted after it returned; the port is free again. Idempotent.
  void stop();

 private:
  void run();
  void accept_one();

  ListeningSocket socket_;
  const int port_;
  const Adopt adopt_;
  int wake_;
  std::thread thread_{};
};

}  // namespace social311::net
