// The private PostgreSQL under data_dir, for the demo, tests and small cities: made at the first
// start, run as a child process on a unix socket without any password, never on a TCP port.
// PostgreSQL refuses root: then it runs as the user `postgres`. The recipe and its traps stand in
// docs/private-postgresql.md.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"

namespace social311::sql {

class PrivateCluster {
 public:
  virtual ~PrivateCluster() = default;  // stops the server (fast) when this object started it
  virtual const std::string& url() const = 0;
  virtual bool alive() = 0;                              // the server process still runs
  virtual Result<Done> restart() = 0;                    // after it died
  virtual void stop(std::chrono::seconds patience) = 0;  // fast; immediate when patience is over
};

struct ClusterOptions {
  std::vector<std::string> settings{};  // "name=value" over postgresql.conf, for this start only
};

// Makes the cluster where there is none, clears what a killed server left behind, starts it and
// creates the database. Call from the main thread: the death signal that ends the server with us is
// bound to it. Where a healthy server of this folder runs already (a second `serve`, or one left by
// a parent that is ending), it is used and not stopped by us; restart() starts an own one when it
// goes. Fault (rejected): what is wrong with the folder and what to do; includes the tail of the
// server's log.
Result<std::unique_ptr<PrivateCluster>> start_private_cluster(const std::string& data_dir,
                                                              const ClusterOptions& options = {});

// Where the cluster of this folder listens, started or not: for commands beside a running service.
std::string private_cluster_url(const std::string& data_dir);
// A server answers there now.
bool private_cluster_runs(const std::string& data_dir);

}  // namespace social311::sql
