// /webhooks/{network}: optional push. What a signed request brings is durable before it is
// answered, and goes in where polled posts go in; polling stays the backstop. Nothing is believed
// that is not signed, and an account whose credentials hold no means to check it takes none.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/network.h"
#include "net/server.h"
#include "service/config.h"
#include "service/roles/account_health.h"
#include "service/web/sign_in.h"

namespace social311::service {

class Webhooks {
 public:
  // `parts` and what `network` borrows must outlive it. Networks are asked about pushes only: no
  // call leaves here.
  Webhooks(const WebParts& parts, connectors::NetworkParts network);
  ~Webhooks();
  Webhooks(const Webhooks&) = delete;
  Webhooks& operator=(const Webhooks&) = delete;

  // `network` = what stands behind /webhooks/. Answers 404 for networks without an account that
  // takes pushes, 413 is the server's, 429 after too many unsigned ones from one address, 503 while
  // the database is away (networks repeat for hours). Thread-safe.
  net::ServerReply handle(const net::ServerCall& call, const std::string& network);

 private:
  struct Taker;  // one account
  struct Answer;
  Answer ask_all(const connectors::Push& push, const std::string& network, Instant now);
  void keep(const Taker& taker, const connectors::Pushed& pushed, Instant now);

  const WebParts& parts_;
  connectors::NetworkParts network_parts_;
  std::mutex mutex_{};  // the takers' networks
  std::vector<std::unique_ptr<Taker>> takers_{};
  GuessBrake unsigned_{120};  // an hour and address
};

}  // namespace social311::service
