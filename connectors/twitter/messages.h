// X's direct messages as posts. Pure. Conversation ids are opaque, events name no participants, and
// encrypted chats never appear here. Source: X docs, x-api/direct-messages; the OpenAPI documents.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/network.h"
#include "connectors/twitter/parse.h"
#include "connectors/twitter/range.h"
#include "core/result.h"

namespace social311::connectors::twitter {

constexpr std::chrono::hours message_reach{30 * 24};
constexpr std::size_t longest_message = 10'000;

struct Messages {
  Page page{};
  std::vector<std::string> ids{};  // of every event, newest first, readable or not
};
// A page of GET /2/dm_events, or the answer to a look-up of one event. Events that are no message
// are left out.
Result<Messages> parse_messages(std::string_view body, const Self& self);

// The id of a message that was just sent.
std::optional<std::string> parse_message_sent(std::string_view body);

// There is no since_id: a walk begins at the newest event and ends at the known one. This is where
// the bounds of an ask are kept over its pages.
Range message_range(const PageAsk& ask);
// Leaves what lies outside of the range out, and ends the walk when its lower bound was passed.
Page page_between(Messages messages, Range range, Instant now);

// Where the pages of a long walk went on, so that filling a gap begins there and not at the newest
// event again: there are 15 requests in 15 minutes. Lost with the process, which costs requests
// only. Thread-safe.
class Trail {
 public:
  void remember(const std::string& oldest_id, const std::string& token);
  // The token of the deepest page that is not below `until_id`, "" when none is known.
  std::string token_above(const std::string& until_id) const;
  void forget();

 private:
  struct Newer {
    bool operator()(const std::string& a, const std::string& b) const;
  };
  mutable std::mutex mutex_;
  std::map<std::string, std::string, Newer> tokens_{};  // by the oldest id of the page above
};

}  // namespace social311::connectors::twitter
