// How often a resident had to speak, and what a period's cases say of that. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"

namespace social311::casebridge {

struct ContactFacts {
  bool closed = false;
  int resident_posts = 0;  // of this case, up to its closing
  int reopened = 0;
  int moves = 0;  // transfers that another division accepted
};
// The resident spoke once and that was enough: closed, never reopened, nobody had to ask back, and
// no other division was needed.
bool resolved_at_first_contact(const ContactFacts& facts);

struct CaseFigures {  // of one case, as it stands
  std::string division{};
  std::string topic{};
  Instant opened_at{};
  std::optional<Instant> closed_at{};
  std::optional<Instant> due_at{};
  int contacts = 0;   // posts of the resident and answers of the city
  int transfers = 0;  // started in the period
  ContactFacts facts{};
};

struct Figures {
  std::int64_t opened = 0;
  std::int64_t closed = 0;
  std::int64_t with_deadline = 0;  // of the closed ones
  std::int64_t due_kept = 0;       // of those
  std::int64_t first_contact = 0;  // of the closed ones
  std::int64_t contacts = 0;       // of the closed ones
  std::int64_t transfers = 0;
  std::optional<std::chrono::seconds> median_open{};  // of the closed ones, wall time

  bool operator==(const Figures&) const = default;
};

// What was opened and what was closed in [from, to), as a whole, by division and by topic. An
// opening, a closing and a transfer each count where the case lies now.
class PeriodTally {
 public:
  PeriodTally(Instant from, Instant to) : from_(from), to_(to) {}

  void add(const CaseFigures& one);

  Figures all() const { return all_.made(); }
  std::map<std::string, Figures> by_division() const { return made(divisions_); }
  std::map<std::string, Figures> by_topic() const { return made(topics_); }

 private:
  struct Sum {
    Figures figures{};
    std::vector<std::chrono::seconds> open_times{};
    Figures made() const;
  };
  static std::map<std::string, Figures> made(const std::map<std::string, Sum>& sums);
  bool within(const std::optional<Instant>& at) const { return at && *at >= from_ && *at < to_; }
  void count(Sum& sum, const CaseFigures& one) const;

  Instant from_{};
  Instant to_{};
  Sum all_{};
  std::map<std::string, Sum> divisions_{};
  std::map<std::string, Sum> topics_{};
};

}  // namespace social311::casebridge
