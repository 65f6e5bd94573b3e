// The live stream, the figures for health and metrics, and the exports.
#include <algorithm>

#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr int export_batch = 500;
constexpr int most_events = 1000;

std::map<std::string, std::int64_t> count(Turn& turn, const char* query) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& row : turn.run(query)) counts[text_of(row, "name")] = number_of(row, "n");
  return counts;
}

std::vector<FeedHealth> feeds(Turn& turn, Instant now) {
  std::vector<FeedHealth> result;
  for (const auto& row : turn.run("feed_health", ms(now)))
    result.push_back({.feed = read_feed(row),
                      .open_gaps = number_of(row, "open_gaps"),
                      .posts_behind = number_of(row, "behind"),
                      .lost_ranges = number_of(row, "lost"),
                      .lost_posts = number_of(row, "lost_posts"),
                      .oldest_gap_at = maybe_moment(row, "oldest_gap_ms"),
                      .coverage_24h = row["coverage_24h"].as<double>(0)});
  return result;
}

ExportedPost read_exported_post(const pqxx::row& row) {
  return {.post = read_post(row),
          .seen_at = moment_of(row, "seen_ms"),
          .state = text_of(row, "state"),
          .case_number = maybe_text(row, "case_number")};
}

ExportedCase read_exported_case(const pqxx::row& row) {
  ExportedCase out;
  static_cast<Case&>(out) = read_case(row);
  if (!row["quality"].is_null()) out.verdict.quality = row["quality"].as<double>();
  if (!flag_of(row, "surveyed")) return out;
  CaseVerdict::Survey survey{.asked_at = maybe_moment(row, "asked_ms"),
                             .answered_at = maybe_moment(row, "answered_ms"),
                             .words = maybe_text(row, "words").value_or("")};
  if (!row["score"].is_null()) survey.score = small_of(row, "score");
  out.verdict.survey = std::move(survey);
  return out;
}

ExportedReply read_exported_reply(const pqxx::row& row) {
  const auto reply = read_reply_row(row);
  const auto slash = reply.account_key.find('/');
  return {.network = reply.account_key.substr(0, slash),
          .in_reply_to =
              reply.target_post_id.empty() ? std::nullopt : std::optional(reply.target_post_id),
          .network_id = reply.remote_id,
          .text = reply.body,
          .kind = reply.kind,
          .state = reply.state,
          .case_number = text_of(row, "case_number"),
          .sent_at = reply.sent_at,
          .by = reply.by};
}

// Walks a query by its keyset (changed_ms, `id`) in batches of constant memory, all of one
// snapshot: what changes meanwhile is there once, as it was when the export began.
template <typename One>
void export_all(Connection& connection, const char* query, const char* id,
                std::optional<Instant> since, const One& one) {
  in_turn(connection, [&](Turn& turn) {
    turn.ask("set transaction isolation level repeatable read, read only");
    std::optional<std::int64_t> changed;
    std::optional<std::int64_t> last;
    for (;;) {
      const auto rows = turn.run(query, ms(since), changed, last, export_batch);
      for (const auto& row : rows) one(row);
      if (static_cast<int>(rows.size()) < export_batch) return;
      changed = number_of(rows.back(), "changed_ms");
      last = number_of(rows.back(), id);
    }
  });
}

}  // namespace

std::vector<LiveEvent> PgStore::events_after(std::int64_t event_id, int limit) {
  return in_turn(connection_, [&](Turn& turn) {
    std::vector<LiveEvent> events;
    for (const auto& row : turn.run("events_after", event_id, std::clamp(limit, 1, most_events)))
      events.push_back({.event_id = number_of(row, "event_id"),
                        .kind = text_of(row, "kind"),
                        .object = text_of(row, "object"),
                        .version = number_of(row, "version")});
    return events;
  });
}

std::int64_t PgStore::newest_event() {
  return in_turn(connection_,
                 [](Turn& turn) { return number_of(*turn.row("newest_event"), "event_id"); });
}

Overview PgStore::overview(Instant now) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto waiting = turn.row("oldest_waiting");
    return Overview{.posts_by_state = count(turn, "count_posts"),
                    .replies_by_state = count(turn, "count_replies"),
                    .cases_by_status = count(turn, "count_cases"),
                    .oldest_new_post_at = maybe_moment(*waiting, "new_ms"),
                    .oldest_in_doubt_at = maybe_moment(*waiting, "doubt_ms"),
                    .replies_need_person = number_of(*waiting, "person"),
                    .oldest_needs_person_at = maybe_moment(*waiting, "person_ms"),
                    .replies_wait_approval = number_of(*waiting, "approvals"),
                    .oldest_wait_approval_at = maybe_moment(*waiting, "approval_ms"),
                    .doubled_replies = number_of(*waiting, "doubled"),
                    .dead_letters = number_of(*waiting, "letters"),
                    .feeds = feeds(turn, now)};
  });
}

void PgStore::export_posts(std::optional<Instant> since,
                           const std::function<void(const ExportedPost&)>& one) {
  export_all(connection_, "export_posts", "post_id", since,
             [&](const pqxx::row& row) { one(read_exported_post(row)); });
}

void PgStore::export_cases(std::optional<Instant> since,
                           const std::function<void(const ExportedCase&)>& one) {
  export_all(connection_, "export_cases", "case_id", since,
             [&](const pqxx::row& row) { one(read_exported_case(row)); });
}

void PgStore::export_replies(std::optional<Instant> since,
                             const std::function<void(const ExportedReply&)>& one) {
  export_all(connection_, "export_replies", "intent_id", since,
             [&](const pqxx::row& row) { one(read_exported_reply(row)); });
}

}  // namespace social311::sql
