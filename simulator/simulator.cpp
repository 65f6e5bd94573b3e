#include "simulator/simulator.h"

#include <condition_variable>
#include <csignal>
#include <ctime>
#include <mutex>
#include <thread>

#include "simulator/in_process.h"

namespace social311::simulator {

namespace {

void wait_until(std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait(lock, stop, [] { return false; });
}

// Ends with the signal, or when `done` asks for it.
void await_signal(const sigset_t& signals, const std::stop_token& done, std::stop_source& stop) {
  const timespec turn{0, 100'000'000};
  while (!done.stop_requested()) {
    if (sigtimedwait(&signals, nullptr, &turn) > 0) {
      stop.request_stop();
      return;
    }
  }
}

}  // namespace

AppCredentials demo_credentials(Vocabulary vocabulary) {
  const std::string tail = vocabulary == Vocabulary::post ? "" : "-tweet";
  return {.vocabulary = vocabulary,
          .bearer_token = Secret("demo-app-only" + tail),
          .access_token = Secret("demo-access" + tail),
          .refresh_token = Secret("demo-refresh" + tail),
          .client_id = "demo-client" + tail,
          .client_secret = Secret("demo-client-secret" + tail),
          .consumer_key = "demo-consumer" + tail,
          .consumer_secret = Secret("demo-consumer-secret" + tail),
          .token = "demo-token" + tail,
          .token_secret = Secret("demo-token-secret" + tail)};
}

std::vector<AppCredentials> demo_credentials() {
  return {demo_credentials(Vocabulary::post), demo_credentials(Vocabulary::tweet)};
}

int run_simulator(const SimulatorOptions& options, std::stop_token stop, std::ostream& out,
                  std::ostream& err) {
  SystemClock clock;
  auto started = InProcessSimulator::start(options, clock);
  if (!started) {
    err << "simulator: " << started.fault().message << std::endl;
    return 1;
  }
  out << "seed " << options.seed << "\n"
      << "simulator " << (*started)->base_url() << "/" << std::endl;
  wait_until(std::move(stop));
  (*started)->stop();
  return 0;
}

int run_simulator_until_signal(const SimulatorOptions& options, std::ostream& out,
                               std::ostream& err) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::stop_source stop;
  std::jthread waiting(
      [&signals, &stop](const std::stop_token& done) { await_signal(signals, done, stop); });
  return run_simulator(options, stop.get_token(), out, err);
}

}  // namespace social311::simulator
