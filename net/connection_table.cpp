#include "net/connection_table.h"

#include <algorithm>

namespace social311::net {

ConnectionTable::Admission ConnectionTable::admit(const std::string& client) {
  const std::lock_guard lock(mutex_);
  const bool exempt =
      std::find(caps_.exempt.begin(), caps_.exempt.end(), client) != caps_.exempt.end();
  const auto own = by_client_.find(client);
  const bool client_full = !exempt && own != by_client_.end() && own->second >= caps_.each_client;
  Admission admission;
  if (client_full || entries_.size() >= caps_.all) {
    admission.evicted = longest_waiting(client_full ? &client : nullptr);
    if (!admission.evicted) return admission;
    forget(*admission.evicted);
  }
  admission.id = next_;
  entries_.emplace(next_, Entry{client, next_});
  ++by_client_[client];
  ++next_;
  return admission;
}

bool ConnectionTable::mark_busy(Id id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return false;
  found->second.waiting_since.reset();
  return true;
}

void ConnectionTable::mark_waiting(Id id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found != entries_.end()) found->second.waiting_since = next_++;
}

void ConnectionTable::remove(Id id) {
  const std::lock_guard lock(mutex_);
  forget(id);
}

std::size_t ConnectionTable::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

// A walk over at most `caps_.all` entries, and only at a cap.
std::optional<ConnectionTable::Id> ConnectionTable::longest_waiting(
    const std::string* client) const {
  const std::pair<const Id, Entry>* best = nullptr;
  for (const auto& entry : entries_) {
    const auto& since = entry.second.waiting_since;
    if (!since || (client != nullptr && entry.second.client != *client)) continue;
    if (best == nullptr || *since < *best->second.waiting_since) best = &entry;
  }
  return best == nullptr ? std::nullopt : std::optional(best->first);
}

void ConnectionTable::forget(Id id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  const auto own = by_client_.find(found->second.client);
  if (--own->second == 0) by_client_.erase(own);
  entries_.erase(found);
}

}  // namespace social311::net
