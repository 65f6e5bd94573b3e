#include "service/commands/count_past.h"

#include <iostream>

#include "service/commands/commands.h"
#include "service/commands/over_database.h"

namespace social311::service {

using std::chrono::days;

void count_past_of(sql::Store& store, Instant since, Instant now) {
  const auto began = std::chrono::steady_clock::now();
  const sql::CountsAge age;
  const Instant first{std::chrono::floor<days>(since.time_since_epoch())};
  const Instant settled{
      std::chrono::floor<std::chrono::hours>((now - age.settled).time_since_epoch())};
  std::int64_t posts = 0;
  for (Instant from = first; from < now;) {
    // The day in which the settled past ends is counted in two parts.
    const Instant midnight{std::chrono::floor<days>(from.time_since_epoch())};
    Instant to = std::min(midnight + days(1), now);
    if (from < settled && to > settled) to = settled;
    posts += store.count_past(from, to, age, now);
    from = to;
  }
  store.past_counted(first, settled);
  const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::cout << "counted " << posts << " posts since " << to_iso8601(first) << " in " << took
            << " s\n";
}

int trends_count_past(const std::string& config, const std::string& since) {
  const Instant now = SystemClock().now();
  const auto from = since_of(since, now);
  if (!from || *from >= now)
    return complain("--count-past " + since +
                    " is neither an ISO 8601 time of the past nor like 365d or 12h"),
           bad_usage;
  return with_store(config, [&](sql::Store& store, const Config&) {
    count_past_of(store, *from, now);
    return done;
  });
}

}  // namespace social311::service
