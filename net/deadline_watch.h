// Calls back when a deadline passes, on one thread of its own. The HTTP library bounds single legs
// only; this bounds the whole call.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace social311::net {

class DeadlineWatch final {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  DeadlineWatch();
  ~DeadlineWatch();
  DeadlineWatch(const DeadlineWatch&) = delete;
  DeadlineWatch& operator=(const DeadlineWatch&) = delete;

  // While it lives the deadline is watched. Dropping it does not wait for an act that has begun:
  // whatever `act` uses, it must own. `act` must not throw.
  class Guard final {
   public:
    Guard(DeadlineWatch& watch, Moment at, std::function<void()> act);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    DeadlineWatch& watch_;
    std::pair<Moment, std::uint64_t> key_;
  };

 private:
  void run();

  std::mutex mutex_{};
  std::condition_variable changed_{};
  std::map<std::pair<Moment, std::uint64_t>, std::function<void()>> entries_{};
  std::uint64_t next_number_ = 0;
  bool stopping_ = false;
  std::thread thread_{};
};

}  // namespace social311::net
