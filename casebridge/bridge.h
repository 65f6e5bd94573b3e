// From a classified post to what happens next: ignored, looked at by a person, a new case, or a
// word in a conversation that is already a case. Pure: everything it needs comes in, everything it
// wants goes out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "casebridge/city.h"
#include "casebridge/facts.h"
#include "core/case.h"
#include "core/clock.h"
#include "core/finding.h"
#include "core/length.h"
#include "core/post.h"
#include "core/result.h"

namespace social311::casebridge {

// The one question of a case that waits for its answer.
struct WaitingQuestion {
  // Of the fact; "" = the place; any_words = a person's own question; topic_menu.
  std::string code{};
  // Asked in public as "write to us privately": what the fact is was not said yet.
  bool private_line = false;
};
inline constexpr const char* any_words = "*";
inline constexpr const char* topic_menu = "#";  // the menu of topics (casebridge/menu.h)

// What the store knows around a post when it is decided.
struct History {
  bool own = false;  // written by one of our accounts
  std::optional<Case>
      conversation_case{};  // newest case of the same conversation or of the post answered
  bool answers_us = false;  // replies to a post of ours
  bool automatic_reply_in_conversation = false;  // one of ours within 24 h to this author here
  std::optional<WaitingQuestion> question{};     // of the conversation's case
};

struct DecideAsk {
  Post post{};
  Finding finding{};
  History history{};
  ReplyMode reply = ReplyMode::approve;
  bool can_reply = true;     // account known, post repliable
  bool spoken_to_us = true;  // false: nobody is answered by a machine unasked
  LengthRule length{};
  Instant now{};
  bool can_message = false;  // this network has private messages to us
};

struct NewIntent {
  ReplyKind kind = ReplyKind::receipt;
  ReplyState state = ReplyState::draft;  // queued only where the account acknowledges by itself
  std::string slots_note{};              // why it is a draft, or ""
};

enum class Outcome { own, ignored, review, new_case, joins_case };
const char* name_of(Outcome outcome);

struct Decided {
  Outcome outcome = Outcome::ignored;
  std::string reason{};  // one sentence for the agent
  // review: the article of answers.toml that answers the question, "" = none. A person sends it.
  std::string article{};
  // new_case; and of a case that is joined, where the resident said what it is about:
  std::string topic{};
  std::string service_code{};
  std::string division{};
  Priority priority = Priority::normal;
  CaseStatus status = CaseStatus::fresh;  // needs_info when a fact is missing
  std::optional<Instant> due_at{};
  std::optional<Location> location{};
  std::string language{};
  std::string continues{};  // number of the closed case that is too old to open again, or ""
  // The one question that the receipt carries. With needs_private_line its text leads to a private
  // message and names nothing.
  std::optional<Question> question{};
  // A private fact is missing and there is no private way: a person finds one. Its code.
  std::optional<std::string> a_person_asks{};
  // Of both outcomes: what the post says of the case's kind.
  Facts facts{};
  // joins_case:
  std::string joins{};            // number
  bool reopens = false;           // "it is not fixed"
  bool answers_question = false;  // the missing fact came: needs_info → new
  bool gratitude = false;         // a thank-you: context only, nothing reopens
  bool by_resident = false;       // the word is of the case's own resident
  std::optional<NewIntent>
      intent{};  // at most one: the receipt (with its question), or the emergency text
};

Decided decide(const City& city, const DecideAsk& ask);

// "26-000123": two digits of the local year of opening, six of the year's sequence.
std::string case_number(const BusinessHours& hours, Instant opened_at, std::int64_t sequence);
// Unique per intent and part of the text: the case number and two letters that have no look-alikes.
std::string reply_marker(const std::string& case_number, std::int64_t intent_sequence);

struct ComposeAsk {
  ReplyKind kind = ReplyKind::receipt;
  Case about{};
  std::string marker{};
  std::string author_handle{};  // of the resident
  std::string free_text{};      // closing: the outcome; answer: what the agent wrote
  bool ask_location = false;    // the receipt carries the one question
  LengthRule length{};
  Instant now{};
  std::string question{};  // its text; "" = the service's question for the place
};
// Text within the length rule, in the case's language, with the marker inside. Long free text is
// cut at a grapheme with "…"; a template that cannot fit even so is a Fault that names it.
Result<std::string> compose(const City& city, const ComposeAsk& ask);
// The same, and the name under which the city keeps the text it was made of ("receipt.short.en").
struct ComposedText {
  std::string text{};
  std::string name{};
};
Result<ComposedText> compose_named(const City& city, const ComposeAsk& ask);

}  // namespace social311::casebridge
