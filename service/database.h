// Where the database is and how a role gets at it: the city's own server, or the private cluster
// under data_dir.
#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "core/secret.h"
#include "service/config.h"
#include "sql/private_cluster.h"
#include "sql/store.h"

namespace social311::service {

// Holds the private cluster when this process started it; the cluster stops with it.
struct Database {
  sql::StoreOptions options{};
  std::unique_ptr<sql::PrivateCluster> cluster{};
};

// For a command: uses the configured server, or the private cluster of data_dir, which is started
// for the command's time when no service runs. Main thread only.
Result<Database> open_database(const Config& config);

// For a role beside a running service: never starts anything.
Result<sql::StoreOptions> database_options(const Config& config);

// The key that seals tokens at rest: data_dir/seal.key, 0600, made when missing.
Result<Secret> seal_key(const std::string& data_dir);

// Connects, retrying while the server is not there, until `patience` is over.
Result<std::unique_ptr<sql::Store>> connect(const sql::StoreOptions& options,
                                            std::chrono::milliseconds patience);

}  // namespace social311::service
