// What reading costs, whose ids are whose, and gaps that are tried in vain.
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

std::string network_of(const std::string& account_key) {
  return account_key.substr(0, account_key.find('/'));
}

SpentSoFar read_spent(const pqxx::row& row) {
  return {.today = {.calls = number_of(row, "calls"),
                    .reads = number_of(row, "reads"),
                    .micro_usd = number_of(row, "micro_usd")},
          .month = {.calls = number_of(row, "month_calls"),
                    .reads = number_of(row, "month_reads"),
                    .micro_usd = number_of(row, "month_micro_usd")}};
}

}  // namespace

void PgStore::add_spend(const std::string& account_key, const Spent& spent, Instant now) {
  if (spent == Spent{}) return;
  in_turn(connection_, [&](Turn& turn) {
    turn.run("add_spend", account_key, spent.calls, spent.reads, spent.micro_usd, ms(now));
  });
}

SpentSoFar PgStore::spent(const std::string& account_key, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("spent", account_key, ms(now));
    return row ? read_spent(*row) : SpentSoFar{};
  });
}

std::vector<AccountSpend> PgStore::all_spent(Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<AccountSpend> all;
    for (const auto& row : turn.run("spent", "", ms(now)))
      all.push_back({text_of(row, "account_key"), read_spent(row)});
    return all;
  });
}

void PgStore::keep_limits(const std::string& account_key, const std::string& told, Instant now) {
  in_turn(connection_, [&](Turn& turn) { turn.run("keep_limits", account_key, told, ms(now)); });
}

std::optional<std::string> PgStore::limits(const std::string& account_key) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<std::string> {
    const auto row = turn.row("limits", account_key);
    return row ? std::optional(text_of(*row, "told")) : std::nullopt;
  });
}

// Two processes may both take the network's first place: the one that comes second asks again.
void PgStore::keep_host(const std::string& account_key, const std::string& host) {
  if (host.empty()) return;
  for (int left = 2; left > 0; --left) {
    const bool joined = in_turn(connection_, [&](Turn& turn) {
      turn.run("keep_host", network_of(account_key), host);
      return turn.row("join_host", account_key, host).has_value();
    });
    if (joined) return;
  }
  throw std::logic_error("no account " + account_key + " to keep a host of");
}

void PgStore::gap_tried(std::int64_t gap_id, Instant next_at) {
  in_turn(connection_, [&](Turn& turn) { turn.run("gap_tried", gap_id, ms(next_at)); });
}

void PgStore::lose_gap(std::int64_t gap_id, const std::string& why, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    const auto lost = turn.row("lose_gap", gap_id, why, ms(now));
    if (lost) turn.tell("feed", std::to_string(number_of(*lost, "feed_id")), 0, now);
  });
}

double PgStore::covered_share(std::int64_t feed_id, Instant from, Instant to) {
  return in_turn(connection_, [&](Turn& turn) {
    return (*turn.row("covered_share", feed_id, ms(from), ms(to)))["share"].as<double>(0);
  });
}

}  // namespace social311::sql
