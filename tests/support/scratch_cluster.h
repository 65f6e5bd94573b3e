// A throw-away PostgreSQL for tests: one private cluster a test program, one fresh database a test.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "sql/private_cluster.h"
#include "sql/store.h"

namespace social311::tests {

// Below the system's temporary folder; gone with the object.
class ScratchFolder final {
 public:
  explicit ScratchFolder(const std::string& name);
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class ScratchCluster final {
 public:
  // Started at the first use, without fsync: only a machine that loses power could tell the
  // difference.
  static ScratchCluster& shared();

  ScratchCluster();
  ScratchCluster(const ScratchCluster&) = delete;
  ScratchCluster& operator=(const ScratchCluster&) = delete;

  std::string fresh_database();  // url; all migrations applied
  std::string empty_database();  // url; no table in it
  // What a test says to the database beside the Store. "" or the rows, columns split by '|'.
  // A statement that fails fails the test.
  std::string sql(const std::string& url, const std::string& statement);
  // Like a power cut: the server drops every connection and recovers from its log.
  void restart_immediately();
  const std::string& folder() const { return folder_.path(); }

 private:
  std::string new_database(const std::string& template_name);

  ScratchFolder folder_;
  std::unique_ptr<sql::PrivateCluster> cluster_;
  int databases_ = 0;
  bool given_ = false;
  bool template_made_ = false;
};

// A Store on a database of its own. Its seal key is fixed.
std::unique_ptr<sql::Store> open_scratch_store(const std::string& url);
sql::StoreOptions scratch_options(const std::string& url);
std::unique_ptr<sql::Store> fresh_store();

}  // namespace social311::tests
