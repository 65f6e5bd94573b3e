// What happens to one undecided post, inside the transaction that settles it: classify, decide,
// open or join a case, write the reply down as an intent. Used by the work role and by an agent's
// "make a case".
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "casebridge/bridge.h"
#include "casebridge/city.h"
#include "classifier/classifier.h"
#include "connectors/network.h"
#include "service/config.h"
#include "sql/store.h"

namespace social311::service {

// What the bridge must know of the networks without talking to them: lengths, keys, policies.
class NetworkBook {
 public:
  // The networks only lend their rules here; no call leaves. Borrowed parts must outlive the book.
  NetworkBook(const Config& config, connectors::NetworkParts parts);
  const connectors::Account* account(const std::string& key) const;
  const connectors::Network* network(const std::string& key) const;
  // Every configured account on this network, for finding one's own posts.
  const connectors::Account* first_on(const std::string& network) const;
  int automatic_per_hour() const { return automatic_per_hour_; }
  int automatic_per_author_per_day() const { return automatic_per_author_per_day_; }
  // What the readers of the accounts were told of their servers' limits: replies are composed
  // within it. Ask now and then; cheap. Throws sql::StoreLost.
  void learn(sql::Store& store) const;

 private:
  int automatic_per_hour_ = 0;
  int automatic_per_author_per_day_ = 0;
  std::map<std::string, connectors::Account> accounts_{};
  std::map<std::string, std::unique_ptr<connectors::Network>> networks_{};
};

struct IntakeParts {  // borrowed
  const classifier::Classifier& rules;
  const casebridge::City& city;
  const NetworkBook& book;
  Random& random;
};

// An agent who makes a case of a post; empty = the rules decide.
struct ByPerson {
  std::string agent{};
  std::optional<std::string> topic{};
};

// Returns the case number that the post now belongs to, "" for none.
std::string settle(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                   Instant now, const std::optional<ByPerson>& person = {});

// The text of a reply about a case, as it would be published by this account. Fault: it cannot fit.
struct ReplyAsk {
  ReplyKind kind = ReplyKind::answer;
  Case about{};
  std::string account_key{};
  std::string target_post_id{};
  std::string free_text{};
  bool ask_location = false;
  std::string by = "auto";
  std::string question{};  // its text; "" = the service's question for the place
  sql::ReplyWay way = sql::ReplyWay::as_target;
  std::optional<LengthRule> length{};  // of the way; empty = that of the account's public posts
};
Result<sql::NewReply> write_reply(const IntakeParts& parts, const ReplyAsk& ask,
                                  std::int64_t sequence, Instant now);

// An agent's answer to a post that is no case: the case is opened, answered and, once the answer is
// on its way, closed with it. Nothing else is said to the resident.
struct FirstAnswer {
  std::string agent{};
  std::string text{};
  std::string article{};               // of answers.toml, "" = none
  std::optional<std::string> topic{};  // empty: the rules' best
  std::string account_key{};           // which sends
  std::chrono::seconds undo{0};
};
struct Answered {
  std::string number{};
  std::string why_not{};  // "changed", or a text that cannot be sent; then nothing may be kept
};
Answered settle_with_answer(const IntakeParts& parts, sql::DecideTurn& turn,
                            const sql::StoredPost& stored, const FirstAnswer& answer, Instant now);

}  // namespace social311::service
