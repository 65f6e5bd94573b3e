#include "service/roles/reader.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/http.h"
#include "core/text.h"
#include "net/client.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

// A live walk may read 50 pages, all gaps of a turn together fewer: live polling keeps the larger
// share of the calls.
constexpr int gap_pages_a_turn = 20;
constexpr int slow_factor = 4;
constexpr int hurry_factor = 4;
constexpr auto look_at_parked_every = 1h;
constexpr const char* unusable = "unusable: ";

std::string host_of(const connectors::Account& account) {
  const auto url = parse_url(account.base_url);
  return url ? url->host + ":" + std::to_string(url->port) : std::string();
}

}  // namespace

AccountReader::AccountReader(const RoleParts& parts, const connectors::Account& account,
                             std::stop_token stop)
    : parts_(parts),
      account_(account),
      stop_(std::move(stop)),
      keeper_(parts.database, parts.clock),
      http_(net::make_http_client()),
      counting_(*http_),
      vault_(keeper_.slot(), parts.clock, account.key()) {
  for (const auto& other : parts_.config.accounts)
    if (other.network == account_.network) own_ids_.push_back(other.id);
  const auto ceilings = parts_.config.ceilings.find(account_.key());
  if (ceilings != parts_.config.ceilings.end()) ceilings_ = ceilings->second;
}

bool AccountReader::begin() {
  const connectors::NetworkParts borrowed{counting_, vault_, parts_.clock, parts_.random};
  auto made = connectors::make_network(account_, borrowed);
  keeper_.turn("keep_account", stop_, [&] {
    auto& store = keeper_.store();
    store.keep_account(account_.key(), account_.handle, account_.reply, parts_.clock.now());
    if (made && (*made)->capabilities().ids_per_server)
      store.keep_host(account_.key(), host_of(account_));
    const auto parked = store.parked(account_.key(), parts_.clock.now());
    if (!made) store.park_account(account_.key(), unusable + made.fault().message, {});
    if (made && parked && parked->why.starts_with(unusable))
      store.release_account(account_.key(), "auto", parts_.clock.now());
  });
  if (!made) {
    spdlog::error("account_unusable account={} why={}", account_.key(),
                  quoted(made.fault().message));
    return false;
  }
  network_ = std::move(made).value();
  health_ = std::make_unique<AccountHealth>(
      HealthParts{.config = parts_.config, .network = borrowed, .own_ids = own_ids_}, account_);
  return true;
}

// What addresses the account first, searches behind it.
std::vector<std::string> AccountReader::feeds() const {
  auto words = connectors::feeds_of(account_);
  std::stable_sort(words.begin(), words.end(),
                   [](const auto& a, const auto& b) { return purpose_of(a) < purpose_of(b); });
  return words;
}

void AccountReader::book_calls() {
  keeper_.store().add_spend(account_.key(), {.calls = counting_.take()}, parts_.clock.now());
}

void AccountReader::look_at_account(Instant now) {
  auto& store = keeper_.store();
  health_->turn(network_, store);
  const auto told = network_->told_limits();
  if (told == told_limits_) return;
  store.keep_limits(account_.key(), told, now);
  told_limits_ = told;
}

// A person acts, or the hour passes: then the account is looked at again, and what waited is caught
// up with by the cursors.
void AccountReader::look_at_parked(const sql::Store::Parked& parked, Instant now) {
  if (parked.until || now < next_parked_look_) return;
  next_parked_look_ = now + look_at_parked_every;
  if (!check_account(*network_, account_.key(), keeper_.store(), now).ok) return;
  if (keeper_.store().release_account(account_.key(), "auto", now))
    spdlog::info("account_unparked account={} by=look", account_.key());
}

bool AccountReader::may_read(Instant now) {
  const auto parked = keeper_.store().parked(account_.key(), now);
  if (parked) look_at_parked(*parked, now);
  if (parked && keeper_.store().parked(account_.key(), now)) return false;
  if (!parked_why_.empty()) {  // back: what it was kept from is due at once
    spdlog::info("account_reads_again account={}", account_.key());
    parked_why_.clear();
    for (auto& [listen, pace] : paces_) pace.not_before = now;
  }
  return now >= rests_until_;
}

void AccountReader::turn() {
  const Instant now = parts_.clock.now();
  look_at_account(now);
  if (may_read(now)) {
    read_again();
    for (const std::string& listen : feeds()) {
      if (stop_.stop_requested() || parts_.clock.now() < rests_until_) break;
      if (!parked_why_.empty()) break;
      read_feed(listen);
    }
    if (parked_why_.empty()) fill_gaps();
  }
  book_calls();
}

WalkParts AccountReader::walk_parts(Purpose purpose) {
  const Instant now = parts_.clock.now();
  auto& store = keeper_.store();
  return WalkParts{.network = *network_,
                   .store = store,
                   .clock = parts_.clock,
                   .stop = stop_,
                   .account_key = account_.key(),
                   .own_ids = own_ids_,
                   .allowance = left_for(purpose, ceilings_, store.spent(account_.key(), now), now),
                   .take_calls = [this] { return counting_.take(); }};
}

// Said once a day of the budget, and shown with the feed until it may be read again.
bool AccountReader::affords(const sql::Feed& feed, FeedPace& pace, Purpose purpose) {
  const Instant now = parts_.clock.now();
  auto& store = keeper_.store();
  const auto left = left_for(purpose, ceilings_, store.spent(account_.key(), now), now);
  if (left.covers({})) {
    pace.blocked_until.reset();
    return true;
  }
  const Instant again = next_allowance(now);
  if (pace.blocked_until == again) return false;
  pace.blocked_until = again;
  const std::string why = std::string("the budget leaves nothing for ") + name_of(purpose) +
                          " before " + to_iso8601(again);
  store.feed_trouble(feed.feed_id, why, now);
  spdlog::warn("budget_used_up account={} feed={} purpose={} again_at={}", account_.key(),
               quoted(feed.listen), name_of(purpose), to_iso8601(again));
  return false;
}

void AccountReader::read_feed(const std::string& listen) {
  FeedPace& pace = paces_[listen];
  const Instant now = parts_.clock.now();
  if (now < pace.not_before) return;
  const sql::Feed feed = keeper_.store().feed(account_.key(), listen, now);
  const Purpose purpose = purpose_of(listen);
  if (!affords(feed, pace, purpose)) return;
  const WalkParts parts = walk_parts(purpose);
  const auto end = walk_feed(parts, feed, pace.unfinished);
  pace.unfinished = end.unfinished;
  pace.live_pages = std::max(1, end.pages);
  note_end(feed, pace, end);
}

// Twice what polling will need until the network's window begins anew; but never all that is left:
// where polls alone use up the window, a gap would stay open for ever.
int AccountReader::reserve_for_polling(const FeedPace& pace) const {
  const Instant now = parts_.clock.now();
  if (!pace.resets_at || *pace.resets_at <= now) return 0;
  const auto polls = (*pace.resets_at - now) / std::chrono::seconds(account_.poll_every_s) + 1;
  const int needed =
      static_cast<int>(std::min<std::int64_t>(2 * polls, 10'000)) * std::min(pace.live_pages, 3);
  return pace.remaining ? std::min(needed, *pace.remaining * 3 / 4) : needed;
}

void AccountReader::fill_gaps() {
  if (parts_.clock.now() < slow_until_) return;
  int pages = gap_pages_a_turn;
  for (const std::string& listen : feeds()) fill_gaps_of(listen, pages);
}

void AccountReader::fill_gaps_of(const std::string& listen, int& pages) {
  FeedPace& pace = paces_[listen];
  const auto feed = keeper_.store().feed(account_.key(), listen, parts_.clock.now());
  for (const sql::Gap& gap : keeper_.store().open_gaps(feed.feed_id)) {
    const Instant now = parts_.clock.now();
    const bool rests = now < pace.not_before || now < rests_until_ || !parked_why_.empty();
    if (stop_.stop_requested() || rests || pages <= 0) return;
    if (gap.next_at && now < *gap.next_at) continue;
    int used = 0;
    if (!fill(feed, gap, pace, pages, used)) return;
    pages -= used;
  }
}

// False: no further gap of this feed now.
bool AccountReader::fill(const sql::Feed& feed, const sql::Gap& gap, FeedPace& pace, int pages,
                         int& used) {
  WalkParts parts = walk_parts(Purpose::gaps);
  if (!parts.allowance.covers({})) return false;
  parts.most_pages = pages;
  parts.reserve = reserve_for_polling(pace);
  if (pace.remaining && *pace.remaining <= parts.reserve && pace.resets_at &&
      parts_.clock.now() < *pace.resets_at)
    return false;
  const auto end = fill_gap(parts, feed, gap);
  used = end.pages;
  if (!end.complete && !end.gap_moved) gap_in_vain(feed, gap, end);
  note_end(feed, pace, end);
  return !end.fault && !end.wait_until;
}

void AccountReader::gap_in_vain(const sql::Feed& feed, const sql::Gap& gap, const WalkEnd& end) {
  constexpr int most_tries = 8;  // some five hours
  const Instant now = parts_.clock.now();
  const bool refused = end.circles || (end.fault && (end.fault->kind == FaultKind::rejected ||
                                                     end.fault->kind == FaultKind::garbled));
  if (!end.circles && !end.fault) return;  // stopped, or the page budget is used up
  auto& store = keeper_.store();
  if (!refused || gap.tries + 1 < most_tries) {
    const auto wait = std::min<Milliseconds>(30s * (1LL << std::min(gap.tries, 10)), 1h);
    store.gap_tried(gap.gap_id, now + wait);
    return;
  }
  store.lose_gap(gap.gap_id, end.circles ? "the network's pages lead nowhere" : end.fault->message,
                 now);
  WalkEnd lost;
  lost.lost_ranges = 1;
  lost.lost_posts = gap.estimate;
  note_loss(feed, lost);
}

Instant AccountReader::next_turn(Instant started) const {
  auto every = Milliseconds(std::chrono::seconds(account_.poll_every_s));
  if (started < hurry_until_) every = std::max(every / hurry_factor, Milliseconds(1'000));
  if (started < slow_until_) every *= slow_factor;
  return started + every;
}

void AccountReader::run() {
  if (!keeper_.ready(stop_) || !begin()) return;
  while (!stop_.stop_requested()) {
    const Instant started = parts_.clock.now();
    keeper_.turn("poll", stop_, [&] { turn(); });
    parts_.clock.sleep_until(next_turn(started), stop_);
  }
}

}  // namespace social311::service
