#include "connectors/meta/health.h"

#include <algorithm>
#include <set>

#include "connectors/answers.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/pages.h"
#include "connectors/meta/times.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

constexpr std::chrono::hours end_is_near{14 * 24};
constexpr std::size_t most_scopes = 200;

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

std::vector<std::string> texts_of(const JsonValue& list) {
  std::vector<std::string> out;
  for (const JsonValue& one : list.items()) {
    if (auto text = one.id(); text && out.size() < most_scopes) out.push_back(std::move(*text));
  }
  return out;
}

std::string missing_scopes(const TokenFacts& facts, const std::vector<std::string_view>& wanted) {
  std::string out;
  for (const std::string_view scope : wanted) {
    if (std::find(facts.scopes.begin(), facts.scopes.end(), scope) != facts.scopes.end()) continue;
    out += (out.empty() ? "" : ", ") + std::string(scope);
  }
  return out;
}

void judge_token(const TokenFacts& facts, const HealthAsk& ask, Instant now, Health& health) {
  health.token_ends_at = facts.ends_at;
  if (!facts.valid) {
    health.ok = false;
    health.message =
        "the token is no longer valid: make a new one and put it into the account's "
        "credentials_file";
    return;
  }
  if (ask.kind == TokenKind::page && facts.type != "PAGE") {
    health.ok = false;
    health.message = "cannot read comments: this is a token of kind " + quoted(facts.type, 20) +
                     ", which shows none without saying so; take the Page's own token";
    return;
  }
  if (const std::string missing = missing_scopes(facts, ask.scopes); !missing.empty())
    health.warnings.push_back("the token lacks " + missing +
                              ": what needs it stays empty without an error; make a new token");
  if (facts.ends_at && *facts.ends_at - now < end_is_near)
    health.warnings.push_back("the token or its access to data ends on " +
                              to_iso8601(*facts.ends_at) + ": renew it before");
}

std::set<std::string> fields_subscribed(const JsonValue& body, const std::string& app_id) {
  std::set<std::string> out;
  for (const JsonValue& app : body["data"].items()) {
    if (!app_id.empty() && app["id"].id() != app_id) continue;
    for (const JsonValue& field : app["subscribed_fields"].items())
      out.insert(field.text().value_or(field["name"].text_or("")));
  }
  return out;
}

bool is_whole(const std::set<std::string>& fields) {
  const auto& wanted = subscribed_fields();
  return std::all_of(wanted.begin(), wanted.end(), [&fields](std::string_view field) {
    return fields.contains(std::string(field));
  });
}

std::string all_fields() {
  std::string list;
  for (const auto field : subscribed_fields())
    list += (list.empty() ? "" : ",") + std::string(field);
  return list;
}

void keep_subscribed(Graph& graph, const HealthAsk& ask, const Result<Reply>& reply,
                     const std::string& app_id, Instant now, Health& health) {
  if (reply && is_whole(fields_subscribed(reply->body, app_id))) return;
  const Written written = graph.write(
      {.use = Use::subscribe, .id = ask.node, .parameters = {{"subscribed_fields", all_fields()}}},
      now);
  const auto again = graph.read({.use = Use::subscribed, .id = ask.node}, now);
  if (written.taken && again && is_whole(fields_subscribed(again->body, app_id))) return;
  health.warnings.push_back(
      "webhooks are not fully subscribed (" + all_fields() + "): push misses posts, polling goes " +
      "on; " +
      (written.taken ? "look at the app's webhooks in Meta's dashboard" : written.outcome.message));
}

std::string wrong_node(const JsonValue& body, const std::string& node) {
  const std::string id = body["id"].id().value_or("");
  if (id == node) return {};
  return "the token shows the id " + quoted(id, 40) + " instead of " + node + ": correct id";
}

}  // namespace

std::optional<TokenFacts> read_token_facts(const JsonValue& body) {
  const JsonValue data = body["data"];
  if (!data.is_object()) return std::nullopt;
  TokenFacts out;
  out.valid = data["is_valid"].flag().value_or(false);
  out.app_id = data["app_id"].id().value_or("");
  out.type = data["type"].text_or("");
  out.scopes = texts_of(data["scopes"]);
  for (const JsonValue& one : data["granular_scopes"].items()) {
    for (std::string& id : texts_of(one["target_ids"])) {
      if (is_number(id) && out.granular_targets.size() < most_scopes)
        out.granular_targets.push_back(std::move(id));
    }
  }
  out.ends_at = earlier(time_of(data["expires_at"]), time_of(data["data_access_expires_at"]));
  return out;
}

HumanAgent human_agent_of(const Account& account) {
  const std::string& word = credential(account, "human_agent").reveal();
  return word == "yes" ? HumanAgent::granted : HumanAgent::not_granted;
}

Health check_account(Graph& graph, const HealthAsk& ask, Instant now) {
  std::vector<Ask> asks{
      {.use = ask.facts, .id = ask.node},
      {.use = Use::token_facts, .parameters = {{"input_token", graph.token().reveal()}}}};
  if (ask.push == PushWanted::yes) asks.push_back({.use = Use::subscribed, .id = ask.node});
  const auto replies = graph.read_all(asks, now);
  Health health;
  if (!replies[0]) {
    health.message = replies[0].fault().message;
    return health;
  }
  health.message = wrong_node(replies[0]->body, ask.node);
  health.ok = health.message.empty();
  if (const std::string drift = graph.drift(); !drift.empty()) health.warnings.push_back(drift);
  if (!health.ok) {
    health.message += pages_hint(graph, now);
    return health;
  }
  std::optional<TokenFacts> facts;
  if (replies[1]) facts = read_token_facts(replies[1]->body);
  if (facts) judge_token(*facts, ask, now, health);
  if (!health.ok && facts && facts->valid) health.message += pages_hint(graph, now);
  if (!facts)
    health.warnings.push_back("Meta does not tell what the token is worth" +
                              (replies[1] ? "" : ": " + replies[1].fault().message));
  if (health.ok && ask.push == PushWanted::yes)
    keep_subscribed(graph, ask, replies[2], facts ? facts->app_id : "", now, health);
  return health;
}

}  // namespace social311::connectors::meta
