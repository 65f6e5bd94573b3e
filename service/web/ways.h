// By which ways a case's resident can be answered: in public, by the one private reply that some
// networks take to a public comment, by a private message. Sources of the conditions:
// connectors/network.h (Capabilities).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/web/views.h"

namespace social311::service {

struct Way {
  std::string name{};  // public_reply | private_reply | direct_message
  sql::ReplyWay way = sql::ReplyWay::as_target;
  std::string target_post_id{};  // network's id of the post that is answered
  bool possible = false;
  std::string reason{};  // why or why not, for people
  LengthRule length{};
  std::optional<Instant> until{};          // the network closes this way then
  std::optional<Instant> until_by_hand{};  // … to a text that a person writes
  std::int64_t cost = 0;                   // millionths of a dollar, at most
  std::int64_t cost_with_link = 0;
};

// The usual one first: as the resident's newest post is. Empty without an account of the city or
// without a post that is still there.
std::vector<Way> ways_of(const WebParts& parts, const sql::CaseDetail& detail, Instant now);
// The one of this name; the usual one for "". Null where there is none.
const Way* way_named(const std::vector<Way>& ways, std::string_view name);
void write_way(JsonWriter& json, const Way& way);

}  // namespace social311::service
