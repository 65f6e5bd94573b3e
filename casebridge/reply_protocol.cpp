#include "casebridge/reply_protocol.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/text.h"

namespace social311::casebridge {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::pair<AttemptOutcome, const char*>, 4> outcome_names{{
    {AttemptOutcome::sent, "sent"},
    {AttemptOutcome::rejected, "rejected"},
    {AttemptOutcome::not_sent, "not_sent"},
    {AttemptOutcome::unknown, "unknown"},
}};

// When to look after an attempt, for the settle window that production uses; a shorter window
// (tests, training) shortens the looks with it. The last one begins when the window is over.
constexpr seconds usual_settle{900};
constexpr std::array<seconds, 5> usual_looks{seconds{5}, seconds{30}, minutes{2}, minutes{5},
                                             minutes{15}};
// Reads that fail or are cut go on at this pace: an account whose reads never come through alarms
// by age.
constexpr seconds later_looks{300};
constexpr milliseconds shortest_wait{50};

milliseconds scaled(seconds usual, const ReplyTiming& timing) {
  const milliseconds by_window = milliseconds{usual} * timing.settle.count() / usual_settle.count();
  return std::max(by_window, shortest_wait);
}

milliseconds look_offset(std::size_t index, const ReplyTiming& timing) {
  // A longer window does not slow the early looks; the last look is always the window's end.
  if (usual_looks[index] == usual_settle)
    return std::max<milliseconds>(timing.settle, shortest_wait);
  return std::min<milliseconds>(scaled(usual_looks[index], timing),
                                milliseconds{usual_looks[index]});
}

Instant next_look(Instant attempt_ended_at, Instant begun_at, const ReplyTiming& timing) {
  for (std::size_t i = 0; i < usual_looks.size(); ++i) {
    const Instant look = attempt_ended_at + look_offset(i, timing);
    if (look > begun_at) return look;
  }
  return begun_at + std::min<milliseconds>(scaled(later_looks, timing), milliseconds{later_looks});
}

// 2 s, 4 s, 8 s … five minutes; the server's own word is a floor, not a ceiling.
milliseconds backoff(int attempts) {
  constexpr int most_doublings = 8;
  const int doublings = std::clamp(attempts, 1, most_doublings);
  return std::min<milliseconds>(seconds{1LL << doublings}, minutes{5});
}

NextStep try_again(Instant at) {
  return {ReplyState::queued, false, at};
}

// The attempt left nothing behind. One before it may have.
NextStep after_refusal(ReplyPolicy policy, int attempts, Instant ended_at,
                       const ReplyTiming& timing) {
  if (policy != ReplyPolicy::retry_keyed || attempts <= 1)
    return {ReplyState::failed, false, std::nullopt};
  return {ReplyState::in_doubt, false, ended_at + look_offset(0, timing)};
}

NextStep after_not_sent(ReplyPolicy policy, int attempts, Instant ended_at, Instant created_at,
                        std::optional<milliseconds> retry_after, const ReplyTiming& timing) {
  if (ended_at - created_at >= timing.give_up)
    return after_refusal(policy, attempts, ended_at, timing);
  const milliseconds wait = std::max(backoff(attempts), retry_after.value_or(milliseconds{0}));
  return try_again(ended_at + wait);
}

NextStep after_unknown(ReplyPolicy policy, int attempts, Instant ended_at, Instant created_at,
                       std::optional<milliseconds> retry_after, const ReplyTiming& timing) {
  if (policy != ReplyPolicy::retry_keyed) {
    return {ReplyState::in_doubt, false, ended_at + look_offset(0, timing)};
  }
  // The key makes a repeat harmless, so nothing has to settle first.
  const milliseconds asked = retry_after.value_or(milliseconds{0});
  if (attempts <= 1) return try_again(ended_at + asked);
  // A network may have forgotten the key by now, and then a repeat is a second reply.
  const Instant next = ended_at + std::max(backoff(attempts - 1), asked);
  if (next - created_at >= timing.key_life) return {ReplyState::in_doubt, true, std::nullopt};
  return try_again(next);
}

bool is_url_end(char c) {
  return std::string_view(".,;:!?)'\"]").find(c) != std::string_view::npos;
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

bool is_letter(char c) {
  return is_name_char(c) && c != '-' && !(c >= '0' && c <= '9');
}

// "denvergov.org", "t.co/abc": labels with points between them, the last of two letters or more.
bool looks_like_host(std::string_view word) {
  const std::string_view host = word.substr(0, word.find('/'));
  const std::size_t last_point = host.rfind('.');
  if (last_point == std::string_view::npos || last_point == 0) return false;
  const std::string_view ending = host.substr(last_point + 1);
  return ending.size() >= 2 && std::all_of(ending.begin(), ending.end(), is_letter) &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_name_char(c) || c == '.'; });
}

// Networks rewrite links, with and without a scheme; what stands around them stays.
std::string without_link(const std::string& word) {
  std::size_t end = word.size();
  while (end > 0 && is_url_end(word[end - 1])) --end;
  std::size_t begin = word.find("http://");
  if (begin == std::string::npos) begin = word.find("https://");
  if (begin == std::string::npos) {
    begin = word.find_first_not_of("(['\"");
    if (begin == std::string::npos || begin >= end) return word;
    if (!looks_like_host(std::string_view(word).substr(begin, end - begin))) return word;
  }
  return word.substr(0, begin) + "<link>" + word.substr(end);
}

// ASCII blanks, NBSP and the other spaces of Unicode (General Punctuation, U+3000).
std::size_t space_at(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 21> spaces{
      " ",      "\t",     "\n",     "\r",     "\v",     "\f",     "\u00a0",
      "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
      "\u2007", "\u2008", "\u2009", "\u200a", "\u202f", "\u2028", "\u3000"};
  for (const std::string_view space : spaces) {
    if (text.substr(at, space.size()) == space) return space.size();
  }
  return 0;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t space = space_at(text, at);
    if (space == 0) {
      out.back() += text[at++];
      continue;
    }
    if (!out.back().empty()) out.emplace_back();
    at += space;
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

// As a whole: the mark "…-CD" does not stand in "…-CDK".
bool holds_marker(std::string_view text, std::string_view marker) {
  if (marker.empty()) return false;
  for (std::size_t at = text.find(marker); at != std::string_view::npos;
       at = text.find(marker, at + 1)) {
    const std::size_t end = at + marker.size();
    const bool open_left = at == 0 || !is_name_char(text[at - 1]);
    const bool open_right = end == text.size() || !is_name_char(text[end]);
    if (open_left && open_right) return true;
  }
  return false;
}

}  // namespace

const char* name_of(AttemptOutcome outcome) {
  for (const auto& [value, name] : outcome_names) {
    if (value == outcome) return name;
  }
  return "";
}

std::optional<AttemptOutcome> attempt_outcome(std::string_view name) {
  for (const auto& [value, known] : outcome_names) {
    if (name == known) return value;
  }
  return std::nullopt;
}

NextStep after_attempt(AttemptOutcome outcome, ReplyPolicy policy, int attempts, Instant ended_at,
                       Instant intent_created_at, std::optional<milliseconds> retry_after,
                       const ReplyTiming& timing) {
  switch (outcome) {
    case AttemptOutcome::sent:
      return {ReplyState::sent, false, std::nullopt};
    case AttemptOutcome::rejected:
      return after_refusal(policy, attempts, ended_at, timing);
    case AttemptOutcome::not_sent:
      return after_not_sent(policy, attempts, ended_at, intent_created_at, retry_after, timing);
    case AttemptOutcome::unknown:
      break;
  }
  return after_unknown(policy, attempts, ended_at, intent_created_at, retry_after, timing);
}

NextStep after_absent_read(ReplyPolicy policy, bool complete, int complete_reads,
                           Instant attempt_ended_at, Instant begun_at, const ReplyTiming& timing,
                           AttemptOutcome last) {
  const bool refused = last == AttemptOutcome::rejected || last == AttemptOutcome::not_sent;
  const bool key_is_young = begun_at - attempt_ended_at < timing.key_life;
  if (policy == ReplyPolicy::retry_keyed && key_is_young && !refused) return try_again(begun_at);
  const bool settled =
      complete && complete_reads >= 2 && begun_at - attempt_ended_at >= timing.settle;
  if (!settled) return {ReplyState::in_doubt, false, next_look(attempt_ended_at, begun_at, timing)};
  if (refused) return {ReplyState::failed, false, std::nullopt};
  if (policy == ReplyPolicy::retry_if_deduped) return try_again(begun_at);
  return {ReplyState::in_doubt, true, std::nullopt};
}

std::string normalised_reply(std::string_view text) {
  std::string out;
  for (const std::string& word : words_of(nfc(text))) {
    if (!out.empty()) out += ' ';
    out += without_link(word);
  }
  return out;
}

bool same_reply(std::string_view our_text, std::string_view marker, std::string_view seen_text) {
  return holds_marker(seen_text, marker) ||
         normalised_reply(our_text) == normalised_reply(seen_text);
}

}  // namespace social311::casebridge
