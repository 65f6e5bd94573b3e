// A case that goes from one division to another: who may send it, who may take it, when it is
// passed to and fro, and how long the receiver has. Pure; the resident keeps one number throughout.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casebridge/city.h"
#include "casebridge/deadline.h"
#include "core/clock.h"

namespace social311::casebridge {

enum class TransferState {
  waiting,    // for the receiving division's word
  accepted,   // the case is theirs
  refused,    // with a reason
  withdrawn,  // by the sender, or because the case was closed
  decided     // a supervisor said where the case belongs
};
const char* name_of(TransferState state);
std::optional<TransferState> transfer_state(std::string_view name);

// Why a supervisor should look: nobody feels responsible.
enum class PingPong { none, too_many, came_back };
const char* name_of(PingPong flag);  // "" "too_many" "came_back"
std::optional<PingPong> ping_pong(std::string_view name);

struct Handover {      // one transfer of a case, in the order in which they were started
  std::string from{};  // division id; "" = the desk of 311
  std::string to{};
  TransferState state = TransferState::waiting;
  PingPong flag = PingPong::none;
};

// What the next transfer, to `to`, would be: it came back where `to` refused the case or gave it
// away before; too many where it is the policy's `flag_from`th or a later one. Withdrawn transfers
// do not count, and a supervisor's decision begins anew.
PingPong ping_pong(const std::vector<Handover>& before, const std::string& to,
                   const TransferPolicy& policy);
// A flagged transfer that nobody has settled: not accepted, not decided.
bool waits_for_supervisor(const std::vector<Handover>& all);
// Where a refused case lies: with the division that sent it, but with the desk ("") once the
// transfer was flagged: it must not bounce by itself.
std::string after_refusal(const Handover& refused);

struct Party {  // who acts
  enum class Standing { looks, acts, leads };
  Standing standing = Standing::looks;
  std::string division{};  // "" = the desk of 311
};
// Each gives one sentence for the person who may not, "" for who may.
std::string why_not_send(const Party& party, const std::string& case_division,
                         const std::vector<Handover>& before);
// Bodies outside the city have no people here: the desk records what they said.
std::string why_not_answer(const Party& party, const Division& receiver);
std::string why_not_withdraw(const Party& party, const Handover& waiting);

// The clock of a transfer runs in the receiver's own hours (City::hours_of).
std::chrono::minutes accept_within(const TransferPolicy& policy, const Division& receiver);
std::optional<Instant> accept_by(const BusinessHours& receiver, std::chrono::minutes within,
                                 Instant started_at);
Explained explain_transfer(const BusinessHours& receiver, std::chrono::minutes within,
                           Instant started_at, std::optional<Instant> answered_at, Instant now);

}  // namespace social311::casebridge
