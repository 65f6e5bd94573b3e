#include "casebridge/deadline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace social311::casebridge {
namespace {

// What a pause that lasts ends at: later than any moment asked for.
constexpr Instant for_ever = Instant::max();

// Pauses in order, none overlapping another, none before the clock starts. The reason of the one
// that began first stands for what they share.
std::vector<Pause> in_order(const CaseClock& clock) {
  std::vector<Pause> sorted = clock.pauses;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Pause& a, const Pause& b) { return a.from < b.from; });
  std::vector<Pause> out;
  Instant free_from = clock.started_at;
  for (Pause& pause : sorted) {
    const Instant end = pause.to.value_or(for_ever);
    const Instant begin = std::max(pause.from, free_from);
    if (begin >= end) continue;
    out.push_back({begin, end, std::move(pause.why)});
    free_from = end;
  }
  return out;
}

Milliseconds passed(const Calendar& calendar, Basis basis, Instant from, Instant to) {
  if (from >= to) return Milliseconds{0};
  return basis == Basis::wall_time ? Milliseconds{to - from} : calendar.between(from, to);
}

std::optional<Instant> after(const Calendar& calendar, Basis basis, Instant from,
                             Milliseconds span) {
  if (basis == Basis::wall_time) return from + span;
  return calendar.add(from, span);
}

// The first moment by which `span` has been counted.
std::optional<Instant> reached(const Calendar& calendar, Basis basis, const CaseClock& clock,
                               Milliseconds span) {
  Instant from = clock.started_at;
  for (const Pause& pause : in_order(clock)) {
    const Milliseconds before = passed(calendar, basis, from, pause.from);
    if (span <= before) break;
    if (*pause.to == for_ever) return std::nullopt;
    span -= before;
    from = *pause.to;
  }
  return after(calendar, basis, from, span);
}

// Gathers stretches end to end and sums them up by kind.
class Account {
 public:
  Account(const Calendar& calendar, Basis basis) : calendar_(calendar), basis_(basis) {}

  void running(Instant from, Instant to) {
    if (basis_ == Basis::wall_time) return add(from, to, Stretch::Kind::counted, {});
    Instant at = from;
    for (const Span& open : calendar_.open_spans(from, to)) {
      add(at, open.from, Stretch::Kind::closed, {});
      add(open.from, open.to, Stretch::Kind::counted, {});
      at = open.to;
    }
    add(at, to, Stretch::Kind::closed, {});
  }

  void add(Instant from, Instant to, Stretch::Kind kind, const std::string& why) {
    if (from >= to) return;
    if (kind == Stretch::Kind::counted) out.counted += to - from;
    if (kind == Stretch::Kind::closed) out.closed += to - from;
    if (kind == Stretch::Kind::paused) out.paused += to - from;
    out.stretches.push_back({from, to, kind, why});
  }

  Explained out{};

 private:
  const Calendar& calendar_;
  Basis basis_;
};

}  // namespace

const char* name_of(Basis basis) {
  return basis == Basis::wall_time ? "wall_time" : "open_time";
}

const char* name_of(Stretch::Kind kind) {
  switch (kind) {
    case Stretch::Kind::counted:
      return "counted";
    case Stretch::Kind::closed:
      return "closed";
    case Stretch::Kind::paused:
      break;
  }
  return "paused";
}

std::optional<Instant> due_at(const Calendar& calendar, const Target& target,
                              const CaseClock& clock) {
  return reached(calendar, target.basis, clock, target.span);
}

Explained explain(const Calendar& calendar, const Target& target, const CaseClock& clock,
                  Instant now) {
  const Instant until = clock.stopped_at.value_or(now);
  Account account(calendar, target.basis);
  Instant from = clock.started_at;
  for (const Pause& pause : in_order(clock)) {
    account.running(from, std::min(pause.from, until));
    account.add(pause.from, std::min(*pause.to, until), Stretch::Kind::paused, pause.why);
    from = std::max(from, std::min(*pause.to, until));
  }
  account.running(from, until);
  Explained out = std::move(account.out);
  out.left = target.span - out.counted;
  out.due_at = due_at(calendar, target, clock);
  out.breached = out.due_at && until > *out.due_at;
  return out;
}

std::optional<Instant> warn_at(const Calendar& calendar, const Target& target,
                               const CaseClock& clock, double share) {
  const auto part =
      Milliseconds(std::llround(static_cast<double>(Milliseconds(target.span).count()) * share));
  return reached(calendar, target.basis, clock, part);
}

std::vector<WhatIf> what_if(const Calendar& now, const Calendar& then, const Target& target,
                            const std::vector<CaseClock>& clocks) {
  std::vector<WhatIf> out;
  out.reserve(clocks.size());
  for (const CaseClock& clock : clocks)
    out.push_back({due_at(now, target, clock), due_at(then, target, clock)});
  return out;
}

}  // namespace social311::casebridge
