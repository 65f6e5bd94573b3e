#include "sql/migrations.h"

#include <algorithm>
#include <map>

#include "core/digest.h"

namespace social311::sql {

namespace {

using Applied = std::map<std::string, std::string>;  // file → SHA-256

// Not embedded as a query: these run before there is any table.
constexpr const char* make_table =
    "create table if not exists migration (file text primary key, sha256 text not null, applied_at "
    "timestamptz "
    "not null)";
constexpr const char* has_table = "select to_regclass('public.migration') is not null as yes";
constexpr const char* read_table = "select file, sha256 from migration order by file";

Applied read_applied(Turn& turn) {
  Applied applied;
  if (!turn.ask(has_table).front()["yes"].as<bool>()) return applied;
  for (const auto& row : turn.ask(read_table))
    applied[row["file"].as<std::string>()] = row["sha256"].as<std::string>();
  return applied;
}

bool is_known(const std::string& file) {
  const auto& files = migration_files();
  return std::any_of(files.begin(), files.end(),
                     [&](const auto& known) { return known.first == file; });
}

std::vector<std::string> trouble_with(const Applied& applied) {
  std::vector<std::string> trouble;
  for (const auto& [file, text] : migration_files()) {
    const auto found = applied.find(std::string(file));
    if (found != applied.end() && found->second != sha256_hex(text))
      trouble.push_back(found->first +
                        " was changed after it was applied: restore the file, and "
                        "put the change into a new one");
  }
  for (const auto& [file, digest] : applied)
    if (!is_known(file))
      trouble.push_back("the database is newer than this program (it knows " + file +
                        "): start the newer program");
  return trouble;
}

void apply(Turn& turn, std::string_view file, std::string_view text, Instant now) {
  turn.ask(std::string(text));
  turn.ask("insert into migration (file, sha256, applied_at) values ('" + std::string(file) +
           "', '" + sha256_hex(text) + "', to_timestamp(" + std::to_string(ms(now)) +
           " / 1000.0))");
}

}  // namespace

Result<int> migrate(Turn& turn, Instant now) {
  turn.run("set_timeouts", "60s", "600s");
  turn.ask("select pg_advisory_xact_lock(311, 0)");
  turn.ask(make_table);
  const auto applied = read_applied(turn);
  const auto trouble = trouble_with(applied);
  if (!trouble.empty()) return Fault{.kind = FaultKind::rejected, .message = trouble.front()};
  int count = 0;
  for (const auto& [file, text] : migration_files()) {
    if (applied.contains(std::string(file))) continue;
    apply(turn, file, text, now);
    ++count;
  }
  return count;
}

MigrationState migration_state(Turn& turn) {
  const auto applied = read_applied(turn);
  return {.applied = static_cast<int>(applied.size()),
          .known = static_cast<int>(migration_files().size()),
          .trouble = trouble_with(applied)};
}

}  // namespace social311::sql
