// The four roles of the service, each a loop that runs until it is told to stop. A role is a
// process of its own: one network's poisonous answer ends one child and nothing else.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "classifier/classifier.h"
#include "core/clock.h"
#include "core/http.h"
#include "core/random.h"
#include "service/config.h"
#include "sql/store.h"

namespace social311::service {

struct RoleParts {  // borrowed for the life of the role
  const Config& config;
  const sql::StoreOptions& database;
  Clock& clock;
  Random& random;
  // How the sender reaches the networks; empty: net/'s client. A drill puts its own hands around
  // it.
  std::function<std::unique_ptr<HttpClient>()> http{};
};

// Reads the feeds of every configured account of `network` ("" = all), one thread an account.
void run_poll(const RoleParts& parts, const std::string& network, std::stop_token stop);
// Classifies and decides what came in.
void run_work(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
              std::stop_token stop);
// Publishes replies by the reply protocol, one thread an account, one incarnation an account in the
// whole world.
void run_send(const RoleParts& parts, std::stop_token stop);

}  // namespace social311::service
