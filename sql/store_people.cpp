// Agents and their sessions.
#include <chrono>

#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr std::chrono::minutes idle_life{30};
constexpr std::chrono::hours whole_life{12};

Agent read_agent(const pqxx::row& row) {
  return {.agent_id = number_of(row, "agent_id"),
          .name = text_of(row, "name"),
          .role = text_of(row, "role"),
          .division = text_of(row, "division"),
          .password_hash = text_of(row, "password_hash"),
          .disabled = flag_of(row, "disabled")};
}

}  // namespace

bool PgStore::add_agent(const Agent& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return turn
        .row("add_agent", agent.name, agent.role, agent.division, agent.password_hash, ms(now))
        .has_value();
  });
}

bool PgStore::disable_agent(const std::string& name, Instant /*now*/) {
  return in_turn(connection_,
                 [&](Turn& turn) { return turn.row("disable_agent", name).has_value(); });
}

std::vector<Agent> PgStore::agents() {
  return in_turn(connection_, [](Turn& turn) {
    std::vector<Agent> agents;
    for (const auto& row : turn.run("agents")) agents.push_back(read_agent(row));
    return agents;
  });
}

std::optional<Agent> PgStore::agent(const std::string& name) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<Agent> {
    const auto row = turn.row("agent", name);
    return row ? std::optional(read_agent(*row)) : std::nullopt;
  });
}

void PgStore::open_session(const std::string& token_hash, std::int64_t agent_id,
                           const std::string& client, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    turn.run("drop_old_sessions", ms(now - whole_life));
    turn.run("open_session", token_hash, agent_id, client, ms(now));
  });
}

std::optional<Session> PgStore::session(const std::string& token_hash, Instant now) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<Session> {
    turn.run("commit_lazily");
    const auto row =
        turn.row("see_session", token_hash, ms(now), ms(now - idle_life), ms(now - whole_life));
    if (!row) return std::nullopt;
    return Session{.agent = read_agent(*row),
                   .created_at = moment_of(*row, "created_ms"),
                   .seen_at = moment_of(*row, "seen_ms")};
  });
}

void PgStore::end_session(const std::string& token_hash) {
  in_turn(connection_, [&](Turn& turn) { turn.run("end_session", token_hash); });
}

}  // namespace social311::sql
