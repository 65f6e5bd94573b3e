// Whether an account itself works, beside its feeds: looked at once a day, after a new credentials
// file, and by `account authorise`. And the posts that push told of, read where the account is
// read.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "connectors/network.h"
#include "core/clock.h"
#include "service/config.h"
#include "sql/store.h"

namespace social311::service {

// Asks the network and keeps what it said; logs what a person must do. One call, maybe two, of the
// network.
sql::AccountCheck check_account(connectors::Network& network, const std::string& account_key,
                                sql::Store& store, Instant now);

// Notices that an account's credentials_file holds others than at the start. One thread.
class CredentialsWatch {
 public:
  // `config` and what `parts` borrows must outlive the watch.
  CredentialsWatch(const Config& config, const connectors::Account& account,
                   connectors::NetworkParts parts);
  // Makes `network` anew with the file's new credentials; true then. A file that cannot be read or
  // used is logged once and changes nothing. Looks at the file at most every few seconds.
  bool renew(std::unique_ptr<connectors::Network>& network);
  // As the credentials are now.
  const connectors::Account& account() const { return account_; }

 private:
  std::optional<connectors::Account> read_again();

  const Config& config_;
  connectors::Account account_;
  connectors::NetworkParts parts_;
  Instant next_look_{};
  std::string complaint_{};
};

struct HealthParts {  // borrowed
  const Config& config;
  connectors::NetworkParts network;
  std::vector<std::string> own_ids{};  // of the city's accounts on this network
};

// What an account's reader does beside its feeds. One thread; the Store may change between turns.
class AccountHealth {
 public:
  AccountHealth(HealthParts parts, const connectors::Account& account)
      : parts_(std::move(parts)), watch_(parts_.config, account, parts_.network) {}

  // Once before each turn of reading, also while the account is parked: new credentials (which
  // unpark it when they work), the daily look, and the posts that push told of. `network` may be
  // made anew. Throws sql::StoreLost.
  void turn(std::unique_ptr<connectors::Network>& network, sql::Store& store);

 private:
  const std::string& key() const { return key_; }
  void look(connectors::Network& network, sql::Store& store, Instant now);
  void read_touched(connectors::Network& network, sql::Store& store, Instant now);

  HealthParts parts_;
  CredentialsWatch watch_;
  std::string key_ = watch_.account().key();
  std::optional<Instant> next_look_{};
  Instant touched_not_before_{};
};

}  // namespace social311::service
