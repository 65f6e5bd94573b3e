#include "casebridge/transfer.h"

#include <algorithm>

#include "casebridge/calendar.h"

namespace social311::casebridge {
namespace {

// The calendar of a transfer is asked about days, not years.
constexpr int calendar_years = 1;

using Handovers = std::vector<Handover>;

// Since a supervisor spoke last, without what was taken back.
Handovers counted(const Handovers& all) {
  Handovers out;
  for (const Handover& one : all) {
    if (one.state == TransferState::decided) out.clear();
    if (one.state != TransferState::decided && one.state != TransferState::withdrawn)
      out.push_back(one);
  }
  return out;
}

bool let_go(const Handover& one, const std::string& division) {
  if (one.state == TransferState::refused) return one.to == division;
  return one.state == TransferState::accepted && one.from == division;
}

Target target_of(std::chrono::minutes within) {
  return {.span = within, .basis = Basis::open_time};
}

}  // namespace

const char* name_of(TransferState state) {
  switch (state) {
    case TransferState::waiting:
      return "waiting";
    case TransferState::accepted:
      return "accepted";
    case TransferState::refused:
      return "refused";
    case TransferState::withdrawn:
      return "withdrawn";
    case TransferState::decided:
      break;
  }
  return "decided";
}

std::optional<TransferState> transfer_state(std::string_view name) {
  for (const auto state : {TransferState::waiting, TransferState::accepted, TransferState::refused,
                           TransferState::withdrawn, TransferState::decided})
    if (name == name_of(state)) return state;
  return std::nullopt;
}

const char* name_of(PingPong flag) {
  if (flag == PingPong::too_many) return "too_many";
  return flag == PingPong::came_back ? "came_back" : "";
}

std::optional<PingPong> ping_pong(std::string_view name) {
  for (const auto flag : {PingPong::none, PingPong::too_many, PingPong::came_back})
    if (name == name_of(flag)) return flag;
  return std::nullopt;
}

PingPong ping_pong(const Handovers& before, const std::string& to, const TransferPolicy& policy) {
  const Handovers so_far = counted(before);
  if (std::any_of(so_far.begin(), so_far.end(),
                  [&](const Handover& one) { return let_go(one, to); }))
    return PingPong::came_back;
  const int with_this = static_cast<int>(so_far.size()) + 1;
  return with_this >= policy.flag_from ? PingPong::too_many : PingPong::none;
}

bool waits_for_supervisor(const Handovers& all) {
  const Handovers so_far = counted(all);
  if (so_far.empty() || so_far.back().flag == PingPong::none) return false;
  return so_far.back().state != TransferState::accepted;
}

std::string after_refusal(const Handover& refused) {
  return refused.flag == PingPong::none ? refused.from : "";
}

std::string why_not_send(const Party& party, const std::string& case_division,
                         const Handovers& before) {
  if (party.standing == Party::Standing::leads) return "";
  if (party.standing == Party::Standing::looks)
    return "Your role reads only. Ask a supervisor to transfer the case.";
  if (waits_for_supervisor(before))
    return "This case was passed to and fro. A supervisor decides where it belongs.";
  if (party.division.empty() || party.division == case_division) return "";
  return "The case is with another division. Its people, the desk or a supervisor can transfer it.";
}

std::string why_not_answer(const Party& party, const Division& receiver) {
  if (party.standing == Party::Standing::leads) return "";
  if (party.standing == Party::Standing::looks)
    return "Your role reads only. People of the receiving division answer a transfer.";
  if (party.division == receiver.id) return "";
  if (receiver.kind == Division::Kind::outside && party.division.empty()) return "";
  return "Only people of " + receiver.name + " or a supervisor can accept or refuse this transfer.";
}

std::string why_not_withdraw(const Party& party, const Handover& waiting) {
  if (party.standing == Party::Standing::leads) return "";
  if (party.standing == Party::Standing::acts &&
      (party.division.empty() || party.division == waiting.from))
    return "";
  return "Only people of the sending division, the desk or a supervisor can take a transfer back.";
}

std::chrono::minutes accept_within(const TransferPolicy& policy, const Division& receiver) {
  return std::chrono::hours(receiver.accept_hours.value_or(policy.accept_hours));
}

std::optional<Instant> accept_by(const BusinessHours& receiver, std::chrono::minutes within,
                                 Instant started_at) {
  const Calendar calendar(receiver, started_at, calendar_years);
  return due_at(calendar, target_of(within), {.started_at = started_at});
}

Explained explain_transfer(const BusinessHours& receiver, std::chrono::minutes within,
                           Instant started_at, std::optional<Instant> answered_at, Instant now) {
  const Calendar calendar(receiver, started_at, calendar_years);
  return explain(calendar, target_of(within), {.started_at = started_at, .stopped_at = answered_at},
                 now);
}

}  // namespace social311::casebridge
