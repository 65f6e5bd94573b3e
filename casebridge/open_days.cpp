#include "casebridge/open_days.h"

#include <algorithm>

#include "casebridge/local_time.h"

namespace social311::casebridge {

namespace chrono = std::chrono;

bool ever_opens(const BusinessHours& hours) {
  return std::any_of(hours.week.begin(), hours.week.end(),
                     [](const auto& day) { return !day.second.empty(); });
}

OpenDays::OpenDays(const BusinessHours& hours, Instant from)
    : hours_(hours), day_(chrono::sys_days{local_moment(hours.timezone, from).date}) {
  holidays_.reserve(hours.holidays.size());
  for (const auto date : hours.holidays) holidays_.push_back(chrono::sys_days{date});
  std::sort(holidays_.begin(), holidays_.end());
}

std::optional<std::vector<Span>> OpenDays::next_day() {
  if (hours_.week.empty() || walked_++ >= most_days) return std::nullopt;
  std::vector<Span> out = spans_of(day_);
  day_ += chrono::days{1};
  return out;
}

std::vector<Span> OpenDays::spans_of(chrono::sys_days day) const {
  std::vector<Span> out;
  const chrono::year_month_day date{day};
  const auto found = hours_.week.find(iso_weekday(date));
  if (found == hours_.week.end() || is_holiday(day)) return out;
  for (const OpenInterval& open : found->second) {
    for (const auto& [from, to] :
         casebridge::spans_of(hours_.timezone, date, open.from_min, open.to_min))
      out.push_back({from, to});
  }
  // A clock that goes back shows two intervals twice in turn.
  std::sort(out.begin(), out.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  return out;
}

bool OpenDays::is_holiday(chrono::sys_days day) const {
  return std::binary_search(holidays_.begin(), holidays_.end(), day);
}

}  // namespace social311::casebridge
