// The walk down one feed, page by page, so that nothing is lost wherever it stops: every page is
// one transaction with its posts, the cursor moves with the first one only, and what is not read
// yet is a gap row. Two kinds of networks are walked otherwise: one that pages forward
// (Capabilities::pages_forward) is walked up behind its cursor, which moves with every page; one
// whose pages have no order (pages_in_order false) keeps its cursor until a walk has come to its
// end. In both what is not read lies above the cursor.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "core/clock.h"
#include "service/roles/spending.h"
#include "sql/store.h"

namespace social311::service {

// Where a walk without order goes on in the next turn. Lives as long as the reader: after a restart
// the walk begins again from the cursor.
struct Unfinished {
  connectors::PageAsk ask{};
  Instant started{};
  std::string newest_id{};
  std::optional<Instant> newest_at{};
};

struct WalkEnd {
  int pages = 0;
  int seen = 0;
  int added = 0;
  bool complete = false;                // read to its end
  bool circles = false;                 // the network's pages lead nowhere new
  std::optional<Fault> fault{};         // why it stopped before
  std::optional<Instant> wait_until{};  // the network's window is used up
  std::optional<int> remaining{};       // calls left in that window, as told last
  std::optional<Instant> resets_at{};
  std::optional<double> used_share{};  // of a budget that all calls of the account share
  int lost_ranges = 0;
  std::int64_t lost_posts = 0;  // in them, estimated
  bool gap_moved = false;       // a gap became smaller, or was closed
  sql::Spent spent{};           // all of it
  sql::Spent unbooked{};        // what no kept page carried into the account's meter
  std::optional<Unfinished> unfinished{};
};

struct WalkParts {  // borrowed
  connectors::Network& network;
  sql::Store& store;
  Clock& clock;
  std::stop_token stop{};
  std::string account_key{};
  std::vector<std::string> own_ids{};  // ids of the city's accounts on this network
  int most_pages = 50;                 // a walk; the rest stays a gap for the next turn
  int reserve = 0;                     // calls of the network's window that are left to others
  Allowance allowance{};               // stops before the page that would go beyond it
  // Calls that left since it was asked last; empty: one a page.
  std::function<std::int64_t()> take_calls{};
};

// How far back a feed without a cursor reads: what was said before the account was connected stays
// history.
inline constexpr std::chrono::hours first_look_back{24};
// Coverage ends this long before a walk's start at most: what a network indexes later than that is
// caught by its overlap, but is no reason to call a whole day unread.
inline constexpr std::chrono::seconds longest_lag{120};

WalkEnd walk_feed(const WalkParts& parts, const sql::Feed& feed,
                  const std::optional<Unfinished>& unfinished = {});
// Goes on where an earlier walk stopped.
WalkEnd fill_gap(const WalkParts& parts, const sql::Feed& feed, const sql::Gap& gap);

}  // namespace social311::service
