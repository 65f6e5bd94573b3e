#include "service/roles/intake.h"

#include "casebridge/targets.h"
#include "core/digest.h"
#include "core/text.h"
#include "service/roles/brakes.h"
#include "service/roles/incidents.h"
#include "service/roles/missing_fact.h"

namespace social311::service {
namespace {

using casebridge::Decided;
using casebridge::Outcome;

// A reply must fit somewhere even where the account is gone: the strictest rule of the networks we
// serve.
LengthRule fallback_length() {
  return {.limit = 280, .byte_limit = 0, .measure = [](std::string_view text) {
            return grapheme_count(text);
          }};
}

LengthRule length_for(const NetworkBook& book, const std::string& account_key) {
  const auto* network = book.network(account_key);
  return network ? network->capabilities().length : fallback_length();
}

casebridge::DecideAsk ask_for(const IntakeParts& parts, sql::DecideTurn& turn,
                              const sql::StoredPost& stored, const Finding& finding, Instant now) {
  const sql::PostHistory known = turn.history(stored, now);
  const auto* account = parts.book.account(stored.account_key);
  const bool own = account && stored.post.author.id == account->id;
  casebridge::History history{
      .own = own,
      .conversation_case = known.conversation_case,
      .answers_us = known.answers_us,
      .automatic_reply_in_conversation = known.automatic_reply_in_conversation};
  know_question(turn, stored, history);
  const auto* network = parts.book.network(stored.account_key);
  return {.post = stored.post,
          .finding = finding,
          .history = std::move(history),
          .reply = account ? account->reply : ReplyMode::off,
          .can_reply = account != nullptr && stored.post.repliable != Repliable::not_summoned &&
                       stored.post.repliable != Repliable::closed,
          .spoken_to_us = stored.post.repliable_reason != connectors::unsummoned,
          .length = length_for(parts.book, stored.account_key),
          .now = now,
          .can_message = network != nullptr && network->capabilities().sends_messages};
}

// The person's word outranks the rules: the post is a request, of the topic they name or the rules'
// best.
void lean_on(Finding& finding, const ByPerson& person) {
  finding.decision = Decision::open_case;
  if (!person.topic) return;
  TopicFinding chosen;
  for (const auto& topic : finding.topics)
    if (topic.topic == *person.topic) chosen = topic;
  chosen.topic = *person.topic;
  finding.topics.insert(finding.topics.begin(), chosen);
}

// Whoever makes a case by hand has said what it is about.
void ask_no_topic(Decided& decided) {
  if (!decided.question || decided.question->code != casebridge::topic_menu) return;
  decided.question.reset();
  decided.status = CaseStatus::fresh;
}

sql::NewCaseRow row_for(const IntakeParts& parts, const sql::StoredPost& stored,
                        const Decided& decided, Instant now, const std::string& by) {
  return {
      .topic = decided.topic,
      .service_code = decided.service_code,
      .division = decided.division,
      .priority = decided.priority,
      .status = decided.status,
      .opened_at = now,
      .due_at = decided.due_at,
      .location = decided.location,
      .language = decided.language,
      .reason = decided.reason,
      .public_token = base64url(parts.random.bytes(18)),
      .opened_by = by,
      .partner = casebridge::is_partner(parts.city, stored.post.network, stored.post.author.id)};
}

// Its marker; "" = there is no reply.
std::string add_intent(const IntakeParts& parts, sql::DecideTurn& turn,
                       const sql::StoredPost& stored, const Decided& decided,
                       const std::string& number, const std::string& same, Instant now) {
  const auto& intent = *decided.intent;
  const auto about = turn.find_case(number);
  if (!about || stored.account_key.empty()) return "";
  const ReplyAsk ask{.kind = intent.kind,
                     .about = *about,
                     .account_key = stored.account_key,
                     .target_post_id = stored.post.id,
                     .ask_location = decided.question.has_value() || !same.empty(),
                     .question = decided.question ? decided.question->text : same};
  auto reply = write_reply(parts, ask, turn.next_reply_sequence(), now);
  if (!reply)
    return "";  // a text that cannot fit is the template's fault: `doctor` and `rules check` name
                // it
  const Braked braked = brake(parts, turn, stored, intent, now);
  reply->state = braked.state;
  if (!turn.add_reply(*reply)) return "";
  if (!braked.why.empty()) turn.note_case(number, "brake", braked.why, now);
  return reply->marker;
}

// What is open near the new case; the question about it, where the receipt asks nothing else.
std::string compare_new(const IntakeParts& parts, sql::DecideTurn& turn,
                        const sql::StoredPost& stored, const Decided& decided,
                        const Finding& finding, const std::string& number, Instant now) {
  if (!casebridge::is_spot(decided.location)) return "";
  const auto about = turn.find_case(number);
  if (!about) return "";
  const bool free_to_ask = decided.intent && decided.intent->kind == ReplyKind::receipt &&
                           !decided.question && !stored.account_key.empty();
  const auto may_ask = free_to_ask ? MayAsk::yes : MayAsk::no;
  return look_for_same(parts, turn, *about, &finding, may_ask, now);
}

std::string open_new(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                     const Decided& decided, const Finding& finding, Instant now,
                     const std::string& by) {
  const auto& hours = parts.city.hours;
  const std::int64_t sequence = turn.next_case_sequence(casebridge::local_year(hours, now));
  const std::string number = casebridge::case_number(hours, now, sequence);
  if (!turn.open_case(number, row_for(parts, stored, decided, now, by), stored)) return "";
  std::string marker;
  const std::string same = compare_new(parts, turn, stored, decided, finding, number, now);
  if (decided.intent) marker = add_intent(parts, turn, stored, decided, number, same, now);
  keep_question(turn, number, stored, decided, marker, now);
  return number;
}

void join(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
          const Decided& decided, Instant now) {
  turn.join_case(decided.joins, stored);
  if (decided.location && decided.answers_question)
    turn.set_case_location(decided.joins, *decided.location, now);
  if (decided.reopens) turn.set_case_status(decided.joins, CaseStatus::open, decided.reason, now);
  take_answer(parts, turn, stored, decided, now);
}

}  // namespace

NetworkBook::NetworkBook(const Config& config, connectors::NetworkParts parts)
    : automatic_per_hour_(config.sender.automatic_per_hour),
      automatic_per_author_per_day_(config.sender.automatic_per_author_per_day) {
  for (const auto& account : config.accounts) {
    accounts_[account.key()] = account;
    auto network = connectors::make_network(accounts_[account.key()], parts);
    if (network) networks_[account.key()] = std::move(network).value();
  }
}

const connectors::Account* NetworkBook::account(const std::string& key) const {
  const auto found = accounts_.find(key);
  return found == accounts_.end() ? nullptr : &found->second;
}

const connectors::Network* NetworkBook::network(const std::string& key) const {
  const auto found = networks_.find(key);
  return found == networks_.end() ? nullptr : found->second.get();
}

const connectors::Account* NetworkBook::first_on(const std::string& network) const {
  for (const auto& [key, account] : accounts_)
    if (account.network == network) return &account;
  return nullptr;
}

void NetworkBook::learn(sql::Store& store) const {
  for (const auto& [key, network] : networks_)
    if (const auto told = store.limits(key)) network->take_limits(*told);
}

Result<sql::NewReply> write_reply(const IntakeParts& parts, const ReplyAsk& ask,
                                  std::int64_t sequence, Instant now) {
  const auto* network = parts.book.network(ask.account_key);
  const std::string marker = casebridge::reply_marker(ask.about.number, sequence);
  auto text = casebridge::compose(
      parts.city, {.kind = ask.kind,
                   .about = ask.about,
                   .marker = marker,
                   .author_handle = ask.about.resident.handle,
                   .free_text = ask.free_text,
                   .ask_location = ask.ask_location,
                   .length = ask.length ? *ask.length : length_for(parts.book, ask.account_key),
                   .now = now,
                   .question = ask.question});
  if (!text) return text.fault();
  return sql::NewReply{.account_key = ask.account_key,
                       .target_post_id = ask.target_post_id,
                       .case_number = ask.about.number,
                       .kind = ask.kind,
                       .body = *text,
                       .marker = marker,
                       .network_key = network ? network->new_key(now, parts.random) : "",
                       .language = ask.about.language,
                       .policy = network ? network->capabilities().policy : ReplyPolicy::human,
                       .by = ask.by,
                       .created_at = now,
                       .way = ask.way};
}

std::string settle(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                   Instant now, const std::optional<ByPerson>& person) {
  Finding finding = parts.rules.classify(stored.post, now);
  if (person) lean_on(finding, *person);
  const auto ask = ask_for(parts, turn, stored, finding, now);
  Decided decided = casebridge::decide(parts.city, ask);
  if (person) ask_no_topic(decided);
  if (decided.outcome == Outcome::joins_case && ask.history.conversation_case)
    hear_resident(parts, turn, stored, *ask.history.conversation_case, decided, now);
  std::string state = "ignored";
  std::string number;
  switch (decided.outcome) {
    case Outcome::own:
      state = "own";
      break;
    case Outcome::ignored:
      break;
    case Outcome::review:
      state = "review";
      if (!decided.article.empty()) turn.keep_known_question(stored.post_id, decided.article);
      break;
    case Outcome::joins_case:
      state = "case";
      number = decided.joins;
      join(parts, turn, stored, decided, now);
      break;
    case Outcome::new_case:
      state = "case";
      number =
          open_new(parts, turn, stored, decided, finding, now, person ? person->agent : "auto");
      break;
  }
  turn.settle_post(stored, state, finding, decided.reason, now);
  return number;
}

namespace {

// The case, without the receipt and its question: the answer is the one word.
Decided silent_case(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                    const Finding& finding, Instant now) {
  Decided decided = casebridge::decide(parts.city, ask_for(parts, turn, stored, finding, now));
  decided.intent.reset();
  decided.question.reset();
  decided.a_person_asks.reset();
  decided.status = CaseStatus::fresh;
  decided.reason = "answered at first contact";
  return decided;
}

Result<sql::NewReply> first_answer(const IntakeParts& parts, sql::DecideTurn& turn,
                                   const sql::StoredPost& stored, const Case& about,
                                   const FirstAnswer& answer, Instant now) {
  auto reply = write_reply(parts,
                           {.kind = ReplyKind::answer,
                            .about = about,
                            .account_key = answer.account_key,
                            .target_post_id = stored.post.id,
                            .free_text = answer.text,
                            .by = answer.agent},
                           turn.next_reply_sequence(), now);
  if (!reply) return reply;
  reply->seq = turn.next_seq(answer.account_key, stored.post.id, ReplyKind::answer);
  reply->state = ReplyState::queued;
  reply->not_before = now + answer.undo;
  return reply;
}

}  // namespace

Answered settle_with_answer(const IntakeParts& parts, sql::DecideTurn& turn,
                            const sql::StoredPost& stored, const FirstAnswer& answer, Instant now) {
  Finding finding = parts.rules.classify(stored.post, now);
  lean_on(finding, {answer.agent, answer.topic});
  const Decided decided = silent_case(parts, turn, stored, finding, now);
  // Meanwhile it belongs to a case: the answer is given there.
  if (decided.outcome != Outcome::new_case) return {"", "changed"};
  const std::string number = open_new(parts, turn, stored, decided, finding, now, answer.agent);
  const auto about = number.empty() ? std::nullopt : turn.find_case(number);
  if (!about) return {"", "changed"};
  const auto reply = first_answer(parts, turn, stored, *about, answer, now);
  if (!reply) return {"", reply.fault().message};
  if (!turn.add_reply(*reply)) return {"", "changed"};
  turn.settle_post(stored, "case", finding, decided.reason, now);
  turn.close_answered({.number = number,
                       .resolution = answer.text,
                       .agent = answer.agent,
                       .marker = reply->marker,
                       .article = answer.article},
                      now);
  return {number, ""};
}

}  // namespace social311::service
