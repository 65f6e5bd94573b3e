// X's ways of saying no. The bodies are those recorded or quoted in public; where none is known,
// the general form.
#pragma once

#include <string>
#include <vector>

#include "simulator/vocabulary.h"
#include "simulator/wire.h"

namespace social311::simulator {

WireReply json_reply(int status, std::string body);
WireReply problem_reply(int status, std::string body);  // application/problem+json

// 400: which parameter, which values, and why.
WireReply invalid_request(Vocabulary vocabulary, const std::string& parameter,
                          const std::vector<std::string>& values, const std::string& message);
WireReply plain_problem(int status, const std::string& title,
                        const std::string& detail);  // about:blank, as application/json
WireReply typed_problem(Vocabulary vocabulary, int status, const std::string& title,
                        const std::string& detail, const std::string& type);
WireReply usage_capped(Vocabulary vocabulary);
WireReply unavailable_page();  // 503 with HTML, as load balancers do

// One entry of `errors` beside the data.
struct PartialError {
  std::string parameter{};
  std::string value{};
  std::string resource_type{};
  std::string title{};
  std::string detail{};
  std::string type = "resource-not-found";
};
PartialError not_found(std::string parameter, std::string value, std::string resource_type);

}  // namespace social311::simulator
