// The threads on which handlers run: one that blocks holds up no other connection's bytes.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace social311::net {

class HandlerPool final {
 public:
  explicit HandlerPool(int threads);
  ~HandlerPool();
  HandlerPool(const HandlerPool&) = delete;
  HandlerPool& operator=(const HandlerPool&) = delete;

  // Tasks must not throw. After stop() they are dropped.
  void post(std::function<void()> task);
  // Drops what has not begun and waits for what has. Idempotent; not from a task.
  void stop();

 private:
  void run();

  std::mutex mutex_{};
  std::condition_variable changed_{};
  std::deque<std::function<void()>> tasks_{};
  bool stopping_ = false;
  std::vector<std::thread> threads_{};
};

}  // namespace social311::net
