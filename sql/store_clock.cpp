// Clocks of cases: reckoned again where that is owed, told when their moment comes, held up and let
// go by people.
#include <algorithm>
#include <map>

#include "sql/clock_rows.h"
#include "sql/pg_decide.h"
#include "sql/pg_store.h"

namespace social311::sql {

namespace {

std::vector<std::int64_t> numbers_in(const pqxx::result& rows, const char* column) {
  std::vector<std::int64_t> out;
  for (const auto& row : rows) out.push_back(number_of(row, column));
  return out;
}

using Owed = std::map<std::int64_t, OwedClocks>;  // by case_id

Owed claim_owed(Turn& turn, int limit) {
  Owed owed;
  const auto rows = turn.run("claim_owed_clocks", limit);
  for (const auto& row : rows)
    owed[number_of(row, "case_id")] = {.about = read_case(row),
                                       .since = moment_of(row, "since_ms"),
                                       .quiet = flag_of(row, "quiet"),
                                       .answered_at = maybe_moment(row, "answered_ms")};
  if (owed.empty()) return owed;
  const auto ids = write_numbers(numbers_in(rows, "case_id"));
  turn.run("settle_owed_clocks", ids);
  for (const auto& row : turn.run("clocks_of_cases", ids))
    owed[number_of(row, "k_case_id")].time.clocks.push_back(read_clock(row));
  for (const auto& row : turn.run("pauses_of_cases", ids))
    owed[number_of(row, "case_id")].time.pauses.push_back(read_pause(row));
  const auto calendars = read_calendars(turn, ids);
  for (auto& [case_id, each] : owed) each.time.calendars = calendars;
  return owed;
}

void owe(Turn& turn, const std::vector<Delivery>& deliveries, Instant now) {
  for (const auto& one : deliveries)
    turn.run("owe_delivery", one.what, one.channel, ms(one.not_before), ms(now));
}

void set_due(Turn& turn, const std::string& due, Instant now) {
  for (const auto& row : turn.run("set_case_due", due, ms(now)))
    turn.tell("case", text_of(row, "number"), number_of(row, "version"), now);
}

std::vector<RunningClock> with_cases(Turn& turn, const std::vector<std::int64_t>& ids) {
  std::vector<RunningClock> out;
  if (ids.empty()) return out;
  for (const auto& row : turn.run("clocks_with_cases", write_numbers(ids)))
    out.push_back({read_case(row), read_clock(row)});
  return out;
}

void note(Turn& turn, const std::string& number, const std::string& actor, const char* kind,
          const std::string& text, Instant now) {
  const auto row = turn.row("note_by_number", number, actor, kind, text, ms(now));
  if (row) turn.tell("case", number, number_of(*row, "version"), now);
}

Changed refused(const char* why, std::int64_t version = 0) {
  return {.done = false, .why_not = why, .version = version};
}

// The locked open case, or why it may not be changed.
struct Held {
  std::int64_t version = 0;
  std::optional<Changed> refusal{};
};

Held hold(Turn& turn, const std::string& number, std::optional<std::int64_t> version = {}) {
  const auto row = turn.row("lock_case", number);
  if (!row) return {.refusal = refused("unknown case")};
  Held held{.version = number_of(*row, "version")};
  if (text_of(*row, "status") == "closed") held.refusal = refused("closed", held.version);
  if (version && *version != held.version) held.refusal = refused("changed", held.version);
  return held;
}

Changed noted(Turn& turn, const std::string& number, const std::string& agent, const char* kind,
              const std::string& text, Instant now) {
  note(turn, number, agent, kind, text, now);
  return {.done = true, .version = number_of(*turn.row("lock_case", number), "version")};
}

// What one fact became, for the history; "" = it was so already.
std::string set_fact(PgDecideTurn& decide, Turn& turn, const std::string& number,
                     const std::string& code, const std::string& value, const std::string& agent,
                     Instant now) {
  if (value.empty()) return turn.row("drop_fact", number, code) ? code + " is not known" : "";
  const FactRow fact{.code = code, .value = value, .source = "person", .by = agent, .at = now};
  return decide.keep_fact(number, fact) ? code + ": " + value : "";
}

}  // namespace

void PgStore::keep_policy(const KeptPolicy& policy, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    turn.run("keep_policy", policy.version, policy.kind, policy.body, ms(now));
  });
}

std::optional<KeptPolicy> PgStore::policy(const std::string& version) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<KeptPolicy> {
    const auto row = turn.row("read_policy", version);
    if (!row) return std::nullopt;
    return KeptPolicy{text_of(*row, "version"), text_of(*row, "kind"), text_of(*row, "body")};
  });
}

int PgStore::keep_clocks(int limit, Instant now,
                         const std::function<ReckonedClocks(const OwedClocks&)>& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto owed = claim_owed(turn, limit);
    std::vector<CaseClockRow> clocks;
    JsonWriter due;
    due.list();
    for (const auto& [case_id, each] : owed) {
      const auto reckoned = one(each);
      for (const auto& clock : reckoned.clocks) clocks.push_back({case_id, clock});
      if (reckoned.due_at)
        due.object().member("case_id", case_id).member("due_ms", ms(*reckoned.due_at)).end();
      owe(turn, reckoned.owe, now);
    }
    if (!clocks.empty()) turn.run("keep_case_clocks", write_clocks(clocks));
    if (!owed.empty()) set_due(turn, due.end().str(), now);
    return static_cast<int>(owed.size());
  });
}

int PgStore::tell_deadlines(Deadline which, int limit, Instant now,
                            const std::function<DeadlineTold(const RunningClock&)>& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const char* claim = which == Deadline::near ? "claim_near_clocks" : "claim_over_clocks";
    const auto ids = numbers_in(turn.run(claim, ms(now), limit), "clock_id");
    for (const auto& running : with_cases(turn, ids)) {
      const auto told = one(running);
      note(turn, running.about.number, "auto",
           which == Deadline::near ? "deadline_near" : "deadline_missed", told.text, now);
      owe(turn, told.owe, now);
    }
    return static_cast<int>(ids.size());
  });
}

int PgStore::mind_questions(int limit, Instant now,
                            const std::function<void(DecideTurn&, const WaitingCase&)>& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto rows = turn.run("claim_silent_questions", ms(now), limit);
    PgDecideTurn decide(turn, now);
    for (const auto& row : rows) one(decide, {read_case(row), read_question(row)});
    return static_cast<int>(rows.size());
  });
}

bool PgStore::start_clock(const std::string& number, const StartClock& clock, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto held = turn.row("lock_case", number);
    return held && sql::start_clock(turn, number_of(*held, "case_id"), clock, now);
  });
}

bool PgStore::stop_clock(const std::string& number, const std::string& name, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto held = turn.row("lock_case", number);
    return held && sql::stop_clock(turn, number_of(*held, "case_id"), name, now);
  });
}

Changed PgStore::pause_by(const std::string& number, const std::string& why,
                          const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number);
    if (held.refusal) return *held.refusal;
    if (!turn.row("pause_case", number, "person", why, agent, ms(now)))
      return refused("paused", held.version);
    return noted(turn, number, agent, "paused", why, now);
  });
}

// A person's word ends every pause: they have looked.
Changed PgStore::resume_by(const std::string& number, const std::string& why,
                           const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number);
    if (held.refusal) return *held.refusal;
    bool ended = false;
    for (const char* kind : {"person", "resident", "post_gone"})
      ended = turn.row("resume_case", number, kind, agent, ms(now)).has_value() || ended;
    if (!ended) return refused("not paused", held.version);
    return noted(turn, number, agent, "resumed", why, now);
  });
}

Changed PgStore::set_facts(const std::string& number, std::int64_t version,
                           const std::map<std::string, std::string>& facts,
                           const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version);
    if (held.refusal) return *held.refusal;
    PgDecideTurn decide(turn, now);
    std::string line;
    for (const auto& [code, value] : facts) {
      const auto said = set_fact(decide, turn, number, code, value, agent, now);
      if (!said.empty()) line += (line.empty() ? "" : "; ") + said;
    }
    const auto waiting = decide.waiting_question(number);
    const auto asked = waiting ? facts.find(waiting->code) : facts.end();
    if (asked != facts.end())
      decide.end_question(number, asked->second.empty() ? "dropped" : "answered",
                          "settled by " + agent, now);
    return noted(turn, number, agent, "facts", line.empty() ? "as they were" : line, now);
  });
}

std::vector<OpenClock> PgStore::open_clocks(std::int64_t after, int limit) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<OpenClock> clocks;
    std::map<std::int64_t, std::size_t> at;
    const auto rows = turn.run("open_clocks", after, limit);
    for (const auto& row : rows) {
      at[number_of(row, "clock_id")] = clocks.size();
      clocks.push_back({.number = text_of(row, "number"),
                        .topic = text_of(row, "topic"),
                        .division = text_of(row, "division"),
                        .clock = read_clock(row)});
    }
    if (clocks.empty()) return clocks;
    const auto ids = write_numbers(numbers_in(rows, "clock_id"));
    for (const auto& row : turn.run("pauses_of_clocks", ids))
      clocks[at.at(number_of(row, "clock_id"))].pauses.push_back(read_pause(row));
    return clocks;
  });
}

std::vector<RunningClock> PgStore::told_deadlines(Instant from, Instant to, int limit) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto told = turn.run("told_deadlines", ms(from), ms(to), limit);
    return with_cases(turn, numbers_in(told, "clock_id"));
  });
}

}  // namespace social311::sql
