// The private PostgreSQL: first start, later starts, and everything that can be in the way of one.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "core/process.h"
#include "tests/support/scratch_cluster.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

const sql::ClusterOptions fast{.settings = {"fsync=off"}};

std::unique_ptr<sql::PrivateCluster> must_start(const std::string& folder) {
  auto started = sql::start_private_cluster(folder, fast);
  if (!started) FAIL(started.fault().message);
  return std::move(*started);
}

std::string ask(const std::string& url, const std::string& statement) {
  const auto ran = run({.command = {"psql", "-qAtX", "-d", url, "-c", statement}}, 30s);
  REQUIRE(ran.ok());
  return ran->output;
}

pid_t server_of(const std::string& folder) {
  pid_t pid = 0;
  std::ifstream(folder + "/pg/postmaster.pid") >> pid;
  return pid;
}

// Until the condition holds; false when it never does.
template <typename Condition>
bool comes_true(const Condition& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(10ms);
  }
  return true;
}

bool is_gone(pid_t pid) {
  return ::kill(pid, 0) != 0;
}

}  // namespace

TEST_CASE("a first start makes a cluster, a later one finds what was written") {
  const ScratchFolder folder("first");
  CHECK(!sql::private_cluster_runs(folder.path()));
  {
    const auto cluster = must_start(folder.path());
    CHECK(cluster->alive());
    CHECK(cluster->url() == sql::private_cluster_url(folder.path()));
    CHECK(sql::private_cluster_runs(folder.path()));
    ask(cluster->url(), "create table kept as select 311 as number");
    CHECK(ask(cluster->url(), "show data_checksums") == "on\n");
    CHECK(ask(cluster->url(), "show listen_addresses") == "\n");
    CHECK(ask(cluster->url(), "show server_encoding") == "UTF8\n");
  }
  CHECK(!sql::private_cluster_runs(folder.path()));
  CHECK(!fs::exists(folder.path() + "/pg/postmaster.pid"));  // an orderly end
  const auto again = must_start(folder.path());
  CHECK(ask(again->url(), "select number from kept") == "311\n");
}

TEST_CASE("only the server's user, root and the starter get in") {
  const ScratchFolder folder("doors");
  const auto cluster = must_start(folder.path());
  struct stat socket {};
  REQUIRE(::stat((folder.path() + "/s").c_str(), &socket) == 0);
  CHECK((socket.st_mode & 0777) == 0700);
  REQUIRE(::stat((folder.path() + "/pg").c_str(), &socket) == 0);
  CHECK((socket.st_mode & 0777) == 0700);
  if (::geteuid() != 0) return;
  const auto stranger = run({.command = {"setpriv", "--reuid=nobody", "--clear-groups", "psql",
                                         "-d", cluster->url(), "-c", "select 1"}},
                            30s);
  REQUIRE(stranger.ok());
  CHECK(stranger->code != 0);
}

TEST_CASE("a second start of a running cluster uses it and leaves it running") {
  const ScratchFolder folder("second");
  const auto first = must_start(folder.path());
  const auto server = server_of(folder.path());
  {
    const auto second = must_start(folder.path());
    CHECK(second->alive());
    CHECK(server_of(folder.path()) == server);
  }
  CHECK(first->alive());
  CHECK(sql::private_cluster_runs(folder.path()));
}

TEST_CASE("a second user of a cluster starts an own one when the first is gone") {
  const ScratchFolder folder("heir");
  auto first = must_start(folder.path());
  const auto second = must_start(folder.path());
  first.reset();
  REQUIRE(comes_true([&] { return !second->alive(); }));
  CHECK(second->restart().ok());
  CHECK(second->alive());
}

TEST_CASE("a server killed outright is noticed and started again over what it left behind") {
  const ScratchFolder folder("killed");
  const auto cluster = must_start(folder.path());
  ask(cluster->url(), "create table kept as select 311 as number");
  CHECK(cluster->restart().ok());  // it runs: nothing to do
  ::kill(server_of(folder.path()), SIGKILL);
  REQUIRE(comes_true([&] { return !cluster->alive(); }));
  CHECK(fs::exists(folder.path() + "/pg/postmaster.pid"));
  const auto again = cluster->restart();
  if (!again.ok()) FAIL(again.fault().message);
  CHECK(ask(cluster->url(), "select number from kept") == "311\n");
}

TEST_CASE("a pid file that names a stranger is not believed") {
  const ScratchFolder folder("stranger");
  must_start(folder.path());
  auto stranger = Process::start({.command = {"sleep", "600"}});
  REQUIRE(stranger.ok());
  std::ofstream(folder.path() + "/pg/postmaster.pid") << stranger->pid() << "\n"
                                                      << folder.path() << "/pg\n";
  std::ofstream(folder.path() + "/s/.s.PGSQL.5432.lock") << stranger->pid() << "\n";
  const auto cluster = must_start(folder.path());
  CHECK(server_of(folder.path()) != stranger->pid());
  CHECK(!stranger->poll());
  stranger->signal(SIGKILL);
  stranger->wait_for(10s);
}

TEST_CASE("a first start that was killed half-way is begun anew") {
  const ScratchFolder folder("half");
  fs::create_directories(folder.path() + "/pg.new/base");
  std::ofstream(folder.path() + "/pg.new/PG_VERSION") << "15\n";
  const auto cluster = must_start(folder.path());
  CHECK(ask(cluster->url(), "select 1") == "1\n");
  CHECK(!fs::exists(folder.path() + "/pg.new"));
}

TEST_CASE("a path too long for a socket gets a short private folder") {
  const ScratchFolder folder("long");
  const auto deep = folder.path() + "/" + std::string(120, 'x');
  const auto cluster = must_start(deep);
  CHECK(ask(cluster->url(), "select 1") == "1\n");
  const auto at = cluster->url().find("%2Ftmp%2F.social311-");
  REQUIRE(at != std::string::npos);
  const auto name = cluster->url().substr(at + 9, 11 + 12);
  struct stat about {};
  REQUIRE(::stat(("/tmp/" + name).c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0700);
  cluster->stop(10s);
  fs::remove_all("/tmp/" + name);
}

TEST_CASE("a short socket folder that somebody else made is refused") {
  if (::geteuid() != 0) return;
  const ScratchFolder folder("taken");
  const auto deep = folder.path() + "/" + std::string(120, 'y');
  const auto url = sql::private_cluster_url(deep);
  const auto taken = "/tmp/" + url.substr(url.find("%2F.social311-") + 3, 11 + 12);
  fs::create_directory(taken);
  REQUIRE(::chown(taken.c_str(), 12345, 12345) == 0);
  const auto refused = sql::start_private_cluster(deep, fast);
  fs::remove_all(taken);
  REQUIRE(!refused.ok());
  CHECK(refused.fault().message.find(taken) != std::string::npos);
}

TEST_CASE("a folder the server's user cannot enter is named with what to do") {
  if (::geteuid() != 0) return;
  const ScratchFolder folder("closed");
  const auto closed = folder.path() + "/home";
  fs::create_directories(closed);
  REQUIRE(::chmod(closed.c_str(), 0700) == 0);
  const auto refused = sql::start_private_cluster(closed + "/var", fast);
  REQUIRE(!refused.ok());
  CHECK(refused.fault().kind == FaultKind::rejected);
  CHECK(refused.fault().message.find("cannot enter " + closed + ":") != std::string::npos);
  CHECK(refused.fault().message.find("chmod o+x " + closed) != std::string::npos);
}

TEST_CASE("a cluster of another version is refused and left as it is") {
  const ScratchFolder folder("version");
  fs::create_directories(folder.path() + "/pg");
  std::ofstream(folder.path() + "/pg/PG_VERSION") << "9\n";
  const auto refused = sql::start_private_cluster(folder.path(), fast);
  REQUIRE(!refused.ok());
  CHECK(refused.fault().message.find("PostgreSQL 9") != std::string::npos);
  CHECK(refused.fault().message.find("docs/private-postgresql.md") != std::string::npos);
  CHECK(fs::exists(folder.path() + "/pg/PG_VERSION"));
}

TEST_CASE("a server that cannot start says why in its own words") {
  const ScratchFolder folder("broken");
  must_start(folder.path());
  std::ofstream(folder.path() + "/pg/postgresql.conf", std::ios::app) << "no_such_setting = 1\n";
  const auto refused = sql::start_private_cluster(folder.path(), fast);
  REQUIRE(!refused.ok());
  CHECK(refused.fault().message.find("no_such_setting") != std::string::npos);
}

TEST_CASE("no folder is no place") {
  CHECK(!sql::start_private_cluster("").ok());
  CHECK(!sql::start_private_cluster("/dev/null/x").ok());
}

TEST_CASE("the server ends with the program that started it, and the next start comes through") {
  const ScratchFolder folder("orphan");
  const pid_t parent = ::fork();
  REQUIRE(parent >= 0);
  if (parent == 0) {
    const auto started = sql::start_private_cluster(folder.path(), fast);
    if (!started) ::_exit(1);
    ::raise(SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(parent, &status, 0) == parent);
  REQUIRE(WIFSIGNALED(status));
  const auto orphan = server_of(folder.path());
  const auto cluster = must_start(folder.path());  // at once, while the old one goes
  CHECK(ask(cluster->url(), "select 1") == "1\n");
  if (orphan > 1 && orphan != server_of(folder.path()))
    CHECK(comes_true([&] { return is_gone(orphan); }));
}

TEST_CASE("two starts of an empty folder at the same moment make one cluster") {
  const ScratchFolder folder("race");
  const ScratchFolder marks("race-marks");
  const auto both_are_in = [&] {
    return fs::exists(marks.path() + "/0") && fs::exists(marks.path() + "/1");
  };
  std::vector<pid_t> children;
  for (int i = 0; i < 2; ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      auto started = sql::start_private_cluster(folder.path(), fast);
      if (!started.ok() || !sql::open_store({.url = (*started)->url()}).ok()) ::_exit(1);
      std::ofstream(marks.path() + "/" + std::to_string(i)) << "in";
      const bool met = comes_true(both_are_in);  // the first one out takes the server along
      started->reset();
      ::_exit(met ? 0 : 2);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
}
