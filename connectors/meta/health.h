// What can be known of an account without reading a resident's word: whose token it is, until when,
// what it may do, and whether the webhooks still come. Facebook never tells by itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/meta/graph.h"
#include "connectors/meta/messages.h"
#include "connectors/network.h"

namespace social311::connectors::meta {

enum class PushWanted { no, yes };
enum class TokenKind { page, any };

struct HealthAsk {
  std::string node{};  // the Page or the Instagram account
  Use facts = Use::page_facts;
  std::vector<std::string_view> scopes{};
  TokenKind kind = TokenKind::page;
  PushWanted push = PushWanted::no;
};

// debug_token, the node itself and the subscription, in one batch: the token stands in no address.
// Where the subscription lacks a field the whole list is sent (the call replaces it) and read back.
Health check_account(Graph& graph, const HealthAsk& ask, Instant now);

struct TokenFacts {
  bool valid = false;
  std::string app_id{};
  std::string type{};  // PAGE, USER, SYSTEM_USER, APP
  std::vector<std::string> scopes{};
  std::vector<std::string> granular_targets{};  // ids that some scope was granted for
  std::optional<Instant> ends_at{};  // the earlier of expires_at and data_access_expires_at
};
// Of an answer of debug_token; empty when it is none.
std::optional<TokenFacts> read_token_facts(const JsonValue& body);

// Whether `human_agent = "yes"` stands in the credentials.
HumanAgent human_agent_of(const Account& account);

}  // namespace social311::connectors::meta
