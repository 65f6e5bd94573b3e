#include "sql/private_cluster.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <pqxx/pqxx>
#include <thread>
#include <utility>

#include "core/process.h"
#include "sql/cluster_folder.h"

namespace social311::sql {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr seconds initdb_patience{120};
constexpr seconds start_patience{90};  // recovery after a crash included
constexpr milliseconds look_again{100};
constexpr milliseconds between_starts{500};
constexpr int most_starts = 8;       // children of a killed server need a moment to go
constexpr seconds stop_patience{8};  // within the 10 s in which the service has to end
constexpr std::uintmax_t log_bytes = 16u << 20;

// Small: the default serves one city on one small machine. No TCP, and no value of a row in the
// log.
const char* const cluster_settings =
    "\n# social311: private cluster\n"
    "listen_addresses = ''\n"
    "unix_socket_permissions = 0700\n"
    "max_connections = 60\n"
    "shared_buffers = 32MB\n"
    "max_wal_size = 256MB\n"
    "autovacuum_max_workers = 2\n"
    "max_parallel_workers_per_gather = 0\n"
    "jit = off\n"
    "wal_compression = on\n"
    "logging_collector = off\n"
    "log_error_verbosity = terse\n"
    "log_line_prefix = '%m [%p] %a '\n"
    "log_timezone = 'UTC'\n"
    "timezone = 'UTC'\n";

Fault refused(const std::string& message) {
  return {.kind = FaultKind::rejected, .message = message};
}

bool answers(const std::string& url) {
  return ::PQping((url + "&connect_timeout=2").c_str()) == PQPING_OK;
}

// One starter a folder. The kernel frees it with the process, however that ends.
class FolderLock final {
 public:
  FolderLock() = default;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() { release(); }

  bool take(const std::string& file) {
    if (descriptor_ >= 0) return true;
    const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (opened >= 0 && ::flock(opened, LOCK_EX | LOCK_NB) == 0) {
      descriptor_ = opened;
      return true;
    }
    if (opened >= 0) ::close(opened);
    return false;
  }
  void release() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  }

 private:
  int descriptor_ = -1;
};

Result<Done> initdb(const ClusterFolder& folder, const ServerUser& user,
                    const std::string& programs) {
  const auto fresh = folder.pg + ".new";
  std::error_code error;
  fs::remove_all(fresh, error);
  if (auto made = own_folder(fresh, user); !made) return made;
  const auto plan = as_user(
      user, {programs + "/initdb", "-D", fresh, "-U", "social311", "--auth=peer", "--encoding=UTF8",
             "--locale=C.UTF-8", "--data-checksums", "--no-instructions", "--no-sync"});
  const auto ran = run(plan, initdb_patience);
  if (!ran) return ran.fault();
  if (ran->code != 0) return refused("initdb failed in " + folder.data + ": " + ran->output);
  return Done{};
}

Result<Done> append_settings(const std::string& file) {
  const int out = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  if (out < 0) return refused("cannot write " + file);
  const std::string_view text = cluster_settings;
  const bool written = ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::syncfs(out);  // initdb was told not to: one sync for all its files, before they count
  ::close(out);
  if (!written) return refused("cannot write " + file);
  return Done{};
}

// A folder named pg is always a whole one: a killed initdb leaves pg.new, which the next start
// removes.
Result<Done> make_cluster(const ClusterFolder& folder, const ServerUser& user,
                          const std::string& programs) {
  if (auto made = initdb(folder, user, programs); !made) return made;
  if (auto set = append_settings(folder.pg + ".new/postgresql.conf"); !set) return set;
  std::error_code error;
  fs::rename(folder.pg + ".new", folder.pg, error);
  if (error) return refused("cannot rename " + folder.pg + ".new: " + error.message());
  return Done{};
}

// Written at every start: who we are may have changed. No password anywhere, the kernel vouches
// (peer).
Result<Done> write_access(const ClusterFolder& folder, const ServerUser& user) {
  std::string map = "own \"" + user.name + "\" social311\nown root social311\n";
  const auto us = our_name();
  if (us != user.name && us != "root") map += "own \"" + us + "\" social311\n";
  if (auto done = write_owned(folder.pg + "/pg_ident.conf", map, user); !done) return done;
  return write_owned(folder.pg + "/pg_hba.conf", "local all all peer map=own\n", user);
}

void keep_log_small(const std::string& log) {
  std::error_code error;
  if (fs::file_size(log, error) > log_bytes && !error) fs::rename(log, log + ".1", error);
}

Result<Process> launch(const ClusterFolder& folder, const ServerUser& user,
                       const std::string& programs, const ClusterOptions& options) {
  // The change of user clears a death signal set before it, so setpriv sets it once more
  // afterwards.
  auto plan = as_user(user, {});
  if (plan.command.empty()) plan.command = {"setpriv"};
  for (const auto& word : {std::string("--pdeathsig"), std::string("INT"), programs + "/postgres",
                           std::string("-D"), folder.pg, std::string("-k"), folder.socket})
    plan.command.push_back(word);
  for (const auto& setting : options.settings) {
    plan.command.emplace_back("-c");
    plan.command.push_back(setting);
  }
  plan.output_file = folder.log;
  plan.parent_death_signal = SIGINT;
  plan.own_group = true;
  return Process::start(plan);
}

bool is_state(const pqxx::sql_error& error, const char* state) {
  return error.sqlstate() == state;
}

// Two starters may meet here: the second finds it made.
Result<Done> make_database(const ClusterFolder& folder) {
  auto url = folder.url;
  url.replace(url.find("///social311"), 12, "///postgres");
  try {
    pqxx::connection connection(url + "&connect_timeout=5");
    pqxx::nontransaction work(connection);
    if (work.exec("select 1 from pg_database where datname = 'social311'").empty())
      work.exec("create database social311");
  } catch (const pqxx::sql_error& error) {
    if (!is_state(error, "42P04") && !is_state(error, "23505")) return refused(error.what());
  } catch (const pqxx::failure& error) {
    return refused(std::string("the private PostgreSQL does not let us in: ") + error.what());
  }
  return Done{};
}

class Cluster final : public PrivateCluster {
 public:
  Cluster(ClusterFolder folder, ServerUser user, ClusterOptions options)
      : folder_(std::move(folder)), user_(std::move(user)), options_(std::move(options)) {}
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  ~Cluster() override { stop(stop_patience); }

  const std::string& url() const override { return folder_.url; }

  bool alive() override {
    if (child_) return !child_->poll();
    return server_process(folder_).has_value();
  }

  Result<Done> restart() override {
    if (alive()) return Done{};
    child_.reset();
    return start();
  }

  void stop(seconds patience) override {
    if (!child_) return;
    child_->signal(SIGINT);
    if (!child_->wait_for(patience)) child_->signal(SIGQUIT);
    if (!child_->wait_for(seconds(5))) child_->signal(SIGKILL);
    child_->wait_for(seconds(5));
    child_.reset();
    lock_.release();
  }

  Result<Done> start();

 private:
  Result<Done> launch_own();
  Result<Done> become_ready(std::chrono::steady_clock::time_point deadline);
  bool healthy_stranger() const;

  ClusterFolder folder_;
  ServerUser user_;
  ClusterOptions options_;
  FolderLock lock_;
  std::optional<Process> child_{};
};

// Answers now and a moment later: one whose parent has just been killed is about to shut down.
bool Cluster::healthy_stranger() const {
  if (!answers(folder_.url)) return false;
  std::this_thread::sleep_for(milliseconds(250));
  return answers(folder_.url);
}

Result<Done> Cluster::launch_own() {
  const auto programs = server_programs(folder_);
  if (!programs) return programs.fault();
  if (!fs::exists(folder_.pg + "/PG_VERSION"))
    if (auto made = make_cluster(folder_, user_, *programs); !made) return made;
  if (auto made = own_folder(folder_.pg, user_); !made) return made;
  if (auto made = own_folder(folder_.socket, user_); !made) return made;
  if (auto written = write_access(folder_, user_); !written) return written;
  remove_stale_files(folder_);
  keep_log_small(folder_.log);
  auto started = launch(folder_, user_, *programs, options_);
  if (!started) return started.fault();
  child_ = *started;
  return Done{};
}

// The children of a killed server, or its lock, are still there for a moment. Nothing else heals by
// waiting.
bool heals_by_waiting(const std::string& log_tail) {
  return log_tail.find("shared memory block") != std::string::npos ||
         log_tail.find("lock file") != std::string::npos;
}

// Fault retry_later: the server ended before it answered, and may not the next time.
Result<Done> Cluster::become_ready(std::chrono::steady_clock::time_point deadline) {
  while (!answers(folder_.url)) {
    if (child_->wait_for(look_again / 4)) {
      child_.reset();
      const auto tail = tail_of(folder_.log);
      return Fault{.kind = heals_by_waiting(tail) ? FaultKind::retry_later : FaultKind::rejected,
                   .message = "PostgreSQL did not start in " + folder_.pg + ":\n" + tail};
    }
    if (std::chrono::steady_clock::now() > deadline) {
      stop(seconds(1));
      return refused("PostgreSQL does not answer in " + folder_.socket + ":\n" +
                     tail_of(folder_.log));
    }
  }
  return make_database(folder_);
}

Result<Done> Cluster::start() {
  const auto deadline = std::chrono::steady_clock::now() + start_patience;
  Result<Done> last = refused("another process is starting PostgreSQL in " + folder_.data +
                              " and does not get it done");
  for (int starts = 0; starts < most_starts && std::chrono::steady_clock::now() < deadline;) {
    const bool ours = lock_.take(folder_.data + "/cluster.lock");
    if (!ours || server_process(folder_)) {
      if (healthy_stranger()) return make_database(folder_);
      std::this_thread::sleep_for(look_again);
      continue;
    }
    ++starts;
    if (auto launched = launch_own(); !launched) return launched;
    last = become_ready(deadline);
    if (last.ok() || last.fault().kind != FaultKind::retry_later) return last;
    std::this_thread::sleep_for(between_starts);
  }
  return refused(last.fault().message);
}

}  // namespace

Result<std::unique_ptr<PrivateCluster>> start_private_cluster(const std::string& data_dir,
                                                              const ClusterOptions& options) {
  if (data_dir.empty()) return refused("database.data_dir is empty");
  const auto folder = cluster_folder(data_dir);
  const auto user = server_user();
  if (!user) return user.fault();
  if (auto open = open_data_folder(folder, *user); !open) return open.fault();
  auto cluster = std::make_unique<Cluster>(folder, *user, options);
  if (auto started = cluster->start(); !started) return started.fault();
  return std::unique_ptr<PrivateCluster>(std::move(cluster));
}

std::string private_cluster_url(const std::string& data_dir) {
  return cluster_folder(data_dir).url;
}

bool private_cluster_runs(const std::string& data_dir) {
  return answers(cluster_folder(data_dir).url);
}

}  // namespace social311::sql
