// A city at work on a real database without processes: posts are decided by the sample city's rules
// and its case bridge, clocks are kept, replies leave by a stroke of the pen.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "service/roles/clock_keeper.h"
#include "service/roles/intake.h"
#include "tests/postgres/world.h"

namespace social311::tests {

// The sample city, read once; tests change their own copy.
casebridge::City sample_city();

struct BridgeWorld : World {
  // Private messages of the account: whether there are any to write.
  enum class Messages { none, some };
  explicit BridgeWorld(casebridge::City the_city = sample_city(),
                       ReplyMode reply = ReplyMode::acknowledge,
                       Messages messages = Messages::some);

  service::IntakeParts parts() { return {*rules, city, book, random}; }
  // Stores and decides the post; the case it belongs to, "" for none.
  std::string hear(const Post& post, Instant now);
  // Everything that is queued leaves; `drafts`: a person approves them first.
  enum class Send { queued, drafts_too };
  void send(Instant now, Send what = Send::queued);
  void take_changes(Instant now);
  void keep_clocks(Instant now);
  sql::ClockRow clock(const std::string& number, const std::string& name);
  sql::QuestionRow question(const std::string& number);  // the newest

  casebridge::City city;
  service::Config config{};
  SeededRandom random{7};
  std::shared_ptr<const classifier::Classifier> rules{};
  service::NetworkBook book;
};

// Of the resident of make_post, in the conversation of the post `first`.
Post answer_post(const std::string& id, const std::string& first, const std::string& text);

}  // namespace social311::tests
