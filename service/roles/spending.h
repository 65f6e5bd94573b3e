// What an account may spend and on what first. Ceilings come from the configuration; the plan gives
// each purpose a share of them, so that what matters most is never starved by what matters less.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/clock.h"
#include "sql/reading.h"

namespace social311::service {

// Of one account; empty = no ceiling. Days and months are UTC's.
struct Ceilings {
  std::optional<std::int64_t> micro_usd_month{};
  std::optional<std::int64_t> reads_day{};
  std::optional<std::int64_t> calls_day{};

  bool operator==(const Ceilings&) const = default;
};

// In the order in which they are served. Each may use what those before it leave, up to its share
// of the ceiling: replies all of it, looking after open conversations nine tenths, what addresses
// the account eight, search and hashtags six, gaps five.
enum class Purpose { replies, conversations, addressed, search, gaps };
const char* name_of(Purpose purpose);
// Of a word of `listen`.
Purpose purpose_of(const std::string& listen);

// What may still be spent; empty = without end.
struct Allowance {
  std::optional<std::int64_t> calls{};
  std::optional<std::int64_t> reads{};
  std::optional<std::int64_t> micro_usd{};

  bool covers(const sql::Spent& spent) const;  // spent so far, and more may follow
};

// Money is paced: by a day of the month at most its share of the month and two days' worth more
// have been spent, so that a burst on the first does not leave the rest of the month blind.
Allowance left_for(Purpose purpose, const Ceilings& ceilings, const sql::SpentSoFar& spent,
                   Instant now);
// When a purpose that has nothing left may be asked for again: the next day of UTC.
Instant next_allowance(Instant now);

}  // namespace social311::service
