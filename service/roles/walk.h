// The walk down one feed, page by page, so that nothing is lost wherever it stops: every page is
// one transaction with its posts, the cursor moves with the first one only, and what is not read
// yet is a gap row. On a network that pages forward (Capabilities::pages_forward) a feed with a
// cursor is walked up instead: the cursor moves with every page, and what is not read lies above
// it.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "core/clock.h"
#include "sql/store.h"

namespace social311::service {

struct WalkEnd {
  int pages = 0;
  int seen = 0;
  int added = 0;
  bool complete = false;                // read to its end
  std::optional<Fault> fault{};         // why it stopped before
  std::optional<Instant> wait_until{};  // the network's window is used up
};

struct WalkParts {  // borrowed
  connectors::Network& network;
  sql::Store& store;
  Clock& clock;
  std::stop_token stop{};
  std::string account_key{};
  std::vector<std::string> own_ids{};  // ids of the city's accounts on this network
  int most_pages = 50;                 // a walk; the rest stays a gap for the next turn
};

// How far back a feed without a cursor reads: what was said before the account was connected stays
// history.
inline constexpr std::chrono::hours first_look_back{24};

WalkEnd walk_feed(const WalkParts& parts, const sql::Feed& feed);
// Goes on where an earlier walk stopped.
WalkEnd fill_gap(const WalkParts& parts, const sql::Feed& feed, const sql::Gap& gap);

}  // namespace social311::service
