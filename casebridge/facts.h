// The missing fact: what a request still lacks, the one question to ask for it, and what an answer
// says. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "casebridge/city.h"
#include "core/finding.h"

namespace social311::casebridge {

// What is known of a request, by fact code.
using Facts = std::map<std::string, std::string>;

enum class Audience { in_public, direct_message };

struct Question {
  std::string code{};  // of the fact; "" = the place; topic_menu (bridge.h)
  std::string text{};
  // The fact is private and everybody reads along: ask for it by direct message, or not at all.
  bool needs_private_line = false;
};

// The place first, then the required facts in the service's order. Empty when nothing is missing.
std::optional<Question> next_question(const Service& service, const std::optional<Location>& place,
                                      const Facts& known, Audience audience,
                                      const std::string& language);

// Asked in public instead of a private fact: it names nothing and leads to a private message.
std::string private_line(const std::string& language);
const Fact* find_fact(const Service& service, std::string_view code);  // null: no such fact

// What a text says of a fact: the keys of its list that are named (several joined by ","), a whole
// number, a day, or for a text fact the text itself when it answers a question.
enum class Reading { in_passing, as_answer };
std::optional<std::string> read_fact(const Fact& fact, std::string_view text, Reading reading);
// Everything the text says in passing; text facts are never guessed.
Facts read_facts(const Service& service, std::string_view text);

// A place where a crew can go: an address, a crossing, a block, a landmark, a point.
bool is_precise(const Location& place);

// What silence after a question means.
enum class AfterSilence { wait, ask_again, to_a_person };
AfterSilence after_silence(int times_asked, Milliseconds open_time_since_asked);
inline constexpr std::chrono::hours patience{24};  // open hours: two days of the desk

}  // namespace social311::casebridge
