// The reply protocol's decisions, free of any effect: which state follows an attempt, when to look
// again, when absence is settled, and what the policy then allows. The rows are sql/'s, the loop is
// service/'s.
//
//   draft ─approved→ queued ─T2→ sending ─→ sent | failed (refused before any effect) | queued
//   (provably not sent)
//                                        └→ in_doubt (everything else)
//   in_doubt ─found→ sent · ─settled absent→ queued (policy allows) or needs_person
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/case.h"
#include "core/clock.h"

namespace social311::casebridge {

enum class AttemptOutcome { sent, rejected, not_sent, unknown };
const char* name_of(AttemptOutcome outcome);
std::optional<AttemptOutcome> attempt_outcome(std::string_view name);

struct ReplyTiming {
  std::chrono::seconds settle{900};      // W: [sender] settle_s
  std::chrono::seconds stale_claim{5};   // since T2: later than this nothing is sent
  std::chrono::seconds give_up{86'400};  // not_sent for so long: failed, with its reason
  // Shorter than the shortest life of a network's key (Mastodon: one hour). An older keyed intent
  // whose fate is unknown is a person's: a repeat could be a second reply.
  std::chrono::seconds key_life{3'000};
};

struct NextStep {
  ReplyState state = ReplyState::in_doubt;
  bool needs_person = false;
  std::optional<Instant> next_at{};  // when to try or to look again
};

// After an attempt has ended. `attempts` counts this one. Under retry_keyed an earlier attempt may
// have been unknown: then a refusal of this one says nothing about that one, and is looked up.
NextStep after_attempt(AttemptOutcome outcome, ReplyPolicy policy, int attempts, Instant ended_at,
                       Instant intent_created_at,
                       std::optional<std::chrono::milliseconds> retry_after,
                       const ReplyTiming& timing);

// After a read of our own posts that did not show the reply. `complete_reads` counts the complete
// ones since the attempt ended, this one included when it was complete; `begun_at` is when this one
// began. `last` is how the newest attempt ended: one that was refused is not tried again.
NextStep after_absent_read(ReplyPolicy policy, bool complete, int complete_reads,
                           Instant attempt_ended_at, Instant begun_at, const ReplyTiming& timing,
                           AttemptOutcome last = AttemptOutcome::unknown);

// Two texts are the same reply: NFC, links replaced, white space folded, then equal; or the marker
// stands in it.
bool same_reply(std::string_view our_text, std::string_view marker, std::string_view seen_text);
std::string normalised_reply(std::string_view text);

}  // namespace social311::casebridge
