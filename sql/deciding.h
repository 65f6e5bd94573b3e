// The transaction in which posts are decided: what comes in, what is known around it, and what a
// decision writes. Handed to a callback by Store (sql/store.h); valid inside it only, in its
// thread. Errors as in sql/store.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/case.h"
#include "core/clock.h"
#include "core/exchange.h"
#include "core/finding.h"
#include "core/post.h"
#include "sql/answers.h"
#include "sql/approval.h"
#include "sql/clock.h"
#include "sql/incidents.h"

namespace social311::sql {

struct StoredPost {
  std::int64_t post_id = 0;
  std::string account_key{};  // the account that brought it in; "" for imports
  Post post{};
  Instant seen_at{};
};

struct PostHistory {
  std::optional<Case>
      conversation_case{};  // newest case of its conversation, or of the post it answers
  bool answers_us = false;
  bool automatic_reply_in_conversation = false;
};

struct NewCaseRow {
  std::string topic{};
  std::string service_code{};
  std::string division{};
  Priority priority = Priority::normal;
  CaseStatus status = CaseStatus::fresh;
  Instant opened_at{};
  std::optional<Instant> due_at{};
  std::optional<Location> location{};
  std::string language{};
  std::string reason{};
  std::string public_token{};  // >= 128 random bits, for the status page
  std::string opened_by = "auto";
  bool partner = false;  // of the line of council members and staff
};

// How a reply leaves: as the answered post is (in public under a public one), as the one private
// reply that Meta takes to a public comment, or as a private message.
enum class ReplyWay { as_target, private_reply, direct_message };

struct NewReply {
  std::string account_key{};
  std::string target_post_id{};  // network's id
  std::string case_number{};
  ReplyKind kind = ReplyKind::receipt;
  int seq = 1;  // 2nd answer to the same post = a new seq
  std::string body{};
  std::string marker{};
  std::string network_key{};
  std::string language{};
  ReplyPolicy policy = ReplyPolicy::human;
  ReplyState state = ReplyState::draft;  // draft or queued
  std::optional<Instant> not_before{};   // undo window
  std::string by = "auto";
  Instant created_at{};
  std::optional<NeedsApproval> approval{};  // a draft of a person that waits for another one
  ReplyWay way = ReplyWay::as_target;
};

// The open transaction of a batch of posts being decided. Valid inside decide_posts' callback only.
// Its parts: what stands near (sql/incidents.h), questions and their answers (sql/answers.h),
// clocks, facts and pauses (sql/clock.h).
class DecideTurn : public IncidentTurn, public AnswersTurn, public ClockTurn {
 public:
  virtual PostHistory history(const StoredPost& post, Instant now) = 0;
  virtual std::int64_t next_case_sequence(int local_year) = 0;  // starts at 1 each year
  virtual std::int64_t next_reply_sequence() = 0;
  // The case and its first post; the number is unique. False when the post already has a case.
  virtual bool open_case(const std::string& number, const NewCaseRow& row,
                         const StoredPost& post) = 0;
  virtual void join_case(const std::string& number, const StoredPost& post) = 0;
  virtual void set_case_status(const std::string& number, CaseStatus status,
                               const std::string& reason, Instant now) = 0;
  virtual void set_case_location(const std::string& number, const Location& location,
                                 Instant now) = 0;
  // False when the same account, target, kind and seq exists already: then nothing changes.
  virtual bool add_reply(const NewReply& reply) = 0;
  virtual std::optional<Case> find_case(const std::string& number) = 0;
  // "ignored" | "review" | "case" | "own", with the finding as JSON (its exchange form) and the
  // reason.
  virtual void settle_post(const StoredPost& post, const std::string& state, const Finding& finding,
                           const std::string& reason, Instant now) = 0;
};

}  // namespace social311::sql
