#include "simulator/limits.h"

#include <algorithm>
#include <chrono>

namespace social311::simulator {

namespace {

std::int64_t month_of(Instant now) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(now));
  return static_cast<std::int64_t>(static_cast<int>(date.year())) * 12 +
         static_cast<unsigned>(date.month());
}

std::int64_t epoch_seconds(Instant instant) {
  return std::chrono::ceil<std::chrono::seconds>(instant).time_since_epoch().count();
}

struct Limit {
  int app = 0;
  int user = 0;
};

Limit limit_of(Endpoint endpoint, int post_limit) {
  switch (endpoint) {
    case Endpoint::mentions:
    case Endpoint::search_recent:
      return {450, 300};
    case Endpoint::posts_by_ids:
      return {3500, 5000};
    case Endpoint::post_by_id:
      return {450, 900};
    case Endpoint::create_post:
      return {0, post_limit};
    case Endpoint::delete_post:
      return {0, 50};
    case Endpoint::me:
      return {0, 75};
    case Endpoint::user_by_name:
    case Endpoint::user_by_id:
      return {300, 900};
    case Endpoint::user_posts:
      return {1500, 900};
    case Endpoint::usage:
      return {50, 0};
    case Endpoint::dm_events:
    case Endpoint::dm_events_with:
    case Endpoint::dm_send:
      return {0, 15};
    default:
      return {1'000'000, 1'000'000};
  }
}

}  // namespace

int window_limit(Endpoint endpoint, Context context, int post_limit) {
  const Limit limit = limit_of(endpoint, post_limit);
  return context == Context::app ? limit.app : limit.user;
}

RateWindows::Open& RateWindows::open(Endpoint endpoint, Context context, std::size_t app,
                                     Instant now) {
  Open& open = open_[{endpoint, context, app}];
  if (open.used == 0 || now >= open.since + window_) open = {.since = now, .used = 0};
  return open;
}

WindowState RateWindows::take(Endpoint endpoint, Context context, std::size_t app, Instant now) {
  Open& window = open(endpoint, context, app, now);
  WindowState state{.limit = window_limit(endpoint, context, post_limit_)};
  state.resets_at = window.since + window_;
  state.allowed = window.used < state.limit;
  if (state.allowed) ++window.used;
  state.remaining = std::max(0, state.limit - window.used);
  return state;
}

void RateWindows::exhaust(Endpoint endpoint, Context context, std::size_t app, Instant now) {
  open(endpoint, context, app, now).used = window_limit(endpoint, context, post_limit_);
}

bool Meter::capped(Instant now) const {
  return cap_ && posts_read(now) >= *cap_;
}

void Meter::charge_read(const std::string& resource, std::int64_t micros, Instant now) {
  const std::int64_t day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
  if (day != day_) charged_today_.clear();
  day_ = day;
  if (!charged_today_.insert(resource).second) return;
  spent_ += micros;
  if (resource.starts_with("post/")) ++posts_by_month_[month_of(now)];
}

std::uint64_t Meter::posts_read(Instant now) const {
  const auto found = posts_by_month_.find(month_of(now));
  return found == posts_by_month_.end() ? 0 : found->second;
}

Pairs rate_headers(Endpoint endpoint, const WindowState& state, Instant now) {
  Pairs headers = {{"x-rate-limit-limit", std::to_string(state.limit)},
                   {"x-rate-limit-remaining", std::to_string(state.remaining)},
                   {"x-rate-limit-reset", std::to_string(epoch_seconds(state.resets_at))}};
  if (endpoint != Endpoint::create_post) return headers;
  const std::string tomorrow = std::to_string(epoch_seconds(now + std::chrono::hours(24)));
  const int used = state.limit - state.remaining;
  for (const char* who : {"x-app-limit-24hour", "x-user-limit-24hour"}) {
    headers.emplace_back(std::string(who) + "-limit", "10000");
    headers.emplace_back(std::string(who) + "-remaining", std::to_string(10'000 - used));
    headers.emplace_back(std::string(who) + "-reset", tomorrow);
  }
  return headers;
}

}  // namespace social311::simulator
