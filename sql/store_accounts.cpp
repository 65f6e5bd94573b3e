// The accounts and their sealed tokens.
#include "core/digest.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

std::string seal_context(const std::string& account_key, const std::string& name) {
  return account_key + "|" + name;
}

void need_key(const Secret& key) {
  if (key.empty()) throw std::logic_error("no seal key was given: account secrets cannot be read");
}

// Empty for a row that was only made to be locked.
std::optional<Secret> unsealed(const Secret& key, const std::string& context,
                               const std::string& stored) {
  if (stored.empty()) return std::nullopt;
  const auto bytes = base64_decode(stored);
  const auto plain = bytes ? unseal(key, context, *bytes) : std::nullopt;
  if (!plain)
    throw std::logic_error(
        "a stored token of " + context +
        " does not open with this seal key: restore the key, or authorise again");
  return Secret(*plain);
}

}  // namespace

void PgStore::keep_account(const std::string& key, const std::string& handle, ReplyMode mode,
                           Instant now) {
  in_turn(connection_,
          [&](Turn& turn) { turn.run("keep_account", key, handle, name_of(mode), ms(now)); });
}

// Parking is not a business time: the moment is only for the operator who looks at the row.
void PgStore::park_account(const std::string& key, const std::string& why,
                           std::optional<Instant> until) {
  const auto now = SystemClock().now();
  in_turn(connection_, [&](Turn& turn) {
    const auto before = turn.row("was_parked", key);
    turn.run("park_account", key, why, ms(until), ms(now));
    // Parked again for the same reason after its hour is no news.
    if (!before || text_of(*before, "parked_why") != why)
      turn.run("note_account", key, ms(now), "auto", "parked", why);
    turn.tell("feed", key, 0, now);
  });
}

void PgStore::unpark_account(const std::string& key) {
  in_turn(connection_, [&](Turn& turn) {
    if (turn.run("unpark_account", key).affected_rows() > 0)
      turn.tell("feed", key, 0, SystemClock().now());
  });
}

std::optional<Store::Parked> PgStore::parked(const std::string& key, Instant now) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<Parked> {
    const auto row = turn.row("parked", key, ms(now));
    if (!row) return std::nullopt;
    return Parked{.why = text_of(*row, "parked_why"), .until = maybe_moment(*row, "until_ms")};
  });
}

std::optional<Secret> PgStore::sealed(const std::string& account_key, const std::string& name) {
  need_key(options_.seal_key);
  const auto stored = in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("read_secret", account_key, name);
    return row ? text_of(*row, "sealed") : std::string();
  });
  return unsealed(options_.seal_key, seal_context(account_key, name), stored);
}

// A refresh token works once: the row stays locked while `next` asks the network, and other
// processes wait for longer than any call may take.
void PgStore::update_sealed(
    const std::string& account_key, const std::string& name, Instant now,
    const std::function<std::optional<Secret>(std::optional<Secret>)>& next) {
  need_key(options_.seal_key);
  const auto context = seal_context(account_key, name);
  try {
    Turn turn(connection_);
    turn.run("set_timeouts", "30s", "30s");
    turn.run("commit_durably");
    turn.run("make_secret", account_key, name, ms(now));
    const auto locked = turn.row("lock_secret", account_key, name);
    const auto kept = next(unsealed(options_.seal_key, context, text_of(*locked, "sealed")));
    if (kept)
      turn.run("keep_secret", account_key, name,
               base64(seal(options_.seal_key, context, kept->reveal(), random_)), ms(now));
    turn.commit();
  } catch (...) {
    connection_.rethrow();
  }
}

}  // namespace social311::sql
