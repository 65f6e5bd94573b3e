// Facts, questions and pauses inside the transaction in which a post is decided.
#include "sql/clock_rows.h"
#include "sql/pg_decide.h"

namespace social311::sql {

std::map<std::string, std::string> PgDecideTurn::facts(const std::string& number) {
  std::map<std::string, std::string> facts;
  for (const auto& row : turn_.run("facts_by_number", number))
    facts.emplace(text_of(row, "code"), text_of(row, "value"));
  return facts;
}

bool PgDecideTurn::keep_fact(const std::string& number, const FactRow& fact) {
  return turn_
      .row("keep_fact", number, fact.code, fact.value, fact.source, fact.post_id, fact.by,
           ms(fact.at))
      .has_value();
}

void PgDecideTurn::forget_facts(std::int64_t post_id) {
  turn_.run("forget_facts", post_id);
}

std::optional<QuestionRow> PgDecideTurn::waiting_question(const std::string& number) {
  const auto row = turn_.row("waiting_question", number);
  return row ? std::optional(read_question(*row)) : std::nullopt;
}

void PgDecideTurn::ask_question(const std::string& number, const NewQuestion& question,
                                Instant now) {
  turn_.run("replace_question", number, ms(now));
  turn_.run("ask_question", number, question.code, question.state, question.private_line,
            question.why, question.marker, ms(now));
}

// The question first: a status that moves drops one that still waits.
bool PgDecideTurn::end_question(const std::string& number, const std::string& state,
                                const std::string& why, Instant now) {
  const auto ended = turn_.row("end_question", number, state, why, ms(now));
  if (!ended) return false;
  turn_.run("resume_case", number, "resident", "auto", ms(now));
  const auto about = find_case(number);
  const auto before = case_status(text_of(*ended, "status_before"));
  if (about && about->status == CaseStatus::needs_info && before)
    set_case_status(number, *before, why, now);
  return true;
}

void PgDecideTurn::hand_question(const std::string& number, const std::string& why, Instant now) {
  const auto handed = turn_.row("hand_question", number, why);
  if (!handed) return;
  turn_.run("resume_case", number, "resident", "auto", ms(now));
  note_case(number, "needs_person", why, now);
  const auto about = find_case(number);
  const auto before = case_status(text_of(*handed, "status_before"));
  if (about && about->status == CaseStatus::needs_info && before)
    set_case_status(number, *before, why, now);
}

void PgDecideTurn::asked_again(std::int64_t question_id, const std::string& marker, Instant now) {
  turn_.run("asked_again", question_id, marker, ms(now));
}

void PgDecideTurn::look_again(std::int64_t question_id, Instant at) {
  turn_.run("look_again", question_id, ms(at));
}

bool PgDecideTurn::pause_case(const std::string& number, const std::string& kind,
                              const std::string& why, const std::string& by, Instant now) {
  return turn_.row("pause_case", number, kind, why, by, ms(now)).has_value();
}

bool PgDecideTurn::resume_case(const std::string& number, const std::string& kind,
                               const std::string& by, Instant now) {
  return turn_.row("resume_case", number, kind, by, ms(now)).has_value();
}

void PgDecideTurn::note_case(const std::string& number, const std::string& kind,
                             const std::string& text, Instant now) {
  const auto row = turn_.row("note_by_number", number, "auto", kind, text, ms(now));
  if (row) turn_.tell("case", number, number_of(*row, "version"), now);
}

void PgDecideTurn::raise_to_emergency(const std::string& number, Instant now) {
  const auto row = turn_.row("raise_to_emergency", number, ms(now));
  if (row) turn_.tell("case", number, number_of(*row, "version"), now);
}

std::optional<StoredPost> PgDecideTurn::reply_target(const std::string& number) {
  const auto row = turn_.row("case_reply_target", number);
  return row ? std::optional(read_stored_post(*row)) : std::nullopt;
}

int PgDecideTurn::posts_left(const std::string& number) {
  return small_of(*turn_.row("posts_left", number), "posts");
}

std::string PgDecideTurn::waits_for_message(const std::string& network,
                                            const std::string& author_id,
                                            const std::string& account_key) {
  const auto row = turn_.row("waits_for_message", network, author_id, account_key);
  return row ? text_of(*row, "number") : std::string();
}

int PgDecideTurn::next_seq(const std::string& account_key, const std::string& target_post_id,
                           ReplyKind kind) {
  return small_of(*turn_.row("next_reply_seq", account_key, target_post_id, name_of(kind)), "seq");
}

}  // namespace social311::sql
