// The networks beside X behind the wire: which one a path means, and its answers.
#pragma once

#include <optional>
#include <string>

#include "simulator/commons.h"
#include "simulator/faults.h"
#include "simulator/graph_api.h"
#include "simulator/twist.h"
#include "simulator/wire.h"

namespace social311::simulator {

enum class Door { x, graph, graph_instagram, bluesky, mastodon };
struct Routing {
  Door door = Door::x;
  std::string mount{};  // the network's prefix, "" without one
  std::string path{};   // what follows it
};
Routing door_of(const std::string& path);

}  // namespace social311::simulator
