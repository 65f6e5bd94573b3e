// Brakes on what leaves by itself.
#pragma once

#include <cstdint>
#include <string>

#include "core/clock.h"

namespace social311::sql {

class AnswersTurn {
 public:
  virtual ~AnswersTurn() = default;
  // Replies that left, or are to leave, this account by themselves since then; counted to `most`.
  virtual std::int64_t automatic_replies(const std::string& account_key, Instant since,
                                         std::int64_t most) = 0;
};

}  // namespace social311::sql
