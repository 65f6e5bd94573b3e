// The Graph API's ways of saying no: bodies and codes as recorded or quoted in public.
#pragma once

#include <string>

#include "simulator/faults.h"
#include "simulator/wire.h"

namespace social311::simulator {

struct GraphError {
  int status = 400;
  std::string message{};
  std::string type = "OAuthException";
  int code = 0;
  int subcode = 0;
  bool transient = false;
};

std::string graph_error_body(const GraphError& error);
WireReply graph_error(const GraphError& error);

// `(#100) …` and its relatives.
WireReply graph_refuse(int code, const std::string& message, int subcode = 0);
WireReply unsupported_request(const std::string& verb, const std::string& id);  // 100/33
WireReply unknown_path(const std::string& rest);                                // 2500
WireReply no_such_field(const std::string& field, const std::string& node);     // 100

// What the fault answers in the Graph's words.
GraphError graph_fault(Outcome outcome);

}  // namespace social311::simulator
