#include "service/roles/turn.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

#include "core/text.h"

namespace social311::service {

bool StoreKeeper::ready(std::stop_token stop) {
  while (!store_ && !stop.stop_requested()) {
    auto opened = sql::open_store(options_);
    if (opened) {
      store_ = std::move(opened).value();
      ++generation_;
      wait_ = std::chrono::milliseconds(100);
      return true;
    }
    spdlog::warn("database_unreachable why={}", quoted(opened.fault().message));
    clock_.sleep_until(clock_.now() + wait_, stop);
    wait_ = std::min(wait_ * 2, std::chrono::milliseconds(5'000));
  }
  return store_ != nullptr;
}

bool StoreKeeper::turn(const std::string& name, std::stop_token stop,
                       const std::function<void()>& body) {
  if (!ready(stop)) return false;
  try {
    body();
    return true;
  } catch (const sql::StoreLost& lost) {
    spdlog::warn("database_lost turn={} why={}", name, quoted(lost.what()));
    store_.reset();
  } catch (const std::exception& broken) {
    spdlog::error("turn_failed turn={} why={}", name, quoted(broken.what()));
    store_.reset();  // whatever it left half-done is rolled back with the connection
  }
  clock_.sleep_until(clock_.now() + std::chrono::milliseconds(200), stop);
  return false;
}

}  // namespace social311::service
