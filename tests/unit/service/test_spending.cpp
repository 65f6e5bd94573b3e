// The plan by which an account's budget is spent.
#include <doctest/doctest.h>

#include "service/roles/spending.h"

using namespace social311;
using namespace social311::service;
using namespace std::chrono_literals;

namespace {

// 2026-03-02 15:04:05 UTC: the second day of a month of 31.
const Instant second_of_march{std::chrono::seconds(1'772'463'845)};

constexpr Purpose all[] = {Purpose::replies, Purpose::conversations, Purpose::addressed,
                           Purpose::search, Purpose::gaps};

}  // namespace

TEST_CASE("without a ceiling nothing is held back") {
  for (const Purpose purpose : all)
    CHECK(left_for(purpose, {}, {.today = {1'000'000, 1'000'000, 1'000'000'000}}, second_of_march)
              .covers({1'000'000, 1'000'000, 1'000'000'000}));
}

TEST_CASE("as a day's reads run out, gaps stop first and replies last") {
  const Ceilings ceilings{.reads_day = 1000};
  const std::vector<std::pair<int, int>> open_at{{499, 5}, {500, 4}, {599, 4}, {600, 3}, {799, 3},
                                                 {800, 2}, {899, 2}, {900, 1}, {999, 1}, {1000, 0}};
  for (const auto& [used, open] : open_at) {
    CAPTURE(used);
    int count = 0;
    for (const Purpose purpose : all)
      if (left_for(purpose, ceilings, {.today = {.reads = used}}, second_of_march).covers({}))
        ++count;
    CHECK(count == open);
  }
}

TEST_CASE("what a walk has used counts before its page is booked") {
  const auto left =
      left_for(Purpose::addressed, {.reads_day = 1000}, {.today = {.reads = 700}}, second_of_march);
  CHECK(left.reads == 100);
  CHECK(left.covers({.calls = 5, .reads = 99}));
  CHECK_FALSE(left.covers({.calls = 1, .reads = 100}));
}

TEST_CASE("money is spread over the month, replies may use all of it") {
  const Ceilings ceilings{.micro_usd_month = 310'000'000};
  const auto left = [&](Purpose purpose, std::int64_t used, Instant now) {
    return left_for(purpose, ceilings, {.month = {.micro_usd = used}}, now).micro_usd.value();
  };
  CHECK(left(Purpose::addressed, 0, second_of_march) == 32'000'000);  // 4 of 31 days, eight tenths
  CHECK(left(Purpose::addressed, 33'000'000, second_of_march) == 0);
  CHECK(left(Purpose::addressed, 33'000'000, second_of_march + 48h) == 15'000'000);
  CHECK(left(Purpose::addressed, 0, second_of_march + 24h * 29) == 248'000'000);
  CHECK(left(Purpose::replies, 0, second_of_march) == 310'000'000);
}

TEST_CASE("calls are a ceiling of their own") {
  const auto left =
      left_for(Purpose::search, {.calls_day = 100}, {.today = {.calls = 60}}, second_of_march);
  CHECK_FALSE(left.covers({}));
}

TEST_CASE("a used-up budget is asked for again on the next day of UTC") {
  CHECK(to_iso8601(next_allowance(second_of_march)) == "2026-03-03T00:00:00Z");
}

TEST_CASE("what addresses the account goes before searches") {
  CHECK(purpose_of("mentions") == Purpose::addressed);
  CHECK(purpose_of("direct_messages") == Purpose::addressed);
  CHECK(purpose_of("comments") == Purpose::addressed);
  CHECK(purpose_of("search:@{handle}") == Purpose::addressed);
  CHECK(purpose_of("search:pothole") == Purpose::search);
  CHECK(purpose_of("hashtag:denver") == Purpose::search);
}
