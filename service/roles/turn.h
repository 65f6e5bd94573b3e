// The frame around every loop's turn: an exception ends the turn, not the role. A lost database
// throws the Store away and builds a new one; everything a turn does can be done twice.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "core/clock.h"
#include "sql/store.h"

namespace social311::service {

// Owns one Store and what hangs on its connection. One thread.
class StoreKeeper {
 public:
  StoreKeeper(sql::StoreOptions options, Clock& clock)
      : options_(std::move(options)), clock_(clock) {}

  // Connects when there is no Store; waits between tries; false when stopped before.
  bool ready(std::stop_token stop);
  sql::Store& store() { return *store_; }
  std::unique_ptr<sql::Store>& slot() { return store_; }

  // Runs one turn. On StoreLost the Store is dropped; any other exception is logged and the loop
  // waits. True when the turn ran to its end.
  bool turn(const std::string& name, std::stop_token stop, const std::function<void()>& body);
  // Counts the Stores built so far: advisory locks are gone when it grows.
  int generation() const { return generation_; }

 private:
  sql::StoreOptions options_;
  Clock& clock_;
  std::unique_ptr<sql::Store> store_{};
  int generation_ = 0;
  std::chrono::milliseconds wait_{100};
};

}  // namespace social311::service
