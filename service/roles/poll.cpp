#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

#include "core/text.h"
#include "net/client.h"
#include "service/roles/roles.h"
#include "service/roles/turn.h"
#include "service/roles/walk.h"
#include "service/vault.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

// One account's reader: its own Store, its own pace.
class AccountReader {
 public:
  AccountReader(const RoleParts& parts, const connectors::Account& account, std::stop_token stop)
      : parts_(parts),
        account_(account),
        stop_(std::move(stop)),
        keeper_(parts.database, parts.clock) {}

  void run();

 private:
  void read_once();
  void read_feed(const std::string& listen);
  void fill_gaps(const WalkParts& walk, const sql::Feed& feed);
  void note_end(const sql::Feed& feed, const WalkEnd& end);
  void park(const std::string& why);
  WalkParts walk_parts();
  std::vector<std::string> own_ids() const;

  const RoleParts& parts_;
  const connectors::Account& account_;
  std::stop_token stop_;
  StoreKeeper keeper_;
  std::unique_ptr<HttpClient> http_ = net::make_http_client();
  std::unique_ptr<StoreVault> vault_{};
  std::unique_ptr<connectors::Network> network_{};
  Instant not_before_{};
  int failures_ = 0;
};

std::vector<std::string> AccountReader::own_ids() const {
  std::vector<std::string> ids;
  for (const auto& other : parts_.config.accounts)
    if (other.network == account_.network) ids.push_back(other.id);
  return ids;
}

WalkParts AccountReader::walk_parts() {
  return WalkParts{.network = *network_,
                   .store = keeper_.store(),
                   .clock = parts_.clock,
                   .stop = stop_,
                   .account_key = account_.key(),
                   .own_ids = own_ids()};
}

void AccountReader::park(const std::string& why) {
  spdlog::error(
      "account_parked account={} why={} do=\"renew its credentials, then restart or wait an hour\"",
      account_.key(), quoted(why));
  keeper_.store().park_account(account_.key(), why, parts_.clock.now() + 1h);
}

// What the end of a walk means for the next one. Back-off doubles from the poll interval to 15
// minutes.
void AccountReader::note_end(const sql::Feed& feed, const WalkEnd& end) {
  const Instant now = parts_.clock.now();
  if (end.added > 0)
    spdlog::info("ingested account={} feed={} pages={} seen={} added={}", account_.key(),
                 quoted(feed.listen), end.pages, end.seen, end.added);
  if (end.wait_until) not_before_ = std::max(not_before_, *end.wait_until);
  if (!end.fault) {
    failures_ = 0;
    if (!feed.trouble.empty()) keeper_.store().feed_trouble(feed.feed_id, "", now);
    return;
  }
  const Fault& fault = *end.fault;
  failures_ = std::min(failures_ + 1, 10);
  keeper_.store().feed_trouble(feed.feed_id, fault.message, now);
  if (fault.kind == FaultKind::denied) return park(fault.message);
  const auto wait = fault.retry_after.value_or(
      std::min<Milliseconds>(Milliseconds(500) * (1LL << failures_), 15min));
  not_before_ = std::max(not_before_, now + wait);
  spdlog::warn("poll_failed account={} feed={} kind={} why={} next_in_ms={}", account_.key(),
               quoted(feed.listen), name_of(fault.kind), quoted(fault.message), wait.count());
}

void AccountReader::fill_gaps(const WalkParts& walk, const sql::Feed& feed) {
  for (const sql::Gap& gap : keeper_.store().open_gaps(feed.feed_id)) {
    if (stop_.stop_requested() || parts_.clock.now() < not_before_) return;
    note_end(feed, fill_gap(walk, feed, gap));
  }
}

void AccountReader::read_feed(const std::string& listen) {
  const sql::Feed feed = keeper_.store().feed(account_.key(), listen, parts_.clock.now());
  const WalkParts walk = walk_parts();
  note_end(feed, walk_feed(walk, feed));
  fill_gaps(walk, feed);
}

void AccountReader::read_once() {
  const Instant now = parts_.clock.now();
  if (keeper_.store().parked(account_.key(), now)) return;
  for (const std::string& listen : account_.listen) {
    if (stop_.stop_requested() || parts_.clock.now() < not_before_) return;
    read_feed(listen);
  }
}

void AccountReader::run() {
  if (!keeper_.ready(stop_)) return;
  vault_ = std::make_unique<StoreVault>(keeper_.slot(), parts_.clock, account_.key());
  auto network = connectors::make_network(account_, {*http_, *vault_, parts_.clock, parts_.random});
  if (!network) {
    spdlog::error("account_unusable account={} why={}", account_.key(),
                  quoted(network.fault().message));
    return;
  }
  network_ = std::move(network).value();
  keeper_.turn("keep_account", stop_, [&] {
    keeper_.store().keep_account(account_.key(), account_.handle, account_.reply,
                                 parts_.clock.now());
  });
  while (!stop_.stop_requested()) {
    const Instant started = parts_.clock.now();
    if (started >= not_before_) keeper_.turn("poll", stop_, [&] { read_once(); });
    const Instant next =
        std::max(started + std::chrono::seconds(account_.poll_every_s), not_before_);
    parts_.clock.sleep_until(next, stop_);
  }
}

}  // namespace

void run_poll(const RoleParts& parts, const std::string& network, std::stop_token stop) {
  std::vector<std::jthread> readers;
  for (const auto& account : parts.config.accounts)
    if (network.empty() || account.network == network)
      readers.emplace_back([&parts, &account, stop] { AccountReader(parts, account, stop).run(); });
  while (!stop.stop_requested()) parts.clock.sleep_until(parts.clock.now() + 1h, stop);
}

}  // namespace social311::service
