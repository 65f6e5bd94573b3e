#include "service/roles/changes.h"

#include "casebridge/facts.h"
#include "service/roles/missing_fact.h"

namespace social311::service {
namespace {

std::string words_for(const std::string& why) {
  if (why == "hidden") return "the resident's post was hidden on the network";
  if (why == "withheld") return "the network no longer shows the resident's post";
  return "the resident deleted the post";
}

// What was read from its words goes with them. Nobody is owed an answer that nobody can be given;
// danger to life does not become less by it.
void take_away(sql::DecideTurn& turn, const Case& about, const sql::PostChange& change,
               const sql::StoredPost& stored, Instant now) {
  turn.forget_facts(stored.post_id);
  if (about.status == CaseStatus::closed || about.priority == Priority::emergency) return;
  if (turn.posts_left(about.number) > 0) return;
  if (turn.pause_case(about.number, "post_gone", words_for(change.why), "auto", now))
    turn.note_case(about.number, "paused",
                   words_for(change.why) + ": the clock stands still, a person decides", now);
}

void take_place(sql::DecideTurn& turn, const Case& about, const Finding& finding, Instant now) {
  if (about.location || finding.locations.empty()) return;
  turn.set_case_location(about.number, finding.locations.front(), now);
}

// The edited words may say what was asked for.
void take_facts(const IntakeParts& parts, sql::DecideTurn& turn, const Case& about,
                const sql::StoredPost& stored, Instant now) {
  const auto& service = parts.city.service(about.topic);
  const auto facts = casebridge::read_facts(service, stored.post.text);
  for (const auto& [code, value] : facts)
    turn.keep_fact(
        about.number,
        {.code = code, .value = value, .source = "post", .post_id = stored.post_id, .at = now});
  const auto waiting = turn.waiting_question(about.number);
  const auto known = turn.find_case(about.number);
  const bool placed = known && known->location && casebridge::is_precise(*known->location);
  const bool answered =
      waiting ? (waiting->code.empty() ? placed : facts.contains(waiting->code)) : false;
  if (answered) {
    turn.end_question(about.number, "answered", "the edited post says what was missing", now);
    return ask_next(parts, turn, about.number, now);
  }
  if (!waiting && placed && known->status == CaseStatus::needs_info)
    turn.set_case_status(about.number, CaseStatus::fresh, "the edited post names the place", now);
}

// A person routes; but danger to life waits for nobody.
void take_meaning(sql::DecideTurn& turn, const Case& about, const Finding& finding, Instant now) {
  if (finding.urgency == Urgency::emergency && about.priority != Priority::emergency) {
    turn.raise_to_emergency(about.number, now);
    turn.note_case(about.number, "urgency", "the edited post speaks of danger to life", now);
  }
  if (finding.decision == Decision::open_case && !finding.topics.empty() &&
      finding.topics.front().topic != about.topic)
    turn.note_case(about.number, "reads_as",
                   "the edited post reads as " + finding.topics.front().topic, now);
}

}  // namespace

void act_on_change(const IntakeParts& parts, sql::DecideTurn& turn, const sql::PostChange& change,
                   const sql::StoredPost& stored, Instant now) {
  if (change.case_number.empty()) return;
  const auto about = turn.find_case(change.case_number);
  if (!about) return;
  if (change.kind == "gone") return take_away(turn, *about, change, stored, now);
  if (stored.post.text.empty()) return;  // gone again meanwhile
  const Finding finding = parts.rules.classify(stored.post, now);
  turn.settle_post(stored, "case", finding, "decided again: " + change.kind, now);
  if (about->status == CaseStatus::closed) return;
  if (change.kind == "back" && turn.resume_case(about->number, "post_gone", "auto", now))
    turn.note_case(about->number, "resumed", "the post is shown again: the clock goes on", now);
  take_place(turn, *about, finding, now);
  take_facts(parts, turn, *about, stored, now);
  take_meaning(turn, *about, finding, now);
}

}  // namespace social311::service
