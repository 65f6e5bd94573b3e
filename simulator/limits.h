// What a call costs: places in the rate windows, and money. Not thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "core/clock.h"
#include "simulator/vocabulary.h"
#include "simulator/wire.h"

namespace social311::simulator {

enum class Context { app, user };

struct WindowState {
  int limit = 0;
  int remaining = 0;
  Instant resets_at{};
  bool allowed = true;  // false: this call is one too many
};

// Limits per window (X's rate-limits page); 0 = the endpoint cannot be called in this context.
int window_limit(Endpoint endpoint, Context context, int post_limit);

class RateWindows {
 public:
  RateWindows(Milliseconds window, int post_limit) : window_(window), post_limit_(post_limit) {}
  // Takes one place where there is one.
  WindowState take(Endpoint endpoint, Context context, std::size_t app, Instant now);
  void exhaust(Endpoint endpoint, Context context, std::size_t app, Instant now);
  void reset() { open_.clear(); }

 private:
  struct Open {
    Instant since{};
    int used = 0;
  };
  Open& open(Endpoint endpoint, Context context, std::size_t app, Instant now);

  Milliseconds window_;
  int post_limit_;
  std::map<std::tuple<Endpoint, Context, std::size_t>, Open> open_;
};

// Money in millionths of a dollar.
namespace price {
constexpr std::int64_t owned_post = 1'000;
constexpr std::int64_t post_read = 5'000;
constexpr std::int64_t user_read = 10'000;
constexpr std::int64_t dm_read = 10'000;
constexpr std::int64_t post_created = 15'000;
constexpr std::int64_t post_with_link = 200'000;
constexpr std::int64_t summoned_reply = 10'000;
constexpr std::int64_t dm_created = 15'000;
}  // namespace price

// A resource is charged once a UTC day; created things always.
class Meter {
 public:
  void set_credits(std::optional<std::int64_t> micros) { credits_ = micros; }
  void set_cap(std::optional<std::uint64_t> posts) { cap_ = posts; }
  bool out_of_credits() const { return credits_ && *credits_ <= spent_; }
  bool capped(Instant now) const;
  void charge_read(const std::string& resource, std::int64_t micros, Instant now);
  void charge(std::int64_t micros) { spent_ += micros; }
  std::int64_t spent() const { return spent_; }
  std::uint64_t posts_read(Instant now) const;  // this month
  std::optional<std::uint64_t> cap() const { return cap_; }

 private:
  std::optional<std::int64_t> credits_{};
  std::optional<std::uint64_t> cap_{};
  std::int64_t spent_ = 0;
  std::int64_t day_ = -1;
  std::set<std::string> charged_today_;
  std::map<std::int64_t, std::uint64_t> posts_by_month_;
};

Pairs rate_headers(Endpoint endpoint, const WindowState& state, Instant now);

}  // namespace social311::simulator
