#include "net/deadline_watch.h"

#include "net/signals_blocked.h"

namespace social311::net {

DeadlineWatch::DeadlineWatch() {
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

DeadlineWatch::~DeadlineWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void DeadlineWatch::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (entries_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto first = entries_.begin();
    if (first->first.first > std::chrono::steady_clock::now()) {
      const Moment until = first->first.first;  // a copy: the entry may go while we sleep
      changed_.wait_until(lock, until);
      continue;
    }
    const auto act = std::move(first->second);
    entries_.erase(first);
    lock.unlock();
    act();
    lock.lock();
  }
}

DeadlineWatch::Guard::Guard(DeadlineWatch& watch, Moment at, std::function<void()> act)
    : watch_(watch) {
  const std::lock_guard lock(watch_.mutex_);
  key_ = {at, watch_.next_number_++};
  watch_.entries_.emplace(key_, std::move(act));
  watch_.changed_.notify_all();
}

DeadlineWatch::Guard::~Guard() {
  const std::lock_guard lock(watch_.mutex_);
  watch_.entries_.erase(key_);
}

}  // namespace social311::net
