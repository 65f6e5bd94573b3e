// What the store holds, written as the API's forms (service/openapi.json).
#pragma once

#include <string>

#include "core/json.h"
#include "service/web/app.h"

namespace social311::service {

// Whether a case's resident can be answered, by whom, and why or why not.
struct CanReply {
  bool possible = false;
  std::string reason{};
  const connectors::Account* account = nullptr;
  std::string target_post_id{};  // the resident's newest post of the case
};
CanReply can_reply(const WebParts& parts, const sql::CaseDetail& detail);
// As an answer to this post; null = there is none.
CanReply can_reply_to(const WebParts& parts, const sql::CasePost* post);

// Why a written reply may not leave as it would stand there: its target is gone or closed to us,
// the account does not send, or the text is longer than the network takes. Empty = it may.
struct NotSendable {
  std::string type{};  // of the problem: not-repliable | too-long
  std::string detail{};
};
std::optional<NotSendable> not_sendable(const WebParts& parts, const sql::CaseDetail& detail,
                                        const sql::ReplyRow& reply, const std::string& text);

void write_post_view(JsonWriter& json, const sql::CasePost& post);
void write_summary(JsonWriter& json, const sql::CaseSummary& summary);
std::string detail_json(const WebParts& parts, const sql::CaseDetail& detail,
                        const std::string& draft);

}  // namespace social311::service
