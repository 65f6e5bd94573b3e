#include "sql/own_posts.h"

#include <chrono>
#include <set>

#include "sql/rows.h"

namespace social311::sql {

namespace {

// How long a second post of a reply that was sent long ago is still looked for.
constexpr std::chrono::hours doubles_window{48};

bool is_taken(const std::set<std::int64_t>& flipped, const pqxx::row& row) {
  return flipped.contains(number_of(row, "intent_id"));
}

bool is_open(const std::string& state) {
  return state == "queued" || state == "in_doubt" || state == "failed";
}

void flip(Turn& turn, std::int64_t intent_id, const pqxx::row& own_post, Instant now) {
  const auto sent_at = moment_of(own_post, "created_ms");
  turn.run("flip_to_sent", intent_id, text_of(own_post, "remote_id"), ms(sent_at), ms(now));
  after_sent(turn, intent_id, "was seen on the network", sent_at, now);
}

}  // namespace

bool marker_stands_in(const std::string& /*our_text*/, const std::string& marker,
                      const std::string& seen_text) {
  return !marker.empty() && seen_text.find(marker) != std::string::npos;
}

std::vector<std::int64_t> match_own_posts(Turn& turn, const std::string& account_key, Instant now,
                                          const SameReply& same) {
  turn.run("link_known_posts", account_key);
  std::set<std::string> linked;
  std::set<std::int64_t> flipped;
  for (const auto& row : turn.run("possible_matches", account_key, ms(now - doubles_window))) {
    const auto remote_id = text_of(row, "remote_id");
    const auto marker = text_of(row, "marker");
    const auto text = text_of(row, "text");
    const auto intent_id = number_of(row, "intent_id");
    if (linked.contains(remote_id) || !same(text_of(row, "body"), marker, text)) continue;
    // Without a marker a second equal text belongs to the next intent that has not been found yet.
    const bool found_before = is_taken(flipped, row) || !is_open(text_of(row, "state"));
    if (found_before && !marker_stands_in({}, marker, text)) continue;
    if (turn.run("link_own_post", account_key, remote_id, intent_id).affected_rows() == 0) continue;
    linked.insert(remote_id);
    if (found_before) continue;
    flipped.insert(intent_id);
    flip(turn, intent_id, row, now);
  }
  return {flipped.begin(), flipped.end()};
}

void after_sent(Turn& turn, std::int64_t intent_id, const std::string& how, Instant sent_at,
                Instant now) {
  turn.run("add_own_reply", intent_id, ms(sent_at));
  turn.run("count_answer", intent_id, ms(sent_at), ms(now));
  turn.run("note_reply", intent_id, "auto", how, ms(now));
  tell_reply(turn, intent_id, now);
}

void tell_reply(Turn& turn, std::int64_t intent_id, Instant now) {
  const auto place = turn.row("reply_place", intent_id);
  if (!place) return;
  // A notice has no case: its episode shows it.
  if (const auto episode = text_of(*place, "episode"); !episode.empty())
    return turn.tell("topic", episode, 0, now);
  turn.tell("reply", text_of(*place, "number"), number_of(*place, "version"), now);
}

}  // namespace social311::sql
