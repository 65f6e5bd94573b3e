// Brakes on what leaves by itself, whatever the rules think: an account's measure of an hour, one
// author's measure of a day over all conversations, one fixed text an hour to who is in danger.
#pragma once

#include <string>

#include "service/roles/intake.h"

namespace social311::service {

struct Braked {
  ReplyState state = ReplyState::draft;
  std::string why{};  // why it is a draft and was to be more; "" where no brake held it
};
Braked brake(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
             const casebridge::NewIntent& intent, Instant now);

}  // namespace social311::service
