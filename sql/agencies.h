// Cases between divisions, people who follow a case, and residents who are on several networks.
// Part of the Store. What a transfer means stands in casebridge/transfer.h, what a contact is in
// casebridge/contacts.h: this only remembers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"

namespace social311::sql {

struct Changed;  // sql/store.h

struct CaseTransfer {
  std::int64_t transfer_id = 0;
  std::string from{};  // division id; "" = the desk
  std::string to{};
  bool outside = false;  // a body outside the city
  std::string why{};
  std::string by{};
  Instant started_at{};
  std::optional<int> target_min{};  // open minutes of the receiver until it answers
  std::optional<Instant> due_at{};
  std::string state = "waiting";  // waiting | accepted | refused | withdrawn | decided
  std::string answer{};           // its reason
  std::string answered_by{};
  std::optional<Instant> answered_at{};
  std::string flag{};  // "" | too_many | came_back

  bool operator==(const CaseTransfer&) const = default;
};

// The case's version guards both: whoever decided on an older state is refused.
struct TransferStart {
  std::string number{};
  std::int64_t version = 0;
  CaseTransfer transfer{};  // `from` is read from the case; a supervisor's decision is `decided`
  std::string line{};       // for the case's history
  std::string event = "transfer";
};
struct TransferAnswer {
  std::string number{};
  std::int64_t version = 0;
  std::string state{};  // accepted | refused | withdrawn
  std::string why{};
  std::string by{};
  Instant now{};
  std::string division{};              // where the case lies after it
  std::optional<CaseStatus> status{};  // and in which state; empty = as it was
  std::string event{};                 // kind and words for the case's history
  std::string line{};
};

struct Notice {
  std::int64_t notice_id = 0;
  std::string number{};
  std::string topic{};
  Instant at{};
  std::string kind{};   // closed | reopened | answered | overdue | transferred | written |
                        // transfer_in | transfer_accepted | transfer_refused | transfer_late |
                        // ping_pong
  std::string actor{};  // agent's name or "auto"
  std::string text{};   // words of staff
  bool read = false;
};
struct Notices {
  std::vector<Notice> page{};  // newest first
  std::string next{};
  std::int64_t unread = 0;
  std::vector<std::string> unread_cases{};  // numbers, at most 500
};

struct Watch {
  std::vector<std::string> wants{};  // of: closed answered overdue transferred written
  Instant since{};
};

struct Persona {
  std::int64_t persona_id = 0;  // 0: nothing was ever recorded of it
  std::string network{};
  std::string server{};  // "" = the network's first or only world of ids
  std::string network_id{};
  std::string handle{};
  bool own = false;  // the one the case came from
};
struct PersonaLink {
  std::int64_t link_id = 0;
  Persona one{};
  Persona other{};
  std::string said{};
  std::string post_id{};  // the network's; "" = said by another channel
  std::string by{};
  Instant at{};
  std::string revoked_by{};
  std::optional<Instant> revoked_at{};
  std::string revoked_why{};
};
struct ContactCase {  // of a resident
  Case about{};
  int resident_posts = 0;
  int reopened = 0;
  int moves = 0;
};
struct ResidentView {
  std::vector<Persona> personas{};   // the case's own first
  std::vector<PersonaLink> links{};  // of these personas, revoked ones too; newest first
  std::vector<ContactCase> cases{};  // last opened first, at most 200
  std::int64_t conversations = 0;    // threads in which they wrote something that became a case
};
struct JoinPersonas {
  std::string number{};        // a case of the one
  std::string other_number{};  // a case of the other
  std::string said{};          // their words, or what they agreed to
  std::string post_id{};       // network's id of the post where they said it; "" = elsewhere
  std::string by{};
  Instant now{};
};

struct PeriodCase {
  std::string division{};
  std::string topic{};
  Instant opened_at{};
  std::optional<Instant> closed_at{};
  std::optional<Instant> due_at{};
  int contacts = 0;
  int transfers = 0;  // started in the period
  int resident_posts = 0;
  int reopened = 0;
  int moves = 0;
};

class AgenciesStore {
 public:
  virtual ~AgenciesStore() = default;

  // ---- transfers ----
  virtual std::vector<CaseTransfer> transfers(const std::string& number) = 0;  // oldest first
  // Refused with "waiting" while another transfer waits. A `decided` one ends it instead.
  // Receivers, senders, watchers and, where it is flagged, supervisors get a notice.
  virtual Changed start_transfer(const TransferStart& start) = 0;
  // Refused with "not waiting" where none does.
  virtual Changed answer_transfer(const TransferAnswer& answer) = 0;

  // ---- watching ----
  virtual std::optional<Watch> watch(const std::string& number, std::int64_t agent_id) = 0;
  virtual std::vector<std::string> watchers(const std::string& number) = 0;  // names
  virtual bool keep_watch(const std::string& number, std::int64_t agent_id,
                          const std::vector<std::string>& wants, Instant now) = 0;
  virtual bool end_watch(const std::string& number, std::int64_t agent_id) = 0;
  virtual Notices notices(std::int64_t agent_id, const std::string& cursor, int limit) = 0;
  // "" = of every case. How many were unread.
  virtual int read_notices(std::int64_t agent_id, const std::string& number, Instant now) = 0;
  // Once for each deadline and transfer that has passed: watchers who asked for it; for a transfer
  // the receivers and the supervisors. How many notices.
  virtual int tell_late(Instant now) = 0;

  // ---- residents ----
  virtual std::optional<ResidentView> resident_of(const std::string& number) = 0;
  // Refused with "unknown case", "same persona", "joined already", or "not their post": the post
  // was written by neither of the two.
  virtual Changed join_personas(const JoinPersonas& join) = 0;
  // False: there is no such live link.
  virtual bool revoke_link(std::int64_t link_id, const std::string& why, const std::string& by,
                           Instant now) = 0;

  // Every case that was opened, closed or transferred in [from, to).
  virtual void period_cases(Instant from, Instant to,
                            const std::function<void(const PeriodCase&)>& one) = 0;
};

}  // namespace social311::sql
