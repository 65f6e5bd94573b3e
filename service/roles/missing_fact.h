// The missing fact in the running service: what a post says of its case is kept, at most one
// question waits at a time, and what becomes of it when its answer comes, or does not. All inside
// the transaction in which a post is decided. Docs: docs/deadlines.md.
#pragma once

#include <string>

#include "casebridge/calendar.h"
#include "service/roles/intake.h"

namespace social311::service {

// What decide() is told of the question that waits in the post's conversation. A private message of
// somebody whom we asked for one belongs to the case that asked.
void know_question(sql::DecideTurn& turn, const sql::StoredPost& stored,
                   casebridge::History& history);

// After a case was opened; `marker` is that of the receipt that carries the question, "" = none.
void keep_question(sql::DecideTurn& turn, const std::string& number, const sql::StoredPost& stored,
                   const casebridge::Decided& decided, const std::string& marker, Instant now);
// After a post joined: facts, the end of the wait, and the next question, as a draft (by itself a
// machine asks once an interaction, in the receipt).
void take_answer(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                 const casebridge::Decided& decided, Instant now);
// A fact that is still missing becomes a draft question, or a person's; nothing while one waits.
void ask_next(const IntakeParts& parts, sql::DecideTurn& turn, const std::string& number,
              Instant now);
// Nobody answered: waits on, drafts the question once more, or hands it to a person.
void judge_silence(const IntakeParts& parts, const casebridge::Calendar& desk,
                   sql::DecideTurn& turn, const sql::WaitingCase& waiting, Instant now);

}  // namespace social311::service
