#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <thread>

#include "core/crash_point.h"
#include "core/digest.h"
#include "core/text.h"
#include "net/client.h"
#include "service/roles/sender.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
using casebridge::AttemptOutcome;
using connectors::PublishOutcome;

casebridge::AttemptOutcome outcome_of(PublishOutcome::Kind kind) {
  switch (kind) {
    case PublishOutcome::Kind::sent:
      return casebridge::AttemptOutcome::sent;
    case PublishOutcome::Kind::rejected:
      return casebridge::AttemptOutcome::rejected;
    case PublishOutcome::Kind::not_sent:
      return casebridge::AttemptOutcome::not_sent;
    case PublishOutcome::Kind::unknown:
      break;
  }
  return casebridge::AttemptOutcome::unknown;
}

connectors::OutgoingReply outgoing(const sql::NewReply& reply, const Post& target) {
  connectors::OutgoingReply out{.target_id = reply.target_post_id,
                                .text = reply.body,
                                .marker = reply.marker,
                                .network_key = reply.network_key,
                                .language = reply.language,
                                .composed_at = reply.created_at};
  if (target.kind == PostKind::direct_message) {
    out.direct_message = true;
    out.conversation = target.conversation;
  }
  if (reply.way != sql::ReplyWay::as_target) out.direct_message = true;
  out.private_reply = reply.way == sql::ReplyWay::private_reply;
  out.recipient_id = target.author.id;
  out.target_parent = target.in_reply_to;
  out.target_at = target.created_at;
  out.notice = reply.kind == ReplyKind::notice && reply.target_post_id.empty();
  out.written_by_person = reply.by != "auto";
  return out;
}

PublishOutcome not_sent(std::string why) {
  return {.kind = PublishOutcome::Kind::not_sent, .message = std::move(why)};
}

}  // namespace

AccountSender::AccountSender(const RoleParts& parts, const connectors::Account& account,
                             std::stop_token stop)
    : parts_(parts),
      account_(account),
      stop_(std::move(stop)),
      keeper_(parts.database, parts.clock),
      http_(parts.http ? parts.http() : net::make_http_client()),
      counting_(*http_),
      vault_(keeper_.slot(), parts.clock, account.key()) {
  timing_.settle = std::chrono::seconds(parts.config.sender.settle_s);
  const auto ceilings = parts.config.ceilings.find(account.key());
  if (ceilings != parts.config.ceilings.end()) ceilings_ = ceilings->second;
}

AccountSender::~AccountSender() {
  if (lock_file_ >= 0) close(lock_file_);
}

// The kernel frees this lock only at process death: a stopped sender is not taken for a dead one.
bool AccountSender::hold_file_lock() {
  const std::string path = parts_.config.database.data_dir + "/sender-" +
                           sha256_hex(account_.key()).substr(0, 16) + ".lock";
  if (lock_file_ < 0) lock_file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return lock_file_ >= 0 && flock(lock_file_, LOCK_EX | LOCK_NB) == 0;
}

// The advisory lock dies with its connection, so every new Store begins a new incarnation, and what
// the old one left open is taken for unknown.
bool AccountSender::begin_incarnation() {
  if (generation_ == keeper_.generation()) return true;
  if (!hold_file_lock() || !keeper_.store().lock_sender(account_.key())) return false;
  incarnation_ = uuid_v7(parts_.clock.now().time_since_epoch().count(), parts_.random);
  CRASHPOINT("send.recovering");
  const int recovered =
      keeper_.store().recover_attempts(account_.key(), incarnation_, parts_.clock.now());
  if (recovered > 0)
    spdlog::warn("attempts_recovered account={} in_doubt={}", account_.key(), recovered);
  generation_ = keeper_.generation();
  return true;
}

PublishOutcome AccountSender::attempt(const sql::ClaimedReply& claimed,
                                      std::chrono::steady_clock::time_point since) {
  if (claimed.target_gone)
    return {.kind = PublishOutcome::Kind::rejected,
            .message = "the post was deleted before it was answered"};
  if (parts_.clock.steady() - since > timing_.stale_claim)
    return not_sent("the claim was too old to send on");
  if (stop_.stop_requested()) return not_sent("the service is stopping");
  return network_->publish(outgoing(claimed.reply, claimed.target), parts_.clock.now());
}

void AccountSender::finish(const sql::ClaimedReply& claimed, const PublishOutcome& outcome) {
  const Instant now = parts_.clock.now();
  const auto next =
      casebridge::after_attempt(outcome_of(outcome.kind), claimed.reply.policy, claimed.attempts,
                                now, claimed.reply.created_at, outcome.retry_after, timing_);
  const bool closed = keeper_.store().end_attempt({.intent_id = claimed.intent_id,
                                                   .attempt_id = claimed.attempt_id,
                                                   .outcome = connectors::name_of(outcome.kind),
                                                   .state = next.state,
                                                   .needs_person = next.needs_person,
                                                   .next_at = next.next_at,
                                                   .remote_id = outcome.remote_id,
                                                   .http_status = outcome.http_status,
                                                   .platform_code = outcome.platform_code,
                                                   .message = outcome.message,
                                                   .at = now});
  spdlog::info("reply_attempt account={} case={} kind={} outcome={} state={} closed={}",
               account_.key(), claimed.reply.case_number, name_of(claimed.reply.kind),
               connectors::name_of(outcome.kind), name_of(next.state), closed);
  book(outcome.spend);
  park(outcome, now);
}

// With a time the network names it; without one a person acts, and the reader looks again hourly.
void AccountSender::park(const PublishOutcome& outcome, Instant now) {
  auto& store = keeper_.store();
  if (outcome.park_account) {
    const auto until =
        outcome.retry_after ? std::optional(now + *outcome.retry_after) : std::optional<Instant>();
    store.park_account(account_.key(), outcome.message, until);
    spdlog::error("account_parked account={} why={} until={}", account_.key(),
                  quoted(outcome.message), until ? to_iso8601(*until) : "a person acts");
  }
  if (outcome.park_writes && store.stop_sending(account_.key(), outcome.message, "auto", now))
    spdlog::error("sending_stopped account={} why={} do=\"resume it on the accounts page\"",
                  account_.key(), quoted(outcome.message));
}

void AccountSender::book(const connectors::Spend& spend) {
  keeper_.store().add_spend(
      account_.key(),
      {.calls = counting_.take(), .reads = spend.reads, .micro_usd = spend.micro_usd},
      parts_.clock.now());
}

// A ceiling holds for replies too, but theirs is the last share of it. What is queued waits.
bool AccountSender::affords(Purpose purpose) {
  if (ceilings_ == Ceilings{}) return true;
  const Instant now = parts_.clock.now();
  const auto spent = keeper_.store().spent(account_.key(), now);
  if (left_for(purpose, ceilings_, spent, now).covers({})) return true;
  if (told_used_up_ != next_allowance(now))
    spdlog::error("budget_used_up account={} purpose={} do=\"raise budget_… or wait\"",
                  account_.key(), name_of(purpose));
  told_used_up_ = next_allowance(now);
  return false;
}

bool AccountSender::send_one() {
  const auto claimed = keeper_.store().claim_reply(account_.key(), incarnation_, parts_.clock.now(),
                                                   casebridge::same_reply);
  const auto since = parts_.clock.steady();
  if (!claimed) return false;
  CRASHPOINT("send.claimed");
  const auto outcome = attempt(*claimed, since);
  CRASHPOINT("send.answered");
  finish(*claimed, outcome);
  CRASHPOINT("send.ended");
  return true;
}

// One read serves all doubtful replies of the account.
void AccountSender::reconcile() {
  const Instant begun = parts_.clock.now();
  const auto doubtful = keeper_.store().doubtful(account_.key(), begun);
  if (doubtful.empty()) return;
  Instant since = begun;
  std::vector<connectors::OutgoingReply> asked;
  for (const auto& doubt : doubtful) {
    since = std::min(since, doubt.attempt_started_at);
    asked.push_back(outgoing(doubt.reply, doubt.target));
  }
  const auto read = network_->read_own(since - 2min, asked, begun);
  CRASHPOINT("send.own_read");
  book(read ? read->spend : connectors::Spend{});
  settle_reads(read ? *read : connectors::OwnRead{}, doubtful, begun);
}

void AccountSender::settle_reads(const connectors::OwnRead& read,
                                 const std::vector<sql::DoubtfulReply>& doubtful, Instant begun) {
  std::vector<sql::SeenOwnPost> seen;
  for (const auto& post : read.posts)
    seen.push_back({post.remote_id, post.in_reply_to, post.text, post.created_at});
  const Instant now = parts_.clock.now();
  const auto found =
      keeper_.store().keep_own_posts(account_.key(), seen, now, casebridge::same_reply);
  const std::set<std::int64_t> known(found.begin(), found.end());
  for (const auto& doubt : doubtful) {
    if (known.contains(doubt.intent_id)) continue;
    const auto next = casebridge::after_absent_read(
        doubt.reply.policy, read.complete, doubt.complete_reads + (read.complete ? 1 : 0),
        doubt.attempt_ended_at, begun, timing_,
        casebridge::attempt_outcome(doubt.last_outcome).value_or(AttemptOutcome::unknown));
    keeper_.store().note_absent_read(doubt.intent_id, read.complete, next.state, next.needs_person,
                                     next.next_at, now);
    if (next.needs_person)
      spdlog::error("reply_needs_person account={} case={}", account_.key(),
                    doubt.reply.case_number);
  }
}

void AccountSender::turn() {
  if (!begin_incarnation()) return;
  watch_->renew(network_);
  while (!stop_.stop_requested() && affords(Purpose::replies) && send_one()) {
  }
  if (!stop_.stop_requested()) reconcile();
}

void AccountSender::sleep() {
  const Instant now = parts_.clock.now();
  parts_.clock.sleep_until(now + 250ms, stop_);
}

void AccountSender::run() {
  if (!keeper_.ready(stop_)) return;
  const connectors::NetworkParts borrowed{counting_, vault_, parts_.clock, parts_.random};
  auto network = connectors::make_network(account_, borrowed);
  if (!network) {
    spdlog::error("account_unusable account={} why={}", account_.key(),
                  quoted(network.fault().message));
    return;
  }
  network_ = std::move(network).value();
  watch_ = std::make_unique<CredentialsWatch>(parts_.config, account_, borrowed);
  while (!stop_.stop_requested()) {
    keeper_.turn("send", stop_, [&] { turn(); });
    sleep();
  }
}

void run_send(const RoleParts& parts, std::stop_token stop) {
  std::vector<std::jthread> senders;
  for (const auto& account : parts.config.accounts)
    if (account.reply != ReplyMode::off)
      senders.emplace_back([&parts, &account, stop] { AccountSender(parts, account, stop).run(); });
  while (!stop.stop_requested()) parts.clock.sleep_until(parts.clock.now() + 1h, stop);
}

}  // namespace social311::service
