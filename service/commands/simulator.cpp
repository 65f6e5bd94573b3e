#include "simulator/simulator.h"

#include <fstream>
#include <iostream>
#include <sstream>

#include "core/text.h"
#include "service/commands/commands.h"

namespace social311::service {
namespace {

// Passes what is printed on, and keeps the port of the line "simulator http://127.0.0.1:PORT/" in a
// file.
class PortKeeper final : public std::stringbuf {
 public:
  explicit PortKeeper(std::string file) : file_(std::move(file)) {}

 protected:
  int sync() override {
    const std::string text = str();
    std::cout << text << std::flush;
    keep(text);
    str("");
    return 0;
  }

 private:
  void keep(const std::string& text) const {
    const auto at = text.find("http://127.0.0.1:");
    if (file_.empty() || at == std::string::npos) return;
    std::ofstream(file_) << std::stoi(text.substr(at + 17)) << '\n';
  }
  std::string file_;
};

std::string first_line(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return trim(line);
}

}  // namespace

int simulator(const SimulatorCommand& command) {
  simulator::SimulatorOptions options;
  options.port = command.port;
  options.seed = command.seed;
  options.city = {.id = command.account_id, .handle = command.handle, .name = command.handle};
  options.scenario_file = command.scenario;
  options.state_file = command.state;
  options.speed = command.speed;
  if (command.chatter) options.after = simulator::AfterScenario::chatter;
  if (!command.token_file.empty()) {
    simulator::AppCredentials app;
    app.vocabulary =
        command.names == "tweet" ? simulator::Vocabulary::tweet : simulator::Vocabulary::post;
    app.access_token = Secret(first_line(command.token_file));
    if (app.access_token.empty())
      return complain(command.token_file + ": holds no token on its first line");
    options.token_life = std::chrono::hours(24 * 365);
    options.credentials = {app};
  }
  if (!command.faults.empty()) {
    const auto weights = simulator::parse_fault_weights(command.faults);
    if (!weights) return complain("--faults: " + weights.fault().message), bad_usage;
    options.faults = *weights;
  }
  PortKeeper keeper(command.port_file);
  std::ostream out(&keeper);
  return simulator::run_simulator_until_signal(options, out, std::cerr);
}

}  // namespace social311::service
