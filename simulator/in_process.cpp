#include "simulator/in_process.h"

#include <stdexcept>

namespace social311::simulator {

Result<std::unique_ptr<InProcessSimulator>> InProcessSimulator::start(SimulatorOptions options,
                                                                      Clock& clock) {
  std::vector<ScenarioLine> lines;
  if (!options.scenario_file.empty()) {
    auto read = read_scenario(options.scenario_file, options.city.handle);
    if (!read) return read.fault();
    lines = std::move(*read);
  }
  const int port = options.port;
  auto network = SimulatedNetwork::make(std::move(options), clock);
  if (!network) return network.fault();
  SimulatedNetwork& behind = **network;
  auto wire = WireServer::start(
      {.port = port}, [&behind](const WireRequest& request) { return behind.handle(request); });
  if (!wire) return wire.fault();
  std::unique_ptr<InProcessSimulator> simulator(
      new InProcessSimulator(std::move(*network), std::move(*wire)));
  if (!behind.options().scenario_file.empty()) simulator->play(std::move(lines));
  return simulator;
}

void InProcessSimulator::play(std::vector<ScenarioLine> lines) {
  player_ = std::make_unique<ScenarioPlayer>(*network_, std::move(lines));
  playing_ = std::jthread([this](std::stop_token stop) { player_->run(std::move(stop)); });
}

InProcessSimulator::~InProcessSimulator() {
  stop();
}

void InProcessSimulator::stop() {
  if (playing_.joinable()) {
    playing_.request_stop();
    playing_.join();
  }
  wire_->stop();
}

std::string InProcessSimulator::base_url() const {
  return "http://127.0.0.1:" + std::to_string(port());
}

std::uint64_t InProcessSimulator::post(const std::string& handle, const std::string& text,
                                       std::uint64_t in_reply_to) {
  PublicPost given;
  given.author.handle = handle;
  given.post.text = text;
  given.post.in_reply_to = in_reply_to;
  const auto id = network_->publish(std::move(given));
  if (!id) throw std::runtime_error("the simulated network refused a post: " + id.fault().message);
  return *id;
}

void InProcessSimulator::fail_next(const std::string& method, const std::string& path,
                                   Outcome outcome, int count) {
  network_->script({.method = method,
                    .path = path,
                    .outcomes = std::vector<Outcome>(static_cast<std::size_t>(count), outcome)});
}

}  // namespace social311::simulator
