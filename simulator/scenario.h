// A day in the life of the network, played from a file: NDJSON, one post a line,
//   {"at_s":12.5,"network":"twitter","ref":"p1","author":{"handle":"…","name":"…"},
//    "text":"@{city} …","in_reply_to_ref":"p0","answers_city":true,"lat":39.7,"lon":-104.9,
//    "media":1,"lang":"es"}
// `at_s` counts from the start. `{city}` in a text becomes the city's handle. `answers_city`
// answers the city's reply under that ref, as soon as there is one. For the other networks see
// public_item.h.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/random.h"
#include "core/result.h"
#include "simulator/network.h"

namespace social311::simulator {

enum class AnswersTo { nobody, post, city };

struct ScenarioLine {
  double at_s = 0;
  std::string ref{};
  std::string answered_ref{};
  AnswersTo answers = AnswersTo::nobody;
  PublicPost post{};                 // on X
  std::optional<PublicItem> item{};  // on another network
};

// In order of time. Fault (rejected): "file:line: what is wrong".
Result<std::vector<ScenarioLine>> read_scenario(const std::string& path,
                                                const std::string& city_handle);

class ScenarioPlayer {
 public:
  ScenarioPlayer(SimulatedNetwork& network, std::vector<ScenarioLine> lines);

  // Posts everything that is due and can be posted; says when to look again. Empty: all is over.
  std::optional<Instant> step();
  void run(std::stop_token stop);  // steps until the end or the stop

 private:
  bool play(const ScenarioLine& line);  // false: its target is not there yet
  std::optional<std::string> target_of(const ScenarioLine& line);
  Instant due(const ScenarioLine& line) const;
  void chat();

  SimulatedNetwork& network_;
  std::vector<ScenarioLine> open_;
  Instant start_;
  std::optional<Instant> next_chat_{};
  SeededRandom chance_;
};

// A small made-up remark of a made-up resident, for a network that has fallen quiet.
PublicPost make_chatter(Random& random, const std::string& city_handle);

}  // namespace social311::simulator
