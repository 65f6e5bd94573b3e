#include <arpa/inet.h>
#include <netdb.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <thread>

#include "core/text.h"
#include "net/client.h"
#include "service/city.h"
#include "service/commands/commands.h"
#include "service/commands/start.h"
#include "service/log.h"
#include "service/roles/geocoding.h"
#include "service/roles/clock_keeper.h"
#include "service/roles/roles.h"
#include "service/roles/trends.h"
#include "service/signals.h"
#include "service/supervisor.h"
#include "service/web/web.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

void print_ready(const std::string& url) {
  std::cout << "ready " << url << std::endl;
}

int serve_all(const Config& config, const std::string& file) {
  SystemClock clock;
  auto database = bring_up(config);
  if (!database) return complain(database.fault().message);
  const SupervisorOptions options{
      .executable = own_executable(), .common_arguments = {"--config", file}, .ready = print_ready};
  return supervise(config, *database, options, clock);
}

// The named roles as threads of this process.
int serve_here(const Config& config, const ServeOptions& options) {
  const std::stop_token stop = stop_on_signals().get_token();
  const auto database = database_options(config);
  if (!database) return complain(database.fault().message);
  SystemClock clock;
  SystemRandom random;
  const RoleParts parts{config, *database, clock, random};
  const auto wants = [&](const char* role) {
    return std::find(options.roles.begin(), options.roles.end(), role) != options.roles.end();
  };
  std::shared_ptr<const classifier::Classifier> rules;
  if (wants("work") || wants("web")) rules = rules_of(config);
  std::vector<std::jthread> roles;
  if (wants("poll")) roles.emplace_back([&] { run_poll(parts, options.network, stop); });
  if (wants("work")) roles.emplace_back([&] { run_work(parts, rules, stop); });
  if (wants("work")) roles.emplace_back([&] { run_trends(parts, stop); });
  if (wants("work")) roles.emplace_back([&] { run_messenger(parts, stop); });
  if (wants("work")) roles.emplace_back([&] { run_clocks(parts, rules, stop); });
  if (wants("work")) roles.emplace_back([&] { run_geocoding(parts, rules, stop); });
  if (wants("send")) roles.emplace_back([&] { run_send(parts, stop); });
  return wants("web") ? run_web(parts, rules, print_ready_alone(), stop) : done;
}

}  // namespace

// A child of the supervisor stays silent: the parent announces. SOCIAL311_CHILD is set by it.
std::function<void(const std::string&)> print_ready_alone() {
  if (std::getenv("SOCIAL311_CHILD") != nullptr)
    return [](const std::string&) {};  // NOLINT(concurrency-mt-unsafe)
  return print_ready;
}

std::optional<std::string> port_problem(const std::string& host, int port) {
  if (port == 0) return {};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
    return {};  // the web role itself will tell
  const auto until =
      std::chrono::steady_clock::now() + 2s;  // an earlier instance may still be going
  int problem = 0;
  do {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    problem =
        bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
    close(probe);
    if (problem == 0) return {};
    std::this_thread::sleep_for(100ms);
  } while (std::chrono::steady_clock::now() < until);
  return host + ":" + std::to_string(port) +
         " cannot be used: " + std::strerror(problem) +  // NOLINT(concurrency-mt-unsafe)
         "; stop what listens there, or set [web] listen to another port";
}

Result<Database> bring_up(const Config& config) {
  if (const auto problem = port_problem(config.web.host, config.web.port))
    return Fault{FaultKind::rejected, *problem, {}, Reach::not_sent};
  auto database = open_database(config);
  if (!database) return database;
  auto store = connect(database->options, 10s);
  if (!store) return store.fault();
  const auto migrated = (*store)->migrate(SystemClock().now());
  if (!migrated) return migrated.fault();
  return database;
}

int serve(const ServeOptions& options) {
  const bool all = options.roles.empty() || options.roles == std::vector<std::string>{"all"};
  start_log(all ? "serve"
                : options.roles.front() + (options.network.empty() ? "" : ":" + options.network));
  stop_on_signals();
  const auto config = load_or_complain(options.config);
  if (!config) return bad_usage;
  net::start_http_threads(2);
  if (!all) return serve_here(*config, options);
  const auto complaints = rule_complaints(*config);
  if (!complaints.empty()) return complain(complaints);
  return serve_all(*config, find_config(options.config));
}

}  // namespace social311::service
