#include "service/database.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "core/digest.h"
#include "core/random.h"
#include "core/text.h"
#include "service/private_file.h"

namespace social311::service {
namespace {

Fault key_fault(const std::string& path, const std::string& what) {
  return Fault{FaultKind::rejected, path + ": " + what, {}, Reach::not_sent};
}

Result<Secret> read_key(const std::string& path) {
  const auto key = read_private_file(path);
  if (!key) return key_fault(path, key.fault().message);
  if (key->size() != seal_key_bytes)
    return key_fault(path, "is not a key of 32 bytes; restore it from the backup");
  return Secret(*key);
}

// Written whole or not at all: a temporary name, then a link that fails when another process was
// first.
Result<Secret> make_key(const std::string& path) {
  SystemRandom random;
  const std::string key = random.bytes(seal_key_bytes);
  const std::string fresh = path + "." + std::to_string(getpid());
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return key_fault(fresh, std::strerror(errno));  // NOLINT(concurrency-mt-unsafe)
  const bool written =
      write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && fsync(file) == 0;
  close(file);
  if (written) (void)link(fresh.c_str(), path.c_str());
  unlink(fresh.c_str());
  if (!written) return key_fault(path, "cannot be written; is the disk full?");
  return read_key(path);
}

Result<std::string> configured_url(const Config& config) {
  if (!config.database.url_file.empty()) {
    const auto held = read_private_file(config.database.url_file);
    if (!held) return key_fault(config.database.url_file, held.fault().message);
    const std::string line = trim(held->substr(0, held->find('\n')));
    if (line.empty()) return key_fault(config.database.url_file, "holds no database url");
    return line;
  }
  return config.database.url;
}

}  // namespace

Result<Secret> seal_key(const std::string& data_dir) {
  std::error_code problem;
  std::filesystem::create_directories(data_dir, problem);
  if (problem) return key_fault(data_dir, "cannot be made: " + problem.message());
  const std::string path = data_dir + "/seal.key";
  return std::filesystem::exists(path, problem) ? read_key(path) : make_key(path);
}

Result<sql::StoreOptions> database_options(const Config& config) {
  sql::StoreOptions options;
  auto url = configured_url(config);
  if (!url) return url.fault();
  options.url = url->empty() ? sql::private_cluster_url(config.database.data_dir) : *url;
  auto key = seal_key(config.database.data_dir);
  if (!key) return key.fault();
  options.seal_key = *key;
  return options;
}

Result<Database> open_database(const Config& config) {
  Database database;
  auto url = configured_url(config);
  if (!url) return url.fault();
  if (url->empty() && !sql::private_cluster_runs(config.database.data_dir)) {
    auto cluster = sql::start_private_cluster(config.database.data_dir);
    if (!cluster) return cluster.fault();
    database.cluster = std::move(cluster).value();
  }
  auto options = database_options(config);
  if (!options) return options.fault();
  database.options = *options;
  return database;
}

Result<std::unique_ptr<sql::Store>> connect(const sql::StoreOptions& options,
                                            std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    auto store = sql::open_store(options);
    if (store || store.fault().kind != FaultKind::retry_later) return store;
    if (std::chrono::steady_clock::now() >= until) return store;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace social311::service
