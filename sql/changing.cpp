#include "sql/changing.h"

#include "sql/approving.h"
#include "sql/rows.h"

namespace social311::sql {

Changed refused(const std::string& why, std::int64_t version) {
  return {.done = false, .why_not = why, .version = version};
}

Held hold(Turn& turn, const std::string& number, std::optional<std::int64_t> version,
          Allowed allowed) {
  const auto row = turn.row("lock_case", number);
  if (!row) return {.refusal = refused("unknown case", 0)};
  Held held{.found = {.case_id = number_of(*row, "case_id"),
                      .version = number_of(*row, "version"),
                      .closed = text_of(*row, "status") == "closed"}};
  const auto now_at = held.found.version;
  if (held.found.closed && allowed == Allowed::open_only) held.refusal = refused("closed", now_at);
  if (!held.found.closed && allowed == Allowed::closed_only)
    held.refusal = refused("not closed", now_at);
  if (version && *version != now_at) held.refusal = refused("changed", now_at);
  return held;
}

Changed done(Turn& turn, const std::string& number, const pqxx::result& changed, Instant now) {
  const auto version = number_of(changed.front(), "version");
  turn.tell("case", number, version, now);
  return {.done = true, .version = version};
}

void note(Turn& turn, const Held& held, const std::string& agent, const char* kind,
          const std::string& text, Instant now) {
  turn.run("note_case", held.found.case_id, agent, kind, text, ms(now));
}

void must_add(Turn& turn, const NewReply& reply, const Held& held) {
  const auto added = turn.row("add_reply", write_reply_row(reply));
  if (!added) throw Undone{refused("the same reply exists", held.found.version)};
  if (reply.approval)
    ask_second_person(turn, {number_of(*added, "intent_id"), reply.by, reply.created_at},
                      *reply.approval);
  turn.tell("reply", reply.case_number, held.found.version, reply.created_at);
}

void withhold_drafts(Turn& turn, const Held& held, const std::string& agent, Instant now) {
  const std::string why = "the case was closed by " + agent;
  for (const auto& row : turn.run("withhold_drafts", held.found.case_id, why, ms(now)))
    turn.run("note_reply", number_of(row, "intent_id"), agent, "withheld: the case was closed",
             ms(now));
}

}  // namespace social311::sql
