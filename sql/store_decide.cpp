// Undecided posts are claimed, handed to the caller's decision and settled, all in one transaction.
// One bad post stays one bad post: each has a savepoint of its own.
#include <algorithm>
#include <chrono>
#include <set>

#include "sql/pg_decide.h"
#include "sql/pg_store.h"
#include "sql/rows.h"

namespace social311::sql {

namespace {

constexpr int most_tries = 3;
constexpr std::chrono::hours automatic_pause{
    24};  // at most one automatic reply a conversation and author
constexpr std::size_t error_bytes = 500;

bool is_settled_state(const std::string& state) {
  return state == "ignored" || state == "review" || state == "case" || state == "own";
}

void one_row(const pqxx::result& result, const std::string& number) {
  if (result.empty()) throw std::logic_error("no case " + number);
}

}  // namespace

PostHistory PgDecideTurn::history(const StoredPost& stored, Instant now) {
  const auto& post = stored.post;
  PostHistory history;
  const auto found = turn_.row("conversation_case", post.network, post.in_reply_to,
                               post.conversation, post.author.id, post.id, stored.account_key);
  if (found) history.conversation_case = read_case(*found);
  if (!post.in_reply_to.empty())
    history.answers_us =
        yes(turn_.row("answers_us", post.network, post.in_reply_to, stored.account_key));
  history.automatic_reply_in_conversation =
      yes(turn_.row("automatic_before", post.network, post.author.id, post.conversation,
                    post.in_reply_to, ms(now - automatic_pause), stored.account_key));
  return history;
}

bool PgDecideTurn::open_case(const std::string& number, const NewCaseRow& row,
                             const StoredPost& post) {
  if (yes(turn_.row("has_case", post.post_id))) return false;
  turn_.run("open_case", number, write_case_row(row), post.post_id, ms(now_));
  turn_.tell("case", number, 1, now_);
  return true;
}

void PgDecideTurn::join_case(const std::string& number, const StoredPost& post) {
  if (yes(turn_.row("has_case", post.post_id))) return;
  const auto joined = turn_.run("join_case", number, post.post_id, ms(now_));
  one_row(joined, number);
  turn_.tell("case", number, number_of(joined.front(), "version"), now_);
}

void PgDecideTurn::set_case_status(const std::string& number, CaseStatus status,
                                   const std::string& reason, Instant now) {
  const auto row = turn_.row("set_case_status", number, name_of(status), reason, ms(now), "auto");
  if (row) turn_.tell("case", number, number_of(*row, "version"), now);
}

void PgDecideTurn::set_case_location(const std::string& number, const Location& location,
                                     Instant now) {
  const auto row = turn_.run("set_case_location", number, write_location(location), ms(now));
  one_row(row, number);
  turn_.tell("case", number, number_of(row.front(), "version"), now);
}

bool PgDecideTurn::add_reply(const NewReply& reply) {
  const auto row = turn_.row("add_reply", write_reply_row(reply));
  if (!row) return false;
  turn_.tell("reply", reply.case_number, 0, now_);
  return true;
}

std::optional<Case> PgDecideTurn::find_case(const std::string& number) {
  const auto row = turn_.row("find_case", number);
  return row ? std::optional(read_case(*row)) : std::nullopt;
}

void PgDecideTurn::settle_post(const StoredPost& post, const std::string& state,
                               const Finding& finding, const std::string& reason, Instant now) {
  if (!is_settled_state(state)) throw std::logic_error("no state of a decided post: " + state);
  const auto topic = finding.topics.empty() ? std::string() : finding.topics.front().topic;
  turn_.run("settle_post", post.post_id, state, reason, ms(now));
  turn_.run("keep_finding", post.post_id, finding.rules, topic, name_of(finding.decision),
            storable(write_finding(post.post.id, finding)), ms(now));
  turn_.tell("post", std::to_string(post.post_id), 0, now);
}

namespace {

std::vector<std::int64_t> ids_of(const pqxx::result& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(number_of(row, "post_id"));
  return ids;
}

std::vector<StoredPost> claim(Turn& turn, int limit) {
  const auto ids = write_numbers(ids_of(turn.run("claim_undecided", limit)));
  const auto blocked = ids_of(turn.run("blocked_posts", ids));
  std::vector<StoredPost> posts;
  for (const auto& row : turn.run("read_posts", ids))
    if (std::count(blocked.begin(), blocked.end(), number_of(row, "post_id")) == 0)
      posts.push_back(read_stored_post(row));
  return posts;
}

void count_failure(Turn& turn, const StoredPost& post, const std::string& error, Instant now) {
  const auto tries = small_of(*turn.row("count_try", post.post_id), "tries");
  if (tries < most_tries) return;
  turn.run("bury_post", post.post_id, error.substr(0, error_bytes), ms(now));
  turn.tell("post", std::to_string(post.post_id), 0, now);
}

using Decide = std::function<void(DecideTurn&, const StoredPost&)>;

// Errors of the connection end the whole turn; anything else that is thrown ends this post's.
void decide_one(Turn& turn, const StoredPost& post, Instant now, const Decide& one) {
  const auto told = turn.told();
  PgDecideTurn decide(turn, now);
  turn.ask("savepoint one_post");
  try {
    one(decide, post);
    turn.ask("release savepoint one_post");
    return;
  } catch (const std::exception& error) {
    if (ends_the_turn(error)) throw;
    turn.ask("rollback to savepoint one_post");
    turn.ask("release savepoint one_post");
    turn.untell(told);
    count_failure(turn, post, error.what(), now);
  }
}

}  // namespace

int PgStore::decide_posts(int limit, Instant now, const Decide& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto posts = claim(turn, limit);
    for (const auto& post : posts) decide_one(turn, post, now, one);
    return static_cast<int>(posts.size());
  });
}

bool PgStore::convert_post(std::int64_t post_id, Instant now, const Decide& one) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto locked = turn.row("lock_post", post_id);
    if (!locked) return false;
    const auto state = text_of(*locked, "state");
    if (state != "new" && state != "review" && state != "ignored") return false;
    PgDecideTurn decide(turn, now);
    one(decide, read_stored_post(*turn.row("read_post", post_id)));
    return true;
  });
}

}  // namespace social311::sql
