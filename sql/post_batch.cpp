// What the posts of one turn share: the question whether anything is known around them, and the
// statement that settles them.
#include "sql/pg_decide.h"

namespace social311::sql {

namespace {

constexpr int most_tries = 3;
constexpr std::size_t error_bytes = 500;

std::string write_rows(const std::vector<Settled>& rows) {
  JsonWriter json;
  json.list();
  for (const auto& row : rows) {
    json.object()
        .member("post_id", row.post_id)
        .member("state", row.state)
        .member("reason", storable(row.reason))
        .member("rules", storable(row.rules))
        .member("topic", storable(row.topic))
        .member("decision", row.decision);
    json.key("finding").raw(row.finding).end();
  }
  return json.str();
}

}  // namespace

std::vector<std::int64_t> ids_of(const pqxx::result& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(number_of(row, "post_id"));
  return ids;
}

void count_failure(Turn& turn, std::int64_t post_id, const std::string& error, Instant now) {
  const auto tries = small_of(*turn.row("count_try", post_id), "tries");
  if (tries < most_tries) return;
  turn.run("bury_post", post_id, error.substr(0, error_bytes), ms(now));
  turn.tell("post", std::to_string(post_id), 0, now);
}

PostBatch::PostBatch(Turn& turn, const std::vector<StoredPost>& posts, Instant now)
    : turn_(turn), now_(now) {
  std::vector<std::int64_t> ids;
  for (const auto& post : posts) ids.push_back(post.post_id);
  if (ids.empty()) return;
  for (const auto id : ids_of(turn.run("related_posts", write_numbers(ids)))) related_.insert(id);
}

void PostBatch::write_single(const Settled& row) {
  PostStatements one(turn_, PostStatements::Guard::savepoint);
  try {
    one.run("settle_post", row.post_id, row.state, row.reason, ms(now_));
    one.run("keep_finding", row.post_id, row.rules, row.topic, row.decision, row.finding, ms(now_));
    one.keep();
    turn_.tell("post", std::to_string(row.post_id), 0, now_);
  } catch (const std::exception& error) {
    if (ends_the_turn(error)) throw;
    one.undo();
    count_failure(turn_, row.post_id, error.what(), now_);
  }
}

void PostBatch::write() {
  if (settled_.empty()) return;
  PostStatements all(turn_, PostStatements::Guard::savepoint);
  const auto told = turn_.told();
  try {
    all.run("settle_posts", write_rows(settled_), ms(now_));
    for (const auto& row : settled_) turn_.tell("post", std::to_string(row.post_id), 0, now_);
    all.keep();
  } catch (const std::exception& error) {
    if (ends_the_turn(error)) throw;
    all.undo();
    turn_.untell(told);
    for (const auto& row : settled_) write_single(row);
  }
  settled_.clear();
}

void PostStatements::open() {
  if (open_ || guard_ == Guard::none) return;
  turn_.ask("savepoint one_post");
  open_ = true;
}

void PostStatements::keep() {
  if (open_) turn_.ask("release savepoint one_post");
  open_ = false;
}

void PostStatements::undo() {
  if (!open_) return;
  turn_.ask("rollback to savepoint one_post");
  turn_.ask("release savepoint one_post");
  open_ = false;
}

}  // namespace social311::sql
