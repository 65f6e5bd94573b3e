// What the end of a walk, a fault or a full budget means for what is read next; and the posts that
// are looked at again.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/text.h"
#include "service/roles/reader.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_back_off = 15min;
constexpr Milliseconds most_jitter{5'000};
constexpr auto unnamed_rest = 15min;
constexpr auto slow_for = 15min;
constexpr auto hurry_for = 1h;
constexpr auto nothing_due_pause = 20s;
constexpr int ids_a_turn = 100;
constexpr int ids_a_turn_singly = 20;  // Mastodon asks for each by itself

}  // namespace

void AccountReader::park(const Fault& fault, Instant now) {
  const auto until = fault.retry_after ? std::optional(now + *fault.retry_after) : std::nullopt;
  keeper_.store().park_account(account_.key(), fault.message, until);
  next_parked_look_ = now + 1h;
  if (parked_why_ == fault.message) return;
  parked_why_ = fault.message;
  spdlog::error("account_parked account={} why={} until={} do=\"social311 account authorise {}\"",
                account_.key(), quoted(fault.message), until ? to_iso8601(*until) : "a person acts",
                account_.key());
}

void AccountReader::note_share(std::optional<double> share, std::optional<Instant> resets_at) {
  if (!share || *share < slow_share) return;
  const Instant now = parts_.clock.now();
  slow_until_ = std::max(slow_until_, resets_at.value_or(now + slow_for));
  if (*share < rest_share) return;
  const Instant until = resets_at.value_or(now + unnamed_rest);
  if (until <= rests_until_) return;
  rests_until_ = until;
  spdlog::warn("reading_rests account={} used_share={:.2f} until={}", account_.key(), *share,
               to_iso8601(until));
}

void AccountReader::note_loss(const sql::Feed& feed, const WalkEnd& end) {
  if (end.lost_ranges == 0) return;
  hurry_until_ = parts_.clock.now() + hurry_for;
  spdlog::error("range_lost account={} feed={} ranges={} posts_estimated={}", account_.key(),
                quoted(feed.listen), end.lost_ranges, end.lost_posts);
}

// Networks ask for it (X: "wait until reset plus jitter"): cities that were stopped together do not
// come back in the same second.
Milliseconds AccountReader::jitter(Milliseconds wait) {
  const auto most = std::clamp<Milliseconds>(wait / 10, 0ms, most_jitter);
  return Milliseconds(parts_.random.below(static_cast<std::uint64_t>(most.count()) + 1));
}

void AccountReader::note_pace(FeedPace& pace, const WalkEnd& end) {
  const Instant now = parts_.clock.now();
  if (end.remaining) pace.remaining = end.remaining;
  if (end.resets_at) pace.resets_at = end.resets_at;
  if (end.wait_until)
    pace.not_before = std::max(pace.not_before, *end.wait_until + jitter(*end.wait_until - now));
  if (pace.resets_at && *pace.resets_at <= now) pace.remaining.reset();
  note_share(end.used_share, end.resets_at);
}

void AccountReader::note_end(const sql::Feed& feed, FeedPace& pace, const WalkEnd& end) {
  const Instant now = parts_.clock.now();
  keeper_.store().add_spend(account_.key(), end.unbooked, now);
  if (end.added > 0)
    spdlog::info("ingested account={} feed={} pages={} seen={} added={}", account_.key(),
                 quoted(feed.listen), end.pages, end.seen, end.added);
  note_pace(pace, end);
  note_loss(feed, end);
  if (end.fault) return note_fault(feed, pace, *end.fault);
  pace.failures = 0;
  if (!feed.trouble.empty()) keeper_.store().feed_trouble(feed.feed_id, "", now);
}

// Back-off doubles from half a second to 15 minutes, for this feed alone.
void AccountReader::note_fault(const sql::Feed& feed, FeedPace& pace, const Fault& fault) {
  const Instant now = parts_.clock.now();
  pace.failures = std::min(pace.failures + 1, 10);
  keeper_.store().feed_trouble(feed.feed_id, fault.message, now);
  if (fault.kind == FaultKind::denied) return park(fault, now);
  const auto asked = fault.retry_after.value_or(
      std::min<Milliseconds>(Milliseconds(500) * (1LL << pace.failures), longest_back_off));
  const auto wait = asked + jitter(asked);
  pace.not_before = std::max(pace.not_before, now + wait);
  spdlog::warn("poll_failed account={} feed={} kind={} why={} next_in_ms={}", account_.key(),
               quoted(feed.listen), name_of(fault.kind), quoted(fault.message), wait.count());
}

void AccountReader::keep_again(const std::vector<std::string>& asked,
                               const connectors::Reread& read) {
  sql::SeenAgain seen;
  seen.account_key = account_.key();
  seen.asked = asked;
  seen.posts = read.posts;
  for (const auto& [id, why] : read.gone) seen.gone.push_back({id, connectors::name_of(why)});
  seen.spent = {
      .calls = counting_.take(), .reads = read.spend.reads, .micro_usd = read.spend.micro_usd};
  seen.now = parts_.clock.now();
  const auto kept = keeper_.store().keep_again(seen);
  if (kept.changed + kept.gone + kept.back > 0)
    spdlog::info("looked_again account={} posts={} edited={} gone={} back={}", account_.key(),
                 asked.size(), kept.changed, kept.gone, kept.back);
}

// One call a turn: posts of open cases, of replies in flight and of open decisions, the longest due
// first.
void AccountReader::read_again() {
  const Instant now = parts_.clock.now();
  if (now < again_not_before_) return;
  auto& store = keeper_.store();
  const auto left =
      left_for(Purpose::conversations, ceilings_, store.spent(account_.key(), now), now);
  if (!left.covers({})) return;
  const int most = network_->capabilities().ids_per_server ? ids_a_turn_singly : ids_a_turn;
  const auto ids = store.posts_to_check(account_.key(), sql::CheckPace{}, most, now);
  again_not_before_ = now + nothing_due_pause;
  if (ids.empty()) return;
  const auto read = network_->read_posts(ids, now);
  if (read) {
    if (static_cast<int>(ids.size()) == most) again_not_before_ = now;
    return keep_again(ids, *read);
  }
  const Fault& fault = read.fault();
  spdlog::warn("not_looked_again account={} kind={} why={}", account_.key(), name_of(fault.kind),
               quoted(fault.message));
  if (fault.kind == FaultKind::denied) return park(fault, now);
  again_not_before_ = now + fault.retry_after.value_or(1min);
  if (fault.kind != FaultKind::retry_later) keep_again(ids, {});
}

}  // namespace social311::service
