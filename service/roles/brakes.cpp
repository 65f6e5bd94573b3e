#include "service/roles/brakes.h"

#include <spdlog/spdlog.h>

#include <chrono>

#include "core/text.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;

std::int64_t lately_to(sql::DecideTurn& turn, const sql::StoredPost& stored,
                       const std::string& kind, Instant since, std::int64_t most) {
  return turn.automatic_to_author({.network = stored.post.network,
                                   .author_id = stored.post.author.id,
                                   .account_key = stored.account_key,
                                   .kind = kind,
                                   .since = since,
                                   .most = most});
}

void tell_author_brake(const sql::StoredPost& stored, const std::string& measure) {
  spdlog::warn("author_brake network={} author={} {} do=\"look at the drafts: is it a machine?\"",
               stored.post.network, quoted(stored.post.author.id, 60), measure);
}

// An hour. Who gets it more often is a machine, or needs more than the same text again.
constexpr std::int64_t most_emergencies = 5;

Braked brake_emergency(sql::DecideTurn& turn, const sql::StoredPost& stored, Instant now) {
  if (lately_to(turn, stored, name_of(ReplyKind::emergency), now - 1h, most_emergencies) <
      most_emergencies)
    return {ReplyState::queued, ""};
  tell_author_brake(stored, "emergency_per_hour=" + std::to_string(most_emergencies));
  return {ReplyState::draft,
          "the text for who is in danger went to this author five times within the hour"};
}

}  // namespace

Braked brake(const IntakeParts& parts, sql::DecideTurn& turn, const sql::StoredPost& stored,
             const casebridge::NewIntent& intent, Instant now) {
  if (intent.state != ReplyState::queued) return {intent.state, ""};
  if (intent.kind == ReplyKind::emergency) return brake_emergency(turn, stored, now);
  const int most_of_author = parts.book.automatic_per_author_per_day();
  if (lately_to(turn, stored, "", now - 24h, most_of_author) >= most_of_author) {
    const std::string measure = std::to_string(most_of_author);
    tell_author_brake(stored, "automatic_per_author_per_day=" + measure);
    return {ReplyState::draft,
            "this author was answered by a machine " + measure + " times in 24 hours"};
  }
  const int most = parts.book.automatic_per_hour();
  if (turn.automatic_replies(stored.account_key, now - 1h, most) < most)
    return {ReplyState::queued, ""};
  spdlog::error("flood_brake account={} automatic_per_hour={} do=\"look at the drafts\"",
                stored.account_key, most);
  return {ReplyState::draft,
          "the account sent " + std::to_string(most) + " replies by itself within the hour"};
}

}  // namespace social311::service
