// Private to sql/: joining cases to an incident and parting them, inside whatever transaction there
// is (a person's change, or a post that is being decided).
#pragma once

#include <optional>
#include <string>

#include "sql/postgres.h"
#include "sql/rows.h"

namespace social311::sql {

struct IncidentCase {
  std::int64_t case_id = 0;
  std::string number{};
  std::int64_t version = 0;
  bool closed = false;
  bool emergency = false;
  std::optional<std::string> incident{};
};

inline IncidentCase read_incident_case(const pqxx::row& row) {
  return {.case_id = number_of(row, "case_id"),
          .number = text_of(row, "number"),
          .version = number_of(row, "version"),
          .closed = text_of(row, "status") == "closed",
          .emergency = text_of(row, "priority") == "emergency",
          .incident = maybe_text(row, "incident")};
}

inline const char* name_of(JoinedBy how) {
  switch (how) {
    case JoinedBy::click:
      return "click";
    case JoinedBy::automatic:
      return "automatic";
    case JoinedBy::resident:
      return "resident";
    case JoinedBy::parent:
      break;
  }
  return "parent";
}

// `Statements` is a Turn, or one post's part of it (sql/pg_decide.h).
template <typename Statements>
class Joining {
 public:
  Joining(Statements& turn, std::string by, Instant now)
      : turn_(turn), by_(std::move(by)), now_(now) {}

  std::optional<IncidentCase> lock(const std::string& number) {
    const auto row = turn_.row("lock_incident", number);
    return row ? std::optional(read_incident_case(*row)) : std::nullopt;
  }
  // The case that leads the incident of this one: itself where it is joined to none.
  std::optional<IncidentCase> lock_leader(const std::string& number) {
    auto found = lock(number);
    if (found && found->incident) return lock(*found->incident);
    return found;
  }

  // "" = joined; otherwise why not. Whoever was joined to it comes along.
  std::string join(const std::string& number, const std::string& into, const char* how) {
    const auto leader = lock_leader(into);
    const auto member = lock(number);
    if (!leader || !member) return "unknown case";
    if (leader->case_id == member->case_id) return "the same case";
    if (leader->closed || member->closed) return "closed";
    if (member->incident == leader->number) return "joined already";
    bring_along(*member, *leader);
    if (member->incident) end(*member, "moved");
    begin(*member, *leader, how);
    settle(*member, *leader, "joined");
    touch(*leader, "joined", member->number + " is about the same trouble");
    return "";
  }

  // "" = it stands alone again; otherwise why not.
  std::string split(const std::string& number) {
    const auto member = lock(number);
    if (!member) return "unknown case";
    if (!member->incident) return "not joined";
    const auto leader = lock(*member->incident);
    end(*member, "split");
    change(*member, std::nullopt);
    note(*member, "split", "no longer with " + leader->number);
    settle(*member, *leader, "declined");
    touch(*leader, "split", member->number + " is another trouble");
    return "";
  }

  // A case is open again: its survey does not leave any more, and the trouble is open where it is
  // led.
  void reopened(std::int64_t case_id, const std::string& number) {
    turn_.run("withdraw_surveys", case_id, "the case was opened again", ms(now_));
    const auto row = turn_.row("reopen_lead", case_id, ms(now_));
    if (!row) return;
    turn_.run("withdraw_surveys", number_of(*row, "case_id"), "the case was opened again",
              ms(now_));
    turn_.run("note_case", number_of(*row, "case_id"), by_, "reopened",
              number + " is open again: the same trouble", ms(now_));
    turn_.tell("case", text_of(*row, "number"), number_of(*row, "version"), now_);
  }

 private:
  void begin(const IncidentCase& member, const IncidentCase& leader, const char* how) {
    turn_.run("add_join", member.case_id, leader.case_id, how, by_, ms(now_));
    change(member, leader.number);
    note(member, "joined_incident", "the same trouble as " + leader.number);
  }
  void end(const IncidentCase& member, const char* kind) {
    turn_.run("end_join", member.case_id, kind, by_, ms(now_));
  }
  void bring_along(const IncidentCase& from, const IncidentCase& to) {
    for (const auto& row : turn_.run("members_of", from.number)) {
      IncidentCase follower{.case_id = number_of(row, "case_id"),
                            .number = text_of(row, "number"),
                            .closed = text_of(row, "status") == "closed"};
      end(follower, "moved");
      begin(follower, to, "moved");
    }
  }
  void change(const IncidentCase& member, const std::optional<std::string>& leads) {
    const auto row = turn_.row("set_incident", member.case_id, leads, ms(now_));
    turn_.tell("case", member.number, number_of(*row, "version"), now_);
  }
  void settle(const IncidentCase& member, const IncidentCase& leader, const char* state) {
    turn_.run("settle_suggestion", member.case_id, leader.case_id, state, by_, ms(now_));
    turn_.run("settle_suggestion", leader.case_id, member.case_id, state, by_, ms(now_));
  }
  void touch(const IncidentCase& leader, const char* kind, const std::string& text) {
    note(leader, kind, text);
    const auto row = turn_.row("touch_lead", leader.case_id, ms(now_));
    turn_.tell("case", leader.number, number_of(*row, "version"), now_);
  }
  void note(const IncidentCase& one, const char* kind, const std::string& text) {
    turn_.run("note_case", one.case_id, by_, kind, text, ms(now_));
  }

  Statements& turn_;
  std::string by_;
  Instant now_;
};

}  // namespace social311::sql
