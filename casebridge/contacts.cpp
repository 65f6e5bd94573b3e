#include "casebridge/contacts.h"

#include <algorithm>

namespace social311::casebridge {

bool resolved_at_first_contact(const ContactFacts& facts) {
  return facts.closed && facts.resident_posts <= 1 && facts.reopened == 0 && facts.moves == 0;
}

void PeriodTally::add(const CaseFigures& one) {
  count(all_, one);
  count(divisions_[one.division], one);
  count(topics_[one.topic], one);
}

void PeriodTally::count(Sum& sum, const CaseFigures& one) const {
  Figures& figures = sum.figures;
  if (within(one.opened_at)) ++figures.opened;
  figures.transfers += one.transfers;
  if (!within(one.closed_at)) return;
  ++figures.closed;
  figures.contacts += one.contacts;
  if (resolved_at_first_contact(one.facts)) ++figures.first_contact;
  if (one.due_at) ++figures.with_deadline;
  if (one.due_at && *one.closed_at <= *one.due_at) ++figures.due_kept;
  sum.open_times.push_back(
      std::chrono::duration_cast<std::chrono::seconds>(*one.closed_at - one.opened_at));
}

// The middle one; of an even number the mean of the two in the middle.
Figures PeriodTally::Sum::made() const {
  Figures out = figures;
  if (open_times.empty()) return out;
  std::vector<std::chrono::seconds> times = open_times;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  const std::chrono::seconds upper = *middle;
  if (times.size() % 2 == 1) {
    out.median_open = upper;
    return out;
  }
  const std::chrono::seconds lower = *std::max_element(times.begin(), middle);
  out.median_open = (lower + upper) / 2;
  return out;
}

std::map<std::string, Figures> PeriodTally::made(const std::map<std::string, Sum>& sums) {
  std::map<std::string, Figures> out;
  for (const auto& [key, sum] : sums) out[key] = sum.made();
  return out;
}

}  // namespace social311::casebridge
