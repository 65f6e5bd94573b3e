// Private to sql/: which of the posts our accounts were seen to make are which reply. Evidence that
// comes late still counts, wherever it comes from: ordinary polling, a look after a doubt, or a
// claim.
#pragma once

#include <string>
#include <vector>

#include "sql/postgres.h"

namespace social311::sql {

// The marker is unique per intent and stands in the text as it was sent.
bool marker_stands_in(const std::string& our_text, const std::string& marker,
                      const std::string& seen_text);

// Links own posts of the account that nobody claims to the intents they are. Queued, doubtful and
// failed intents become sent, those are returned; a second post of one that is sent already shows
// as doubled.
std::vector<std::int64_t> match_own_posts(Turn& turn, const std::string& account_key, Instant now,
                                          const SameReply& same);

// What follows from a reply being sent: own post, contacts, the first response of its case, its
// history.
void after_sent(Turn& turn, std::int64_t intent_id, const std::string& how, Instant sent_at,
                Instant now);

// For the consoles: the reply's case has a reply that moved.
void tell_reply(Turn& turn, std::int64_t intent_id, Instant now);

}  // namespace social311::sql
