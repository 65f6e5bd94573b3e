// Private to sql/: how a person's change of a case begins and ends. A case moves by
// compare-and-set: who decided on an older state is told, and nothing happens.
#pragma once

#include <optional>
#include <string>

#include "sql/postgres.h"

namespace social311::sql {

Changed refused(const std::string& why, std::int64_t version);

enum class Allowed { open_only, closed_only, any };

struct LockedCase {
  std::int64_t case_id = 0;
  std::int64_t version = 0;
  bool closed = false;
};

// The locked case, or why it may not be changed.
struct Held {
  LockedCase found{};
  std::optional<Changed> refusal{};
};
Held hold(Turn& turn, const std::string& number, std::optional<std::int64_t> version,
          Allowed allowed);

// The last step of every change: history, stream, answer.
Changed done(Turn& turn, const std::string& number, const pqxx::result& changed, Instant now);
void note(Turn& turn, const Held& held, const std::string& agent, const char* kind,
          const std::string& text, Instant now);

// Thrown inside a turn to undo what it has done so far; never leaves change().
struct Undone {
  Changed answer{};
};
template <typename Body>
Changed change(Connection& connection, const Body& body) {
  try {
    return in_turn(connection, body);
  } catch (const Undone& undone) {
    return undone.answer;
  }
}

// Throws Undone when the same reply exists.
void must_add(Turn& turn, const NewReply& reply, const Held& held);
void withhold_drafts(Turn& turn, const Held& held, const std::string& agent, Instant now);

}  // namespace social311::sql
