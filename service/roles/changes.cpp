#include "service/roles/changes.h"

namespace social311::service {
namespace {

void take_place(sql::DecideTurn& turn, const std::string& number, const Finding& finding,
                Instant now) {
  const auto about = turn.find_case(number);
  if (!about || about->location || finding.locations.empty()) return;
  if (about->status == CaseStatus::closed) return;
  turn.set_case_location(number, finding.locations.front(), now);
  if (about->status == CaseStatus::needs_info)
    turn.set_case_status(number, CaseStatus::fresh, "the edited post names the place", now);
}

}  // namespace

void act_on_change(const IntakeParts& parts, sql::DecideTurn& turn, const sql::PostChange& change,
                   const sql::StoredPost& stored, Instant now) {
  if (change.kind == "gone" || change.case_number.empty()) return;
  if (stored.post.text.empty()) return;  // gone again meanwhile
  const Finding finding = parts.rules.classify(stored.post, now);
  turn.settle_post(stored, "case", finding, "decided again: " + change.kind, now);
  take_place(turn, change.case_number, finding, now);
}

}  // namespace social311::service
