#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "core/digest.h"
#include "core/process.h"
#include "core/text.h"
#include "net/client.h"
#include "service/city.h"
#include "service/commands/commands.h"
#include "service/commands/start.h"
#include "service/log.h"
#include "service/signals.h"
#include "service/supervisor.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
constexpr const char* account_id = "2244994945";
constexpr const char* agent_name = "demo";

// The city's accounts as the simulator knows them (docs/simulator.md), besides the one on X.
struct DemoAccount {
  const char* network;
  const char* id;
  const char* handle;
  const char* credentials;
};
constexpr std::array<DemoAccount, 4> other_accounts{{
    {"facebook", "112233445566778", "denver311",
     "page_access_token = \"demo-page-token\"\napp_secret = \"demo-app-secret\"\n"
     "page_id = \"112233445566778\"\n"},
    {"instagram", "17841400311031103", "denver311",
     "page_access_token = \"demo-page-token\"\napp_secret = \"demo-app-secret\"\n"
     "page_id = \"112233445566778\"\nig_user_id = \"17841400311031103\"\n"},
    {"bluesky", "did:plc:denver311aaaaaaaaaaaaaaa", "denver311.test",
     "identifier = \"denver311.test\"\napp_password = \"demo-app-password\"\n"},
    {"mastodon", "109311000000000311", "denver311", "access_token = \"demo-mastodon-token\"\n"},
}};

// A small file that only we may read, written whole.
bool write_private(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
    out << text;
    if (!out.flush()) return false;
  }
  std::error_code problem;
  fs::rename(fresh, path, problem);
  return !problem;
}

std::string read_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

// Made once for each data folder: the demo has no default password.
std::string kept_secret(const std::string& path) {
  if (!fs::exists(path)) write_private(path, make_password() + "\n");
  return read_line(path);
}

// The simulator writes its port where we find it; the same port again next time keeps the demo's
// links alive.
struct SimulatorChild {
  Process process{};
  int port = 0;
};

Result<SimulatorChild> start_simulator(const std::string& data) {
  const std::string port_file = data + "/simulator.port";
  const std::string last = read_line(port_file + ".last");
  fs::remove(port_file);
  ProcessPlan plan;
  plan.command = {own_executable(),
                  "simulator",
                  "--port-file",
                  port_file,
                  "--port",
                  last.empty() ? "0" : last,
                  "--state",
                  data + "/simulator.journal",
                  "--scenario",
                  sample_city() + "/scenario.ndjson",
                  "--chatter",
                  "--account-id",
                  account_id,
                  "--token-file",
                  data + "/simulator.token"};
  plan.output_file = data + "/simulator.log";
  plan.parent_death_signal = SIGKILL;
  plan.own_group = true;
  auto started = Process::start(plan);
  if (!started) return started.fault();
  SimulatorChild child{*started, 0};
  for (const auto until = std::chrono::steady_clock::now() + 10s;
       std::chrono::steady_clock::now() < until;) {
    const std::string port = read_line(port_file);
    if (!port.empty()) {
      child.port = std::stoi(port);
      write_private(port_file + ".last", port + "\n");
      return child;
    }
    if (child.process.poll()) break;
    std::this_thread::sleep_for(20ms);
  }
  return Fault{FaultKind::rejected,
               "the simulator did not start; its log is " + plan.output_file,
               {},
               Reach::not_sent};
}

std::string demo_config(const DemoOptions& options, const std::string& data, int simulator_port) {
  std::ostringstream out;
  out << "# Written by `social311 demo` at each start.\n[city]\nname = \"Denver\"\ntimezone = "
         "\"America/Denver\"\n"
      << "languages = [\"en\", \"es\"]\n[database]\ndata_dir = \"" << data
      << "\"\n[web]\nlisten = \"127.0.0.1:" << options.port
      << "\"\npublic_url = \"http://127.0.0.1:" << options.port
      << "\"\n[sender]\nsettle_s = 60\nundo_s = 10\n"
      << "[[account]]\nnetwork = \"twitter\"\nid = \"" << account_id
      << "\"\nhandle = \"Denver311\"\nbase_url = \"http://127.0.0.1:" << simulator_port
      << "\"\ncredentials_file = \"twitter.toml\"\npoll_every_s = 4\n"
      << "listen = [\"mentions\", \"direct_messages\", \"search:(pothole OR \\\"street light\\\" "
         "OR bache OR "
         "graffiti)\"]\n"
      << "reply = \"acknowledge\"\n";
  for (const DemoAccount& account : other_accounts)
    out << "[[account]]\nnetwork = \"" << account.network << "\"\nid = \"" << account.id
        << "\"\nhandle = \"" << account.handle
        << "\"\nbase_url = \"http://127.0.0.1:" << simulator_port << "\"\ncredentials_file = \""
        << account.network << ".toml\"\npoll_every_s = 6\nreply = \"acknowledge\"\n";
  return out.str();
}

bool write_credentials(const std::string& data, const std::string& token) {
  return write_private(data + "/twitter.toml", "access_token = \"" + token + "\"\n") &&
         std::all_of(other_accounts.begin(), other_accounts.end(), [&](const DemoAccount& one) {
           return write_private(data + "/" + one.network + ".toml", one.credentials);
         });
}

Result<Config> prepare(const DemoOptions& options, const std::string& data,
                       const std::string& token, int port) {
  const std::string file = data + "/demo.toml";
  if (!write_credentials(data, token) || !write_private(file, demo_config(options, data, port)))
    return Fault{FaultKind::rejected,
                 data + " cannot be written; choose another --data-dir",
                 {},
                 Reach::not_sent};
  const auto config = load_or_complain(file);
  if (!config) return Fault{FaultKind::rejected, file + " was refused", {}, Reach::not_sent};
  return *config;
}

Result<Done> ensure_agent(const Database& database, const std::string& password) {
  auto store = connect(database.options, 5s);
  if (!store) return store.fault();
  if ((*store)->agent(agent_name)) return Done{};
  sql::Agent agent;
  agent.name = agent_name;
  agent.role = "admin";
  agent.password_hash = hash_password(Secret(password));
  (*store)->add_agent(agent, SystemClock().now());
  return Done{};
}

std::string folder_of(const DemoOptions& options) {
  return fs::absolute(options.data_dir.empty() ? "var/demo" : options.data_dir)
      .lexically_normal()
      .string();
}

int run_demo(const DemoOptions& options, const std::string& data) {
  const std::string token = kept_secret(data + "/simulator.token");
  const std::string password = kept_secret(data + "/password");
  auto simulator = start_simulator(data);
  if (!simulator) return complain(simulator.fault().message);
  const auto config = prepare(options, data, token, simulator->port);
  if (!config) return complain(config.fault().message);
  auto database = bring_up(*config);
  if (!database) return complain(database.fault().message);
  const auto agent = ensure_agent(*database, password);
  if (!agent) return complain(agent.fault().message);
  std::cout << "simulator http://127.0.0.1:" << simulator->port << "/\n"
            << "login " << agent_name << ' ' << password << std::endl;
  SupervisorOptions supervisor{
      .executable = own_executable(),
      .common_arguments = {"--config", data + "/demo.toml"},
      .ready = [](const std::string& url) { std::cout << "ready " << url << std::endl; }};
  if (options.run_for_s) supervisor.run_for = std::chrono::seconds(*options.run_for_s);
  SystemClock clock;
  const int code = supervise(*config, *database, supervisor, clock);
  simulator->process.signal(SIGTERM);
  if (!simulator->process.wait_for(3s)) simulator->process.signal(SIGKILL);
  return code;
}

}  // namespace

int demo(const DemoOptions& options) {
  start_log("demo");
  stop_on_signals();
  const std::string data = folder_of(options);
  std::error_code problem;
  fs::create_directories(data, problem);
  if (problem)
    return complain(data + " cannot be made: " + problem.message() + "; choose another --data-dir");
  if (sample_city().empty())
    return complain("the sample city samples/denver was not found beside the program");
  return run_demo(options, data);
}

}  // namespace social311::service
