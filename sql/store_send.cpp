// The reply protocol's rows (docs/reply-protocol.md): T2 is claim_reply, T3 is end_attempt, and
// everything that is in doubt is looked up before it is sent again. The states' guards stand in the
// statements' WHERE.
#include "core/crash_point.h"
#include "sql/own_posts.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr std::size_t message_bytes = 2000;

std::string network_of(const std::string& account_key) {
  return account_key.substr(0, account_key.find('/'));
}

// The post that is answered; of one that never came in, only its name is known.
Post target_of(Turn& turn, const NewReply& reply) {
  const auto network = network_of(reply.account_key);
  const auto row = turn.row("target_of", reply.account_key, reply.target_post_id);
  if (row) return read_stored_post(*row).post;
  return {.network = network, .id = reply.target_post_id};
}

// False: an earlier attempt may have come through, so its end must be seen first.
bool withhold_gone(Turn& turn, std::int64_t intent_id, Instant now) {
  if (!turn.row("withhold_reply", intent_id, "the post was deleted", ms(now))) return false;
  turn.run("note_reply", intent_id, "auto", "withheld: the post was deleted", ms(now));
  tell_reply(turn, intent_id, now);
  return true;
}

ClaimedReply begin(Turn& turn, const pqxx::row& row, const std::string& incarnation, Instant now) {
  const auto intent_id = number_of(row, "intent_id");
  const auto begun = turn.row("begin_attempt", intent_id, incarnation, ms(now));
  if (!begun) throw std::logic_error("a locked intent moved");
  ClaimedReply claimed{.intent_id = intent_id,
                       .attempt_id = number_of(*begun, "attempt_id"),
                       .attempts = small_of(*begun, "attempts"),
                       .reply = read_reply(row)};
  claimed.reply.state = ReplyState::sending;
  claimed.target = target_of(turn, claimed.reply);
  tell_reply(turn, intent_id, now);
  return claimed;
}

std::string history_line(const EndOfAttempt& end) {
  switch (end.state) {
    case ReplyState::failed:
      return "failed: " + end.message;
    case ReplyState::in_doubt:
      return std::string("is in doubt") + (end.message.empty() ? "" : ": ") + end.message;
    default:
      return {};
  }
}

void settle(Turn& turn, const EndOfAttempt& end) {
  const bool sent = end.state == ReplyState::sent;
  const auto settled =
      turn.run("settle_intent", end.intent_id, name_of(end.state), end.needs_person,
               ms(end.next_at), sent ? end.remote_id : std::string(),
               sent ? std::string() : end.message.substr(0, message_bytes), ms(end.at));
  if (settled.affected_rows() == 0) throw std::logic_error("an open attempt of an intent at rest");
  if (sent) return after_sent(turn, end.intent_id, "was sent", end.at, end.at);
  if (const auto line = history_line(end); !line.empty())
    turn.run("note_reply", end.intent_id, "auto", line, ms(end.at));
  tell_reply(turn, end.intent_id, end.at);
}

std::string write_own_posts(const std::vector<SeenOwnPost>& posts) {
  JsonWriter json;
  json.list();
  for (const auto& post : posts)
    json.object()
        .member("remote_id", storable(post.remote_id))
        .member("in_reply_to", storable(post.in_reply_to))
        .member("text", storable(post.text))
        .member("created_ms", ms(post.created_at))
        .end();
  return json.str();
}

const char* absence_line(ReplyState state, bool needs_person) {
  if (needs_person) return "is not on the network: a person decides";
  return state == ReplyState::failed ? "was refused and is not on the network"
                                     : "is not on the network: it is sent again";
}

DoubtfulReply read_doubtful(const pqxx::row& row) {
  return {
      .intent_id = number_of(row, "intent_id"),
      .reply = read_reply(row),
      .attempt_started_at = maybe_moment(row, "started_ms").value_or(moment_of(row, "created_ms")),
      .attempt_ended_at = maybe_moment(row, "ended_ms").value_or(moment_of(row, "created_ms")),
      .last_outcome = text_of(row, "last_outcome"),
      .complete_reads = small_of(row, "reads")};
}

int doubt(Turn& turn, const pqxx::result& intents, const std::string& why, Instant now) {
  for (const auto& row : intents) {
    const auto intent_id = number_of(row, "intent_id");
    turn.run("note_reply", intent_id, "auto", "is in doubt: " + why, ms(now));
    tell_reply(turn, intent_id, now);
  }
  return static_cast<int>(intents.size());
}

}  // namespace

bool PgStore::lock_sender(const std::string& account_key) {
  return in_turn(connection_,
                 [&](Turn& turn) { return flag_of(*turn.row("lock_sender", account_key), "got"); });
}

int PgStore::recover_attempts(const std::string& account_key, const std::string& incarnation,
                              Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    turn.run("commit_durably");
    turn.run("abandon_attempts", account_key, incarnation, ms(now));
    const int doubted = doubt(turn, turn.run("doubt_unfinished", account_key, ms(now)),
                              "the sender ended meanwhile", now);
    CRASHPOINT("send.before_recovery_commit");
    return doubted;
  });
}

int PgStore::doubt_everything(Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    turn.run("commit_durably");
    turn.run("close_all_attempts", ms(now));
    return doubt(turn, turn.run("doubt_everything", ms(now)), "the database was restored", now);
  });
}

// Intents that turn out to be sent already, or whose post is gone, are settled on the way.
std::optional<ClaimedReply> PgStore::claim_reply(const std::string& account_key,
                                                 const std::string& incarnation, Instant now,
                                                 const SameReply& same) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<ClaimedReply> {
    turn.run("commit_durably");
    match_own_posts(turn, account_key, now, same);
    while (const auto found = turn.row("claim_reply", account_key, ms(now))) {
      const auto row = turn.row("read_reply", number_of(*found, "intent_id"));
      const bool gone = flag_of(*row, "target_gone");
      if (gone && withhold_gone(turn, number_of(*row, "intent_id"), now)) continue;
      auto claimed = begin(turn, *row, incarnation, now);
      claimed.target_gone = gone;
      CRASHPOINT("send.before_claim_commit");
      return claimed;
    }
    return std::nullopt;
  });
}

bool PgStore::end_attempt(const EndOfAttempt& end) {
  return in_turn(connection_, [&](Turn& turn) {
    turn.run("commit_durably");
    const auto closed = turn.run("end_attempt", end.attempt_id, end.intent_id, end.outcome,
                                 ms(end.at), end.http_status, end.platform_code,
                                 end.message.substr(0, message_bytes), end.remote_id);
    if (closed.affected_rows() == 0) return false;
    settle(turn, end);
    CRASHPOINT("send.before_end_commit");
    return true;
  });
}

std::vector<DoubtfulReply> PgStore::doubtful(const std::string& account_key, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<DoubtfulReply> replies;
    for (const auto& row : turn.run("doubtful", account_key, ms(now))) {
      replies.push_back(read_doubtful(row));
      replies.back().target = target_of(turn, replies.back().reply);
    }
    return replies;
  });
}

std::vector<std::int64_t> PgStore::keep_own_posts(const std::string& account_key,
                                                  const std::vector<SeenOwnPost>& posts,
                                                  Instant now, const SameReply& same) {
  return in_turn(connection_, [&](Turn& turn) {
    turn.run("add_own_posts", account_key, write_own_posts(posts), ms(now));
    const auto found = match_own_posts(turn, account_key, now, same);
    CRASHPOINT("send.before_look_commit");
    return found;
  });
}

void PgStore::note_absent_read(std::int64_t intent_id, bool complete, ReplyState state,
                               bool needs_person, std::optional<Instant> next_at, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("note_absent_read", intent_id, complete ? 1 : 0, name_of(state),
                              needs_person, ms(next_at), ms(now));
    if (!row || (state == ReplyState::in_doubt && !needs_person)) return;
    turn.run("note_reply", intent_id, "auto", absence_line(state, needs_person), ms(now));
    tell_reply(turn, intent_id, now);
  });
}

std::optional<Instant> PgStore::next_send_at(const std::string& account_key) {
  return in_turn(connection_, [&](Turn& turn) {
    return maybe_moment(*turn.row("next_send_at", account_key), "next_ms");
  });
}

}  // namespace social311::sql
