// What waits to be sent to one reader of an event stream. Bounded: who reads too slowly is dropped
// and comes back with Last-Event-ID.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

namespace social311::net {

// "id: …\nevent: …\ndata: …\n\n"; a line of `data` each its own "data:". Line breaks in the other
// two are dropped, empty ones are left out.
std::string event_text(std::string_view id, std::string_view event, std::string_view data);

class EventQueue final {  // thread-safe
 public:
  explicit EventQueue(std::size_t limit) : limit_(limit) {}

  enum class Added { first, behind_others, full, closed };
  // `full` closes the queue and forgets what waits.
  Added add(std::string_view text);
  // Everything that waits; it counts against the limit until written() is called.
  std::string take();
  void written();
  void close();  // what waits may still be taken
  bool open() const;
  bool overflowed() const;

 private:
  mutable std::mutex mutex_{};
  const std::size_t limit_;
  std::string waiting_{};
  std::size_t in_flight_ = 0;
  bool open_ = true;
  bool overflowed_ = false;
};

}  // namespace social311::net
