// All connections of the public server, from the first byte to the last.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "net/server.h"

namespace social311::net {

struct SessionsInside;

class Sessions final {
 public:
  Sessions(ServerOptions options, Handler handler);
  // Cuts what is left and waits for handlers that still run.
  ~Sessions();
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  // Owns the descriptor. Over the caps it makes room or answers 503. Does not block.
  void adopt(int descriptor, const std::string& peer) noexcept;
  // Closes what waits and what streams, lets running requests finish until `grace` is over, then
  // cuts. A handler that still runs then keeps running; its answer goes nowhere. Idempotent.
  void drain(std::chrono::milliseconds grace);

 private:
  std::shared_ptr<SessionsInside> inside_;
};

}  // namespace social311::net
