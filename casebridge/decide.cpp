#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "casebridge/bridge.h"
#include "casebridge/conversation.h"
#include "casebridge/facts.h"
#include "casebridge/knowledge.h"
#include "casebridge/menu.h"
#include "casebridge/phrases.h"
#include "casebridge/targets.h"

namespace social311::casebridge {
namespace {

// Of an article's match (knowledge.h): one of its phrases stands in the text as a whole, or all of
// its words do and the rules read the article's own topic (.96). Words that stand apart without it
// (.80), a phrase of an article of another topic (.70) and a single word (.60) stay below: "are you
// people still open about the park?" asks for no hours.
constexpr double clear_answer = 0.9;
// Of the rules' strength of abuse: from here on a message begins no conversation.
constexpr double most_abuse = 0.5;

Decided plain(Outcome outcome, std::string reason) {
  Decided out;
  out.outcome = outcome;
  out.reason = std::move(reason);
  return out;
}

int precision(const Location& place) {
  static constexpr std::array<std::string_view, 7> best_first{
      "address", "intersection", "point", "block", "landmark", "street", "area"};
  const auto* const at = std::find(best_first.begin(), best_first.end(), place.kind);
  return static_cast<int>(at - best_first.begin());
}

std::optional<Location> best_place(const Finding& finding) {
  const auto best = std::min_element(
      finding.locations.begin(), finding.locations.end(),
      [](const Location& a, const Location& b) { return precision(a) < precision(b); });
  if (best == finding.locations.end()) return std::nullopt;
  return *best;
}

std::string topic_of(const Finding& finding) {
  return finding.topics.empty() ? "other" : finding.topics.front().topic;
}

std::string language_for(const City& city, const Finding& finding) {
  const auto& known = city.languages;
  const bool spoken = std::find(known.begin(), known.end(), finding.language) != known.end();
  if (spoken) return finding.language;
  return known.empty() ? "en" : known.front();
}

Priority priority_of(const City& city, const DecideAsk& ask) {
  if (ask.finding.urgency == Urgency::emergency) return Priority::emergency;
  if (ask.finding.urgency == Urgency::urgent) return Priority::urgent;
  return is_partner(city, ask.post.network, ask.post.author.id) ? Priority::partner
                                                                : Priority::normal;
}

std::string why_not_by_itself(const DecideAsk& ask) {
  if (!ask.can_reply) {
    return "the network does not let us answer this post" +
           (ask.post.repliable_reason.empty() ? "" : ": " + ask.post.repliable_reason);
  }
  if (!ask.spoken_to_us)
    return "the author did not speak to us: a person decides whether we answer";
  if (ask.reply == ReplyMode::off) return "the account sends nothing";
  if (ask.reply == ReplyMode::approve) return "a person approves each reply of this account";
  if (ask.history.automatic_reply_in_conversation) {
    return "an automatic reply already went to this conversation within a day";
  }
  return "";
}

NewIntent first_reply(const DecideAsk& ask, ReplyKind kind) {
  NewIntent intent;
  intent.kind = kind;
  intent.slots_note = why_not_by_itself(ask);
  intent.state = intent.slots_note.empty() ? ReplyState::queued : ReplyState::draft;
  return intent;
}

Audience audience_of(const DecideAsk& ask) {
  return ask.post.kind == PostKind::direct_message ? Audience::direct_message : Audience::in_public;
}

bool holds_link(std::string_view text) {
  return text.find("://") != std::string_view::npos || text.find("www.") != std::string_view::npos;
}

// A private message that begins a conversation and names no matter: "hello", "I need help". Thanks,
// abuse, emoji alone and what only spreads a link begin nothing.
bool wants_menu(const City& city, const DecideAsk& ask) {
  if (city.menu.entries.empty() || ask.post.kind != PostKind::direct_message) return false;
  if (ask.history.conversation_case || !ask.spoken_to_us) return false;
  if (ask.finding.urgency == Urgency::emergency || topic_of(ask.finding) != "other") return false;
  if (ask.finding.decision == Decision::open_case) return true;
  return !is_gratitude(ask.finding) && ask.finding.abuse < most_abuse &&
         !holds_link(ask.post.text) && !words_of(ask.post.text).empty();
}

void ask_what_is_missing(const City& city, const DecideAsk& ask, Decided& out) {
  if (wants_menu(city, ask)) {
    out.question = Question{topic_menu, menu_text(city.menu, out.language), false};
    out.status = CaseStatus::needs_info;
    return;
  }
  const Service& service = city.service(out.topic);
  auto question = next_question(service, out.location, out.facts, audience_of(ask), out.language);
  if (!question) return;
  if (question->needs_private_line && !ask.can_message) {
    out.a_person_asks = question->code;
    return;
  }
  if (question->needs_private_line) question->text = private_line(out.language);
  out.question = std::move(question);
  out.status = CaseStatus::needs_info;
}

std::optional<Instant> due_of(const City& city, const DecideAsk& ask, const Decided& out) {
  const Line line = line_of(city, {ask.post.network, ask.post.author.id, ""});
  const auto target = targets_for(city, out.topic, out.priority, line).resolution;
  if (!target) return std::nullopt;
  if (target->basis == Basis::wall_time) return ask.now + target->span;
  return add_business_time(city.hours, ask.now, target->span);
}

Decided new_case(const City& city, const DecideAsk& ask, std::string reason) {
  Decided out = plain(Outcome::new_case, std::move(reason));
  const bool emergency = ask.finding.urgency == Urgency::emergency;
  out.topic = topic_of(ask.finding);
  const Service& service = city.service(out.topic);
  out.service_code = service.code;
  out.division = service.division.value_or("");
  out.priority = priority_of(city, ask);
  out.location = best_place(ask.finding);
  out.language = language_for(city, ask.finding);
  out.facts = read_facts(service, ask.post.text);
  // Nobody in danger is asked for a form: the emergency text sends them to 911.
  if (!emergency) ask_what_is_missing(city, ask, out);
  out.due_at = due_of(city, ask, out);
  out.intent = first_reply(ask, emergency ? ReplyKind::emergency : ReplyKind::receipt);
  return out;
}

bool by_the_resident(const DecideAsk& ask, const Case& known) {
  return !known.resident.id.empty() && known.resident.network == ask.post.network &&
         known.resident.id == ask.post.author.id;
}

// A thread under one post can be hundreds of people's: another person's own request, about
// something else or somewhere else, is not a word in this case.
bool is_another_matter(const DecideAsk& ask, const Case& known) {
  if (ask.finding.decision != Decision::open_case) return false;
  if (ask.finding.topics.empty()) return false;
  const std::string topic = topic_of(ask.finding);
  const auto place = best_place(ask.finding);
  const bool own_place = place && is_precise(*place);
  if (by_the_resident(ask, known)) return topic != known.topic && own_place;
  return topic != known.topic ||
         (own_place && known.location && place->text != known.location->text);
}

// A closed thread that asks for the same again so soon means the same thing; later it is a new one.
bool is_old(const City& city, const DecideAsk& ask, const Case& known) {
  const std::chrono::days window{city.service(known.topic).reopen_days};
  return known.closed_at && ask.now - *known.closed_at > window;
}

Decided joined(const Case& known, std::string reason) {
  Decided out = plain(Outcome::joins_case, std::move(reason));
  out.joins = known.number;
  return out;
}

// What the new words leave open, the old case knows: its kind and its place.
Decided continued(const City& city, DecideAsk ask, const Case& known, std::string reason) {
  if (ask.finding.topics.empty()) {
    TopicFinding same;
    same.topic = known.topic;
    ask.finding.topics.push_back(std::move(same));
  }
  if (ask.finding.locations.empty() && known.location)
    ask.finding.locations.push_back(*known.location);
  Decided out = new_case(city, ask, std::move(reason));
  out.continues = known.number;
  return out;
}

Decided in_closed_case(const City& city, const DecideAsk& ask, const Case& known, bool disputes) {
  const bool asks_again = ask.finding.decision == Decision::open_case;
  if ((disputes || asks_again) && is_old(city, ask, known)) {
    return continued(city, ask, known, "goes on from case " + known.number + ", closed long ago");
  }
  Decided out = joined(known, "a word after closing");
  out.reopens = disputes || asks_again;
  if (disputes)
    out.reason = "the resident says it is not fixed";
  else if (asks_again)
    out.reason = "the same is asked again after closing";
  return out;
}

// Thanks may come with it ("thanks! it is at 14th and Grant"), so this is looked at first.
bool tells_the_place(const DecideAsk& ask, const Case& known) {
  const auto& question = ask.history.question;
  const bool wanted = question ? question->code.empty() : known.status == CaseStatus::needs_info;
  if (!wanted || !by_the_resident(ask, known)) return false;
  const auto place = best_place(ask.finding);
  return place && is_precise(*place);
}

Decided place_told(const DecideAsk& ask, const Case& known) {
  Decided out = joined(known, "the missing place was told");
  out.answers_question = true;
  out.location = best_place(ask.finding);
  return out;
}

// What the post says of the fact that was asked for. Nothing private is taken from a public post,
// and a word that came before the question was put is no answer to it.
std::optional<std::string> answer_to(const City& city, const DecideAsk& ask, const Case& known,
                                     const WaitingQuestion& question) {
  const Fact* fact = find_fact(city.service(known.topic), question.code);
  if (fact == nullptr) return std::nullopt;
  if (fact->is_private && audience_of(ask) == Audience::in_public) return std::nullopt;
  const bool free_words = fact->type == Fact::Type::text || fact->type == Fact::Type::datetime;
  if (free_words && is_gratitude(ask.finding)) return std::nullopt;
  return read_fact(*fact, ask.post.text,
                   question.private_line ? Reading::in_passing : Reading::as_answer);
}

// A request outranks the menu: its own words say what it is about. Then the menu's number or name,
// then whatever topic the rules still read.
std::string topic_named(const City& city, const DecideAsk& ask) {
  const std::string read = topic_of(ask.finding);
  if (ask.finding.decision == Decision::open_case && read != "other") return read;
  if (const auto chosen = read_choice(city.menu, ask.post.text)) return *chosen;
  return read == "other" ? "" : read;
}

std::optional<Decided> topic_told(const City& city, const DecideAsk& ask, const Case& known) {
  if (is_gratitude(ask.finding)) return std::nullopt;
  Decided out = joined(known, "the resident said what it is about");
  out.topic = topic_named(city, ask);
  if (out.topic.empty()) return std::nullopt;
  const Service& service = city.service(out.topic);
  out.service_code = service.code;
  out.division = service.division.value_or("");
  out.location = best_place(ask.finding);
  out.answers_question = true;
  return out;
}

std::optional<Decided> fact_told(const City& city, const DecideAsk& ask, const Case& known) {
  const auto& question = ask.history.question;
  if (!question || question->code.empty() || !by_the_resident(ask, known)) return std::nullopt;
  Decided out = joined(known, "the missing fact was told");
  out.answers_question = true;
  if (question->code == topic_menu) return topic_told(city, ask, known);
  if (question->code == any_words) {
    if (is_gratitude(ask.finding)) return std::nullopt;
    out.reason = "the resident answered the question";
    return out;
  }
  const auto said = answer_to(city, ask, known, *question);
  if (!said) return std::nullopt;
  out.facts[question->code] = *said;
  return out;
}

Decided in_known_conversation(const City& city, const DecideAsk& ask, const Case& known) {
  if (tells_the_place(ask, known)) return place_told(ask, known);
  if (known.status != CaseStatus::closed)
    if (auto told = fact_told(city, ask, known)) return *std::move(told);
  const bool disputes = says_not_fixed(city, ask.post.text);
  if (!disputes && is_gratitude(ask.finding)) {
    Decided out = joined(known, "thanks");
    out.gratitude = true;
    return out;
  }
  if (!disputes && is_another_matter(ask, known)) {
    return new_case(city, ask, "another request in the thread of case " + known.number);
  }
  if (known.status == CaseStatus::closed) return in_closed_case(city, ask, known, disputes);
  return joined(known, "belongs to the conversation of the case");
}

bool needs_a_lane_of_its_own(const DecideAsk& ask) {
  if (ask.finding.urgency != Urgency::emergency || ask.finding.decision == Decision::ignore)
    return false;
  const auto& known = ask.history.conversation_case;
  return !known || known->status == CaseStatus::closed || known->priority != Priority::emergency;
}

// A person sends the answer, so that what the rules take for a question costs a glance at most.
std::optional<SuggestedAnswer> known_answer(const City& city, const DecideAsk& ask) {
  const Finding& finding = ask.finding;
  if (!finding.addressed || finding.intent != Intent::question) return std::nullopt;
  if (finding.decision == Decision::open_case || finding.urgency == Urgency::emergency)
    return std::nullopt;
  auto found = suggest_answers(city.articles, finding, ask.post.text, language_for(city, finding));
  if (found.empty() || found.front().score < clear_answer) return std::nullopt;
  return std::move(found.front());
}

Decided to_answer(SuggestedAnswer known) {
  Decided out = plain(Outcome::review, "a question with a known answer: " + known.question);
  out.article = std::move(known.article);
  return out;
}

Decided by_finding(const City& city, const DecideAsk& ask) {
  if (auto known = known_answer(city, ask)) return to_answer(*std::move(known));
  if (wants_menu(city, ask)) return new_case(city, ask, "a private message that names no matter");
  switch (ask.finding.decision) {
    case Decision::open_case:
      return new_case(city, ask, "asks for something the city does");
    case Decision::review:
      return plain(Outcome::review, "too uncertain to decide without a person");
    case Decision::ignore:
      break;
  }
  if (ask.finding.urgency == Urgency::emergency && ask.finding.addressed) {
    return plain(Outcome::review, "may speak of danger to life");
  }
  return plain(Outcome::ignored,
               is_gratitude(ask.finding) ? "thanks" : "nothing for the city to do");
}

}  // namespace

const char* name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::own:
      return "own";
    case Outcome::ignored:
      return "ignored";
    case Outcome::review:
      return "review";
    case Outcome::new_case:
      return "new_case";
    case Outcome::joins_case:
      return "joins_case";
  }
  return "";
}

Decided decide(const City& city, const DecideAsk& ask) {
  if (ask.history.own) return plain(Outcome::own, "written by an account of ours");
  if (ask.post.kind == PostKind::repost)
    return plain(Outcome::ignored, "a repost adds no words of its own");
  if (needs_a_lane_of_its_own(ask)) return new_case(city, ask, "speaks of danger to life");
  if (ask.history.conversation_case) {
    const Case& known = *ask.history.conversation_case;
    Decided out = in_known_conversation(city, ask, known);
    out.by_resident = by_the_resident(ask, known);
    if (out.outcome == Outcome::joins_case && out.by_resident)
      out.facts.merge(
          read_facts(city.service(out.topic.empty() ? known.topic : out.topic), ask.post.text));
    return out;
  }
  return by_finding(city, ask);
}

}  // namespace social311::casebridge
