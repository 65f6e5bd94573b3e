// What people change. A case moves by compare-and-set: who decided on an older state is told, and
// nothing happens.
#include "sql/changing.h"
#include "sql/joining.h"
#include "sql/own_posts.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

// The reply's row, locked; its case as the answer shows it.
struct HeldReply {
  bool known = false;
  std::string state{};
  bool needs_person = false;
  std::string account_key{};
  std::string number{};
  std::int64_t version = 0;
};

HeldReply hold_reply(Turn& turn, std::int64_t intent_id) {
  const auto row = turn.row("lock_reply", intent_id);
  if (!row) return {};
  const auto place = turn.row("reply_place", intent_id);
  return {.known = true,
          .state = text_of(*row, "state"),
          .needs_person = flag_of(*row, "needs_person"),
          .account_key = text_of(*row, "account_key"),
          .number = text_of(*place, "number"),
          .version = number_of(*place, "version")};
}

Changed not_possible(const HeldReply& reply) {
  return refused(reply.known ? reply.state : "unknown reply", reply.version);
}

Changed moved(Turn& turn, std::int64_t intent_id, const HeldReply& reply, const std::string& agent,
              const std::string& line, Instant now) {
  turn.run("note_reply", intent_id, agent, line, ms(now));
  tell_reply(turn, intent_id, now);
  return {.done = true, .version = reply.version};
}

}  // namespace

bool PgStore::dismiss_post(std::int64_t post_id, const std::string& agent, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    if (!turn.row("dismiss_post", post_id, agent, ms(now))) return false;
    turn.tell("post", std::to_string(post_id), 0, now);
    return true;
  });
}

Changed PgStore::close_case(const std::string& number, std::int64_t version,
                            const std::string& resolution, const std::string& agent, Instant now,
                            const std::optional<NewReply>& closing) {
  return close_incident(number, version, resolution, agent, now,
                        {{.number = number, .closing = closing}});
}

Changed PgStore::reopen_case(const std::string& number, std::int64_t version,
                             const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::closed_only);
    if (held.refusal) return *held.refusal;
    note(turn, held, agent, "reopened", "", now);
    const auto changed =
        done(turn, number, turn.run("reopen_case", held.found.case_id, ms(now)), now);
    Joining<Turn>(turn, agent, now).reopened(held.found.case_id, number);
    return changed;
  });
}

Changed PgStore::answer_case(const std::string& number, std::int64_t version,
                             const NewReply& answer) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::any);
    if (held.refusal) return *held.refusal;
    const auto now = answer.created_at;
    must_add(turn, answer, held);
    note(turn, held, answer.by, "answered", name_of(answer.kind), now);
    return done(turn, number, turn.run("touch_case", held.found.case_id, ms(now)), now);
  });
}

Changed PgStore::assign_case(const std::string& number, std::int64_t version,
                             const std::string& assignee, const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::any);
    if (held.refusal) return *held.refusal;
    note(turn, held, agent, "assigned", assignee, now);
    return done(turn, number, turn.run("assign_case", held.found.case_id, assignee, ms(now)), now);
  });
}

Changed PgStore::set_status(const std::string& number, std::int64_t version, CaseStatus status,
                            const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::open_only);
    if (held.refusal) return *held.refusal;
    if (status == CaseStatus::closed)
      return refused("closing needs a resolution", held.found.version);
    note(turn, held, agent, "status", name_of(status), now);
    return done(turn, number, turn.run("move_case", held.found.case_id, name_of(status), ms(now)),
                now);
  });
}

Changed PgStore::reroute_case(const std::string& number, std::int64_t version,
                              const std::string& topic, const std::string& service_code,
                              const std::string& division, const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, version, Allowed::open_only);
    if (held.refusal) return *held.refusal;
    note(turn, held, agent, "rerouted", topic + ", " + division, now);
    return done(
        turn, number,
        turn.run("reroute_case", held.found.case_id, topic, service_code, division, ms(now)), now);
  });
}

// A note changes nothing that anybody answers to: no version, so that it never gets in somebody's
// way.
Changed PgStore::add_note(const std::string& number, const std::string& text,
                          const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, number, std::nullopt, Allowed::any);
    if (held.refusal) return *held.refusal;
    note(turn, held, agent, "note", text, now);
    turn.tell("case", number, held.found.version, now);
    return Changed{.done = true, .version = held.found.version};
  });
}

std::string PgStore::case_of_reply(std::int64_t intent_id) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto place = turn.row("reply_place", intent_id);
    return place ? text_of(*place, "number") : std::string();
  });
}

Changed PgStore::approve_reply(std::int64_t intent_id, const std::string& body,
                               const std::string& agent, Instant not_before, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto reply = hold_reply(turn, intent_id);
    if (!turn.row("approve_reply", intent_id, body, agent, ms(not_before), ms(now)))
      return not_possible(reply);
    return moved(turn, intent_id, reply, agent, "approved", now);
  });
}

Changed PgStore::withhold_reply(std::int64_t intent_id, const std::string& why,
                                const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto reply = hold_reply(turn, intent_id);
    turn.run("end_approval", intent_id, "withdrawn", why, agent, ms(now));
    if (!turn.row("withhold_reply", intent_id, why, ms(now)))
      throw Undone{not_possible(reply)};  // what was ended goes on waiting
    return moved(turn, intent_id, reply, agent, "withheld: " + why, now);
  });
}

Changed PgStore::settle_doubt(std::int64_t intent_id, const std::string& verdict,
                              const std::string& remote_id, const std::string& agent, Instant now) {
  return change(connection_, [&](Turn& turn) {
    const auto reply = hold_reply(turn, intent_id);
    if (reply.state != "in_doubt") return not_possible(reply);
    if (verdict == "sent") {
      if (remote_id.empty()) return refused("the link of the post is missing", reply.version);
      turn.run("flip_to_sent", intent_id, remote_id, ms(now), ms(now));
      after_sent(turn, intent_id, "was found by " + agent, now, now);
      return Changed{.done = true, .version = reply.version};
    }
    if (verdict != "queue") return refused("no such verdict: " + verdict, reply.version);
    if (!turn.row("queue_doubtful", intent_id, agent, ms(now)))
      return refused("it is still being looked up", reply.version);
    return moved(turn, intent_id, reply, agent, "is not on the network: sent again", now);
  });
}

void PgStore::save_draft(const std::string& number, const std::string& agent,
                         const std::string& text, Instant now) {
  in_turn(connection_, [&](Turn& turn) {
    if (text.empty())
      turn.run("drop_draft", number, agent);
    else
      turn.run("save_draft", number, agent, text, ms(now));
  });
}

std::int64_t PgStore::next_reply_sequence() {
  return in_turn(connection_,
                 [](Turn& turn) { return number_of(*turn.row("next_reply_sequence"), "next"); });
}

int PgStore::next_reply_seq(const std::string& account_key, const std::string& target_post_id,
                            ReplyKind kind) {
  return in_turn(connection_, [&](Turn& turn) {
    return small_of(*turn.row("next_reply_seq", account_key, target_post_id, name_of(kind)), "seq");
  });
}

}  // namespace social311::sql
