// Who is connected, against the caps. At a cap the connection that has waited longest for its
// request makes room for the new one: idle connections cannot lock anybody out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace social311::net {

class ConnectionTable final {  // thread-safe
 public:
  using Id = std::uint64_t;
  struct Caps {
    std::size_t all = 512;
    std::size_t each_client = 128;
    std::vector<std::string> exempt{};  // proxies: many clients under one address
  };
  struct Admission {
    std::optional<Id> id{};       // empty: refused
    std::optional<Id> evicted{};  // close this one; it is no longer counted
  };

  explicit ConnectionTable(Caps caps) : caps_(std::move(caps)) {}

  Admission admit(const std::string& client);  // the new one waits for its request
  // A whole head has arrived. False: the connection was evicted meanwhile, and must not act on it.
  bool mark_busy(Id id);
  void mark_waiting(Id id);
  void remove(Id id);  // unknown ones are ignored
  std::size_t size() const;

 private:
  struct Entry {
    std::string client{};
    std::optional<std::uint64_t> waiting_since{};  // a running number, not a time
  };

  std::optional<Id> longest_waiting(const std::string* client) const;
  void forget(Id id);

  mutable std::mutex mutex_{};
  const Caps caps_;
  std::map<Id, Entry> entries_{};
  std::map<std::string, std::size_t> by_client_{};
  std::uint64_t next_ = 1;
};

}  // namespace social311::net
