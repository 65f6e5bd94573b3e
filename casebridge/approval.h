// Four eyes: which replies of a person need a second person before they leave, as the city says it
// ([[approval]] of the configuration). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/case.h"

namespace social311::casebridge {

// An empty list means all. What leaves by itself is the city's own text and no policy's matter:
// receipts, emergency texts and surveys are asked about only where a person releases them, and
// emergency texts and surveys never.
struct ApprovalPolicy {
  std::string name{};
  std::vector<std::string> accounts{};  // "twitter/2244994945"
  std::vector<ReplyKind> kinds{};
  std::vector<std::string> topics{};   // ids of the rules; a notice has its hot topic's
  std::vector<std::string> authors{};  // roles of who writes or releases it
};

// A text that a person wrote, or a machine's draft that a person releases.
struct WrittenReply {
  std::string account_key{};
  ReplyKind kind = ReplyKind::answer;
  std::string topic{};  // "" = of none: no policy that names topics asks for it
  std::string author_role{};
};

struct NeededApproval {
  std::string policy{};
  std::string why{};  // one sentence, for staff
};

// Whether a policy can ask for a second person for replies of this kind at all.
bool can_need_approval(ReplyKind kind);

// The first policy that asks for a second person; empty = it leaves by its author's word.
std::optional<NeededApproval> needs_approval(const std::vector<ApprovalPolicy>& policies,
                                             const WrittenReply& reply);

}  // namespace social311::casebridge
