// Replies that wait for a second person (four eyes). Part of the Store. Which replies need one says
// casebridge/approval.h; this remembers who asked, for which text, and what came of it, and never
// lets the sender have one that waits (migrations/0016_approval.sql).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"

namespace social311::sql {

struct Changed;    // sql/store.h
struct NewReply;   // sql/deciding.h
struct HeldReply;  // sql/case_rows.h: a reply with what its approver must see

// Goes with a text that may not leave by its author's word alone.
struct NeedsApproval {
  std::string policy{};  // its name
  std::string why{};     // one sentence, for staff

  bool operator==(const NeedsApproval&) const = default;
};

// The newest ask about a reply. Its id is the version of the text it was for: whoever changes the
// text asks again.
struct Approval {
  std::int64_t ask_id = 0;
  std::string state{};  // waiting | approved | sent_back | replaced | withdrawn
  std::string asked_by{};
  Instant asked_at{};
  std::string policy{};
  std::string why{};
  std::string answer{};       // the reason of who sent it back or withdrew it
  std::string answered_by{};  // agent's name or "auto"; "" while it waits
  std::optional<Instant> answered_at{};

  // It may not leave: it waits, or it was sent back and nobody asked again.
  bool holds() const { return state == "waiting" || state == "sent_back"; }
  bool operator==(const Approval&) const = default;
};

// A draft, or a reply that failed, that a person puts up for approval with this text.
struct ApprovalRequest {
  std::int64_t intent_id = 0;
  std::string body{};
  NeedsApproval needed{};
  std::string by{};
  Instant now{};
};

struct ApprovalAnswer {
  enum class Verdict { approve, send_back };
  std::int64_t intent_id = 0;
  std::int64_t ask_id = 0;  // of the text that was read
  Verdict verdict = Verdict::approve;
  std::string why{};  // of sending back
  std::string by{};
  Instant not_before{};  // of approving: the undo window begins now
  Instant now{};
};

struct ApprovalEnd {
  enum class What {
    done,
    unknown,  // no such reply, or nobody asked
    own,      // who wrote the text or asked for its approval does not approve it
    changed,  // the text is another one than was read
    answered  // it was approved, sent back or withdrawn already
  };
  What what = What::unknown;
  std::string by{};     // who asked, changed or answered
  std::string state{};  // of `answered`: approved | sent_back | withdrawn
};

struct ApprovalsAsk {
  enum class View { waiting, mine };  // mine: what this agent asked for and has not got
  View view = View::waiting;
  std::string agent{};
  std::string cursor{};
  int limit = 50;
};

struct ApprovalCounts {
  std::int64_t waiting = 0;
  std::int64_t for_me = 0;     // that this agent neither wrote nor asked for
  std::int64_t sent_back = 0;  // to this agent
};

struct ApprovalsPage;  // sql/case_rows.h

class ApprovalStore {
 public:
  virtual ~ApprovalStore() = default;
  virtual ApprovalsPage approvals(const ApprovalsAsk& ask) = 0;              // oldest ask first
  virtual std::optional<HeldReply> approval_of(std::int64_t intent_id) = 0;  // of any state
  // Whether a second person approved this very text of the reply before.
  virtual bool approved_before(std::int64_t intent_id, const std::string& body) = 0;
  // Refused: it is neither a draft nor failed, or the same author waits with the same text already.
  virtual Changed ask_approval(const ApprovalRequest& request) = 0;
  // `survey`: leaves with a closing note that is approved; left out where they were asked already.
  virtual ApprovalEnd answer_approval(const ApprovalAnswer& answer,
                                      const std::optional<NewReply>& survey) = 0;
};

}  // namespace social311::sql
