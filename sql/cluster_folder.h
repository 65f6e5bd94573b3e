// The files of a private cluster and the user it runs as: what stands where, who may enter, what is
// stale. Private to sql/; the cluster's life is private_cluster.cpp's.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "core/process.h"
#include "core/result.h"

namespace social311::sql {

struct ClusterFolder {
  std::string data{};    // absolute, links resolved
  std::string pg{};      // the server's own folder
  std::string socket{};  // short enough for a socket address (107 bytes)
  std::string log{};
  std::string url{};
};
ClusterFolder cluster_folder(const std::string& data_dir);

// PostgreSQL refuses root: then it is the user `postgres`, otherwise whoever we are.
struct ServerUser {
  std::string name{};
  uid_t uid = 0;
  gid_t gid = 0;
  bool other_than_us = false;
};
Result<ServerUser> server_user();
std::string our_name();  // "" when our number has none

// A plan that runs as that user with a clean environment (inherited PG… variables change what
// programs do).
ProcessPlan as_user(const ServerUser& user, std::vector<std::string> command);

// Makes the data folder where it is missing. Fault: a parent that the user cannot enter, named,
// with advice.
Result<Done> open_data_folder(const ClusterFolder& folder, const ServerUser& user);

// An own folder of the user, mode 0700. Fault: something else is there already.
Result<Done> own_folder(const std::string& path, const ServerUser& user);

// Replaces the file as a whole; owner as given, mode 0600.
Result<Done> write_owned(const std::string& path, const std::string& text, const ServerUser& user);

// The folder of PostgreSQL's programs: those of the cluster's own major version, or the newest
// installed for a cluster that is yet to be made. Fault: not installed; or the cluster is of
// another version.
Result<std::string> server_programs(const ClusterFolder& folder);

// The server process that really works in this folder. A pid file alone proves nothing: the process
// may be gone, a zombie nobody reaps, or a stranger with a recycled number.
std::optional<pid_t> server_process(const ClusterFolder& folder);

// What a killed server leaves behind and the next one would stumble over. Only when server_process
// is empty.
void remove_stale_files(const ClusterFolder& folder);

// The last lines, for messages. "" when there is no log.
std::string tail_of(const std::string& file);

}  // namespace social311::sql
