// Four eyes in the web role: whether a text needs a second person, its form in the API, and the
// list of what waits (/approvals). docs/answers.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/json.h"
#include "service/web/app.h"

namespace social311::service {

// What a person of the city is about to say.
struct AboutToSay {
  std::string account_key{};
  ReplyKind kind = ReplyKind::answer;
  std::string topic{};  // "" = of none
};

// Empty: it leaves by the caller's word alone.
std::optional<sql::NeedsApproval> needs_approval(const WebParts& parts, const ApiCall& call,
                                                 const AboutToSay& say);
// Turns a reply that the caller wrote, and that needs a second person, into a draft that waits.
void hold_for_approval(const WebParts& parts, const ApiCall& call, const std::string& topic,
                       sql::NewReply& reply);

// A draft or failed reply that the caller releases with this text. A text that waits, or was sent
// back, goes on needing a second person whatever the policies say by now; one that was approved as
// it stands does not need another.
struct Release {
  std::int64_t intent_id = 0;
  AboutToSay say{};
  std::string body{};
  std::optional<sql::Approval> newest{};
};
std::optional<sql::NeedsApproval> needs_approval(const WebParts& parts, const ApiCall& call,
                                                 const Release& release);

void write_approval(JsonWriter& json, const std::optional<sql::Approval>& approval);  // or null
// The caller's kinds of reply that would wait: [{kind, policy, why}].
void write_needed(JsonWriter& json, const WebParts& parts, const ApiCall& call,
                  const AboutToSay& say);

void add_approval_routes(Routes& routes, const WebParts& parts);

}  // namespace social311::service
