// One account's sender: the reply protocol of docs/reply-protocol.md as a loop. Each step is one
// method, so a test can stop between any two. One thread; one incarnation an account, held by a
// file lock and the database's.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "casebridge/reply_protocol.h"
#include "connectors/network.h"
#include "service/roles/account_health.h"
#include "service/roles/counting.h"
#include "service/roles/roles.h"
#include "service/roles/spending.h"
#include "service/roles/turn.h"
#include "service/vault.h"

namespace social311::service {

class AccountSender {
 public:
  AccountSender(const RoleParts& parts, const connectors::Account& account, std::stop_token stop);
  ~AccountSender();
  AccountSender(const AccountSender&) = delete;
  AccountSender& operator=(const AccountSender&) = delete;

  void run();

 private:
  bool hold_file_lock();
  bool
  begin_incarnation();  // database lock, then recovery of what an earlier incarnation left open
  void turn();
  bool send_one();  // false: nothing was due
  void reconcile();
  void settle_reads(const connectors::OwnRead& read,
                    const std::vector<sql::DoubtfulReply>& doubtful, Instant begun);
  connectors::PublishOutcome attempt(const sql::ClaimedReply& claimed,
                                     std::chrono::steady_clock::time_point since);
  void finish(const sql::ClaimedReply& claimed, const connectors::PublishOutcome& outcome);
  void park(const connectors::PublishOutcome& outcome, Instant now);
  bool affords(Purpose purpose);
  void book(const connectors::Spend& spend);
  void sleep();

  const RoleParts& parts_;
  const connectors::Account& account_;
  std::stop_token stop_;
  StoreKeeper keeper_;
  std::unique_ptr<HttpClient> http_;
  CountingHttp counting_;
  StoreVault vault_;
  std::unique_ptr<connectors::Network> network_{};
  std::unique_ptr<CredentialsWatch> watch_{};  // new credentials count without a restart
  casebridge::ReplyTiming timing_{};
  Ceilings ceilings_{};
  std::optional<Instant> told_used_up_{};  // the day of the budget that was told to be used up
  std::string incarnation_{};
  int generation_ = 0;  // of the Store that holds the lock
  int lock_file_ = -1;
};

}  // namespace social311::service
