#include "service/supervisor.h"

#include <signal.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "core/text.h"
#include "service/signals.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr int crashes_until_pause = 3;
constexpr auto crash_memory = 5min;  // crashes older than this are forgotten
constexpr auto pause_after_crashes = 5min;
constexpr auto drain = 9s;  // a second less than the promise

// One role's process: started, watched, started again.
class Child {
 public:
  Child(ChildPlan plan, const SupervisorOptions& options)
      : plan_(std::move(plan)), options_(options) {}

  const std::string& name() const { return plan_.name; }
  void keep_running(Instant now);
  void signal(int number) const {
    if (process_) process_->signal(number);
  }
  bool gone() { return !process_ || process_->poll().has_value(); }

 private:
  void start(Instant now);
  void ended(int code, Instant now);

  ChildPlan plan_;
  const SupervisorOptions& options_;
  std::optional<Process> process_{};
  std::deque<Instant> crashes_{};
  Instant not_before_{};
};

void Child::start(Instant now) {
  ProcessPlan plan;
  plan.command = {options_.executable};
  plan.command.insert(plan.command.end(), options_.common_arguments.begin(),
                      options_.common_arguments.end());
  plan.command.insert(plan.command.end(), plan_.arguments.begin(), plan_.arguments.end());
  plan.parent_death_signal =
      SIGKILL;  // roles are built to be killed; an orphan would hold the port and the locks
  plan.own_group = true;
  plan.environment = {"SOCIAL311_CHILD=1"};
  auto started = Process::start(plan);
  if (started) {
    process_ = *started;
    spdlog::debug("role_started role={} pid={}", plan_.name, process_->pid());
  } else {
    spdlog::error("role_not_started role={} why={}", plan_.name,
                  social311::quoted(started.fault().message));
    not_before_ = now + 5s;
  }
}

// Three crashes in five minutes pause this child alone: a poisonous answer comes again at once
// otherwise.
void Child::ended(int code, Instant now) {
  process_.reset();
  crashes_.push_back(now);
  while (!crashes_.empty() && crashes_.front() < now - crash_memory) crashes_.pop_front();
  const bool paused = crashes_.size() >= crashes_until_pause;
  not_before_ = now + (paused ? Milliseconds(pause_after_crashes) : Milliseconds(500));
  if (paused) {
    spdlog::error("role_paused role={} exit={} minutes=5 do=\"look at its last log lines\"",
                  plan_.name, code);
    crashes_.clear();
  } else {
    spdlog::warn("role_ended role={} exit={} restart_in_ms=500", plan_.name, code);
  }
}

void Child::keep_running(Instant now) {
  if (process_) {
    const auto code = process_->poll();
    if (code) ended(*code, now);
  }
  if (!process_ && now >= not_before_) start(now);
}

class Supervisor {
 public:
  Supervisor(const Config& config, Database& database, const SupervisorOptions& options,
             Clock& clock)
      : config_(config), database_(database), options_(options), clock_(clock) {
    for (auto& plan : plan_children(config)) children_.emplace_back(std::move(plan), options_);
  }

  int run(const std::stop_token& stop);

 private:
  void watch_database();
  void announce();
  int stop_all();

  const Config& config_;
  Database& database_;
  const SupervisorOptions& options_;
  Clock& clock_;
  std::vector<Child> children_{};
  bool announced_ = false;
  std::optional<Instant> until_{};
};

void Supervisor::watch_database() {
  if (!database_.cluster || database_.cluster->alive()) return;
  spdlog::error("database_died do=\"starting it again\"");
  const auto again = database_.cluster->restart();
  if (!again)
    spdlog::error("database_not_restarted why={}", social311::quoted(again.fault().message));
}

void Supervisor::announce() {
  if (announced_) return;
  std::ifstream in(web_ready_file(config_));
  int pid = 0;
  int port = 0;
  if (!(in >> pid >> port)) return;
  announced_ = true;
  if (options_.run_for) until_ = clock_.now() + *options_.run_for;
  const bool any_port = config_.web.port == 0;
  const std::string url =
      any_port ? "http://" + config_.web.host + ":" + std::to_string(port) : config_.web.public_url;
  if (options_.ready) options_.ready(url.ends_with('/') ? url : url + "/");
}

int Supervisor::stop_all() {
  for (const auto& child : children_) child.signal(SIGTERM);
  const auto until = clock_.steady() + drain;
  const auto all_gone = [&] {
    return std::all_of(children_.begin(), children_.end(), [](Child& c) { return c.gone(); });
  };
  while (!all_gone() && clock_.steady() < until) std::this_thread::sleep_for(20ms);
  int code = 0;
  for (auto& child : children_) {
    if (child.gone()) continue;
    spdlog::error("role_killed role={} why=\"did not drain in 9 s\"", child.name());
    child.signal(SIGKILL);
    code = 1;
  }
  return code;
}

int Supervisor::run(const std::stop_token& stop) {
  std::filesystem::remove(web_ready_file(config_));
  while (!stop.stop_requested() && !(until_ && clock_.now() >= *until_)) {
    watch_database();
    for (auto& child : children_) child.keep_running(clock_.now());
    announce();
    clock_.sleep_until(clock_.now() + (announced_ ? 250ms : 20ms), stop);
  }
  return stop_all();
}

}  // namespace

std::string web_ready_file(const Config& config) {
  return config.database.data_dir + "/web.ready";
}

std::vector<ChildPlan> plan_children(const Config& config) {
  std::vector<ChildPlan> plans{{"web", {"serve", "--role", "web"}},
                               {"work", {"serve", "--role", "work"}}};
  plans.push_back({"send", {"serve", "--role", "send"}});
  std::set<std::string> networks;
  for (const auto& account : config.accounts) networks.insert(account.network);
  for (const auto& network : networks)
    plans.push_back({"poll:" + network, {"serve", "--role", "poll", "--network", network}});
  return plans;
}

int supervise(const Config& config, Database& database, const SupervisorOptions& options,
              Clock& clock) {
  const std::stop_token stop = stop_on_signals().get_token();
  const int code = Supervisor(config, database, options, clock).run(stop);
  if (database.cluster) database.cluster->stop(5s);
  return code;
}

}  // namespace social311::service
