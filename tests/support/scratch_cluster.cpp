#include "tests/support/scratch_cluster.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/process.h"

// libpqxx 6.4.5 forgets one PGresult when a connection breaks under it; nothing of ours is hidden
// by this.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libpqxx\n";
}

namespace social311::tests {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr const char* template_name = "social311_template";
const Instant migrated_at{std::chrono::seconds(1'772'000'000)};

std::string with_database(const std::string& url, const std::string& name) {
  auto changed = url;
  return changed.replace(changed.find("///social311"), 12, "///" + name);
}

void migrate(const std::string& url) {
  const auto applied = open_scratch_store(url)->migrate(migrated_at);
  if (!applied) throw std::runtime_error(applied.fault().message);
}

}  // namespace

// Open to the user postgres, who runs the server when the tests run as root.
ScratchFolder::ScratchFolder(const std::string& name)
    : path_((fs::temp_directory_path() /
             ("social311-test-" + std::to_string(::getpid()) + "-" + name))
                .string()) {
  fs::remove_all(path_);
  fs::create_directories(path_);
  ::chmod(path_.c_str(), 0711);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

ScratchCluster& ScratchCluster::shared() {
  static ScratchCluster cluster;
  return cluster;
}

ScratchCluster::ScratchCluster() : folder_("cluster") {
  auto started = sql::start_private_cluster(
      folder_.path(), {.settings = {"fsync=off", "restart_after_crash=off", "max_wal_size=64MB"}});
  if (!started) throw std::runtime_error(started.fault().message);
  cluster_ = std::move(*started);
}

std::string ScratchCluster::new_database(const std::string& source) {
  const auto name = "t" + std::to_string(++databases_);
  sql(cluster_->url(), "create database " + name + " template " + source);
  return with_database(cluster_->url(), name);
}

// The first test of a program takes the database that is there: making one costs 300 files.
std::string ScratchCluster::fresh_database() {
  if (!given_) {
    given_ = true;
    migrate(cluster_->url());
    return cluster_->url();
  }
  if (!template_made_) {
    sql(cluster_->url(), std::string("create database ") + template_name + " template template0");
    migrate(with_database(cluster_->url(), template_name));
    template_made_ = true;
  }
  return new_database(template_name);
}

std::string ScratchCluster::empty_database() {
  return new_database("template0");
}

std::string ScratchCluster::sql(const std::string& url, const std::string& statement) {
  const auto ran =
      run({.command = {"psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement}}, 30s);
  if (!ran) throw std::runtime_error(ran.fault().message);
  if (ran->code != 0) throw std::runtime_error(ran->output);
  auto output = ran->output;
  while (!output.empty() && output.back() == '\n') output.pop_back();
  return output;
}

void ScratchCluster::restart_immediately() {
  pid_t server = 0;
  std::ifstream(folder_.path() + "/pg/postmaster.pid") >> server;
  REQUIRE(server > 1);
  ::kill(server, SIGQUIT);
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (cluster_->alive() && std::chrono::steady_clock::now() < deadline) ::usleep(2000);
  const auto again = cluster_->restart();
  if (!again) throw std::runtime_error(again.fault().message);
}

sql::StoreOptions scratch_options(const std::string& url) {
  return {.url = url, .seal_key = Secret(std::string(32, 'k')), .application = "social311-test"};
}

std::unique_ptr<sql::Store> open_scratch_store(const std::string& url) {
  auto opened = sql::open_store(scratch_options(url));
  if (!opened) throw std::runtime_error(opened.fault().message);
  return std::move(*opened);
}

std::unique_ptr<sql::Store> fresh_store() {
  return open_scratch_store(ScratchCluster::shared().fresh_database());
}

}  // namespace social311::tests
