#include <doctest/doctest.h>

#include "casebridge/contacts.h"

using namespace social311;
using namespace social311::casebridge;
using namespace std::chrono_literals;

namespace {

const Instant start{1000h};

CaseFigures closed_after(std::chrono::hours span, int posts = 1) {
  return {.division = "a",
          .topic = "graffiti",
          .opened_at = start,
          .closed_at = start + span,
          .contacts = posts + 1,
          .facts = {.closed = true, .resident_posts = posts}};
}

}  // namespace

TEST_CASE("one post that was enough is a resolution at first contact, and nothing else is") {
  CHECK(resolved_at_first_contact({.closed = true, .resident_posts = 1}));
  CHECK(!resolved_at_first_contact({.closed = false, .resident_posts = 1}));
  CHECK(!resolved_at_first_contact({.closed = true, .resident_posts = 2}));
  CHECK(!resolved_at_first_contact({.closed = true, .resident_posts = 1, .reopened = 1}));
  CHECK(!resolved_at_first_contact({.closed = true, .resident_posts = 1, .moves = 1}));
}

TEST_CASE("a period counts what was opened and what was closed in it, each for itself") {
  PeriodTally tally(start, start + 10h);
  auto one = closed_after(2h);
  one.due_at = start + 3h;
  tally.add(one);
  one = closed_after(4h, 3);
  one.due_at = start + 3h;
  one.transfers = 2;
  tally.add(one);
  tally.add(closed_after(12h));  // opened in the period, closed after it
  one = closed_after(1h);
  one.opened_at = start - 5h;  // closed in the period, opened before
  one.topic = "animals";
  tally.add(one);
  one = closed_after(10h);  // the end does not belong to it
  one.division = "b";
  tally.add(one);

  const Figures all = tally.all();
  CHECK(all.opened == 4);
  CHECK(all.closed == 3);
  CHECK(all.with_deadline == 2);
  CHECK(all.due_kept == 1);
  CHECK(all.first_contact == 2);
  CHECK(all.contacts == 2 + 4 + 2);
  CHECK(all.transfers == 2);
  CHECK(all.median_open == 4h);
  CHECK(tally.by_division().at("a").closed == 3);
  CHECK(tally.by_division().at("b") == Figures{.opened = 1});
  CHECK(tally.by_topic().at("animals").closed == 1);
  CHECK(tally.by_topic().at("graffiti").median_open == 3h);  // of two: the mean
}

TEST_CASE("an empty period has no median and no shares") {
  const PeriodTally tally(start, start + 1h);
  CHECK(tally.all() == Figures{});
  CHECK(tally.by_division().empty());
}
