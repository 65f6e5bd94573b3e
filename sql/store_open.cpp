// Opening a Store, its tables and its name.
#include "sql/migrations.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr int oldest_server = 150000;

Fault not_there(const std::string& why) {
  return {.kind = FaultKind::retry_later,
          .message = "the database does not answer: " + why +
                     " (is PostgreSQL running, and is database.url right?)"};
}

}  // namespace

Result<std::unique_ptr<Store>> open_store(const StoreOptions& options) {
  const auto text = connection_text(options);
  if (!text) return text.fault();
  try {
    auto store = std::make_unique<PgStore>(*text, options);
    if (auto fault = store->unfit()) return *fault;
    return std::unique_ptr<Store>(std::move(store));
  } catch (const pqxx::failure& error) {
    return not_there(error.what());
  } catch (const StoreLost& error) {
    return not_there(error.what());
  }
}

std::optional<Fault> PgStore::unfit() {
  auto& connection = connection_.usable();
  if (connection.server_version() < oldest_server)
    return Fault{.kind = FaultKind::rejected,
                 .message = "PostgreSQL 15 or newer is needed, the server says " +
                            std::to_string(connection.server_version() / 10000)};
  const auto encoding = in_turn(connection_, [](Turn& turn) {
    return text_of(turn.ask("show server_encoding").front(), "server_encoding");
  });
  if (encoding == "UTF8") return std::nullopt;
  return Fault{.kind = FaultKind::rejected,
               .message = "the database's encoding is " + encoding +
                          ", it has to be UTF8 (createdb --encoding=UTF8)"};
}

Result<int> PgStore::migrate(Instant now) {
  return in_turn(connection_, [&](Turn& turn) { return sql::migrate(turn, now); });
}

MigrationState PgStore::migrations() {
  return in_turn(connection_, [](Turn& turn) { return migration_state(turn); });
}

void PgStore::ping() {
  in_turn(connection_, [](Turn& turn) { turn.ask("select 1"); });
}

int PgStore::prepare_all() {
  try {
    return connection_.prepare_all();
  } catch (...) {
    connection_.rethrow();
  }
}

std::string PgStore::instance_id() {
  return in_turn(connection_,
                 [](Turn& turn) { return text_of(*turn.row("instance"), "instance_id"); });
}

std::string PgStore::renew_instance_id() {
  return in_turn(connection_,
                 [](Turn& turn) { return text_of(*turn.row("new_instance"), "instance_id"); });
}

}  // namespace social311::sql
