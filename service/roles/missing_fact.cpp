#include "service/roles/missing_fact.h"

#include "casebridge/facts.h"

namespace social311::service {
namespace {

using casebridge::AfterSilence;
using casebridge::Audience;
using casebridge::Question;

sql::FactRow fact_row(const std::string& code, const std::string& value, const char* source,
                      std::int64_t post_id, Instant now) {
  return {.code = code, .value = value, .source = source, .post_id = post_id, .at = now};
}

void keep_facts(sql::DecideTurn& turn, const std::string& number, const casebridge::Facts& facts,
                const char* source, std::int64_t post_id, Instant now) {
  for (const auto& [code, value] : facts)
    turn.keep_fact(number, fact_row(code, value, source, post_id, now));
}

bool takes_messages(const IntakeParts& parts, const std::string& account_key) {
  const auto* network = parts.book.network(account_key);
  return network != nullptr && network->capabilities().sends_messages;
}

void hand_over(sql::DecideTurn& turn, const std::string& number, const std::string& code,
               const char* why, Instant now) {
  turn.ask_question(number, {.code = code, .state = "person", .why = why}, now);
  turn.note_case(number, "needs_person", why, now);
}

// The question as a draft for the resident's newest post; its marker, "" where none can be written.
std::string draft_question(const IntakeParts& parts, sql::DecideTurn& turn, const Case& about,
                           const sql::StoredPost& target, const std::string& text, Instant now) {
  const ReplyAsk ask{.kind = ReplyKind::question,
                     .about = about,
                     .account_key = target.account_key,
                     .target_post_id = target.post.id,
                     .question = text};
  auto reply = write_reply(parts, ask, turn.next_reply_sequence(), now);
  if (!reply) return "";
  reply->seq = turn.next_seq(target.account_key, target.post.id, ReplyKind::question);
  reply->state = ReplyState::draft;
  return turn.add_reply(*reply) ? reply->marker : "";
}

// The menu again, and never in public.
std::optional<Question> menu_again(const IntakeParts& parts, const Case& about,
                                   const sql::StoredPost& target) {
  if (target.post.kind != PostKind::direct_message || parts.city.menu.entries.empty()) return {};
  return Question{casebridge::topic_menu, casebridge::menu_text(parts.city.menu, about.language),
                  false};
}

// What is to be asked of this person here, in words fit for where it is asked.
std::optional<Question> what_to_ask(const IntakeParts& parts, sql::DecideTurn& turn,
                                    const Case& about, const sql::StoredPost& target) {
  const bool in_private = target.post.kind == PostKind::direct_message;
  auto question = casebridge::next_question(
      parts.city.service(about.topic), about.location, turn.facts(about.number),
      in_private ? Audience::direct_message : Audience::in_public, about.language);
  if (question && question->needs_private_line && takes_messages(parts, target.account_key))
    question->text = casebridge::private_line(about.language);
  return question;
}

void ask_as_draft(const IntakeParts& parts, sql::DecideTurn& turn, const Case& about,
                  const sql::StoredPost& target, const Question& question, Instant now) {
  if (question.needs_private_line && !takes_messages(parts, target.account_key))
    return hand_over(turn, about.number, question.code,
                     "a private fact is missing and this network has no private messages", now);
  const auto marker = draft_question(parts, turn, about, target, question.text, now);
  if (marker.empty())
    return hand_over(turn, about.number, question.code, "the question could not be written", now);
  turn.ask_question(
      about.number,
      {.code = question.code, .private_line = question.needs_private_line, .marker = marker}, now);
}

void ask_again(const IntakeParts& parts, sql::DecideTurn& turn, const sql::WaitingCase& waiting,
               Instant now) {
  const auto target = turn.reply_target(waiting.about.number);
  const bool of_topic = waiting.question.code == casebridge::topic_menu;
  const auto question = !target || target->account_key.empty() ? std::nullopt
                        : of_topic ? menu_again(parts, waiting.about, *target)
                                   : what_to_ask(parts, turn, waiting.about, *target);
  const bool same = question && question->code == waiting.question.code;
  const auto marker =
      same ? draft_question(parts, turn, waiting.about, *target, question->text, now) : "";
  if (marker.empty())
    return turn.hand_question(waiting.about.number,
                              "the resident did not answer, and cannot be asked again", now);
  turn.asked_again(waiting.question.question_id, marker, now);
  turn.note_case(waiting.about.number, "question",
                 "no answer: the question waits as a draft to be asked once more", now);
}

// Words from which no topic can be read, after the menu left, are as good as silence.
void judge_words(const IntakeParts& parts, sql::DecideTurn& turn, const std::string& number,
                 const sql::QuestionRow& menu, Instant now) {
  const auto about = turn.find_case(number);
  if (!about || menu.state != "open" || menu.times == 0) return;
  if (menu.times < 2) return ask_again(parts, turn, {*about, menu}, now);
  turn.hand_question(number, "no topic can be read from the answers: a person decides", now);
}

void choose_topic(sql::DecideTurn& turn, const std::string& number,
                  const casebridge::Decided& decided, Instant now) {
  if (decided.topic.empty()) return;
  turn.reroute(number,
               {.topic = decided.topic,
                .service_code = decided.service_code,
                .division = decided.division,
                .reason = decided.reason},
               now);
}

}  // namespace

void know_question(sql::DecideTurn& turn, const sql::StoredPost& stored,
                   casebridge::History& history) {
  if (!history.conversation_case && stored.post.kind == PostKind::direct_message) {
    const auto number =
        turn.waits_for_message(stored.post.network, stored.post.author.id, stored.account_key);
    if (!number.empty()) history.conversation_case = turn.find_case(number);
  }
  if (!history.conversation_case) return;
  const auto waiting = turn.waiting_question(history.conversation_case->number);
  if (waiting) history.question = {.code = waiting->code, .private_line = waiting->private_line};
}

void keep_question(sql::DecideTurn& turn, const std::string& number, const sql::StoredPost& stored,
                   const casebridge::Decided& decided, const std::string& marker, Instant now) {
  keep_facts(turn, number, decided.facts, "post", stored.post_id, now);
  if (decided.a_person_asks)
    return hand_over(turn, number, *decided.a_person_asks,
                     "a private fact is missing and this network has no private messages", now);
  if (!decided.question) return;
  turn.ask_question(number,
                    {.code = decided.question->code,
                     .state = marker.empty() ? "person" : "open",
                     .private_line = decided.question->needs_private_line,
                     .why = marker.empty() ? "nobody could be asked: there is no reply" : "",
                     .marker = marker},
                    now);
}

void take_answer(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
                 const casebridge::Decided& decided, Instant now) {
  const auto& number = decided.joins;
  keep_facts(turn, number, decided.facts, decided.answers_question ? "answer" : "post",
             stored.post_id, now);
  const auto waiting = turn.waiting_question(number);
  const bool told_in_passing = waiting && decided.facts.contains(waiting->code);
  if (decided.answers_question || told_in_passing) {
    const bool waited = turn.end_question(number, "answered", decided.reason, now);
    if (!waited) turn.set_case_status(number, CaseStatus::fresh, decided.reason, now);
    choose_topic(turn, number, decided, now);
    return ask_next(parts, turn, number, now);
  }
  const bool theirs = waiting && decided.by_resident && !decided.gratitude;
  if (theirs && waiting->code == casebridge::topic_menu)
    return judge_words(parts, turn, number, *waiting, now);
  // They wrote privately, as we had asked: now the question itself can be put.
  if (waiting && waiting->private_line && stored.post.kind == PostKind::direct_message)
    ask_next(parts, turn, number, now);
}

void ask_next(const IntakeParts& parts, sql::DecideTurn& turn, const std::string& number,
              Instant now) {
  const auto about = turn.find_case(number);
  if (!about || about->status == CaseStatus::closed || about->priority == Priority::emergency)
    return;
  const auto waiting = turn.waiting_question(number);
  if (waiting && !waiting->private_line) return;
  const auto target = turn.reply_target(number);
  if (!target || target->account_key.empty()) return;
  const auto question = what_to_ask(parts, turn, *about, *target);
  if (question) ask_as_draft(parts, turn, *about, *target, *question, now);
}

void judge_silence(const IntakeParts& parts, const casebridge::Calendar& desk,
                   sql::DecideTurn& turn, const sql::WaitingCase& waiting, Instant now) {
  const Instant asked = waiting.question.last_at.value_or(waiting.question.created_at);
  switch (casebridge::after_silence(waiting.question.times, desk.between(asked, now))) {
    case AfterSilence::wait:
      // Never sooner than in a minute, so that a calendar that hardly opens cannot keep us busy.
      turn.look_again(waiting.question.question_id,
                      std::max(desk.add(asked, casebridge::patience).value_or(now),
                               now + std::chrono::minutes{1}));
      return;
    case AfterSilence::ask_again:
      return ask_again(parts, turn, waiting, now);
    case AfterSilence::to_a_person:
      return turn.hand_question(waiting.about.number,
                                "the resident did not answer twice: a person decides", now);
  }
}

}  // namespace social311::service
