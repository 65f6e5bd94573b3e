// Cases, their posts, replies and events as the console reads them. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"
#include "core/exchange.h"
#include "core/finding.h"
#include "core/post.h"
#include "sql/clock.h"
#include "sql/deciding.h"
#include "sql/incidents.h"

namespace social311::sql {

struct ReplyRow {
  std::int64_t intent_id = 0;
  ReplyKind kind = ReplyKind::receipt;
  ReplyState state = ReplyState::draft;
  bool needs_person = false;
  std::string body{};
  std::string language{};
  std::string account_key{};
  std::string target_post_id{};
  std::string remote_id{};
  std::string by{};
  std::string last_error{};
  std::optional<Instant> not_before{};
  std::optional<Instant> sent_at{};
  Instant created_at{};
  std::optional<Approval> approval{};  // the newest ask for a second person
  ReplyWay way = ReplyWay::as_target;
};

struct CasePost {
  std::int64_t post_id = 0;
  Post post{};
  Instant seen_at{};
  std::string state{};
  std::string finding_json{};  // exchange form; "" before it is decided
  std::string reason{};
  std::string article{};  // in review: of answers.toml, answers what it asks; "" = none
};

struct CaseEvent {
  std::int64_t event_id = 0;
  Instant at{};
  std::string actor{};  // agent's name or "auto"
  std::string kind{};   // opened joined status note reply closed reopened assigned …
  std::string text{};
};

struct CaseDetail {
  Case about{};
  std::int64_t version = 0;
  std::string assignee{};
  std::string reason{};
  std::string public_token{};
  std::vector<CasePost> posts{};  // oldest first, the whole conversation as far as it is known
  std::vector<ReplyRow> replies{};
  std::vector<CaseEvent> events{};
  CaseTime time{};     // clocks, pauses, facts, questions
  SameTrouble same{};  // filled where a page shows it (same_trouble)
};

struct CaseSummary {
  Case about{};
  std::int64_t version = 0;
  std::string assignee{};
  std::string text{};  // of its first post
  std::string author_name{};
  bool reply_in_doubt = false;
  bool reply_failed = false;
  bool draft_waits = false;
};

struct InboxAsk {
  std::string view =
      "open";  // open | mine | unassigned | emergency | drafts | in_doubt | closed | all
  std::string agent{};
  std::string search{};  // case number, or words of the first post; then of every view
  std::string topic{};
  std::string cursor{};  // from the page before
  int limit = 50;
};

struct Inbox {
  std::vector<CaseSummary> cases{};  // emergencies first, then by deadline, then by opening
  std::string next{};                // "" at the end
  std::map<std::string, std::int64_t>
      counts{};  // a view; closed and all are not counted, they only grow
};

struct ReviewPage {
  std::vector<CasePost> posts{};  // newest first
  std::string next{};
};

// A reply with what its approver must see (sql/approval.h).
struct HeldReply {
  ReplyRow reply{};      // with its newest ask
  std::string number{};  // of its case; "" for a notice
  std::string topic{};   // of the case, or of the hot topic
  std::string resident_handle{};
  std::string episode{};      // of the hot topic that a notice is about
  std::string target_text{};  // of the post that is answered
  std::string written_by{};   // agent's name or "auto"
};
struct ApprovalsPage {
  std::vector<HeldReply> replies{};
  std::string next{};
  ApprovalCounts counts{};
};

// What one resident is told when a case is closed, and asked afterwards.
struct ClosingNote {
  std::string number{};
  std::optional<NewReply> closing{};  // empty: they are not told
  std::optional<NewReply> survey{};
  std::string untold{};  // why they are not told, "" where nobody was to be told
};

}  // namespace social311::sql
