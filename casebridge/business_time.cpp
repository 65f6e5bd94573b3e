// Open time: what lies inside the intervals of the week, on days that are no holidays.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "casebridge/city.h"
#include "casebridge/local_time.h"

namespace social311::casebridge {
namespace {

namespace chrono = std::chrono;
using Span = std::pair<Instant, Instant>;

// A calendar that opens at all opens within a week of its last holiday. A deadline further away
// than this is a typing error, and a loop over days must have an end.
constexpr int days_ahead = 366 * 200;

// Walks the open spans of a calendar in order, from the local day of `from` on.
class OpenSpans {
 public:
  OpenSpans(const BusinessHours& hours, Instant from)
      : hours_(hours), day_(chrono::sys_days{local_moment(hours.timezone, from).date}) {
    holidays_.reserve(hours.holidays.size());
    for (const auto date : hours.holidays) holidays_.push_back(chrono::sys_days{date});
    std::sort(holidays_.begin(), holidays_.end());
  }

  // The spans of the next day; empty when the walk is over.
  std::optional<std::vector<Span>> next_day() {
    if (hours_.week.empty() || walked_++ >= days_ahead) return std::nullopt;
    std::vector<Span> out = spans_of(day_);
    day_ += chrono::days{1};
    return out;
  }

 private:
  std::vector<Span> spans_of(chrono::sys_days day) const {
    std::vector<Span> out;
    const chrono::year_month_day date{day};
    const auto found = hours_.week.find(iso_weekday(date));
    if (found == hours_.week.end() || is_holiday(day)) return out;
    for (const OpenInterval& open : found->second) {
      const auto spans = casebridge::spans_of(hours_.timezone, date, open.from_min, open.to_min);
      out.insert(out.end(), spans.begin(), spans.end());
    }
    std::sort(out.begin(), out.end());  // a clock that goes back shows two intervals twice in turn
    return out;
  }

  bool is_holiday(chrono::sys_days day) const {
    return std::binary_search(holidays_.begin(), holidays_.end(), day);
  }

  const BusinessHours& hours_;
  chrono::sys_days day_;
  std::vector<chrono::sys_days> holidays_{};
  int walked_ = 0;
};

bool ever_opens(const BusinessHours& hours) {
  return std::any_of(hours.week.begin(), hours.week.end(),
                     [](const auto& day) { return !day.second.empty(); });
}

}  // namespace

std::optional<Instant> add_business_time(const BusinessHours& hours, Instant from,
                                         chrono::minutes span) {
  if (span <= chrono::minutes::zero()) return from;
  if (!ever_opens(hours)) return std::nullopt;
  // Longer than the walk could ever hold; also keeps the conversion to milliseconds from
  // overflowing.
  if (span > chrono::days{days_ahead}) return std::nullopt;
  Milliseconds left = span;
  OpenSpans walk(hours, from);
  while (const auto day = walk.next_day()) {
    for (const auto& [begin, end] : *day) {
      const Instant start = std::max(begin, from);
      if (start >= end) continue;
      if (left <= end - start) return start + left;
      left -= end - start;
    }
  }
  return std::nullopt;
}

chrono::minutes business_time_between(const BusinessHours& hours, Instant from, Instant to) {
  Milliseconds sum{0};
  if (from >= to || !ever_opens(hours)) return chrono::minutes{0};
  OpenSpans walk(hours, from);
  const chrono::sys_days last{local_moment(hours.timezone, to).date};
  for (chrono::sys_days day{local_moment(hours.timezone, from).date}; day <= last;
       day += chrono::days{1}) {
    const auto spans = walk.next_day();
    if (!spans) break;
    for (const auto& [begin, end] : *spans) {
      const Instant start = std::max(begin, from);
      const Instant stop = std::min(end, to);
      if (start < stop) sum += stop - start;
    }
  }
  return chrono::floor<chrono::minutes>(sum);
}

std::optional<Instant> next_opening(const BusinessHours& hours, Instant from) {
  if (!ever_opens(hours)) return std::nullopt;
  OpenSpans walk(hours, from);
  while (const auto day = walk.next_day()) {
    for (const auto& [begin, end] : *day) {
      if (from < end) return std::max(begin, from);
    }
  }
  return std::nullopt;
}

bool is_open(const BusinessHours& hours, Instant at) {
  OpenSpans walk(hours, at);
  const auto today = walk.next_day();
  if (!today) return false;
  return std::any_of(today->begin(), today->end(),
                     [at](const Span& span) { return span.first <= at && at < span.second; });
}

}  // namespace social311::casebridge
