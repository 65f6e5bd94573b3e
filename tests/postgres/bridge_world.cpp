#include "tests/postgres/bridge_world.h"

#include <doctest/doctest.h>

#include "service/roles/changes.h"
#include "tests/support/memory_vault.h"

namespace social311::tests {

namespace {

const std::string denver = SOCIAL311_SOURCE_DIR "/samples/denver/";

// The networks only lend their rules: no call leaves.
class NoNetwork final : public HttpClient {
 public:
  Result<HttpResponse> send(const HttpRequest& /*request*/) override {
    FAIL("no call leaves");
    return Fault{FaultKind::rejected, "no call leaves", {}, {}};
  }
};

struct Lent {
  NoNetwork http{};
  MemoryVault vault{};
  ManualClock clock{noon};
  SeededRandom random{11};
};

connectors::NetworkParts lent_parts() {
  static Lent lent;
  return {lent.http, lent.vault, lent.clock, lent.random};
}

service::Config config_of(ReplyMode reply, BridgeWorld::Messages messages) {
  service::Config config;
  config.city.name = "Denver";
  config.city.timezone = "America/Denver";
  config.rules = denver + "rules";
  config.trends.webhook_url = "https://example.org/hook";
  connectors::Account one{.network = "twitter",
                          .id = own_id,
                          .handle = "Denver311",
                          .base_url = "https://api.x.com",
                          .reply = reply};
  const bool some = messages == BridgeWorld::Messages::some;
  one.credentials[some ? "access_token" : "bearer_token"] = Secret("for-tests");
  config.accounts.push_back(one);
  return config;
}

std::shared_ptr<const classifier::Classifier> sample_rules() {
  static const auto loaded = classifier::load_rules(denver + "rules", denver + "geography");
  REQUIRE(loaded.classifier != nullptr);
  return loaded.classifier;
}

}  // namespace

casebridge::City sample_city() {
  static const auto loaded =
      casebridge::load_city(denver + "rules", "Denver", "America/Denver", {"en", "es"});
  for (const auto& complaint : loaded.complaints) MESSAGE(to_string(complaint));
  REQUIRE(loaded.city.has_value());
  return *loaded.city;
}

BridgeWorld::BridgeWorld(casebridge::City the_city, ReplyMode reply, Messages messages)
    : city(std::move(the_city)),
      config(config_of(reply, messages)),
      rules(sample_rules()),
      book(config, lent_parts()) {}

std::string BridgeWorld::hear(const Post& post, Instant now) {
  auto wanted = page({post});
  wanted.now = now;
  store->keep_page(wanted);
  std::string number;
  store->decide_posts(10, now, [&](sql::DecideTurn& turn, const sql::StoredPost& stored) {
    number = service::settle(parts(), turn, stored, now);
  });
  return number;
}

void BridgeWorld::send(Instant now, Send what) {
  const std::string moment = "from_ms(" + std::to_string(now.time_since_epoch().count()) + ")";
  sql("update reply_intent set state = 'sent', remote_id = 'r' || intent_id, sent_at = " + moment +
      ", changed_at = " + moment + " where state = 'queued'" +
      (what == Send::drafts_too ? " or state = 'draft'" : ""));
}

void BridgeWorld::take_changes(Instant now) {
  store->take_changes(
      100, now,
      [&](sql::DecideTurn& turn, const sql::PostChange& change, const sql::StoredPost& stored) {
        service::act_on_change(parts(), turn, change, stored, now);
      });
}

void BridgeWorld::keep_clocks(Instant now) {
  const auto intake = parts();
  service::ClockKeeper keeper(config, intake);
  while (keeper.turn(*store, now)) {
  }
}

sql::ClockRow BridgeWorld::clock(const std::string& number, const std::string& name) {
  sql::ClockRow found;
  for (const auto& one : detail(number).time.clocks)
    if (one.name == name) found = one;
  REQUIRE(found.name == name);
  return found;
}

sql::QuestionRow BridgeWorld::question(const std::string& number) {
  const auto questions = detail(number).time.questions;
  REQUIRE(!questions.empty());
  return questions.back();
}

Post answer_post(const std::string& id, const std::string& first, const std::string& text) {
  Post post = make_post(id, text);
  post.in_reply_to = first;
  post.conversation = first;
  return post;
}

}  // namespace social311::tests
