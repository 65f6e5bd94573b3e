// Four eyes: a reply that waits for a second person. The reply's row is locked before anything is
// read of it, so that two approvers, or an approver and an author, come one after the other.
#include "sql/approving.h"
#include "sql/changing.h"
#include "sql/cursor.h"
#include "sql/own_posts.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

using What = ApprovalEnd::What;

HeldReply read_held(const pqxx::row& row) {
  return {.reply = read_reply_row(row),
          .number = text_of(row, "case_number"),
          .topic = text_of(row, "topic"),
          .resident_handle = text_of(row, "resident_handle"),
          .episode = text_of(row, "episode"),
          .target_text = text_of(row, "target_text"),
          .written_by = text_of(row, "created_by")};
}

void note_approval(Turn& turn, const Asked& who, const std::string& line) {
  turn.run("note_approval", who.intent_id, who.by, line, ms(who.now));
  tell_reply(turn, who.intent_id, who.now);
}

// The newest ask, its reply locked; or what stands against an answer.
struct Found {
  std::optional<pqxx::row> ask{};
  std::optional<ApprovalEnd> refusal{};
};

std::optional<ApprovalEnd> objection(const pqxx::row& ask, const ApprovalAnswer& answer) {
  const auto state = text_of(ask, "state");
  const auto asked_by = text_of(ask, "asked_by");
  if (state != "waiting") return ApprovalEnd{What::answered, text_of(ask, "answered_by"), state};
  if (asked_by == answer.by || text_of(ask, "created_by") == answer.by)
    return ApprovalEnd{What::own, asked_by, state};
  if (number_of(ask, "ask_id") != answer.ask_id || !flag_of(ask, "same_text"))
    return ApprovalEnd{What::changed, asked_by, state};
  return std::nullopt;
}

Found find_ask(Turn& turn, const ApprovalAnswer& answer) {
  if (!turn.row("lock_reply", answer.intent_id)) return {.refusal = ApprovalEnd{}};
  const auto ask = turn.row("newest_approval", answer.intent_id);
  if (!ask) return {.refusal = ApprovalEnd{}};
  return {.ask = ask, .refusal = objection(*ask, answer)};
}

// What a closing note brings with it once it may leave. Somebody who was asked meanwhile is not
// asked again: the note leaves without it.
void add_survey(Turn& turn, const NewReply& survey, Instant now) {
  turn.ask("savepoint survey");
  const auto added = turn.row("add_reply", write_reply_row(survey));
  if (!added ||
      !turn.row("add_survey", survey.case_number, number_of(*added, "intent_id"), ms(now)))
    turn.ask("rollback to savepoint survey");
  turn.ask("release savepoint survey");
}

void approve(Turn& turn, const ApprovalAnswer& answer, const std::optional<NewReply>& survey) {
  turn.run("end_approval", answer.intent_id, "approved", "", answer.by, ms(answer.now));
  if (!turn.row("queue_approved", answer.intent_id, answer.by, ms(answer.not_before),
                ms(answer.now)))
    throw std::logic_error("a reply that waits for approval is neither draft nor failed");
  if (survey) add_survey(turn, *survey, answer.now);
  note_approval(turn, {answer.intent_id, answer.by, answer.now}, "approved");
}

void send_back(Turn& turn, const ApprovalAnswer& answer) {
  turn.run("end_approval", answer.intent_id, "sent_back", answer.why, answer.by, ms(answer.now));
  note_approval(turn, {answer.intent_id, answer.by, answer.now}, "sent back: " + answer.why);
}

}  // namespace

void ask_second_person(Turn& turn, const Asked& asked, const NeedsApproval& needed) {
  turn.run("open_approval", asked.intent_id, asked.by, needed.policy, needed.why, ms(asked.now));
  note_approval(turn, asked, "waits for approval: " + needed.why);
}

std::optional<Approval> read_approval(const pqxx::row& row) {
  if (row["a_ask_id"].is_null()) return std::nullopt;
  return Approval{.ask_id = number_of(row, "a_ask_id"),
                  .state = text_of(row, "a_state"),
                  .asked_by = text_of(row, "a_asked_by"),
                  .asked_at = moment_of(row, "a_asked_ms"),
                  .policy = text_of(row, "a_policy"),
                  .why = text_of(row, "a_why"),
                  .answer = text_of(row, "a_answer"),
                  .answered_by = text_of(row, "a_answered_by"),
                  .answered_at = maybe_moment(row, "a_answered_ms")};
}

ApprovalsPage PgStore::approvals(const ApprovalsAsk& ask) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto at = read_cursor(ask.cursor, 1);
    const int most = page_size(ask.limit);
    const bool mine = ask.view == ApprovalsAsk::View::mine;
    ApprovalsPage page;
    for (const auto& row :
         turn.run("approvals", mine ? "mine" : "waiting", ask.agent, at[0], most + 1)) {
      if (static_cast<int>(page.replies.size()) == most) {
        page.next = write_cursor({page.replies.back().reply.approval->ask_id});
        break;
      }
      page.replies.push_back(read_held(row));
    }
    const auto counts = turn.row("count_approvals", ask.agent);
    page.counts = {number_of(*counts, "waiting"), number_of(*counts, "for_me"),
                   number_of(*counts, "sent_back")};
    return page;
  });
}

std::optional<HeldReply> PgStore::approval_of(std::int64_t intent_id) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto row = turn.row("one_approval", intent_id);
    return row ? std::optional(read_held(*row)) : std::nullopt;
  });
}

bool PgStore::approved_before(std::int64_t intent_id, const std::string& body) {
  return in_turn(connection_, [&](Turn& turn) {
    return flag_of(*turn.row("approved_text", intent_id, body), "yes");
  });
}

Changed PgStore::ask_approval(const ApprovalRequest& request) {
  return change(connection_, [&](Turn& turn) {
    const auto intent = request.intent_id;
    const auto reply = turn.row("lock_reply", intent);
    if (!reply) return refused("unknown reply", 0);
    const auto version = number_of(*turn.row("reply_place", intent), "version");
    const auto newest = turn.row("newest_approval", intent);
    if (newest && text_of(*newest, "state") == "waiting" &&
        text_of(*newest, "asked_by") == request.by &&
        text_of(*newest, "body") == storable(request.body))
      return refused("it waits for approval already", version);
    if (!turn.row("hold_text", intent, request.body, ms(request.now)))
      return refused(text_of(*reply, "state"), version);
    turn.run("end_approval", intent, "replaced", "", request.by, ms(request.now));
    ask_second_person(turn, {intent, request.by, request.now}, request.needed);
    return Changed{.done = true, .version = version};
  });
}

ApprovalEnd PgStore::answer_approval(const ApprovalAnswer& answer,
                                     const std::optional<NewReply>& survey) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto found = find_ask(turn, answer);
    if (found.refusal) return *found.refusal;
    if (answer.verdict == ApprovalAnswer::Verdict::approve)
      approve(turn, answer, survey);
    else
      send_back(turn, answer);
    return ApprovalEnd{What::done, answer.by, ""};
  });
}

}  // namespace social311::sql
