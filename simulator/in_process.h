// The simulator inside a test: a real server on a free port, with a way to its state.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "core/clock.h"
#include "core/result.h"
#include "simulator/network.h"
#include "simulator/scenario.h"
#include "simulator/simulator.h"
#include "simulator/wire.h"

namespace social311::simulator {

class InProcessSimulator {
 public:
  // Listens when it returns. `clock` is borrowed. Fault (rejected): port, state file or scenario.
  static Result<std::unique_ptr<InProcessSimulator>> start(SimulatorOptions options, Clock& clock);
  ~InProcessSimulator();
  InProcessSimulator(const InProcessSimulator&) = delete;
  InProcessSimulator& operator=(const InProcessSimulator&) = delete;

  int port() const { return wire_->port(); }
  std::string base_url() const;  // "http://127.0.0.1:PORT", without a slash at its end
  SimulatedNetwork& network() { return *network_; }

  // Shorthand for tests: a resident's post. Throws std::runtime_error when the network refuses it.
  std::uint64_t post(const std::string& handle, const std::string& text,
                     std::uint64_t in_reply_to = 0);
  // The next `count` requests that fit end like this.
  void fail_next(const std::string& method, const std::string& path, Outcome outcome,
                 int count = 1);

  void stop();  // idempotent

 private:
  InProcessSimulator(std::unique_ptr<SimulatedNetwork> network, std::unique_ptr<WireServer> wire)
      : network_(std::move(network)), wire_(std::move(wire)) {}
  void play(std::vector<ScenarioLine> lines);

  std::unique_ptr<SimulatedNetwork> network_;
  std::unique_ptr<WireServer> wire_;
  std::unique_ptr<ScenarioPlayer> player_;
  std::jthread playing_;
};

}  // namespace social311::simulator
