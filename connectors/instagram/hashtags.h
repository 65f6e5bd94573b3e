// Hashtags: thirty different ones in seven rolling days an account, repeats free. The ledger of
// what was asked for and when is kept in the vault, so that a restart does not spend it twice.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "connectors/network.h"

namespace social311::connectors::instagram {

inline constexpr std::size_t most_tags = 30;
inline constexpr std::chrono::hours tag_life{7 * 24};
inline constexpr std::chrono::hours shown_back{24};  // recent_media holds no more
inline constexpr const char* ledger_name = "hashtag_ledger";

struct LedgerEntry {
  std::string id{};    // of the hashtag, static; "" = not asked for yet
  Instant asked_at{};  // first in its seven days
  Instant read_at{};   // last read to its end, kept to the hour
};
using Ledger = std::map<std::string, LedgerEntry>;
Ledger parse_ledger(std::string_view json);
std::string write_ledger(const Ledger& ledger);

// Takes a place for `tag` where there is one. Empty = done; else the moment the next one is free.
std::optional<Instant> reserve(Ledger& ledger, const std::string& tag, Instant now);

}  // namespace social311::connectors::instagram
