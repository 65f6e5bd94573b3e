#include "sql/cluster_folder.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "core/digest.h"
#include "core/http.h"

namespace social311::sql {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_socket_folder = 90;  // 107 less "/.s.PGSQL.5432.lock"
constexpr std::size_t tail_bytes = 2000;
constexpr std::chrono::seconds short_command{30};
const char* const installed = "/usr/lib/postgresql";

Fault refused(const std::string& message) {
  return {.kind = FaultKind::rejected, .message = message};
}

Fault failed(const std::string& what) {
  return refused(what + ": " + std::error_code(errno, std::generic_category()).message());
}

std::string absolute_path(const std::string& data_dir) {
  std::error_code ignored;
  auto path = fs::weakly_canonical(fs::absolute(data_dir, ignored), ignored).string();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

std::string socket_folder(const std::string& data) {
  auto inside = data + "/s";
  if (inside.size() <= longest_socket_folder) return inside;
  return "/tmp/.social311-" + sha256_hex(data).substr(0, 12);
}

std::string read_line(const std::string& file) {
  std::string line;
  std::getline(std::ifstream(file) >> std::ws, line);
  return line;
}

std::optional<int> whole_number(const std::string& text) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return value;
}

bool may_enter(const ServerUser& user, const std::string& path) {
  const auto ran = run(as_user(user, {"test", "-x", path}), short_command);
  return ran.ok() && ran->code == 0;
}

// The topmost folder on the way that the user cannot enter.
std::string closed_folder(const ServerUser& user, const std::string& data) {
  fs::path way;
  for (const auto& step : fs::path(data)) {
    way /= step;
    if (!may_enter(user, way.string())) return way.string();
  }
  return data;
}

// Root owns the folder and the server's user only passes through: mode 0711. Otherwise nobody else
// enters.
bool make_folder(const std::string& path, const ServerUser& user) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return false;
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || !S_ISDIR(about.st_mode)) return false;
  if (user.other_than_us && about.st_uid == ::geteuid())
    return ::chmod(path.c_str(), (about.st_mode & 07777) | S_IXGRP | S_IXOTH) == 0;
  return true;
}

std::vector<int> installed_versions() {
  std::vector<int> versions;
  std::error_code error;
  for (fs::directory_iterator at(installed, error), end; !error && at != end; at.increment(error))
    if (const auto number = whole_number(at->path().filename().string());
        number && fs::exists(at->path() / "bin/initdb"))
      versions.push_back(*number);
  std::sort(versions.begin(), versions.end());
  return versions;
}

std::string programs_of(int version) {
  return std::string(installed) + "/" + std::to_string(version) + "/bin";
}

// By name, or ourselves for nullptr.
std::optional<ServerUser> user_entry(const char* name) {
  std::array<char, 4096> buffer{};
  struct passwd entry {};
  struct passwd* found = nullptr;
  if (name != nullptr)
    ::getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found);
  else
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
  if (found == nullptr) return std::nullopt;
  return ServerUser{found->pw_name, found->pw_uid, found->pw_gid, name != nullptr};
}

}  // namespace

ClusterFolder cluster_folder(const std::string& data_dir) {
  ClusterFolder folder{.data = absolute_path(data_dir)};
  folder.pg = folder.data + "/pg";
  folder.socket = socket_folder(folder.data);
  folder.log = folder.data + "/pg.log";
  folder.url =
      "postgresql:///social311?host=" + percent_encode(folder.socket) + "&port=5432&user=social311";
  return folder;
}

std::string our_name() {
  const auto us = user_entry(nullptr);
  return us ? us->name : "";
}

Result<ServerUser> server_user() {
  if (::geteuid() != 0) {
    if (const auto us = user_entry(nullptr)) return *us;
    return refused("the user with number " + std::to_string(::geteuid()) +
                   " has no name: PostgreSQL's log-in needs one");
  }
  if (const auto postgres = user_entry("postgres")) return *postgres;
  return refused(
      "PostgreSQL does not run as root and there is no user postgres: "
      "apt-get install postgresql-15");
}

ProcessPlan as_user(const ServerUser& user, std::vector<std::string> command) {
  ProcessPlan plan;
  if (user.other_than_us)
    plan.command = {"setpriv", "--reuid=" + user.name, "--regid=" + user.name, "--init-groups"};
  plan.command.insert(plan.command.end(), command.begin(), command.end());
  plan.replace_environment = true;
  plan.environment = {"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME=/nonexistent",
                      "LC_ALL=C.UTF-8", "TZ=UTC"};
  plan.working_folder = "/";
  return plan;
}

Result<Done> open_data_folder(const ClusterFolder& folder, const ServerUser& user) {
  if (!make_folder(folder.data, user)) return failed("cannot make the data folder " + folder.data);
  if (may_enter(user, folder.data)) return Done{};
  const auto closed = closed_folder(user, folder.data);
  return refused("the user " + user.name + ", who runs PostgreSQL, cannot enter " + closed +
                 ": choose a database.data_dir outside of it, or open it (chmod o+x " + closed +
                 ")");
}

Result<Done> own_folder(const std::string& path, const ServerUser& user) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    if (::lchown(path.c_str(), user.uid, user.gid) != 0) return failed("cannot hand over " + path);
  } else if (errno != EEXIST) {
    return failed("cannot make " + path);
  }
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return failed("cannot look at " + path);
  if (!S_ISDIR(about.st_mode) || about.st_uid != user.uid)
    return refused(path + " is not a folder of the user " + user.name + ": remove it");
  if ((about.st_mode & 077) != 0 && ::chmod(path.c_str(), 0700) != 0)
    return failed("cannot close " + path + " for others");
  return Done{};
}

Result<Done> write_owned(const std::string& path, const std::string& text, const ServerUser& user) {
  const auto fresh = path + ".new";
  ::unlink(fresh.c_str());
  const int file =
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return failed("cannot write " + fresh);
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fchown(file, user.uid, user.gid) == 0 && ::fsync(file) == 0;
  ::close(file);
  if (!written || ::rename(fresh.c_str(), path.c_str()) != 0) return failed("cannot write " + path);
  return Done{};
}

Result<std::string> server_programs(const ClusterFolder& folder) {
  const auto versions = installed_versions();
  if (versions.empty())
    return refused(std::string("PostgreSQL is not installed (nothing below ") + installed +
                   "): apt-get install postgresql-15");
  if (!fs::exists(folder.pg + "/PG_VERSION")) return programs_of(versions.back());
  const auto have = read_line(folder.pg + "/PG_VERSION");
  const auto number = whole_number(have);
  if (number && std::count(versions.begin(), versions.end(), *number) > 0)
    return programs_of(*number);
  return refused("the cluster in " + folder.pg + " is PostgreSQL " + have + ", installed is " +
                 std::to_string(versions.back()) +
                 ": dump it with the old version and restore, or "
                 "pg_upgradecluster (docs/private-postgresql.md)");
}

std::optional<pid_t> server_process(const ClusterFolder& folder) {
  const auto pid = whole_number(read_line(folder.pg + "/postmaster.pid"));
  if (!pid || *pid <= 1) return std::nullopt;
  std::error_code error;
  const auto works_in = fs::read_symlink("/proc/" + std::to_string(*pid) + "/cwd", error);
  if (error || works_in != fs::path(folder.pg)) return std::nullopt;
  return *pid;
}

void remove_stale_files(const ClusterFolder& folder) {
  ::unlink((folder.pg + "/postmaster.pid").c_str());
  ::unlink((folder.socket + "/.s.PGSQL.5432").c_str());
  ::unlink((folder.socket + "/.s.PGSQL.5432.lock").c_str());
}

std::string tail_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0));
  const auto from = size > tail_bytes ? size - tail_bytes : 0;
  in.seekg(static_cast<std::streamoff>(from));
  std::ostringstream out;
  out << in.rdbuf();
  const auto text = out.str();
  return from == 0 ? text : text.substr(std::min(text.find('\n') + 1, text.size()));
}

}  // namespace social311::sql
