// A conversation as text: what residents post and what the city does, played through the classifier
// and the bridge with the sample city's rules. The form stands in samples/denver/golden/README.md.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "casebridge/bridge.h"
#include "classifier/classifier.h"

namespace social311::golden {

struct Step {
  enum class Kind {
    post,
    repost,
    own,
    reply,
    message,
    later,
    close,
    mode,
    ask,
    judged,
    network
  } kind = Kind::post;
  std::string handle{};
  std::string text{};
  std::chrono::minutes wait{0};
  ReplyMode mode = ReplyMode::acknowledge;
};

struct Script {
  std::string head{};  // comments and settings, as written
  Instant now{};
  // What the sample city is changed in for this conversation.
  std::vector<std::pair<std::string, std::string>> required{};  // topic and fact
  std::vector<std::string> partners{};                          // handles
  bool messages = true;  // the account can write and get private messages
  std::vector<Step> steps{};
  std::string body{};      // the steps, as written
  std::string expected{};  // below the line of dashes
};

// Throws std::runtime_error with the line that cannot be read.
Script read_script(const std::string& text);
// What happens, a few lines a step.
std::string play(const Script& script, const casebridge::City& city,
                 const classifier::Classifier& classifier);

}  // namespace social311::golden
