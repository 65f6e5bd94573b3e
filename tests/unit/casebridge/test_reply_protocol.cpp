#include <doctest/doctest.h>

#include <vector>

#include "casebridge/reply_protocol.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const std::vector<ReplyPolicy> policies{ReplyPolicy::human, ReplyPolicy::retry_if_deduped,
                                        ReplyPolicy::retry_keyed};
const Instant ended = at("2026-03-02T15:00:00Z");

NextStep absent(ReplyPolicy policy, bool complete, int reads, milliseconds after,
                const ReplyTiming& timing = {}) {
  return after_absent_read(policy, complete, reads, ended, ended + after, timing);
}

}  // namespace

TEST_CASE("an attempt's outcome has a name and comes back from it") {
  for (const auto outcome : {AttemptOutcome::sent, AttemptOutcome::rejected,
                             AttemptOutcome::not_sent, AttemptOutcome::unknown}) {
    CHECK(attempt_outcome(name_of(outcome)) == outcome);
  }
  CHECK_FALSE(attempt_outcome("maybe").has_value());
  CHECK_FALSE(attempt_outcome("").has_value());
}

TEST_CASE("sent and rejected are ends, but for a repeat under a key: the try before it may stand") {
  for (const auto policy : policies) {
    for (const int attempts : {1, 2, 9}) {
      const auto sent =
          after_attempt(AttemptOutcome::sent, policy, attempts, ended, ended, seconds{9}, {});
      CHECK(sent.state == ReplyState::sent);
      CHECK_FALSE(sent.next_at.has_value());
      const auto refused =
          after_attempt(AttemptOutcome::rejected, policy, attempts, ended, ended, seconds{9}, {});
      const bool repeat = policy == ReplyPolicy::retry_keyed && attempts > 1;
      CHECK(refused.state == (repeat ? ReplyState::in_doubt : ReplyState::failed));
      CHECK(refused.next_at.has_value() == repeat);
      CHECK_FALSE(refused.needs_person);
    }
  }
}

TEST_CASE("what was provably not sent is queued again, later each time, at most five minutes") {
  for (const auto policy : policies) {
    milliseconds last{0};
    for (int attempts = 1; attempts <= 40; ++attempts) {
      const auto next =
          after_attempt(AttemptOutcome::not_sent, policy, attempts, ended, ended, std::nullopt, {});
      CHECK(next.state == ReplyState::queued);
      REQUIRE(next.next_at.has_value());
      const milliseconds wait = *next.next_at - ended;
      CHECK(wait >= last);
      CHECK(wait >= seconds{2});
      CHECK(wait <= minutes{5});
      last = wait;
    }
    CHECK(last > minutes{4});
  }
}

TEST_CASE("a refused repeat is looked up until it is settled, and then it has failed") {
  const auto next = [](bool complete, int reads, milliseconds after) {
    return after_absent_read(ReplyPolicy::retry_keyed, complete, reads, ended, ended + after, {},
                             AttemptOutcome::rejected);
  };
  CHECK(next(true, 1, seconds{5}).state == ReplyState::in_doubt);
  CHECK(next(true, 1, seconds{5}).next_at.has_value());
  CHECK(next(true, 2, minutes{14}).state == ReplyState::in_doubt);
  CHECK(next(false, 2, minutes{20}).state == ReplyState::in_doubt);
  CHECK(next(true, 2, minutes{15}).state == ReplyState::failed);
  const auto given_up = after_attempt(AttemptOutcome::not_sent, ReplyPolicy::retry_keyed, 3, ended,
                                      ended - std::chrono::hours{25}, std::nullopt, {});
  CHECK(given_up.state == ReplyState::in_doubt);
}

TEST_CASE("a server's retry-after is a floor of the wait") {
  const auto later =
      after_attempt(AttemptOutcome::not_sent, ReplyPolicy::human, 1, ended, ended, minutes{15}, {});
  CHECK(later.next_at == ended + minutes{15});
  const auto sooner =
      after_attempt(AttemptOutcome::not_sent, ReplyPolicy::human, 8, ended, ended, seconds{1}, {});
  CHECK(*sooner.next_at > ended + minutes{1});
}

TEST_CASE("not sent for a day is failed, one moment less is not") {
  const ReplyTiming timing;
  const Instant created = ended - timing.give_up;
  CHECK(after_attempt(AttemptOutcome::not_sent, ReplyPolicy::human, 3, ended, created, {}, timing)
            .state == ReplyState::failed);
  CHECK(after_attempt(AttemptOutcome::not_sent, ReplyPolicy::human, 3, ended,
                      created + milliseconds{1}, {}, timing)
            .state == ReplyState::queued);
}

TEST_CASE("an unknown outcome without a key is in doubt and looked up after five seconds") {
  for (const auto policy : {ReplyPolicy::human, ReplyPolicy::retry_if_deduped}) {
    for (const int attempts : {1, 5}) {
      // However old the intent is: unknown never becomes failed.
      const auto next = after_attempt(AttemptOutcome::unknown, policy, attempts, ended,
                                      ended - std::chrono::hours{72}, seconds{1}, {});
      CHECK(next.state == ReplyState::in_doubt);
      CHECK_FALSE(next.needs_person);
      CHECK(next.next_at == ended + seconds{5});
    }
  }
}

TEST_CASE("an unknown outcome with a key is sent again at once, then with growing waits") {
  const auto first =
      after_attempt(AttemptOutcome::unknown, ReplyPolicy::retry_keyed, 1, ended, ended, {}, {});
  CHECK(first.state == ReplyState::queued);
  CHECK(first.next_at == ended);
  const auto second =
      after_attempt(AttemptOutcome::unknown, ReplyPolicy::retry_keyed, 2, ended, ended, {}, {});
  CHECK(second.state == ReplyState::queued);
  CHECK(*second.next_at > ended);
}

TEST_CASE("a key that the network may have forgotten is not used again") {
  const ReplyTiming timing;
  const auto old = after_attempt(AttemptOutcome::unknown, ReplyPolicy::retry_keyed, 7, ended,
                                 ended - timing.key_life, {}, timing);
  CHECK(old.state == ReplyState::in_doubt);
  CHECK(old.needs_person);
  // The wait before the repeat counts too: it must not outlive the key.
  const auto asked_to_wait = after_attempt(AttemptOutcome::unknown, ReplyPolicy::retry_keyed, 2,
                                           ended, ended, timing.key_life, timing);
  CHECK(asked_to_wait.needs_person);
  // The first attempt of an old draft has a young key.
  const auto draft = after_attempt(AttemptOutcome::unknown, ReplyPolicy::retry_keyed, 1, ended,
                                   ended - std::chrono::hours{20}, {}, timing);
  CHECK(draft.state == ReplyState::queued);
}

TEST_CASE("looks go 5 s, 30 s, 2, 5 and 15 minutes after the attempt, then every five minutes") {
  const std::vector<std::pair<milliseconds, milliseconds>> steps{
      {milliseconds{0}, seconds{5}}, {seconds{5}, seconds{30}},  {seconds{31}, minutes{2}},
      {minutes{2}, minutes{5}},      {minutes{14}, minutes{15}}, {minutes{15}, minutes{20}},
      {minutes{40}, minutes{45}}};
  for (const auto policy : {ReplyPolicy::human, ReplyPolicy::retry_if_deduped}) {
    for (const auto& [begun, expected] : steps) {
      CAPTURE(begun.count());
      const auto next = absent(policy, false, 0, begun);  // never complete, so never settled
      CHECK(next.state == ReplyState::in_doubt);
      CHECK_FALSE(next.needs_person);
      REQUIRE(next.next_at.has_value());
      CHECK(*next.next_at - ended == expected);
    }
  }
}

TEST_CASE("every combination of reads: absence is settled by two complete ones, the last after W") {
  const ReplyTiming timing;
  const std::vector<milliseconds> offsets{milliseconds{0}, seconds{5},
                                          minutes{14},     timing.settle - milliseconds{1},
                                          timing.settle,   timing.settle + minutes{9}};
  for (const bool complete : {false, true}) {
    for (const int reads : {0, 1, 2, 3}) {
      for (const auto offset : offsets) {
        CAPTURE(complete);
        CAPTURE(reads);
        CAPTURE(offset.count());
        const bool settled = complete && reads >= 2 && offset >= timing.settle;
        const auto human = absent(ReplyPolicy::human, complete, reads, offset, timing);
        CHECK(human.state == ReplyState::in_doubt);
        CHECK(human.needs_person == settled);
        CHECK(human.next_at.has_value() != settled);
        const auto deduped = absent(ReplyPolicy::retry_if_deduped, complete, reads, offset, timing);
        CHECK(deduped.state == (settled ? ReplyState::queued : ReplyState::in_doubt));
        CHECK_FALSE(deduped.needs_person);
        REQUIRE(deduped.next_at.has_value());
        CHECK(*deduped.next_at >= ended + offset);
      }
    }
  }
}

TEST_CASE("a keyed reply is repeated at once while its key lives, afterwards a person decides") {
  const ReplyTiming timing;
  const auto young = absent(ReplyPolicy::retry_keyed, false, 0, seconds{5});
  CHECK(young.state == ReplyState::queued);
  CHECK(young.next_at == ended + seconds{5});
  const auto old = absent(ReplyPolicy::retry_keyed, true, 2, timing.key_life);
  CHECK(old.state == ReplyState::in_doubt);
  CHECK(old.needs_person);
  CHECK_FALSE(absent(ReplyPolicy::retry_keyed, true, 1, timing.key_life).needs_person);
}

TEST_CASE("a shorter settle window shortens the looks and never the rule") {
  ReplyTiming quick;
  quick.settle = seconds{3};
  auto next =
      after_attempt(AttemptOutcome::unknown, ReplyPolicy::human, 1, ended, ended, {}, quick);
  std::vector<milliseconds> looks;
  int reads = 0;
  while (!next.needs_person) {
    REQUIRE(next.next_at.has_value());
    REQUIRE(looks.size() < 20);
    REQUIRE((looks.empty() || *next.next_at - ended > looks.back()));  // no look twice
    looks.push_back(*next.next_at - ended);
    next = after_absent_read(ReplyPolicy::human, true, ++reads, ended, *next.next_at, quick);
  }
  CHECK(looks.back() == quick.settle);
  CHECK(reads >= 2);
  CHECK(looks.front() < seconds{1});
}

TEST_CASE("a longer settle window keeps the early looks and waits for its end") {
  ReplyTiming slow;
  slow.settle = seconds{3600};
  CHECK(after_attempt(AttemptOutcome::unknown, ReplyPolicy::human, 1, ended, ended, {}, slow)
            .next_at == ended + seconds{5});
  CHECK(absent(ReplyPolicy::human, true, 4, minutes{6}, slow).next_at == ended + slow.settle);
}

TEST_CASE("a settle window of zero still needs two complete reads and a wait between them") {
  ReplyTiming none;
  none.settle = seconds{0};
  const auto next = absent(ReplyPolicy::human, true, 1, milliseconds{0}, none);
  CHECK_FALSE(next.needs_person);
  REQUIRE(next.next_at.has_value());
  CHECK(*next.next_at > ended);
}

TEST_CASE("a reply is recognised by its marker, as a whole") {
  const std::string ours = "Thank you. Case 26-000123-CD.";
  CHECK(same_reply(ours, "26-000123-CD", "@ana something else entirely (26-000123-CD)"));
  CHECK_FALSE(same_reply(ours, "26-000123-CD", "Thank you. Case 26-000123-CDK."));
  CHECK_FALSE(same_reply(ours, "26-000123-CD", "Thank you. Case 126-000123-CD."));
  CHECK(same_reply(ours, "26-000123-CD", "first 26-000123-CDK then 26-000123-CD"));
  CHECK_FALSE(same_reply(ours, "", "another text"));
}

TEST_CASE("without a marker two texts are the same when only links, blanks and forms differ") {
  struct Row {
    const char* ours;
    const char* seen;
    bool same;
  };
  const Row rows[] = {
      {"Fixed today.", "Fixed today.", true},
      {"Fixed  today.\n", " Fixed today.", true},
      {"Fixed\u00a0today.", "Fixed today.", true},
      {"Caf\u00e9 cleared", "Cafe\u0301 cleared", true},
      {"See https://denvergov.org/a?b=c now", "See https://t.co/Xy1 now", true},
      {"See denvergov.org/potholes.", "See https://t.co/Xy1.", true},
      {"See (https://a.org/x)", "See (https://t.co/Xy1)", true},
      {"Done at 5 p.m. today", "Done at 5 p.m. today", true},
      {"Done at 5 p.m. today", "Done at 6 p.m. today", false},
      {"Fixed today.", "fixed today.", false},
      {"See https://a.org", "See", false},
      {"", "x", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.ours);
    CAPTURE(row.seen);
    CHECK(same_reply(row.ours, "", row.seen) == row.same);
    CHECK(same_reply(row.seen, "", row.ours) == row.same);
  }
}

TEST_CASE("a normalised text stays as it is when normalised again") {
  for (const char* text :
       {"See (https://a.org/x), or denvergov.org!", " a \u2003 b ", "\u00e9", ""}) {
    const std::string once = normalised_reply(text);
    CHECK(normalised_reply(once) == once);
  }
}
