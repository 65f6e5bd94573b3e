// Which Pages a person or system user may act for, and their tokens.
#pragma once

#include <string>
#include <vector>

#include "connectors/meta/graph.h"
#include "core/secret.h"

namespace social311::connectors::meta {

struct OwnPage {
  std::string id{};
  std::string name{};
  Secret token{};
  std::vector<std::string> tasks{};  // MODERATE, MESSAGING …; empty = not told
  std::string instagram{};           // id of its professional account, "" = none
};

// `person` speaks with the person's token. All pages of /me/accounts (25 each), and those that it
// leaves out but the token was granted for (Facebook Login for Business may show none).
Result<std::vector<OwnPage>> list_pages(Graph& person, Instant now);

// What a person reads when the configured token or id is not the right one: the Pages and Instagram
// accounts that the token may act for, and what it lacks there. "" when that cannot be told.
std::string pages_hint(Graph& person, Instant now);

// Each once, even where two Pages share it.
std::vector<std::string> instagram_accounts(const std::vector<OwnPage>& pages);

}  // namespace social311::connectors::meta
