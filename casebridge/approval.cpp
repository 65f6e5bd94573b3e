#include "casebridge/approval.h"

#include <algorithm>

namespace social311::casebridge {
namespace {

template <typename T>
bool among(const std::vector<T>& wanted, const T& one) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), one) != wanted.end();
}

bool asks(const ApprovalPolicy& policy, const WrittenReply& reply) {
  return among(policy.accounts, reply.account_key) && among(policy.kinds, reply.kind) &&
         among(policy.topics, reply.topic) && among(policy.authors, reply.author_role);
}

// Only what the policy chose by is a reason.
std::string why_of(const ApprovalPolicy& policy, const WrittenReply& reply) {
  std::string why = "Policy \"" + policy.name + "\" wants a second person for ";
  why +=
      policy.kinds.empty() ? "every reply" : "replies of kind " + std::string(name_of(reply.kind));
  if (!policy.authors.empty()) why += " by role " + reply.author_role;
  if (!policy.topics.empty()) why += " about " + reply.topic;
  if (!policy.accounts.empty()) why += " from " + reply.account_key;
  return why + ".";
}

}  // namespace

bool can_need_approval(ReplyKind kind) {
  return kind != ReplyKind::emergency && kind != ReplyKind::survey;
}

std::optional<NeededApproval> needs_approval(const std::vector<ApprovalPolicy>& policies,
                                             const WrittenReply& reply) {
  if (!can_need_approval(reply.kind)) return std::nullopt;
  const auto found = std::find_if(policies.begin(), policies.end(),
                                  [&](const auto& policy) { return asks(policy, reply); });
  if (found == policies.end()) return std::nullopt;
  return NeededApproval{found->name, why_of(*found, reply)};
}

}  // namespace social311::casebridge
