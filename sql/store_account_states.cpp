// The accounts as their operators see them, and what these do about them.
#include <algorithm>
#include <map>

#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr int lost_ranges_shown = 20;
constexpr int events_shown = 10;

JsonValue list_of(const pqxx::row& row, const char* column) {
  const auto parsed = JsonValue::parse(text_of(row, column));
  return parsed ? *parsed : JsonValue();
}

std::vector<std::string> read_warnings(const pqxx::row& row) {
  std::vector<std::string> warnings;
  for (const auto& one : list_of(row, "warnings").items()) warnings.push_back(one.text_or(""));
  return warnings;
}

std::optional<AccountCheck> read_check(const pqxx::row& row) {
  if (!maybe_moment(row, "checked_ms")) return std::nullopt;
  return AccountCheck{.at = moment_of(row, "checked_ms"),
                      .ok = flag_of(row, "ok"),
                      .message = text_of(row, "message"),
                      .token_ends_at = maybe_moment(row, "token_ends_ms"),
                      .warnings = read_warnings(row)};
}

std::optional<SendingStop> read_stop(const pqxx::row& row) {
  if (!maybe_moment(row, "stop_ms")) return std::nullopt;
  return SendingStop{.why = text_of(row, "stop_why"),
                     .by = text_of(row, "stop_by"),
                     .since = moment_of(row, "stop_ms")};
}

std::optional<ParkedState> read_parked(const pqxx::row& row) {
  if (!flag_of(row, "is_parked")) return std::nullopt;
  return ParkedState{.why = text_of(row, "parked_why"),
                     .since = maybe_moment(row, "parked_ms"),
                     .until = maybe_moment(row, "parked_until_ms")};
}

std::optional<PushState> read_push(Turn& turn, const pqxx::row& row, Instant now) {
  if (!maybe_moment(row, "push_first_ms")) return std::nullopt;
  const auto share = turn.row("push_share", text_of(row, "account_key"), ms(now));
  return PushState{.first_at = moment_of(row, "push_first_ms"),
                   .last_at = moment_of(row, "push_last_ms"),
                   .posts = number_of(*share, "posts"),
                   .polled_first = number_of(*share, "polled_first"),
                   .never_pushed = number_of(*share, "never_pushed"),
                   .waiting = number_of(row, "push_waiting")};
}

AccountState read_account(Turn& turn, const pqxx::row& row, Instant now) {
  return {.key = text_of(row, "account_key"),
          .handle = text_of(row, "handle"),
          .mode = reply_mode(text_of(row, "mode")).value_or(ReplyMode::approve),
          .parked = read_parked(row),
          .stop = read_stop(row),
          .check = read_check(row),
          .push = read_push(turn, row, now),
          .posts_lately = number_of(row, "posts_lately"),
          .replies_waiting = number_of(row, "replies_waiting")};
}

std::vector<TimeSpan> read_spans(const pqxx::row& row, const char* column) {
  std::vector<TimeSpan> spans;
  const auto moment = [](const JsonValue& value) {
    return Instant(Milliseconds(value.number(0, std::int64_t{1} << 53).value_or(0)));
  };
  for (const auto& pair : list_of(row, column).items())
    spans.push_back({.from = moment(pair.at(0)), .to = moment(pair.at(1))});
  return spans;
}

FeedState read_feed_state(const pqxx::row& row) {
  return {.feed_id = number_of(row, "feed_id"),
          .listen = text_of(row, "listen"),
          .trouble = text_of(row, "trouble"),
          .newest_at = maybe_moment(row, "newest_ms"),
          .last_complete_at = maybe_moment(row, "complete_ms"),
          .covered = read_spans(row, "covered"),
          .lost_ranges = number_of(row, "lost_ranges")};
}

UnreadRange read_range(const pqxx::row& row) {
  return {.lo_at = maybe_moment(row, "lo_ms"),
          .hi_at = maybe_moment(row, "hi_ms"),
          .opened_at = moment_of(row, "opened_ms"),
          .estimate = number_of(row, "estimate"),
          .reason = text_of(row, "reason")};
}

AccountEvent read_event(const pqxx::row& row) {
  return {.at = moment_of(row, "at_ms"),
          .actor = text_of(row, "actor"),
          .kind = text_of(row, "kind"),
          .text = text_of(row, "text")};
}

using ByAccount = std::map<std::string, AccountState*>;

void add_feeds(Turn& turn, const ByAccount& accounts, Instant now) {
  std::map<std::int64_t, std::pair<AccountState*, std::size_t>> places;
  for (const auto& row : turn.run("account_feeds", push_feed, ms(now))) {
    const auto owner = accounts.find(text_of(row, "account_key"));
    if (owner == accounts.end()) continue;
    auto& feeds = owner->second->feeds;
    feeds.push_back(read_feed_state(row));
    places[feeds.back().feed_id] = {owner->second, feeds.size() - 1};
  }
  for (const auto& row : turn.run("unread_ranges", lost_ranges_shown)) {
    const auto place = places.find(number_of(row, "feed_id"));
    if (place == places.end()) continue;
    auto& feed = place->second.first->feeds[place->second.second];
    (flag_of(row, "lost") ? feed.lost : feed.open).push_back(read_range(row));
  }
}

void add_account_events(Turn& turn, const ByAccount& accounts) {
  for (const auto& row : turn.run("account_events", events_shown)) {
    const auto owner = accounts.find(text_of(row, "account_key"));
    if (owner != accounts.end()) owner->second->events.push_back(read_event(row));
  }
}

// What an operator is told of: not that it was looked at again.
bool differs(const std::optional<AccountCheck>& before, AccountCheck now) {
  if (!before) return true;
  now.at = before->at;
  return now != *before;
}

}  // namespace

std::vector<AccountState> PgStore::account_states(Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<AccountState> states;
    for (const auto& row : turn.run("account_states", ms(now)))
      states.push_back(read_account(turn, row, now));
    ByAccount by_key;
    for (auto& state : states) by_key[state.key] = &state;
    add_feeds(turn, by_key, now);
    add_account_events(turn, by_key);
    return states;
  });
}

std::vector<AccountEvent> PgStore::events_of_all_accounts() {
  return in_turn(connection_, [](Turn& turn) {
    std::vector<AccountEvent> events;
    for (const auto& row : turn.run("account_events", events_shown))
      if (text_of(row, "account_key").empty()) events.push_back(read_event(row));
    return events;
  });
}

void PgStore::keep_check(const std::string& account_key, const AccountCheck& check) {
  in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("last_check", account_key);
    const auto before = row ? read_check(*row) : std::nullopt;
    turn.run("keep_check", account_key, ms(check.at), check.ok, check.message,
             ms(check.token_ends_at), write_texts(check.warnings));
    if (differs(before, check)) turn.tell("feed", account_key, 0, check.at);
  });
}

std::optional<AccountCheck> PgStore::last_check(const std::string& account_key) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("last_check", account_key);
    return row ? read_check(*row) : std::nullopt;
  });
}

bool PgStore::release_account(const std::string& account_key, const std::string& by, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (turn.run("unpark_account", account_key).affected_rows() == 0) return false;
    turn.run("note_account", account_key, ms(now), by, "unparked", "");
    turn.tell("feed", account_key, 0, now);
    return true;
  });
}

bool PgStore::stop_sending(const std::string& account_key, const std::string& why,
                           const std::string& by, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (turn.run("stop_sending", account_key, why, by, ms(now)).affected_rows() == 0) return false;
    turn.run("note_account", account_key, ms(now), by, "stopped", why);
    turn.tell("feed", account_key, 0, now);
    return true;
  });
}

bool PgStore::resume_sending(const std::string& account_key, const std::string& by, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (turn.run("resume_sending", account_key).affected_rows() == 0) return false;
    turn.run("note_account", account_key, ms(now), by, "resumed", "");
    turn.tell("feed", account_key, 0, now);
    return true;
  });
}

std::optional<SendingStop> PgStore::sending_stop(const std::string& account_key) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("sending_stop", account_key);
    return row ? read_stop(*row) : std::nullopt;
  });
}

void PgStore::note_authorised(const std::string& account_key, const std::string& how, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    turn.run("note_account", account_key, ms(now), "auto", "authorised", how);
    turn.tell("feed", account_key, 0, now);
  });
}

}  // namespace social311::sql
