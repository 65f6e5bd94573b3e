#include "casebridge/calendar.h"

#include <algorithm>
#include <utility>

#include "casebridge/open_days.h"

namespace social311::casebridge {
namespace {

namespace chrono = std::chrono;

// What lies beyond the compiled years: the same answers, a day at a time.
std::optional<Instant> walk_add(const BusinessHours& hours, Instant from, Milliseconds span) {
  if (span > chrono::days{OpenDays::most_days}) return std::nullopt;
  OpenDays walk(hours, from);
  while (const auto day = walk.next_day()) {
    for (const Span& open : *day) {
      const Instant start = std::max(open.from, from);
      if (start >= open.to) continue;
      if (span <= open.to - start) return start + span;
      span -= open.to - start;
    }
  }
  return std::nullopt;
}

std::vector<Span> walk_spans(const BusinessHours& hours, Instant from, Instant to) {
  std::vector<Span> out;
  OpenDays walk(hours, from);
  // A day's spans may begin before those of the day before end (clocks go back), but no day begins
  // later than two days after the last one that matters.
  for (Instant day = from; day < to + chrono::days{2}; day += chrono::days{1}) {
    const auto spans = walk.next_day();
    if (!spans) break;
    for (const Span& open : *spans) {
      const Span cut{std::max(open.from, from), std::min(open.to, to)};
      if (cut.from < cut.to) out.push_back(cut);
    }
  }
  return out;
}

}  // namespace

Calendar::Calendar(BusinessHours hours, Instant around, int years)
    : hours_(std::move(hours)),
      known_from_(around - chrono::days{366 * years}),
      known_to_(around + chrono::days{366 * years}) {
  OpenDays check(hours_, around);  // a zone that does not exist is told here
  if (ever_opens(hours_)) spans_ = walk_spans(hours_, known_from_, known_to_);
  before_.reserve(spans_.size() + 1);
  before_.push_back(Milliseconds{0});
  for (const Span& open : spans_) before_.push_back(before_.back() + (open.to - open.from));
}

std::size_t Calendar::first_ending_after(Instant at) const {
  const auto found = std::partition_point(spans_.begin(), spans_.end(),
                                          [at](const Span& open) { return open.to <= at; });
  return static_cast<std::size_t>(found - spans_.begin());
}

std::optional<Instant> Calendar::add(Instant from, Milliseconds span) const {
  if (span <= Milliseconds::zero()) return from;
  if (!ever_opens(hours_)) return std::nullopt;
  if (!holds(from)) return walk_add(hours_, from, span);
  const std::size_t first = first_ending_after(from);
  if (first == spans_.size()) return walk_add(hours_, from, span);
  // Open time since the beginning of the known years by which the span has passed.
  const Milliseconds passed = std::max(from - spans_[first].from, Milliseconds{0});
  const Milliseconds mark = before_[first] + passed + span;
  const auto reached = std::lower_bound(before_.begin() + 1, before_.end(), mark);
  if (reached == before_.end()) return walk_add(hours_, from, span);
  const auto last = static_cast<std::size_t>(reached - before_.begin()) - 1;
  return spans_[last].from + (mark - before_[last]);
}

Milliseconds Calendar::between(Instant from, Instant to) const {
  if (from >= to || !ever_opens(hours_)) return Milliseconds{0};
  Milliseconds sum{0};
  if (holds(from) && holds(to)) {
    const auto since_start = [&](Instant at) {
      const std::size_t next = first_ending_after(at);
      if (next == spans_.size()) return before_.back();
      return before_[next] + std::max(at - spans_[next].from, Milliseconds{0});
    };
    return since_start(to) - since_start(from);
  }
  for (const Span& open : walk_spans(hours_, from, to)) sum += open.to - open.from;
  return sum;
}

std::vector<Span> Calendar::open_spans(Instant from, Instant to) const {
  if (from >= to || !ever_opens(hours_)) return {};
  if (!holds(from) || !holds(to)) return walk_spans(hours_, from, to);
  std::vector<Span> out;
  for (std::size_t i = first_ending_after(from); i < spans_.size() && spans_[i].from < to; ++i)
    out.push_back({std::max(spans_[i].from, from), std::min(spans_[i].to, to)});
  return out;
}

std::optional<Instant> Calendar::next_opening(Instant from) const {
  // The first moment by which any open time at all has passed lies inside the next open span.
  const auto moment = add(from, Milliseconds{1});
  if (!moment) return std::nullopt;
  return *moment - Milliseconds{1};
}

bool Calendar::is_open(Instant at) const {
  return next_opening(at) == at;
}

}  // namespace social311::casebridge
