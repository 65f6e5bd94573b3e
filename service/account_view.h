// One account as its operators see it: what the configuration says, what the database remembers,
// and what that means. Used by the API, the metrics and doctor, so that they never disagree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/config.h"
#include "sql/store.h"

namespace social311::service {

// slow: it is read, but something holds it up; parked: nothing is read or sent.
enum class AccountMood { ok, slow, parked };
const char* name_of(AccountMood mood);

struct AccountView {
  const connectors::Account* account = nullptr;  // of the configuration, borrowed
  sql::AccountState state{};
  sql::SpentSoFar spent{};
  Ceilings ceilings{};
  std::optional<double> used_share{};  // of the ceiling that is nearest; empty = no ceiling
  AccountMood mood = AccountMood::ok;
  std::string reason{};                   // of a mood that is not ok
  std::optional<Instant> last_success{};  // the newest start of a poll that was read to its end
};

// One for each configured account, in the configuration's order; one that was never run has no
// feeds.
std::vector<AccountView> account_views(const Config& config, sql::Store& store, Instant now);

// Whole days until the token ends, 0 on its last day and after. Empty: it does not end, or the
// network does not say.
std::optional<int> token_days_left(const sql::AccountState& state, Instant now);
// Of the last 24 hours, 0 to 1.
double covered_share(const sql::FeedState& feed);
std::int64_t posts_behind(const sql::FeedState& feed);
// When the open gaps will be read, at the pace at which the account's posts came in over the last
// ten minutes. Empty: nothing is behind, or nothing came in.
std::optional<Instant> filled_by(const sql::AccountState& state, const sql::FeedState& feed,
                                 Instant now);
// The share of the last day's posts that polling had before push told of them. Empty without push.
std::optional<double> push_missed_share(const sql::AccountState& state);

// What polling can never bring in from this network, as ids that stand in service/openapi.json
// (BlindSpot) and are told in words by the console and doctor.
std::vector<std::string> blind_spots(const std::string& network);

}  // namespace social311::service
