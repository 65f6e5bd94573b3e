// What networks without limits of their own answer.
#include "connectors/network.h"

namespace social311::connectors {

std::string Network::told_limits() const {
  return {};
}

void Network::take_limits(std::string_view /*told*/) {}

}  // namespace social311::connectors
