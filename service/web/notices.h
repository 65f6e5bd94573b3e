// Posts to everybody that are about a hot topic: drafted by one person, published by a click of
// their own through the reply protocol. Part of /trends.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/web/app.h"

namespace social311::service {

// "notices": [...], "senders": [...]: what was written, and what each account could publish.
void write_notices(JsonWriter& json, const WebParts& parts, const ApiCall& call,
                   const sql::HotDetail& detail);

net::ServerReply draft_notice(const WebParts& parts, const ApiCall& call);
// Publishes a draft, or one that failed, after the undo window.
net::ServerReply send_notice(const WebParts& parts, const ApiCall& call);

// Why this text may not be published by this account; empty = it may.
std::optional<net::ServerReply> notice_refusal(const WebParts& parts, const std::string& account,
                                               const std::string& text);

// The whole topic as it is now, after something was done to it (trends.cpp).
net::ServerReply hot_topic_after(const WebParts& parts, const ApiCall& call, const char* what);
net::ServerReply no_such_topic();

}  // namespace social311::service
