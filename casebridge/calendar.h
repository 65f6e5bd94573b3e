// A city's open time, compiled once and asked often: when so much of it will have passed, how much
// has, and which stretches of time count at all. Immutable: any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "casebridge/city.h"
#include "core/clock.h"

namespace social311::casebridge {

struct Span {  // the end exclusive
  Instant from{};
  Instant to{};

  bool operator==(const Span&) const = default;
};

class Calendar {
 public:
  // Keeps the spans of `years` before and after the moment in memory (some 300 a year); questions
  // beyond are answered day by day. Throws std::runtime_error for a time zone that does not exist
  // (load_city complains about it first).
  Calendar(BusinessHours hours, Instant around, int years = 3);

  const BusinessHours& hours() const { return hours_; }
  // The first moment by which `span` of open time has passed; `from` itself for zero or less. Empty
  // when the calendar never opens or the moment lies more than 200 years ahead.
  std::optional<Instant> add(Instant from, Milliseconds span) const;
  // To the millisecond; zero when `to` is not after `from`.
  Milliseconds between(Instant from, Instant to) const;
  // The open spans inside [from, to), in order, cut at both ends.
  std::vector<Span> open_spans(Instant from, Instant to) const;
  std::optional<Instant> next_opening(Instant from) const;  // `from` itself while it is open
  bool is_open(Instant at) const;

 private:
  std::size_t first_ending_after(Instant at) const;
  bool holds(Instant at) const { return !spans_.empty() && at >= known_from_ && at < known_to_; }

  BusinessHours hours_;
  Instant known_from_{};
  Instant known_to_{};
  std::vector<Span> spans_{};           // of known time, sorted, none of them empty
  std::vector<Milliseconds> before_{};  // open time before each span, and at the end the whole
};

}  // namespace social311::casebridge
