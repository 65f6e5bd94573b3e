// Cases between divisions, people who follow a case, residents on several networks. A transfer and
// what it tells people stand in one transaction.
#include "sql/changing.h"
#include "sql/cursor.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr std::size_t most_unread_cases = 500;
constexpr int cases_a_resident = 200;
constexpr int cases_a_page = 5000;  // of a period

CaseTransfer read_transfer(const pqxx::row& row) {
  CaseTransfer one{.transfer_id = number_of(row, "transfer_id"),
                   .from = text_of(row, "from_division"),
                   .to = text_of(row, "to_division"),
                   .outside = flag_of(row, "outside"),
                   .why = text_of(row, "why"),
                   .by = text_of(row, "started_by"),
                   .started_at = moment_of(row, "started_ms"),
                   .due_at = maybe_moment(row, "due_ms"),
                   .state = text_of(row, "state"),
                   .answer = text_of(row, "answer"),
                   .answered_by = text_of(row, "answered_by"),
                   .answered_at = maybe_moment(row, "answered_ms"),
                   .flag = text_of(row, "flag")};
  if (const int minutes = small_of(row, "target_min"); minutes > 0) one.target_min = minutes;
  return one;
}

void tell_start(Turn& turn, const Held& held, const CaseTransfer& one) {
  const auto id = held.found.case_id;
  const auto at = ms(one.started_at);
  const bool decided = one.state == "decided";
  turn.run("tell_division", id, one.to, decided ? "transfer_accepted" : "transfer_in", one.by,
           one.why, at);
  turn.run("tell_watchers", id, "transferred", "transferred", one.by, one.why, at);
  if (!one.flag.empty()) turn.run("tell_leads", id, "ping_pong", one.by, one.why, at);
}

// A supervisor's word ends what waits.
void end_waiting(Turn& turn, const Held& held, const CaseTransfer& by) {
  turn.run("answer_transfer", held.found.case_id, "withdrawn", by.why, by.by, ms(by.started_at));
}

Changed placed(Turn& turn, const std::string& number, const Held& held, const std::string& division,
               const std::string& status, Instant now) {
  return done(turn, number, turn.run("place_case", held.found.case_id, division, status, ms(now)),
              now);
}

void tell_answer(Turn& turn, const Held& held, const TransferAnswer& answer,
                 const pqxx::row& transfer) {
  const auto id = held.found.case_id;
  if (answer.state == "withdrawn") return;
  const std::string kind = "transfer_" + answer.state;
  turn.run("tell_agent", id, text_of(transfer, "started_by"), kind, answer.by, answer.why,
           ms(answer.now));
  turn.run("tell_watchers", id, "transferred", kind, answer.by, answer.why, ms(answer.now));
  if (answer.state == "refused" && !text_of(transfer, "flag").empty())
    turn.run("tell_leads", id, "ping_pong", answer.by, answer.why, ms(answer.now));
}

Persona read_persona(const pqxx::row& row, const std::string& prefix) {
  return {.persona_id = number_of(row, (prefix + "id").c_str()),
          .network = text_of(row, (prefix + "network").c_str()),
          .server = text_of(row, (prefix + "server").c_str()),
          .network_id = text_of(row, (prefix + "network_id").c_str()),
          .handle = text_of(row, (prefix + "handle").c_str())};
}

PersonaLink read_link(const pqxx::row& row) {
  return {.link_id = number_of(row, "link_id"),
          .one = read_persona(row, "a_"),
          .other = read_persona(row, "b_"),
          .said = text_of(row, "said"),
          .post_id = text_of(row, "post_id"),
          .by = text_of(row, "recorded_by"),
          .at = moment_of(row, "recorded_ms"),
          .revoked_by = text_of(row, "revoked_by"),
          .revoked_at = maybe_moment(row, "revoked_ms"),
          .revoked_why = text_of(row, "revoked_why")};
}

PeriodCase read_period_case(const pqxx::row& row) {
  return {.division = text_of(row, "division"),
          .topic = text_of(row, "topic"),
          .opened_at = moment_of(row, "opened_ms"),
          .closed_at = maybe_moment(row, "closed_ms"),
          .due_at = maybe_moment(row, "due_ms"),
          .contacts = small_of(row, "contacts"),
          .transfers = small_of(row, "transfers"),
          .resident_posts = small_of(row, "resident_posts"),
          .reopened = small_of(row, "reopened"),
          .moves = small_of(row, "moves")};
}

// Pages that show one of these cases read again.
void tell_cases(Turn& turn, const pqxx::result& rows, Instant now) {
  for (const auto& row : rows)
    turn.tell("case", text_of(row, "number"), number_of(row, "version"), now);
}

int told(Turn& turn, const pqxx::result& rows, Instant now) {
  tell_cases(turn, rows, now);
  int all = 0;
  for (const auto& row : rows) all += small_of(row, "notices");
  return all;
}

struct Evidence {
  std::optional<std::int64_t> post_id{};
  bool fits = true;
};

Evidence evidence_of(Turn& turn, const std::string& post_id, std::int64_t one, std::int64_t other) {
  if (post_id.empty()) return {};
  const auto row = turn.row("post_of_personas", post_id, one, other);
  if (!row) return {.fits = false};
  return {.post_id = number_of(*row, "post_id")};
}

std::vector<std::string> texts_in(const std::string& list) {
  std::vector<std::string> out;
  const auto parsed = JsonValue::parse(list);
  if (!parsed) return out;
  for (const auto& one : parsed->items()) out.push_back(one.text_or(""));
  return out;
}

}  // namespace

std::vector<CaseTransfer> PgStore::transfers(const std::string& number) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<CaseTransfer> all;
    for (const auto& row : turn.run("case_transfers", number)) all.push_back(read_transfer(row));
    return all;
  });
}

Changed PgStore::start_transfer(const TransferStart& start) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, start.number, start.version, Allowed::open_only);
    if (held.refusal) return *held.refusal;
    const auto& one = start.transfer;
    const bool decided = one.state == "decided";
    if (decided) end_waiting(turn, held, one);
    if (!turn.row("start_transfer", held.found.case_id, one.to, one.outside, one.why, one.by,
                  ms(one.started_at), one.target_min, ms(one.due_at), one.state, one.flag))
      return refused("waiting", held.found.version);
    note(turn, held, one.by, start.event.c_str(), start.line, one.started_at);
    tell_start(turn, held, one);
    if (decided)
      return placed(turn, start.number, held, one.to, one.to.empty() ? "open" : "with_agency",
                    one.started_at);
    return done(turn, start.number, turn.run("touch_case", held.found.case_id, ms(one.started_at)),
                one.started_at);
  });
}

Changed PgStore::answer_transfer(const TransferAnswer& answer) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, answer.number, answer.version, Allowed::open_only);
    if (held.refusal) return *held.refusal;
    const auto transfer = turn.row("answer_transfer", held.found.case_id, answer.state, answer.why,
                                   answer.by, ms(answer.now));
    if (!transfer) return refused("not waiting", held.found.version);
    note(turn, held, answer.by, answer.event.c_str(), answer.line, answer.now);
    tell_answer(turn, held, answer, *transfer);
    return placed(turn, answer.number, held, answer.division,
                  answer.status ? name_of(*answer.status) : "", answer.now);
  });
}

std::optional<Watch> PgStore::watch(const std::string& number, std::int64_t agent_id) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<Watch> {
    const auto row = turn.row("read_watch", number, agent_id);
    if (!row) return std::nullopt;
    return Watch{.wants = texts_in(text_of(*row, "wants")), .since = moment_of(*row, "since_ms")};
  });
}

std::vector<std::string> PgStore::watchers(const std::string& number) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<std::string> names;
    for (const auto& row : turn.run("case_watchers", number)) names.push_back(text_of(row, "name"));
    return names;
  });
}

bool PgStore::keep_watch(const std::string& number, std::int64_t agent_id,
                         const std::vector<std::string>& wants, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return turn.row("keep_watch", number, agent_id, write_texts(wants), ms(now)).has_value();
  });
}

bool PgStore::end_watch(const std::string& number, std::int64_t agent_id) {
  return in_turn(connection_,
                 [&](Turn& turn) { return turn.row("end_watch", number, agent_id).has_value(); });
}

Notices PgStore::notices(std::int64_t agent_id, const std::string& cursor, int limit) {
  return in_turn(connection_, [&](Turn& turn) {
    Notices out;
    const int most = page_size(limit);
    for (const auto& row :
         turn.run("agent_notices", agent_id, read_cursor(cursor, 1)[0], most + 1)) {
      if (static_cast<int>(out.page.size()) == most) {
        out.next = write_cursor({out.page.back().notice_id});
        break;
      }
      out.page.push_back({.notice_id = number_of(row, "notice_id"),
                          .number = text_of(row, "number"),
                          .topic = text_of(row, "topic"),
                          .at = moment_of(row, "at_ms"),
                          .kind = text_of(row, "kind"),
                          .actor = text_of(row, "actor"),
                          .text = text_of(row, "text"),
                          .read = flag_of(row, "was_read")});
    }
    for (const auto& row : turn.run("unread_notices", agent_id)) {
      out.unread += number_of(row, "unread");
      if (out.unread_cases.size() < most_unread_cases)
        out.unread_cases.push_back(text_of(row, "number"));
    }
    return out;
  });
}

int PgStore::read_notices(std::int64_t agent_id, const std::string& number, Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return static_cast<int>(turn.run("read_notices", agent_id, number, ms(now)).affected_rows());
  });
}

int PgStore::tell_late(Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    return told(turn, turn.run("tell_overdue", ms(now)), now) +
           told(turn, turn.run("tell_late_transfers", ms(now)), now);
  });
}

std::optional<ResidentView> PgStore::resident_of(const std::string& number) {
  return in_turn(connection_, [&](Turn& turn) -> std::optional<ResidentView> {
    ResidentView out;
    for (const auto& row : turn.run("personas_of", number)) {
      out.personas.push_back({.persona_id = number_of(row, "persona_id"),
                              .network = text_of(row, "network"),
                              .server = text_of(row, "server"),
                              .network_id = text_of(row, "network_id"),
                              .handle = text_of(row, "handle"),
                              .own = flag_of(row, "own")});
    }
    if (out.personas.empty()) return std::nullopt;
    for (const auto& row : turn.run("persona_links", number)) out.links.push_back(read_link(row));
    for (const auto& row : turn.run("resident_cases", number, cases_a_resident))
      out.cases.push_back({.about = read_case(row),
                           .resident_posts = small_of(row, "resident_posts"),
                           .reopened = small_of(row, "reopened"),
                           .moves = small_of(row, "moves")});
    out.conversations = number_of(*turn.row("resident_threads", number), "threads");
    return out;
  });
}

Changed PgStore::join_personas(const JoinPersonas& join) {
  return change(connection_, [&](Turn& turn) {
    const auto held = hold(turn, join.number, std::nullopt, Allowed::any);
    if (held.refusal) return *held.refusal;
    const auto version = held.found.version;
    const auto one = turn.row("keep_persona", join.number);
    const auto other = turn.row("keep_persona", join.other_number);
    if (!one || !other) throw Undone{refused("unknown case", version)};
    const auto id = number_of(*one, "persona_id");
    const auto other_id = number_of(*other, "persona_id");
    if (id == other_id) throw Undone{refused("same persona", version)};
    const Evidence evidence = evidence_of(turn, join.post_id, id, other_id);
    if (!evidence.fits) throw Undone{refused("not their post", version)};
    if (!turn.row("link_personas", id, other_id, join.said, evidence.post_id, join.by,
                  ms(join.now)))
      throw Undone{refused("joined already", version)};
    tell_cases(turn, turn.run("cases_of_persona", id), join.now);
    tell_cases(turn, turn.run("cases_of_persona", other_id), join.now);
    return Changed{.done = true, .version = version};
  });
}

bool PgStore::revoke_link(std::int64_t link_id, const std::string& why, const std::string& by,
                          Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("revoke_link", link_id, why, by, ms(now));
    if (!row) return false;
    for (const char* column : {"persona_a", "persona_b"})
      tell_cases(turn, turn.run("cases_of_persona", number_of(*row, column)), now);
    return true;
  });
}

void PgStore::period_cases(Instant from, Instant to,
                           const std::function<void(const PeriodCase&)>& one) {
  in_turn(connection_, [&](Turn& turn) {
    std::optional<std::int64_t> after;
    while (true) {
      const auto rows = turn.run("period_cases", ms(from), ms(to), after, cases_a_page);
      for (const auto& row : rows) {
        one(read_period_case(row));
        after = number_of(row, "case_id");
      }
      if (rows.size() < cases_a_page) return;
    }
  });
}

}  // namespace social311::sql
