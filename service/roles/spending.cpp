#include "service/roles/spending.h"

#include <algorithm>
#include <string>

namespace social311::service {
namespace {

using namespace std::chrono;

constexpr unsigned days_ahead = 2;

// In tenths.
std::int64_t share_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::replies:
      return 10;
    case Purpose::conversations:
      return 9;
    case Purpose::addressed:
      return 8;
    case Purpose::search:
      return 6;
    case Purpose::gaps:
      break;
  }
  return 5;
}

std::optional<std::int64_t> left(std::optional<std::int64_t> ceiling, std::int64_t used,
                                 Purpose purpose) {
  if (!ceiling) return std::nullopt;
  return std::max<std::int64_t>(0, *ceiling * share_of(purpose) / 10 - used);
}

std::optional<std::int64_t> paced(std::optional<std::int64_t> month, Instant now) {
  if (!month) return std::nullopt;
  const year_month_day today{floor<days>(now)};
  const year_month_day_last last{today.year() / today.month() / std::chrono::last};
  const auto length = static_cast<unsigned>(last.day());
  const auto open = std::min(length, static_cast<unsigned>(today.day()) + days_ahead);
  return *month * static_cast<std::int64_t>(open) / static_cast<std::int64_t>(length);
}

bool within(const std::optional<std::int64_t>& limit, std::int64_t used) {
  return !limit || used < *limit;
}

}  // namespace

const char* name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::replies:
      return "replies";
    case Purpose::conversations:
      return "conversations";
    case Purpose::addressed:
      return "addressed";
    case Purpose::search:
      return "search";
    case Purpose::gaps:
      break;
  }
  return "gaps";
}

Purpose purpose_of(const std::string& listen) {
  // A search for the account's own name finds who addresses it.
  const bool wide = (listen.starts_with("search:") && !listen.starts_with("search:@")) ||
                    listen.starts_with("hashtag:");
  return wide ? Purpose::search : Purpose::addressed;
}

bool Allowance::covers(const sql::Spent& spent) const {
  return within(calls, spent.calls) && within(reads, spent.reads) &&
         within(micro_usd, spent.micro_usd);
}

Allowance left_for(Purpose purpose, const Ceilings& ceilings, const sql::SpentSoFar& spent,
                   Instant now) {
  const auto money =
      purpose == Purpose::replies ? ceilings.micro_usd_month : paced(ceilings.micro_usd_month, now);
  return {.calls = left(ceilings.calls_day, spent.today.calls, purpose),
          .reads = left(ceilings.reads_day, spent.today.reads, purpose),
          .micro_usd = left(money, spent.month.micro_usd, purpose)};
}

Instant next_allowance(Instant now) {
  return floor<days>(now) + days(1);
}

}  // namespace social311::service
