// How every call that reads or changes a case answers: the case as it is now, or 409 with it where
// it moved meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "service/web/views.h"

namespace social311::service {

constexpr std::int64_t most_version = 9'000'000'000'000'000;

net::ServerReply not_found(std::string_view what);
net::ServerReply show_case(const WebParts& parts, const ApiCall& call, const std::string& number);
// 409 with the case as it is now: the page shows what changed and keeps the agent's words.
net::ServerReply case_moved(const WebParts& parts, const ApiCall& call, const std::string& number,
                            const std::string& why);
net::ServerReply after_change(const WebParts& parts, const ApiCall& call, const std::string& number,
                              const sql::Changed& changed);

}  // namespace social311::service
