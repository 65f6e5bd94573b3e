// What is remembered of the city's accounts besides their posts: whether they work, why one stands
// still, who stopped sending, what was read without gaps, and what push brought. Part of the Store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/post.h"

namespace social311::sql {

// A look at the account itself (Network::check), as it is kept.
struct AccountCheck {
  Instant at{};
  bool ok = false;
  std::string message{};  // what is wrong and what to do
  std::optional<Instant> token_ends_at{};
  std::vector<std::string> warnings{};

  bool operator==(const AccountCheck&) const = default;
};

// A person's stop of sending; what is queued waits.
struct SendingStop {
  std::string why{};
  std::string by{};
  Instant since{};

  bool operator==(const SendingStop&) const = default;
};

struct AccountEvent {
  Instant at{};
  std::string actor{};  // agent's name or "auto"
  std::string kind{};   // parked unparked stopped resumed authorised push
  std::string text{};
};

struct TimeSpan {
  Instant from{};
  Instant to{};

  bool operator==(const TimeSpan&) const = default;
};

// A range of a feed that is not read (yet, or for ever).
struct UnreadRange {
  std::optional<Instant> lo_at{};
  std::optional<Instant> hi_at{};
  Instant opened_at{};
  std::int64_t estimate = 0;  // posts in it
  std::string reason{};       // of a lost one
};

struct FeedState {
  std::int64_t feed_id = 0;
  std::string listen{};
  std::string trouble{};
  std::optional<Instant> newest_at{};
  std::optional<Instant> last_complete_at{};
  std::vector<TimeSpan> covered{};  // what was read of the last 24 hours, gaps taken out
  std::vector<UnreadRange> open{};  // newest first
  std::vector<UnreadRange> lost{};  // the newest 20
  std::int64_t lost_ranges = 0;     // all of them
};

// What push brought in the last 24 hours, against what polling had to find.
struct PushState {
  Instant first_at{};  // of its first signed event ever
  Instant last_at{};
  std::int64_t posts = 0;         // stored since then, our own apart
  std::int64_t polled_first = 0;  // of these: polling had them before push told of them
  std::int64_t never_pushed = 0;  // of these: older than 15 minutes, and push never told of them
  std::int64_t waiting = 0;       // told of, still to be read
};

struct ParkedState {
  std::string why{};
  std::optional<Instant> since{};
  std::optional<Instant> until{};
};

struct AccountState {
  std::string key{};  // "twitter/2244994945"
  std::string handle{};
  ReplyMode mode = ReplyMode::approve;
  std::optional<ParkedState> parked{};
  std::optional<SendingStop> stop{};  // of this account alone
  std::optional<AccountCheck> check{};
  std::optional<PushState> push{};  // empty: none ever came
  std::vector<FeedState> feeds{};
  std::int64_t posts_lately =
      0;  // stored in the last 10 minutes: the pace at which gaps are filled
  std::int64_t replies_waiting = 0;
  std::vector<AccountEvent> events{};  // the newest 10
};

// What one push brought, beside its posts (which go through Store::keep_page).
struct PushNews {
  std::string account_key{};
  std::vector<std::string> told{};     // ids of posts it brought whole
  std::vector<std::string> touched{};  // ids to be read
  Instant now{};
};

struct WantedPost {
  std::string network_id{};
  int tries = 0;  // reads before this one
};

// The pseudo word of `listen` under which pushed posts are kept. It has no cursor and no coverage.
inline constexpr const char* push_feed = "push";

}  // namespace social311::sql
