#include <array>
#include <utility>

#include "core/case.h"
#include "core/finding.h"
#include "core/result.h"

namespace social311 {
namespace {

template <typename E, std::size_t N>
using Names = std::array<std::pair<E, const char*>, N>;

template <typename E, std::size_t N>
const char* find_name(const Names<E, N>& names, E value) {
  for (const auto& [entry, name] : names) {
    if (entry == value) return name;
  }
  return "unknown";
}

template <typename E, std::size_t N>
std::optional<E> find_value(const Names<E, N>& names, std::string_view wanted) {
  for (const auto& [entry, name] : names) {
    if (wanted == name) return entry;
  }
  return std::nullopt;
}

constexpr Names<FaultKind, 4> fault_kinds{{{FaultKind::retry_later, "retry_later"},
                                           {FaultKind::denied, "denied"},
                                           {FaultKind::rejected, "rejected"},
                                           {FaultKind::garbled, "garbled"}}};

constexpr Names<CaseStatus, 5> case_statuses{{{CaseStatus::fresh, "new"},
                                              {CaseStatus::needs_info, "needs_info"},
                                              {CaseStatus::open, "open"},
                                              {CaseStatus::with_agency, "with_agency"},
                                              {CaseStatus::closed, "closed"}}};

constexpr Names<Priority, 4> priorities{{{Priority::normal, "normal"},
                                         {Priority::partner, "partner"},
                                         {Priority::urgent, "urgent"},
                                         {Priority::emergency, "emergency"}}};

constexpr Names<ReplyKind, 8> reply_kinds{{{ReplyKind::receipt, "receipt"},
                                           {ReplyKind::question, "question"},
                                           {ReplyKind::emergency, "emergency"},
                                           {ReplyKind::answer, "answer"},
                                           {ReplyKind::closing, "closing"},
                                           {ReplyKind::survey, "survey"},
                                           {ReplyKind::handover, "handover"},
                                           {ReplyKind::notice, "notice"}}};

constexpr Names<ReplyState, 7> reply_states{{{ReplyState::draft, "draft"},
                                             {ReplyState::queued, "queued"},
                                             {ReplyState::sending, "sending"},
                                             {ReplyState::sent, "sent"},
                                             {ReplyState::in_doubt, "in_doubt"},
                                             {ReplyState::failed, "failed"},
                                             {ReplyState::withheld, "withheld"}}};

constexpr Names<ReplyMode, 3> reply_modes{{{ReplyMode::off, "off"},
                                           {ReplyMode::approve, "approve"},
                                           {ReplyMode::acknowledge, "acknowledge"}}};

constexpr Names<ReplyPolicy, 3> reply_policies{{{ReplyPolicy::human, "human"},
                                                {ReplyPolicy::retry_if_deduped, "retry_if_deduped"},
                                                {ReplyPolicy::retry_keyed, "retry_keyed"}}};

constexpr Names<Decision, 3> decisions{
    {{Decision::ignore, "ignore"}, {Decision::review, "review"}, {Decision::open_case, "case"}}};

constexpr Names<Intent, 6> intents{{{Intent::request, "request"},
                                    {Intent::question, "question"},
                                    {Intent::complaint, "complaint"},
                                    {Intent::praise, "praise"},
                                    {Intent::thanks, "thanks"},
                                    {Intent::other, "other"}}};

constexpr Names<Urgency, 3> urgencies{
    {{Urgency::normal, "normal"}, {Urgency::urgent, "urgent"}, {Urgency::emergency, "emergency"}}};

}  // namespace

const char* name_of(FaultKind kind) {
  return find_name(fault_kinds, kind);
}
const char* name_of(CaseStatus value) {
  return find_name(case_statuses, value);
}
const char* name_of(Priority value) {
  return find_name(priorities, value);
}
const char* name_of(ReplyKind value) {
  return find_name(reply_kinds, value);
}
const char* name_of(ReplyState value) {
  return find_name(reply_states, value);
}
const char* name_of(ReplyMode value) {
  return find_name(reply_modes, value);
}
const char* name_of(ReplyPolicy value) {
  return find_name(reply_policies, value);
}
const char* name_of(Decision value) {
  return find_name(decisions, value);
}
const char* name_of(Intent value) {
  return find_name(intents, value);
}
const char* name_of(Urgency value) {
  return find_name(urgencies, value);
}

std::optional<CaseStatus> case_status(std::string_view name) {
  return find_value(case_statuses, name);
}
std::optional<Priority> priority(std::string_view name) {
  return find_value(priorities, name);
}
std::optional<ReplyKind> reply_kind(std::string_view name) {
  return find_value(reply_kinds, name);
}
std::optional<ReplyState> reply_state(std::string_view name) {
  return find_value(reply_states, name);
}
std::optional<ReplyMode> reply_mode(std::string_view name) {
  return find_value(reply_modes, name);
}
std::optional<ReplyPolicy> reply_policy(std::string_view name) {
  return find_value(reply_policies, name);
}
std::optional<Decision> decision(std::string_view name) {
  return find_value(decisions, name);
}
std::optional<Intent> intent(std::string_view name) {
  return find_value(intents, name);
}
std::optional<Urgency> urgency(std::string_view name) {
  return find_value(urgencies, name);
}

}  // namespace social311
